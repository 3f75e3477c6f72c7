"""What was complained about, what was found in it, and the incident that police take
up.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from sala.access.models import Agency, User
from sala.prosecution.models.cases import Case
from sala.screening.models import Operation
from sala.vault.sealed_columns import SealedBytes


class Incident(models.Model):
    """Something that happened at a place, as police know it: becomes a case, or not and
    why.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    code = models.CharField(max_length=10, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    source = models.CharField(max_length=16)
    operation = models.ForeignKey(
        Operation,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    happened_on = models.DateField(null=True)
    place_code = models.CharField(max_length=32, blank=True)
    country = models.CharField(max_length=2, blank=True)
    state = models.CharField(max_length=16, default="recorded")
    reason = models.CharField(max_length=32, blank=True)
    case = models.ForeignKey(
        Case,
        models.PROTECT,
        null=True,
        related_name="incidents",
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "-recorded_at", "id"],
                name="incident_by_agency",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="incident_state",
                condition=Q(
                    state="recorded",
                    case__isnull=True,
                    reason="",
                )
                | Q(state="case", case__isnull=False)
                | (Q(state="not_a_case", case__isnull=True) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="incident_source",
                condition=Q(
                    source__in=["complaint", "operation", "screening", "other"],
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Complaint(models.Model):
    """What somebody complained about. Screened for signs of trafficking; referred, or
    closed for a reason that a second person reviews.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    code = models.CharField(max_length=10, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=32)
    about = models.CharField(max_length=32)
    received_on = models.DateField()
    place_code = models.CharField(max_length=32, blank=True)
    account = SealedBytes(null=True, use="complaint")  # it may name somebody
    concerns_official = models.BooleanField(default=False)
    official_agency_code = models.CharField(max_length=32, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    state = models.CharField(max_length=16, default="registered")
    signs = models.JSONField(
        default=dict,
    )  # code of a sign: yes, no, not_known or refused
    screened_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    screened_at = models.DateTimeField(null=True)
    referred_to = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    referred_at = models.DateTimeField(null=True)
    incident = models.OneToOneField(
        Incident,
        models.PROTECT,
        null=True,
        related_name="complaint",
    )
    closed_reason = models.CharField(max_length=32, blank=True)
    closed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    closed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "-registered_at", "id"],
                name="complaint_by_agency",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="complaint_state",
                condition=Q(
                    state__in=[
                        "registered",
                        "screened",
                        "referred",
                        "closed",
                        "reviewed",
                    ],
                ),
            ),
            models.CheckConstraint(
                name="complaint_closed_with_a_reason",
                condition=~Q(state__in=["closed", "reviewed"])
                | (~Q(closed_reason="") & Q(closed_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="complaint_closing_needs_two_people",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("closed_by")),
            ),
            models.CheckConstraint(
                name="complaint_referred_somewhere",
                condition=~Q(state="referred") | Q(referred_to__isnull=False),
            ),
            models.CheckConstraint(
                name="complaint_official_has_an_agency",
                condition=Q(concerns_official=False) | ~Q(official_agency_code=""),
            ),
        ]

    def __str__(self) -> str:
        return self.code
