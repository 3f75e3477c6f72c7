"""Operations and whom they met; screenings, as they arrived and as they were taken in;
HTCDS.
"""

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
OPERATION = migrations.CreateModel(
    name="Operation",
    fields=[
        ("id", ID),
        ("code", models.CharField(max_length=10, unique=True)),
        (
            "kind",
            models.CharField(
                choices=[
                    ("border_return", "Border Return"),
                    ("police_operation", "Police Operation"),
                    ("worksite_inspection", "Worksite Inspection"),
                    ("consular_contact", "Consular Contact"),
                    ("hotline_call", "Hotline Call"),
                    ("walk_in", "Walk In"),
                    ("village_complaint", "Village Complaint"),
                ],
                max_length=32,
            ),
        ),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("place_code", models.CharField(blank=True, max_length=32)),
        ("crossing_code", models.CharField(blank=True, max_length=32)),
        ("happened_on", models.DateField()),
        ("state", models.CharField(default="open", max_length=16)),
        ("version", models.PositiveIntegerField(default=1)),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "settled"])),
                name="operation_state",
            ),
        ],
        "indexes": [
            models.Index(fields=["agency", "-happened_on"], name="operation_by_agency"),
        ],
    },
)
MET_COUNT = migrations.CreateModel(
    name="MetCount",
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
            "operation",
            models.ForeignKey(
                "screening.operation",
                models.CASCADE,
                related_name="met",
            ),
        ),
        (
            "sex",
            models.CharField(
                blank=True,
                choices=[("female", "Female"), ("male", "Male"), ("other", "Other")],
                max_length=8,
            ),
        ),
        (
            "age_group",
            models.CharField(
                blank=True,
                choices=[
                    ("adult", "Adult"),
                    ("child", "Child"),
                    ("in_doubt", "In doubt"),
                ],
                max_length=8,
            ),
        ),
        ("national", models.BooleanField(null=True)),
        ("number", models.PositiveIntegerField()),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                fields=("operation", "sex", "age_group", "national"),
                name="met_once",
                nulls_distinct=False,
            ),
        ],
    },
)
NOT_SCREENED = migrations.CreateModel(
    name="NotScreened",
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
            "operation",
            models.ForeignKey(
                "screening.operation",
                models.CASCADE,
                related_name="not_screened",
            ),
        ),
        ("reason", models.CharField(max_length=32)),
        ("number", models.PositiveIntegerField()),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        ("withdrawn_at", models.DateTimeField(null=True)),
        (
            "withdrawn_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("number__gt", 0)),
                name="not_screened_some",
            ),
        ],
    },
)
ENVELOPE = migrations.CreateModel(
    name="Envelope",
    fields=[
        ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
        ("sent_as", models.UUIDField(null=True)),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("sent_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("received_at", models.DateTimeField()),
        ("body", models.BinaryField(default=b"")),
        ("state", models.CharField(default="received", max_length=16)),
        ("fault", models.CharField(blank=True, max_length=64)),
        (
            "holder",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        (
            "moved_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("moved_at", models.DateTimeField(null=True)),
        ("reason", models.CharField(blank=True, max_length=32)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["received", "processed", "set_aside", "closed"]),
                ),
                name="envelope_state",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="envelope_closed_with_reason",
            ),
        ],
    },
)
SCREENING_DRAFT = migrations.CreateModel(
    name="ScreeningDraft",
    fields=[
        ("id", ID),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("written_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        (
            "operation",
            models.ForeignKey(
                "screening.operation",
                models.CASCADE,
                related_name="+",
                null=True,
            ),
        ),
        ("instrument", models.CharField(max_length=32)),
        ("instrument_version", models.CharField(max_length=32)),
        ("started_at", models.DateTimeField()),
        ("saved_at", models.DateTimeField()),
        ("sealed", models.BinaryField()),
        (
            "corrects",
            models.ForeignKey(
                "screening.envelope",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
    ],
    options={
        "indexes": [
            models.Index(fields=["written_by", "-saved_at"], name="draft_by_officer"),
        ],
    },
)
SCREENING = migrations.CreateModel(
    name="Screening",
    fields=[
        (
            "sex",
            models.CharField(
                blank=True,
                choices=[("female", "Female"), ("male", "Male"), ("other", "Other")],
                max_length=8,
            ),
        ),
        (
            "age_group",
            models.CharField(
                blank=True,
                choices=[
                    ("adult", "Adult"),
                    ("child", "Child"),
                    ("in_doubt", "In doubt"),
                ],
                max_length=8,
            ),
        ),
        ("citizenship", models.CharField(blank=True, max_length=2)),
        ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
        ("receipt", models.CharField(max_length=10, unique=True)),
        (
            "person",
            models.ForeignKey("people.person", models.PROTECT, related_name="+"),
        ),
        (
            "operation",
            models.ForeignKey(
                "screening.operation",
                models.PROTECT,
                related_name="screenings",
                null=True,
            ),
        ),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("screened_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        (
            "corrected_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("instrument", models.CharField(max_length=32)),
        ("instrument_version", models.CharField(max_length=32)),
        ("written_at", models.DateTimeField()),
        ("received_at", models.DateTimeField()),
        ("place_code", models.CharField(blank=True, max_length=32)),
        ("alone", models.CharField(blank=True, max_length=8)),
        ("interpreter", models.CharField(blank=True, max_length=16)),
        ("urgent", models.JSONField(default=list)),
        ("outcome", models.CharField(max_length=16)),
        ("dimensions", models.JSONField(default=list)),
        ("sent_on_at", models.DateTimeField(null=True)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ["indicated", "not_indicated", "not_known"]),
                ),
                name="screening_outcome",
            ),
        ],
        "indexes": [
            models.Index(
                condition=models.Q(("outcome", "indicated"), ("sent_on_at", None)),
                fields=["agency"],
                name="screening_not_sent_on",
            ),
            models.Index(fields=["person", "-written_at"], name="screening_by_person"),
            models.Index(fields=["agency", "-received_at"], name="screening_by_agency"),
            models.Index(
                fields=["screened_by", "received_at"],
                name="screening_by_officer",
            ),
        ],
    },
)
SCREENING_ANSWERS = migrations.CreateModel(
    name="ScreeningAnswers",
    fields=[
        (
            "screening",
            models.OneToOneField(
                "screening.screening",
                models.CASCADE,
                primary_key=True,
                serialize=False,
            ),
        ),
        ("sealed", models.BinaryField()),
    ],
)
HTCDS_FILE = migrations.CreateModel(
    name="HtcdsFile",
    fields=[
        ("id", ID),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("brought_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("brought_at", models.DateTimeField()),
        ("sealed", models.TextField()),
    ],
)
HTCDS_ROW = migrations.CreateModel(
    name="HtcdsRow",
    fields=[
        (
            "person",
            models.OneToOneField(
                "people.person",
                models.PROTECT,
                primary_key=True,
                related_name="+",
                serialize=False,
            ),
        ),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("imported_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("imported_at", models.DateTimeField()),
        ("digest", models.BinaryField()),
        ("codes", models.JSONField()),
        ("sealed", models.BinaryField()),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(fields=("agency", "digest"), name="htcds_row_once"),
        ],
    },
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("access", "0001_tables"), ("people", "0001_tables")]
    operations = [
        Tables(
            OPERATION,
            MET_COUNT,
            NOT_SCREENED,
            ENVELOPE,
            SCREENING_DRAFT,
            SCREENING,
            SCREENING_ANSWERS,
            HTCDS_FILE,
            HTCDS_ROW,
        ),
    ]
