"""What the law owes one person."""

import uuid

from django.db import models
from django.db.models import Q

from sala.access.models import Agency, User
from sala.people.described import Described
from sala.people.models import Person


class PersonEntitlement(Described):
    """One entitlement of the law, opened for one person by their identification or
    before it.

    `rests_on` is the decision, or the screening while nothing is decided.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    code = models.CharField(max_length=32)
    basis = models.CharField(max_length=16)  # identified, presumed
    rests_on = models.UUIDField()
    place_code = models.CharField(max_length=32, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=16, default="opened")
    reason = models.CharField(max_length=32, blank=True)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "code"], name="entitlement_by_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="entitlement_open_once",
                fields=["person", "code"],
                condition=~Q(state="given"),
            ),
            models.CheckConstraint(
                name="entitlement_basis",
                condition=Q(basis__in=["identified", "presumed"]),
            ),
            models.CheckConstraint(
                name="entitlement_state",
                condition=Q(
                    state__in=[
                        "opened",
                        "offered",
                        "accepted",
                        "declined",
                        "given",
                        "not_available",
                    ],
                ),
            ),
            models.CheckConstraint(
                name="not_available_says_why",
                condition=~Q(state="not_available") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.code
