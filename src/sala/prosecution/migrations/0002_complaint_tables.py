"""How cases come about, and what is asked of others for them."""

import uuid

from django.conf import settings
from django.db import migrations, models

from sala.kit.migration_operations import Tables

USER = settings.AUTH_USER_MODEL
ID = models.UUIDField(
    default=uuid.uuid4,
    editable=False,
    primary_key=True,
    serialize=False,
)
INCIDENT = migrations.CreateModel(
    name="Incident",
    fields=[
        ("id", ID),
        ("code", models.CharField(max_length=10, unique=True)),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("source", models.CharField(max_length=16)),
        (
            "operation",
            models.ForeignKey(
                "screening.operation",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        ("happened_on", models.DateField(null=True)),
        ("place_code", models.CharField(blank=True, max_length=32)),
        ("country", models.CharField(blank=True, max_length=2)),
        ("state", models.CharField(default="recorded", max_length=16)),
        ("reason", models.CharField(blank=True, max_length=32)),
        (
            "case",
            models.ForeignKey(
                "prosecution.case",
                models.PROTECT,
                related_name="incidents",
                null=True,
            ),
        ),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("case__isnull", True),
                        ("reason", ""),
                        ("state", "recorded"),
                    ),
                    models.Q(("case__isnull", False), ("state", "case")),
                    models.Q(
                        ("case__isnull", True),
                        ("state", "not_a_case"),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="incident_state",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("source__in", ["complaint", "operation", "screening", "other"]),
                ),
                name="incident_source",
            ),
        ],
        "indexes": [
            models.Index(
                fields=["agency", "-recorded_at", "id"],
                name="incident_by_agency",
            ),
        ],
    },
)
COMPLAINT = migrations.CreateModel(
    name="Complaint",
    fields=[
        ("id", ID),
        ("code", models.CharField(max_length=10, unique=True)),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("channel", models.CharField(max_length=32)),
        ("about", models.CharField(max_length=32)),
        ("received_on", models.DateField()),
        ("place_code", models.CharField(blank=True, max_length=32)),
        ("account", models.BinaryField(null=True)),
        ("concerns_official", models.BooleanField(default=False)),
        ("official_agency_code", models.CharField(blank=True, max_length=32)),
        ("registered_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("registered_at", models.DateTimeField()),
        ("state", models.CharField(default="registered", max_length=16)),
        ("signs", models.JSONField(default=dict)),
        (
            "screened_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("screened_at", models.DateTimeField(null=True)),
        (
            "referred_to",
            models.ForeignKey(
                "access.agency",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        ("referred_at", models.DateTimeField(null=True)),
        (
            "incident",
            models.OneToOneField(
                "prosecution.incident",
                models.PROTECT,
                related_name="complaint",
                null=True,
            ),
        ),
        ("closed_reason", models.CharField(blank=True, max_length=32)),
        (
            "closed_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("closed_at", models.DateTimeField(null=True)),
        (
            "reviewed_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("reviewed_at", models.DateTimeField(null=True)),
        ("version", models.PositiveIntegerField(default=1)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["registered", "screened", "referred", "closed", "reviewed"],
                    ),
                ),
                name="complaint_state",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["closed", "reviewed"]), _negated=True),
                    models.Q(
                        models.Q(("closed_reason", ""), _negated=True),
                        ("closed_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="complaint_closed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("reviewed_by__isnull", True),
                    models.Q(("reviewed_by", models.F("closed_by")), _negated=True),
                    _connector="OR",
                ),
                name="complaint_closing_needs_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "referred"), _negated=True),
                    ("referred_to__isnull", False),
                    _connector="OR",
                ),
                name="complaint_referred_somewhere",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("concerns_official", False),
                    models.Q(("official_agency_code", ""), _negated=True),
                    _connector="OR",
                ),
                name="complaint_official_has_an_agency",
            ),
        ],
        "indexes": [
            models.Index(
                fields=["agency", "-registered_at", "id"],
                name="complaint_by_agency",
            ),
        ],
    },
)
COOPERATION_REQUEST = migrations.CreateModel(
    name="CooperationRequest",
    fields=[
        ("id", ID),
        ("code", models.CharField(max_length=10, unique=True)),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        (
            "case",
            models.ForeignKey(
                "prosecution.case",
                models.PROTECT,
                related_name="cooperation",
                null=True,
            ),
        ),
        ("direction", models.CharField(max_length=8)),
        ("country", models.CharField(max_length=2)),
        ("kind", models.CharField(max_length=32)),
        ("made_on", models.DateField()),
        ("due_on", models.DateField(null=True)),
        ("state", models.CharField(default="made", max_length=16)),
        ("state_since", models.DateField()),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        ("changed_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("changed_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["made", "acknowledged", "answered", "refused", "withdrawn"],
                    ),
                ),
                name="cooperation_state",
            ),
            models.CheckConstraint(
                condition=models.Q(("direction__in", ["outgoing", "incoming"])),
                name="cooperation_direction",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("due_on__isnull", True),
                    ("due_on__gte", models.F("made_on")),
                    _connector="OR",
                ),
                name="cooperation_due_after_made",
            ),
            models.CheckConstraint(
                condition=models.Q(("state_since__gte", models.F("made_on"))),
                name="cooperation_in_order",
            ),
        ],
        "indexes": [
            models.Index(fields=["agency", "-made_on"], name="cooperation_by_agency"),
        ],
    },
)


class Migration(migrations.Migration):
    dependencies = [
        ("prosecution", "0001_case_tables"),
        ("access", "0001_tables"),
        ("screening", "0001_tables"),
    ]
    operations = [Tables(INCIDENT, COMPLAINT, COOPERATION_REQUEST)]
