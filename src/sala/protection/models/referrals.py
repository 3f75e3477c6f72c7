"""Asking another agency to help somebody, and its answer."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sala.access.models import Agency, User
from sala.people.described import Described
from sala.people.models import Consent, Person
from sala.protection.rules.referrals import HELP, TAKE_OVER
from sala.protection.states import REFERRAL


class Referral(Described):
    """One person referred to one agency for services, on a consent or a basis in law.

    Whoever accepts to take a person over keeps their record from then on; whoever
    accepts to help has it opened to them. Until it is accepted the receiver sees this
    row and nothing of the person.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)  # take_over, help
    services = ArrayField(models.CharField(max_length=32))
    urgency = models.CharField(max_length=16)
    basis = models.CharField(
        max_length=32,
    )  # consent, or a basis that the country's law names
    consent = models.ForeignKey(
        Consent,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    due_on = models.DateField()
    accepted_at = models.DateTimeField(null=True)  # stays, whatever becomes of it later
    state = models.CharField(max_length=16, default="sent")
    reason = models.CharField(max_length=32, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["receiver", "state", "due_on"],
                name="referral_to_answer",
            ),
            models.Index(fields=["person"], name="referral_by_person"),
        ]
        constraints = [
            models.CheckConstraint(
                name="referral_state",
                condition=REFERRAL.state_condition,
            ),
            models.CheckConstraint(
                name="declined_referral_says_why",
                condition=REFERRAL.reason_condition,
            ),
            models.CheckConstraint(
                name="referred_to_another",
                condition=~Q(receiver=F("agency")),
            ),
            models.CheckConstraint(
                name="referral_on_a_basis",
                condition=Q(basis="consent", consent__isnull=False)
                | (~Q(basis="consent") & ~Q(basis="") & Q(consent__isnull=True)),
            ),
            models.UniqueConstraint(
                name="referred_once",
                fields=["person", "agency", "receiver"],
                condition=Q(state="sent"),
            ),
            models.CheckConstraint(
                name="referral_kind",
                condition=Q(kind__in=[TAKE_OVER, HELP]),
            ),
            models.UniqueConstraint(
                name="one_take_over_at_a_time",
                fields=["person"],
                condition=Q(state="sent", kind="take_over"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
