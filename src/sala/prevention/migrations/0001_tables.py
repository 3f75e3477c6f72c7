"""Trainings, awareness, inspections, recruitment agencies, hours of crossings."""

import uuid

import django.contrib.postgres.fields
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
CROSSING_HOURS = migrations.CreateModel(
    name="CrossingHours",
    fields=[
        ("id", ID),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        (
            "withdrawn_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("withdrawn_at", models.DateTimeField(null=True)),
        ("crossing_code", models.CharField(max_length=64)),
        ("from_on", models.DateField()),
        ("all_day", models.BooleanField()),
        ("opens_at", models.TimeField(null=True)),
        ("closes_at", models.TimeField(null=True)),
        ("managed_by", models.CharField(blank=True, max_length=16)),
    ],
    options={
        "abstract": False,
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", True),
                        ("withdrawn_by__isnull", True),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="crossinghours_taken_back_by",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("all_day", True),
                        ("closes_at__isnull", True),
                        ("opens_at__isnull", True),
                    ),
                    models.Q(
                        ("all_day", False),
                        ("closes_at__gt", models.F("opens_at")),
                    ),
                    models.Q(
                        ("all_day", False),
                        ("closes_at__isnull", True),
                        ("opens_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="crossing_open_all_day_or_from_to",
            ),
        ],
        "indexes": [
            models.Index(
                fields=["crossing_code", "-from_on"], name="hours_by_crossing"
            ),
        ],
    },
)
RECRUITMENT_AGENCY = migrations.CreateModel(
    name="RecruitmentAgency",
    fields=[
        ("id", ID),
        ("code", models.CharField(max_length=32, unique=True)),
        ("name", models.CharField(max_length=160)),
        ("place_code", models.CharField(blank=True, max_length=32)),
        (
            "destinations",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=2),
                size=None,
            ),
        ),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
    ],
)
LICENCE_STEP = migrations.CreateModel(
    name="LicenceStep",
    fields=[
        (
            "id",
            models.BigAutoField(
                auto_created=True,
                primary_key=True,
                serialize=False,
                verbose_name="ID",
            ),
        ),
        (
            "recruitment_agency",
            models.ForeignKey(
                "prevention.recruitmentagency",
                models.PROTECT,
                related_name="steps",
            ),
        ),
        ("step", models.PositiveIntegerField()),
        ("move", models.CharField(max_length=16)),
        ("state", models.CharField(max_length=16)),
        ("happened_on", models.DateField()),
        ("until", models.DateField(null=True)),
        ("reason", models.CharField(blank=True, max_length=32)),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                fields=("recruitment_agency", "step"),
                name="licence_step",
            ),
            models.CheckConstraint(
                condition=models.Q(("state__in", ["licensed", "suspended", "revoked"])),
                name="licence_state",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("state", "licensed"),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="licence_taken_says_why",
            ),
        ],
    },
)
INSPECTION = migrations.CreateModel(
    name="Inspection",
    fields=[
        ("id", ID),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        (
            "withdrawn_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("withdrawn_at", models.DateTimeField(null=True)),
        ("kind", models.CharField(max_length=32)),
        (
            "recruitment_agency",
            models.ForeignKey(
                "prevention.recruitmentagency",
                models.PROTECT,
                related_name="inspections",
                null=True,
            ),
        ),
        ("sector", models.CharField(blank=True, max_length=32)),
        ("place_code", models.CharField(blank=True, max_length=32)),
        ("happened_on", models.DateField()),
        ("workers", models.PositiveIntegerField(null=True)),
        (
            "findings",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=32),
                size=None,
            ),
        ),
        (
            "measures",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=32),
                size=None,
            ),
        ),
    ],
    options={
        "abstract": False,
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", True),
                        ("withdrawn_by__isnull", True),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="inspection_taken_back_by",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "recruitment_agency"),
                        ("recruitment_agency__isnull", False),
                        ("sector", ""),
                    ),
                    models.Q(
                        ("kind", "worksite"),
                        ("recruitment_agency__isnull", True),
                        models.Q(("sector", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="inspection_of_something",
            ),
            models.CheckConstraint(
                condition=models.Q(("findings__len__gt", 0), ("measures__len__gt", 0)),
                name="inspection_says_what_it_found",
            ),
        ],
        "indexes": [models.Index(fields=["-happened_on"], name="inspection_by_day")],
    },
)
TRAINING_SESSION = migrations.CreateModel(
    name="TrainingSession",
    fields=[
        ("id", ID),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        (
            "withdrawn_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("withdrawn_at", models.DateTimeField(null=True)),
        (
            "topics",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=32),
                size=None,
            ),
        ),
        (
            "audiences",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=32),
                size=None,
            ),
        ),
        ("paid_by", models.CharField(blank=True, max_length=32)),
        ("partner", models.CharField(blank=True, max_length=32)),
        ("place_code", models.CharField(blank=True, max_length=32)),
        ("starts_on", models.DateField()),
        ("crossing_code", models.CharField(blank=True, max_length=64)),
        ("days", models.PositiveSmallIntegerField()),
    ],
    options={
        "abstract": False,
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", True),
                        ("withdrawn_by__isnull", True),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="trainingsession_taken_back_by",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "paid_by__in",
                        (
                            "",
                            "government",
                            "international_organisation",
                            "ngo",
                            "mixed",
                        ),
                    ),
                ),
                name="trainingsession_paid_by",
            ),
            models.CheckConstraint(
                condition=models.Q(("topics__len__gt", 0)),
                name="trainingsession_on_a_topic",
            ),
            models.CheckConstraint(
                condition=models.Q(("days__gte", 1)),
                name="training_lasts_a_day",
            ),
        ],
        "indexes": [models.Index(fields=["-starts_on"], name="training_by_day")],
    },
)
TRAINED_COUNT = migrations.CreateModel(
    name="TrainedCount",
    fields=[
        (
            "id",
            models.BigAutoField(
                auto_created=True,
                primary_key=True,
                serialize=False,
                verbose_name="ID",
            ),
        ),
        (
            "session",
            models.ForeignKey(
                "prevention.trainingsession",
                models.PROTECT,
                related_name="trained",
            ),
        ),
        (
            "agency",
            models.ForeignKey(
                "access.agency",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        ("sex", models.CharField(blank=True, max_length=8)),
        ("number", models.PositiveIntegerField()),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                fields=("session", "agency", "sex"),
                name="trained_counted_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(("sex__in", ["", "female", "male", "other"])),
                name="trained_sex",
            ),
        ],
    },
)
AWARENESS_ACTIVITY = migrations.CreateModel(
    name="AwarenessActivity",
    fields=[
        ("id", ID),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        (
            "withdrawn_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("withdrawn_at", models.DateTimeField(null=True)),
        (
            "topics",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=32),
                size=None,
            ),
        ),
        (
            "audiences",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=32),
                size=None,
            ),
        ),
        ("paid_by", models.CharField(blank=True, max_length=32)),
        ("partner", models.CharField(blank=True, max_length=32)),
        ("place_code", models.CharField(blank=True, max_length=32)),
        ("starts_on", models.DateField()),
        ("channel", models.CharField(max_length=32)),
        ("ends_on", models.DateField(null=True)),
        ("reached", models.PositiveIntegerField(null=True)),
    ],
    options={
        "abstract": False,
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", True),
                        ("withdrawn_by__isnull", True),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="awarenessactivity_taken_back_by",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "paid_by__in",
                        (
                            "",
                            "government",
                            "international_organisation",
                            "ngo",
                            "mixed",
                        ),
                    ),
                ),
                name="awarenessactivity_paid_by",
            ),
            models.CheckConstraint(
                condition=models.Q(("topics__len__gt", 0)),
                name="awarenessactivity_on_a_topic",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True),
                    ("ends_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="awareness_ends_after_it_starts",
            ),
        ],
        "indexes": [models.Index(fields=["-starts_on"], name="awareness_by_day")],
    },
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("access", "0001_tables")]
    operations = [
        Tables(
            CROSSING_HOURS,
            RECRUITMENT_AGENCY,
            LICENCE_STEP,
            INSPECTION,
            TRAINING_SESSION,
            TRAINED_COUNT,
            AWARENESS_ACTIVITY,
        ),
    ]
