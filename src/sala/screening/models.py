"""Who was met, what was asked of them, what was answered, and what the authority
decided.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from sala.access.models import Agency, User
from sala.people.described import Described
from sala.people.models import Person


class Operation(models.Model):
    """An occasion on which an agency met people who may be victims, with how many it
    met.

    A number that is null was not recorded; it is never zero. `unscreened` and its
    reason say for how many there will be no screening, and why.
    """

    class Kind(models.TextChoices):
        BORDER_RETURN = "border_return"
        POLICE_OPERATION = "police_operation"
        WORKSITE_INSPECTION = "worksite_inspection"
        CONSULAR_CONTACT = "consular_contact"
        HOTLINE_CALL = "hotline_call"
        WALK_IN = "walk_in"
        VILLAGE_COMPLAINT = "village_complaint"

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    code = models.CharField(max_length=10, unique=True)
    kind = models.CharField(max_length=32, choices=Kind.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    place_code = models.CharField(max_length=32, blank=True)
    crossing_code = models.CharField(max_length=32, blank=True)
    happened_on = models.DateField()
    state = models.CharField(max_length=16, default="open")
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-happened_on"], name="operation_by_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                name="operation_state",
                condition=Q(state__in=["open", "settled"]),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class MetCount(models.Model):
    """How many people of one sex, age group and belonging an operation met."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="met")
    sex = models.CharField(
        max_length=8,
        choices=Described.Sex.choices,
        blank=True,
    )
    age_group = models.CharField(
        max_length=8,
        choices=Described.AgeGroup.choices,
        blank=True,
    )
    national = models.BooleanField(null=True)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="met_once",
                fields=["operation", "sex", "age_group", "national"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class NotScreened(models.Model):
    """Why some of the people an operation met will not be screened, and how many.

    Never changed; taken back where it was wrong.
    """

    operation = models.ForeignKey(
        Operation,
        models.CASCADE,
        related_name="not_screened",
    )
    reason = models.CharField(max_length=32)
    number = models.PositiveIntegerField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="not_screened_some", condition=Q(number__gt=0)),
        ]

    def __str__(self) -> str:
        return self.reason


