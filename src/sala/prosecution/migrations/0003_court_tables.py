"""Who is charged, how it is judged, what is forfeited and what victims are paid."""

import uuid

from django.conf import settings
from django.db import migrations, models

from sala.kit.migration_operations import Tables
from sala.prosecution.migrations._restitution_tables import (
    RESTITUTION_CLAIM,
    RESTITUTION_PAYMENT,
)

USER = settings.AUTH_USER_MODEL
ID = models.UUIDField(
    default=uuid.uuid4,
    editable=False,
    primary_key=True,
    serialize=False,
)
DEFENDANT = migrations.CreateModel(
    name="Defendant",
    fields=[
        ("id", ID),
        (
            "case",
            models.ForeignKey(
                "prosecution.case",
                models.PROTECT,
                related_name="defendants",
            ),
        ),
        ("code", models.CharField(max_length=10, unique=True)),
        ("kind", models.CharField(default="person", max_length=8)),
        ("name", models.BinaryField(null=True)),
        ("sex", models.CharField(blank=True, max_length=8)),
        ("citizenship", models.CharField(blank=True, max_length=2)),
        ("added_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("added_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("kind__in", ["person", "company"])),
                name="defendant_kind",
            ),
        ],
    },
)
CHARGE = migrations.CreateModel(
    name="Charge",
    fields=[
        ("id", ID),
        (
            "case",
            models.ForeignKey(
                "prosecution.case",
                models.PROTECT,
                related_name="charges",
            ),
        ),
        (
            "defendant",
            models.ForeignKey(
                "prosecution.defendant",
                models.PROTECT,
                related_name="charges",
            ),
        ),
        (
            "victim",
            models.ForeignKey(
                "prosecution.casevictim",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        ("law", models.CharField(max_length=64)),
        ("article", models.CharField(max_length=16)),
        ("circumstance", models.CharField(max_length=32)),
        ("offence_on", models.DateField()),
        ("filed_on", models.DateField()),
        ("state", models.CharField(default="filed", max_length=16)),
        ("filed_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("filed_at", models.DateTimeField()),
        ("changed_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("changed_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["filed", "withdrawn", "judged", "appealed", "final"],
                    ),
                ),
                name="charge_state",
            ),
            models.CheckConstraint(
                condition=models.Q(("filed_on__gte", models.F("offence_on"))),
                name="charge_after_offence",
            ),
        ],
        "indexes": [models.Index(fields=["case", "filed_on"], name="charge_by_case")],
    },
)
VERDICT = migrations.CreateModel(
    name="Verdict",
    fields=[
        ("id", ID),
        (
            "case",
            models.ForeignKey("prosecution.case", models.PROTECT, related_name="+"),
        ),
        (
            "charge",
            models.ForeignKey(
                "prosecution.charge",
                models.PROTECT,
                related_name="verdicts",
            ),
        ),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("instance", models.CharField(max_length=16)),
        ("outcome", models.CharField(max_length=16)),
        ("decided_on", models.DateField()),
        ("life", models.BooleanField(default=False)),
        ("prison_months", models.PositiveIntegerField(null=True)),
        ("suspended_months", models.PositiveIntegerField(null=True)),
        ("fine", models.PositiveBigIntegerField(null=True)),
        ("outside_reason", models.CharField(blank=True, max_length=32)),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        (
            "seen_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("seen_at", models.DateTimeField(null=True)),
        ("age_corrected_at", models.DateTimeField(null=True)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ["convicted", "acquitted", "dismissed"]),
                ),
                name="verdict_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("outcome", "convicted"),
                    models.Q(
                        ("fine__isnull", True),
                        ("life", False),
                        ("outside_reason", ""),
                        ("prison_months__isnull", True),
                        ("suspended_months__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="only_the_convicted_are_sentenced",
            ),
            models.CheckConstraint(
                condition=models.Q(("instance__in", ["first", "appeal", "cassation"])),
                name="verdict_instance",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("suspended_months__isnull", True),
                    ("suspended_months__lte", models.F("prison_months")),
                    _connector="OR",
                ),
                name="suspended_part_is_a_part",
            ),
        ],
        "indexes": [
            models.Index(fields=["charge", "recorded_at"], name="verdict_by_charge"),
        ],
    },
)
FORFEITURE = migrations.CreateModel(
    name="Forfeiture",
    fields=[
        ("id", ID),
        (
            "case",
            models.ForeignKey(
                "prosecution.case",
                models.PROTECT,
                related_name="forfeitures",
            ),
        ),
        (
            "defendant",
            models.ForeignKey(
                "prosecution.defendant",
                models.PROTECT,
                related_name="forfeitures",
            ),
        ),
        ("kind", models.CharField(max_length=16)),
        ("what", models.BinaryField(null=True)),
        ("value", models.PositiveBigIntegerField(null=True)),
        ("ordered_on", models.DateField()),
        ("state", models.CharField(default="ordered", max_length=16)),
        ("collected_on", models.DateField(null=True)),
        ("collected", models.PositiveBigIntegerField(null=True)),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        ("changed_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("changed_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["money", "vehicle", "property", "goods", "other"]),
                ),
                name="forfeiture_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("collected__isnull", False),
                        ("collected_on__gte", models.F("ordered_on")),
                        ("state", "collected"),
                    ),
                    models.Q(
                        ("collected__isnull", True),
                        ("collected_on__isnull", True),
                        ("state__in", ["ordered", "lifted"]),
                    ),
                    _connector="OR",
                ),
                name="forfeiture_collected_on_a_day",
            ),
        ],
        "indexes": [
            models.Index(fields=["case", "ordered_on"], name="forfeiture_by_case"),
        ],
    },
)


class Migration(migrations.Migration):
    dependencies = [("prosecution", "0002_complaint_tables"), ("access", "0001_tables")]
    operations = [
        Tables(
            DEFENDANT,
            CHARGE,
            VERDICT,
            FORFEITURE,
            RESTITUTION_CLAIM,
            RESTITUTION_PAYMENT,
        ),
    ]
