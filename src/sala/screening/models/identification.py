"""What the competent authority is asked on one person, and what it decided."""

import uuid

from django.db import models
from django.db.models import F, Q

from sala.access.models import Agency, User
from sala.people.described import Described
from sala.people.models import Person
from sala.screening.models.screenings import Screening
from sala.vault.sealed_columns import SealedBytes


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
    review_reason = SealedBytes(null=True, use="review")

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
                condition=Q(review_of__isnull=True) | Q(review_reason__isnull=False),
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
    note = SealedBytes(null=True, use="decision")
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