class Envelope(models.Model):
    """What arrived, as it arrived: sealed, once, never changed; set aside when not
    understood.

    The body stays while it is set aside, or closed without being taken in; and where
    somebody put it right, until the person is erased: what arrived is not theirs to
    destroy. What was taken in as it came stands in the person's record alone, under the
    person's own key. No body keeps a key in use but one that is set aside. `holder` has
    it in hand after a supervisor handed it over; before, whoever sent it. `sent_as` is
    the id it came with, where that was somebody else's already.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    sent_as = models.UUIDField(null=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    body = models.BinaryField(default=b"")
    state = models.CharField(max_length=16, default="received")
    fault = models.CharField(max_length=64, blank=True)
    holder = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    moved_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    moved_at = models.DateTimeField(null=True)
    reason = models.CharField(
        max_length=32,
        blank=True,
    )  # a code: why it was moved last

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="envelope_state",
                condition=Q(state__in=["received", "processed", "set_aside", "closed"]),
            ),
            models.CheckConstraint(
                name="envelope_closed_with_reason",
                condition=~Q(state="closed") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ScreeningDraft(models.Model):
    """A screening that is being written in the browser, sealed, until it is sent or
    thrown away.

    Only who writes it sees it, and three days after it was last saved nobody: it is forgotten.
    `corrects` is the envelope whose content it puts right: handed on, the draft goes, and whoever
    has it then opens it anew.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    operation = models.ForeignKey(
        Operation,
        models.CASCADE,
        null=True,
        related_name="+",
    )
    instrument = models.CharField(max_length=32)
    instrument_version = models.CharField(max_length=32)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sealed = models.BinaryField()
    corrects = models.ForeignKey(
        Envelope,
        models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        indexes = [
            models.Index(fields=["written_by", "-saved_at"], name="draft_by_officer"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Screening(Described):
    """One person's answers to one instrument on one day, and what the officer
    concluded.

    `dimensions` are those that the rule calls positive: reasons, not a verdict.
    `sent_on_at` says since when an authority or another agency has been asked to act
    for the person. `corrected_by` put it right after it had been set aside, and sent it
    so; the envelope keeps what arrived.
    """

    id = models.UUIDField(primary_key=True, editable=False)  # made where it was written
    receipt = models.CharField(max_length=10, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    operation = models.ForeignKey(
        Operation,
        models.PROTECT,
        null=True,
        related_name="screenings",
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    screened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    corrected_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    instrument = models.CharField(max_length=32)
    instrument_version = models.CharField(max_length=32)
    written_at = models.DateTimeField()
    received_at = models.DateTimeField()
    place_code = models.CharField(max_length=32, blank=True)
    alone = models.CharField(max_length=8, blank=True)  # yes, no or not recorded
    interpreter = models.CharField(max_length=16, blank=True)
    urgent = models.JSONField(default=list)  # codes of urgent needs
    outcome = models.CharField(max_length=16)  # indicated, not_indicated, not_known
    dimensions = models.JSONField(default=list)
    sent_on_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="screening_outcome",
                condition=Q(outcome__in=["indicated", "not_indicated", "not_known"]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency"],
                name="screening_not_sent_on",
                condition=Q(outcome="indicated", sent_on_at=None),
            ),
            models.Index(fields=["person", "-written_at"], name="screening_by_person"),
            models.Index(fields=["agency", "-received_at"], name="screening_by_agency"),
            models.Index(
                fields=["screened_by", "received_at"],
                name="screening_by_officer",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt


class ScreeningAnswers(models.Model):
    """The answers of a screening, sealed under the person's key, apart from its result."""

    screening = models.OneToOneField(Screening, models.CASCADE, primary_key=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.screening_id)


class IdentificationRequest(Described):
    """Asking the competent authority for a decision on whether somebody is a victim."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    screening = models.ForeignKey(
        Screening,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    authority = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True)  # null where the pack sets no deadline
    state = models.CharField(max_length=24, default="asked")
    review_of = models.ForeignKey(
        "IdentificationDecision",
        models.PROTECT,
        null=True,
        related_name="+",
    )
    reason = models.BinaryField(null=True)  # why a review is asked for, sealed

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_identification_request",
                fields=["person", "authority"],
                condition=Q(state__in=["asked", "more_information"]),
            ),
            models.CheckConstraint(
                name="identification_request_state",
                condition=Q(state__in=["asked", "more_information", "decided"]),
            ),
            models.CheckConstraint(
                name="review_has_a_reason",
                condition=Q(review_of__isnull=True) | Q(reason__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class IdentificationDecision(Described):
    """What the competent authority decided on one person: act, means, purpose, and the
    evidence.

    Never changed: a review makes a new one. Evidence is a list of codes an element;
    what was said is sealed in `note`.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    request = models.ForeignKey(
        IdentificationRequest,
        models.PROTECT,
        null=True,
        related_name="decisions",
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()
    outcome = models.CharField(
        max_length=24,
    )  # identified, not_identified, more_information
    origin = models.CharField(max_length=16, default="decided")  # decided, by_neighbour
    neighbour = models.CharField(
        max_length=2,
        blank=True,
    )  # country whose authority decided
    neighbour_authority = models.CharField(max_length=120, blank=True)
    received_on = models.DateField(null=True)
    act = models.CharField(max_length=32, blank=True)
    means = models.JSONField(default=list)
    form = models.CharField(
        max_length=32,
        blank=True,
    )  # the purpose: form of exploitation
    act_evidence = models.JSONField(default=list)
    means_evidence = models.JSONField(default=list)
    form_evidence = models.JSONField(default=list)
    exploited_in = models.CharField(max_length=2, blank=True)
    exploited_at = models.CharField(
        max_length=32,
        blank=True,
    )  # place code in the own country
    note = models.BinaryField(null=True)
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="superseded",
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "-recorded_at"], name="decision_by_person"),
            models.Index(fields=["agency", "-decided_on"], name="decision_by_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                name="decision_outcome",
                condition=Q(
                    outcome__in=["identified", "not_identified", "more_information"],
                ),
            ),
            models.CheckConstraint(
                name="neighbour_is_named",
                condition=~Q(origin="by_neighbour") | ~Q(neighbour=""),
            ),
            models.CheckConstraint(
                name="received_after_decided",
                condition=Q(received_on__isnull=True)
                | Q(received_on__gte=F("decided_on")),
            ),
            models.CheckConstraint(
                name="decision_origin",
                condition=Q(origin__in=["decided", "by_neighbour"]),
            ),
            # An act, by a means unless it is a child, for a purpose; each on evidence.
            models.CheckConstraint(
                name="identified_is_established",
                condition=~Q(outcome="identified", origin="decided")
                | (
                    ~Q(act="")
                    & ~Q(act_evidence=[])
                    & ~Q(form="")
                    & ~Q(form_evidence=[])
                    & (~Q(age_group="adult") | (~Q(means=[]) & ~Q(means_evidence=[])))
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class HtcdsFile(models.Model):
    """A file of HTCDS as it came, sealed, from its check until it is brought in or
    thrown away.

    Three days later it is forgotten: it names people under no key of their own.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    brought_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    sealed = models.TextField()

    def __str__(self) -> str:
        return str(self.id)


class HtcdsRow(models.Model):
    """What a row of HTCDS said of one person, in the standard's own fields.

    Coded fields are plain, what somebody typed is sealed under the person's key.
    `digest` is keyed, so that the same row never comes in twice, and it says nothing by
    itself.
    """

    person = models.OneToOneField(
        Person,
        models.PROTECT,
        primary_key=True,
        related_name="+",
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    imported_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    digest = models.BinaryField()
    codes = models.JSONField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="htcds_row_once", fields=["agency", "digest"]),
        ]

    def __str__(self) -> str:
        return str(self.person_id)
