"""What somebody was given on a day."""

import uuid

from django.db import models
from django.db.models import Q

from sala.access.models import Agency, User
from sala.people.described import Described
from sala.people.models import Person
from sala.protection.models.entitlements import PersonEntitlement
from sala.vault.sealed_columns import SealedBytes


class ServiceDelivered(Described):
    """One service given to one person on one day, perhaps as something the law gives.

    Codes and numbers only; what was said is sealed in `note`. Never changed: what was
    recorded by mistake is struck out, for a reason, and counted no more.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    service = models.CharField(max_length=32)
    entitlement = models.ForeignKey(
        PersonEntitlement,
        models.PROTECT,
        null=True,
        related_name="services",
    )
    fulfils = models.BooleanField(default=False)
    happened_on = models.DateField()
    place_code = models.CharField(max_length=32, blank=True)
    quantity = models.PositiveIntegerField(null=True)
    amount = models.BigIntegerField(null=True)  # whole units of the currency
    currency = models.CharField(max_length=3, blank=True)
    note = SealedBytes(null=True, use="service")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    struck_reason = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-happened_on"], name="service_by_person"),
            models.Index(fields=["agency", "-happened_on"], name="service_by_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                name="amount_has_a_currency",
                condition=Q(amount__isnull=True, currency="")
                | (Q(amount__gt=0) & ~Q(currency="")),
            ),
            models.CheckConstraint(
                name="at_least_once",
                condition=Q(quantity__isnull=True) | Q(quantity__gt=0),
            ),
            models.CheckConstraint(
                name="fulfils_a_right",
                condition=Q(fulfils=False) | Q(entitlement__isnull=False),
            ),
            models.CheckConstraint(
                name="struck_by_somebody_for_a_reason",
                condition=Q(
                    struck_at__isnull=True,
                    struck_by__isnull=True,
                    struck_reason="",
                )
                | (
                    Q(struck_at__isnull=False, struck_by__isnull=False)
                    & ~Q(struck_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.service
