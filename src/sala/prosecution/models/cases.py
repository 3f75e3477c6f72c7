"""A case, whom it concerns, who works on it, what was investigated, and its history."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sala.access.models import Agency, User
from sala.people.described import Described
from sala.people.models import Person
from sala.prosecution.states import IDENTITY_REQUEST
from sala.vault.sealed_columns import SealedBytes


def code_list() -> "ArrayField[list[str] | None, list[str] | None]":
    """A list of codes: null is not looked into, empty is looked for and not found."""
    return ArrayField(models.CharField(max_length=32), null=True)


class Case(models.Model):
    """A criminal matter. Counted apart from persons; its code is random and says no
    number.

    One that the central office took over (`taken_over_at`) stays, for those who saw it,
    as it was on that day. What is done since is done in the case that `continues` it,
    and that is `in_compartment`: only oversight, and those oversight assigns, see it.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    code = models.CharField(max_length=10, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    held_by = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    prosecuted_by = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    place_code = models.CharField(max_length=32, blank=True)
    country = models.CharField(
        max_length=2,
        blank=True,
    )  # where it happened, ISO 3166-1 alpha-2
    began_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    acts = code_list()
    means = code_list()
    forms = code_list()  # the purpose: forms of exploitation
    account = SealedBytes(null=True, use="case")  # it may name somebody
    state = models.CharField(max_length=24, default="open")
    closed_reason = models.CharField(max_length=32, blank=True)
    taken_over_at = models.DateTimeField(null=True)
    in_compartment = models.BooleanField(default=False)
    continues = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="continued_by",
    )
    taken_reason = models.CharField(max_length=32, blank=True)
    taken_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    confirmed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(null=True)
    left_compartment_at = models.DateTimeField(null=True)
    concerns_official = models.BooleanField(default=False)
    official_agency_code = models.CharField(max_length=32, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-opened_at", "id"], name="case_by_agency"),
            models.Index(fields=["-opened_at", "id"], name="case_by_time"),
            models.Index(
                fields=["id"],
                condition=Q(in_compartment=True),
                name="case_in_compartment",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_code",
                condition=Q(code__regex=r"^[0-9]{10}$"),
            ),
            models.CheckConstraint(
                name="case_state",
                condition=Q(
                    state__in=["open", "with_prosecution", "in_court", "closed"],
                ),
            ),
            models.CheckConstraint(
                name="case_ends_after_it_begins",
                condition=Q(ended_on__isnull=True)
                | Q(began_on__isnull=True)
                | Q(ended_on__gte=F("began_on")),
            ),
            models.CheckConstraint(
                name="closed_case_says_why",
                condition=~Q(state="closed") | ~Q(closed_reason=""),
            ),
            models.UniqueConstraint(
                name="case_continued_once",
                fields=["continues"],
                condition=Q(left_compartment_at__isnull=True),
            ),
            models.CheckConstraint(
                name="official_has_an_agency",
                condition=Q(concerns_official=False) | ~Q(official_agency_code=""),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_frozen(self) -> bool:
        """Whether it is one that was taken over, as it was on that day."""
        return self.taken_over_at is not None and not self.in_compartment


class TakenRow(models.Model):
    """A row of a case that was taken over, and the row that goes on for it.

    Read by the owner's functions alone: they lay a case over the one that it continues
    when it leaves the compartment.
    """

    original_id = models.UUIDField(primary_key=True)
    continued_id = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.original_id)


class CaseVictim(Described):
    """Somebody a case is about, by the code of their record; who they are is sealed."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="victims")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    person_code = models.CharField(max_length=10)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    # What the last correction says; one who was never a victim of the case is in no
    # list and no figure of it.
    named = models.BooleanField(default=True, db_default=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="case_victim_by_person")]
        constraints = [
            models.UniqueConstraint(
                name="victim_once_a_case",
                fields=["case", "person"],
            ),
        ]

    def __str__(self) -> str:
        return self.person_code


class VictimCorrection(models.Model):
    """Somebody was named as a victim of a case and never was one, and why; or, where
    `named`, is one after all.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    victim = models.ForeignKey(CaseVictim, models.PROTECT, related_name="corrections")
    named = models.BooleanField()
    reason = models.CharField(max_length=32, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case"], name="victim_correction_by_case")]
        constraints = [
            models.CheckConstraint(
                name="taken_out_for_a_reason",
                condition=Q(named=True) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class CaseAssignment(models.Model):
    """Who works on a case; on one about an official, only whom oversight named."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    role = models.CharField(max_length=32)
    by_oversight = models.BooleanField()
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        indexes = [models.Index(fields=["user", "case"], name="assignment_by_user")]
        constraints = [
            models.UniqueConstraint(
                name="assigned_once",
                fields=["case", "user", "agency", "role", "by_oversight"],
                condition=Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class CaseEvent(models.Model):
    """One thing that happened in a case, as its timeline shows it. Never changed."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=48)
    happened_on = models.DateField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    record_id = models.UUIDField(
        null=True,
    )  # of the investigation, charge, verdict it is about

    class Meta:
        indexes = [models.Index(fields=["case", "happened_on"], name="event_by_case")]

    def __str__(self) -> str:
        return self.kind


class Investigation(models.Model):
    """One investigation within a case: open, suspended, closed with a reason, or
    submitted.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="investigations")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    opened_on = models.DateField()
    state = models.CharField(max_length=16, default="open")
    reason = models.CharField(max_length=32, blank=True)  # of suspending or closing it
    state_since = models.DateField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="investigation_state",
                condition=Q(state__in=["open", "suspended", "submitted", "closed"]),
            ),
            models.CheckConstraint(
                name="investigation_stops_with_a_reason",
                condition=~Q(state__in=["suspended", "closed"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="investigation_in_order",
                condition=Q(state_since__gte=F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class CaseIdentityRequest(models.Model):
    """Asking the agency that keeps a victim's record to open it, because a case needs
    it.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    victim = models.ForeignKey(CaseVictim, models.PROTECT, related_name="requests")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    person_code = models.CharField(max_length=10)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    custodian = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=32)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=16, default="asked")
    answered_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(null=True)
    declined_reason = models.CharField(max_length=32, blank=True)
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["custodian", "state"], name="identity_by_custodian"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_open_identity_request",
                fields=["victim", "agency"],
                condition=Q(state="asked"),
            ),
            models.CheckConstraint(
                name="identity_request_state",
                condition=IDENTITY_REQUEST.state_condition,
            ),
            models.CheckConstraint(
                name="declined_identity_says_why",
                condition=~Q(state="declined") | ~Q(declined_reason=""),
            ),
            models.CheckConstraint(
                name="identity_request_needs_two_people",
                condition=Q(answered_by__isnull=True)
                | Q(state="withdrawn")
                | ~Q(answered_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
