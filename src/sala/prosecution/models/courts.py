"""Who is charged with what, and what the courts said."""

import uuid

from django.db import models
from django.db.models import F, Q

from sala.access.models import Agency, User
from sala.prosecution.models.cases import Case, CaseVictim
from sala.prosecution.states import CHARGE
from sala.vault.sealed_columns import SealedBytes


class Defendant(models.Model):
    """Somebody, or a company, charged in a case. The name is sealed; the code stands
    for it.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="defendants")
    # Of the case that was taken over: its words are sealed there.
    continues = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="+",
    )
    code = models.CharField(max_length=10, unique=True)
    kind = models.CharField(max_length=8, default="person")
    name = SealedBytes(null=True, use="defendant")
    sex = models.CharField(max_length=8, blank=True)
    citizenship = models.CharField(max_length=2, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="defendant_kind",
                condition=Q(kind__in=["person", "company"]),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class DefendantCorrection(models.Model):
    """How a defendant is called in truth, and why it was wrong; the last one holds."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    # Of the case that was taken over: its words are sealed there.
    continues = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="+",
    )
    defendant = models.ForeignKey(
        Defendant,
        models.PROTECT,
        related_name="corrections",
    )
    name = SealedBytes(null=True, use="defendant")
    reason = models.CharField(max_length=32)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case"], name="renamed_by_case")]
        constraints = [
            models.CheckConstraint(
                name="renamed_for_a_reason",
                condition=~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Charge(models.Model):
    """A defendant charged under one article, as it stood on the day of the offence."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="charges")
    defendant = models.ForeignKey(Defendant, models.PROTECT, related_name="charges")
    # Whom the charge is about; every victim of the case where it names nobody.
    victim = models.ForeignKey(
        CaseVictim,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    law = models.CharField(max_length=64)
    article = models.CharField(max_length=16)
    circumstance = models.CharField(
        max_length=32,
    )  # the case of the penalty: basic, child_victim
    offence_on = models.DateField()
    filed_on = models.DateField()
    state = models.CharField(max_length=16, default="filed")
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "filed_on"], name="charge_by_case")]
        constraints = [
            models.CheckConstraint(
                name="charge_state",
                condition=CHARGE.state_condition,
            ),
            models.CheckConstraint(
                name="charge_after_offence",
                condition=Q(filed_on__gte=F("offence_on")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Verdict(models.Model):
    """What a court said of one charge, with the sentence. Never changed: a correction
    or a higher instance is another one, and the last recorded holds.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="verdicts")
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="+",
    )  # that recorded it
    instance = models.CharField(max_length=16)
    outcome = models.CharField(max_length=16)
    decided_on = models.DateField()
    life = models.BooleanField(default=False)
    prison_months = models.PositiveIntegerField(null=True)
    suspended_months = models.PositiveIntegerField(null=True)
    fine = models.PositiveBigIntegerField(
        null=True,
    )  # whole units of the country's currency
    outside_reason = models.CharField(max_length=32, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    seen_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    seen_at = models.DateTimeField(null=True)
    # When a victim turned out to be a child, or not to be one: the range may be another
    # since.
    age_corrected_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["charge", "recorded_at"], name="verdict_by_charge"),
        ]
        constraints = [
            models.CheckConstraint(
                name="verdict_outcome",
                condition=Q(outcome__in=["convicted", "acquitted", "dismissed"]),
            ),
            models.CheckConstraint(
                name="only_the_convicted_are_sentenced",
                condition=Q(outcome="convicted")
                | Q(
                    life=False,
                    prison_months__isnull=True,
                    suspended_months__isnull=True,
                    fine__isnull=True,
                    outside_reason="",
                ),
            ),
            models.CheckConstraint(
                name="verdict_instance",
                condition=Q(instance__in=["first", "appeal", "cassation"]),
            ),
            models.CheckConstraint(
                name="suspended_part_is_a_part",
                condition=Q(suspended_months__isnull=True)
                | Q(suspended_months__lte=F("prison_months")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Forfeiture(models.Model):
    """What a court took from a defendant: a thing or money, its value, and what it
    brought. The description is sealed: it may name somebody. A value that is null is
    not recorded.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="forfeitures")
    # Of the case that was taken over: its words are sealed there.
    continues = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="+",
    )
    defendant = models.ForeignKey(Defendant, models.PROTECT, related_name="forfeitures")
    kind = models.CharField(max_length=16)
    what = SealedBytes(null=True, use="forfeiture")
    value = models.PositiveBigIntegerField(
        null=True,
    )  # whole units of the country's currency
    ordered_on = models.DateField()
    state = models.CharField(max_length=16, default="ordered")
    collected_on = models.DateField(null=True)
    collected = models.PositiveBigIntegerField(
        null=True,
    )  # what it brought, in the same
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["case", "ordered_on"], name="forfeiture_by_case"),
        ]
        constraints = [
            models.CheckConstraint(
                name="forfeiture_kind",
                condition=Q(
                    kind__in=["money", "vehicle", "property", "goods", "other"],
                ),
            ),
            models.CheckConstraint(
                name="forfeiture_collected_on_a_day",
                condition=Q(
                    state="collected",
                    collected__isnull=False,
                    collected_on__gte=F("ordered_on"),
                )
                | Q(
                    state__in=["ordered", "lifted"],
                    collected__isnull=True,
                    collected_on__isnull=True,
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
