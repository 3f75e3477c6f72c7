"""Tiers that others gave the country, and how it assesses itself."""

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
TIER_PLACEMENT = migrations.CreateModel(
    name="TierPlacement",
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
        ("year", models.PositiveSmallIntegerField()),
        ("tier", models.CharField(max_length=3)),
        ("waiver", models.BooleanField(null=True)),
        ("automatic", models.BooleanField(null=True)),
        ("source", models.CharField(max_length=200)),
        ("report", models.UUIDField(null=True)),
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
                name="tierplacement_taken_back_by",
            ),
            models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("year",),
                name="one_tier_a_year",
            ),
            models.CheckConstraint(
                condition=models.Q(("tier__in", ["1", "2", "2WL", "3", "SC"])),
                name="tier_code",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("waiver__isnull", True),
                    ("waiver", False),
                    ("tier", "2WL"),
                    _connector="OR",
                ),
                name="waiver_is_for_the_watch_list",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("automatic__isnull", True),
                    ("automatic", False),
                    ("tier", "3"),
                    _connector="OR",
                ),
                name="automatic_is_to_the_lowest_tier",
            ),
            models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True),
                name="tier_has_a_source",
            ),
        ],
    },
)
ASSESSMENT = migrations.CreateModel(
    name="Assessment",
    fields=[
        ("id", ID),
        ("year", models.PositiveSmallIntegerField()),
        ("version", models.PositiveSmallIntegerField()),
        (
            "follows",
            models.OneToOneField(
                "partnership.assessment",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        ("reason", models.CharField(blank=True, max_length=400)),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("opened_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("opened_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                fields=("year", "version"),
                name="one_assessment_a_version",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("follows__isnull", True), ("version", 1)),
                    models.Q(
                        ("follows__isnull", False),
                        ("version__gt", 1),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_later_assessment_says_why",
            ),
        ],
    },
)
ASSESSMENT_ENTRY = migrations.CreateModel(
    name="AssessmentEntry",
    fields=[
        ("id", models.BigAutoField(primary_key=True, serialize=False)),
        (
            "assessment",
            models.ForeignKey(
                "partnership.assessment",
                models.PROTECT,
                related_name="entries",
            ),
        ),
        ("item", models.CharField(max_length=4)),
        ("kind", models.CharField(max_length=16)),
        ("verdict", models.CharField(blank=True, max_length=16)),
        ("reasons", models.CharField(blank=True, max_length=2000)),
        ("figure", models.CharField(blank=True, max_length=64)),
        ("figure_year", models.PositiveSmallIntegerField(null=True)),
        ("snapshot", models.UUIDField(null=True)),
        ("document", models.CharField(blank=True, max_length=300)),
        ("place", models.CharField(blank=True, max_length=300)),
        ("dated_on", models.DateField(null=True)),
        (
            "removes",
            models.ForeignKey(
                "partnership.assessmententry",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        ("made_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("made_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "judged"),
                        ("verdict__in", ["met", "partly", "not_met", "not_assessed"]),
                    ),
                    models.Q(
                        ("figure_year__isnull", False),
                        ("kind", "figure"),
                        models.Q(("figure", ""), _negated=True),
                    ),
                    models.Q(
                        ("kind", "document"),
                        models.Q(("document", ""), _negated=True),
                    ),
                    models.Q(("kind", "removed"), ("removes__isnull", False)),
                    _connector="OR",
                ),
                name="assessment_entry_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "judged"), _negated=True),
                    models.Q(("reasons", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_judgement_gives_its_reasons",
            ),
            models.UniqueConstraint(
                fields=("removes",),
                name="evidence_is_removed_once",
            ),
        ],
        "indexes": [
            models.Index(fields=["assessment", "id"], name="assessment_in_order"),
        ],
    },
)
ASSESSMENT_TEXT = migrations.CreateModel(
    name="AssessmentText",
    fields=[
        ("id", ID),
        ("content", models.TextField()),
        ("digest", models.CharField(max_length=64)),
        ("first_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("first_role", models.CharField(max_length=32)),
        (
            "first_agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("first_at", models.DateTimeField()),
        (
            "second_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("second_role", models.CharField(blank=True, max_length=32)),
        (
            "second_agency",
            models.ForeignKey(
                "access.agency",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        ("second_at", models.DateTimeField(null=True)),
        (
            "assessment",
            models.ForeignKey(
                "partnership.assessment",
                models.PROTECT,
                related_name="texts",
            ),
        ),
        ("entries", models.PositiveIntegerField()),
    ],
    options={
        "abstract": False,
        "constraints": [
            models.UniqueConstraint(
                condition=models.Q(("second_at__isnull", False)),
                fields=("assessment",),
                name="one_approved_text_an_assessment",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("second_by__isnull", True),
                    models.Q(("second_by", models.F("first_by")), _negated=True),
                    _connector="OR",
                ),
                name="assessment_needs_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("second_agency__isnull", True),
                        ("second_at__isnull", True),
                        ("second_by__isnull", True),
                        ("second_role", ""),
                    ),
                    models.Q(
                        ("second_agency__isnull", False),
                        ("second_at__isnull", False),
                        ("second_by__isnull", False),
                        models.Q(("second_role", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="assessment_approved_at_a_time",
            ),
        ],
    },
)


class Migration(migrations.Migration):
    dependencies = [("partnership", "0001_tables"), ("access", "0001_tables")]
    operations = [Tables(TIER_PLACEMENT, ASSESSMENT, ASSESSMENT_ENTRY, ASSESSMENT_TEXT)]
