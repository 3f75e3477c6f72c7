"""The restitution owed to each victim: claimed, ordered, refused or waived, and what
was paid.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from sala.access.models import Agency, User
from sala.prosecution.models.cases import Case, CaseVictim
from sala.prosecution.models.courts import Forfeiture
from sala.prosecution.states import RESTITUTION


class RestitutionClaim(models.Model):
    """What one victim is owed. Opens by itself with the first charge; closed by an
    order, a refusal with its reason, or the victim's own recorded waiver.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="claims")
    victim = models.OneToOneField(CaseVictim, models.PROTECT, related_name="claim")
    state = models.CharField(max_length=16, default="open")
    opened_at = models.DateTimeField()
    share = models.PositiveBigIntegerField(
        null=True,
    )  # whole units of the country's currency
    decided_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    reason = models.CharField(max_length=32, blank=True)
    waived_how = models.CharField(
        max_length=16,
        blank=True,
    )  # spoken, signed, by a guardian
    changed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    changed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_on"], name="claim_by_state"),
            models.Index(fields=["case"], name="claim_by_case"),
        ]
        constraints = [
            models.CheckConstraint(
                name="claim_state",
                condition=RESTITUTION.state_condition,
            ),
            models.CheckConstraint(
                name="claim_ordered_with_a_share_and_a_day",
                condition=~Q(state__in=["ordered", "paid"])
                | Q(
                    share__gt=0,
                    decided_on__isnull=False,
                    due_on__gte=F("decided_on"),
                ),
            ),
            models.CheckConstraint(
                name="claim_closed_with_a_reason",
                condition=~Q(state__in=["refused", "waived"])
                | (~Q(reason="") & Q(decided_on__isnull=False, share__isnull=True)),
            ),
            models.CheckConstraint(
                name="claim_waived_somehow",
                condition=Q(state="waived") & ~Q(waived_how="")
                | ~Q(state="waived") & Q(waived_how=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class RestitutionPayment(models.Model):
    """Money paid towards one victim's share. `reached_on` is the day the victim had it
    in hand. One with a correction was never paid so, and counts nowhere.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    claim = models.ForeignKey(RestitutionClaim, models.PROTECT, related_name="payments")
    amount = models.PositiveBigIntegerField()
    paid_on = models.DateField()
    manner = models.CharField(max_length=16)
    reached_on = models.DateField(null=True)
    # What was forfeited, where the money is out of it.
    forfeiture = models.ForeignKey(
        Forfeiture,
        models.PROTECT,
        null=True,
        related_name="payments",
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case"], name="payment_by_case")]
        constraints = [
            models.CheckConstraint(name="payment_is_money", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="payment_manner",
                condition=Q(manner="to_victim", reached_on=F("paid_on"))
                | Q(manner="to_court"),
            ),
            models.CheckConstraint(
                name="payment_reached_after_paid",
                condition=Q(reached_on__isnull=True) | Q(reached_on__gte=F("paid_on")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class PaymentCorrection(models.Model):
    """The entry of a payment was wrong: why, and the entry in its place, if anything
    was paid. `shown_by` is how it is known that a victim has less than was entered.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    payment = models.OneToOneField(
        RestitutionPayment,
        models.PROTECT,
        related_name="correction",
    )
    right = models.OneToOneField(
        RestitutionPayment,
        models.PROTECT,
        null=True,
        related_name="corrects",
    )
    reason = models.CharField(max_length=32)
    shown_by = models.CharField(max_length=16, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case"], name="correction_by_case")]
        constraints = [
            models.CheckConstraint(
                name="payment_corrected_for_a_reason",
                condition=~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
