"""Committees, action plans, budgets and recommendations."""

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
COMMITTEE = migrations.CreateModel(
    name="Committee",
    fields=[
        ("id", ID),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        ("version", models.PositiveIntegerField(default=1)),
        ("level", models.CharField(max_length=16)),
        ("place_code", models.CharField(blank=True, max_length=32)),
        ("village", models.CharField(blank=True, max_length=80)),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("founded_on", models.DateField()),
        ("dissolved_on", models.DateField(null=True)),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                condition=models.Q(("dissolved_on", None)),
                fields=("level", "place_code", "village"),
                name="one_committee_a_place",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("level", "national"),
                        ("place_code", ""),
                        ("village", ""),
                    ),
                    models.Q(
                        ("level__in", ["province", "district"]),
                        ("village", ""),
                        models.Q(("place_code", ""), _negated=True),
                    ),
                    models.Q(
                        ("level", "village"),
                        models.Q(("place_code", ""), _negated=True),
                        models.Q(("village", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="committee_level_has_its_place",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("dissolved_on", None),
                    ("dissolved_on__gte", models.F("founded_on")),
                    _connector="OR",
                ),
                name="committee_dissolved_after_founded",
            ),
        ],
    },
)
COMMITTEE_MEETING = migrations.CreateModel(
    name="CommitteeMeeting",
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
            "committee",
            models.ForeignKey(
                "partnership.committee",
                models.PROTECT,
                related_name="meetings",
            ),
        ),
        ("happened_on", models.DateField()),
        (
            "present",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=32),
                size=None,
            ),
        ),
        ("decisions", models.PositiveIntegerField(null=True)),
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
                name="committeemeeting_taken_back_by",
            ),
            models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("committee", "happened_on"),
                name="one_meeting_a_day",
            ),
        ],
    },
)
ACTION_PLAN = migrations.CreateModel(
    name="ActionPlan",
    fields=[
        ("id", ID),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        ("version", models.PositiveIntegerField(default=1)),
        ("titles", models.JSONField()),
        ("from_on", models.DateField()),
        ("to_on", models.DateField()),
        ("state", models.CharField(default="draft", max_length=16)),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                condition=models.Q(("state", "in_force")),
                fields=("state",),
                name="one_plan_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "in_force", "ended"])),
                name="action_plan_state",
            ),
            models.CheckConstraint(
                condition=models.Q(("to_on__gte", models.F("from_on"))),
                name="plan_ends_after_it_starts",
            ),
        ],
    },
)
OBJECTIVE = migrations.CreateModel(
    name="Objective",
    fields=[
        ("id", ID),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        ("version", models.PositiveIntegerField(default=1)),
        (
            "plan",
            models.ForeignKey(
                "partnership.actionplan",
                models.PROTECT,
                related_name="objectives",
            ),
        ),
        ("number", models.CharField(max_length=16)),
        ("texts", models.JSONField()),
        ("indicators", models.JSONField()),
        ("target", models.PositiveIntegerField(null=True)),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("due_on", models.DateField()),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                fields=("plan", "number"),
                name="objective_number_once",
            ),
        ],
    },
)
OBJECTIVE_STEP = migrations.CreateModel(
    name="ObjectiveStep",
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
        ("step", models.PositiveIntegerField()),
        ("move", models.CharField(max_length=16)),
        ("state", models.CharField(max_length=16)),
        ("happened_on", models.DateField()),
        ("reason", models.CharField(blank=True, max_length=32)),
        ("note", models.CharField(blank=True, max_length=500)),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        (
            "objective",
            models.ForeignKey(
                "partnership.objective",
                models.PROTECT,
                related_name="steps",
            ),
        ),
        ("measured", models.PositiveIntegerField(null=True)),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                fields=("objective", "step"),
                name="objective_step",
            ),
            models.CheckConstraint(
                condition=models.Q(("state__in", ["under_way", "done", "dropped"])),
                name="objective_state",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "dropped"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="dropped_says_why",
            ),
        ],
    },
)
BUDGET_LINE = migrations.CreateModel(
    name="BudgetLine",
    fields=[
        ("id", ID),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        ("version", models.PositiveIntegerField(default=1)),
        ("fiscal_year", models.PositiveSmallIntegerField()),
        ("purpose", models.CharField(max_length=32)),
        (
            "objective",
            models.ForeignKey(
                "partnership.objective",
                models.PROTECT,
                related_name="lines",
                null=True,
            ),
        ),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("source", models.CharField(max_length=32)),
        ("allocated", models.BigIntegerField(null=True)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("allocated__isnull", True),
                    ("allocated__gte", 0),
                    _connector="OR",
                ),
                name="allocated_not_below_zero",
            ),
        ],
        "indexes": [models.Index(fields=["fiscal_year"], name="budget_by_year")],
    },
)
SPENDING = migrations.CreateModel(
    name="Spending",
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
            "line",
            models.ForeignKey(
                "partnership.budgetline",
                models.PROTECT,
                related_name="spendings",
            ),
        ),
        ("spent", models.BigIntegerField()),
        ("up_to", models.DateField()),
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
                name="spending_taken_back_by",
            ),
            models.CheckConstraint(
                condition=models.Q(("spent__gte", 0)),
                name="spent_not_below_zero",
            ),
        ],
    },
)
RECOMMENDATION = migrations.CreateModel(
    name="Recommendation",
    fields=[
        ("id", ID),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        ("version", models.PositiveIntegerField(default=1)),
        ("source", models.CharField(max_length=64)),
        ("year", models.PositiveSmallIntegerField()),
        ("number", models.PositiveSmallIntegerField()),
        ("texts", models.JSONField()),
        ("priority", models.CharField(blank=True, max_length=16)),
        (
            "agency",
            models.ForeignKey(
                "access.agency",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        ("due_on", models.DateField(null=True)),
        (
            "repeats",
            models.ForeignKey(
                "partnership.recommendation",
                models.PROTECT,
                related_name="repeated",
                null=True,
            ),
        ),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                fields=("source", "year", "number"),
                name="recommended_once",
            ),
            models.CheckConstraint(
                condition=models.Q(("priority__in", ["", "high", "medium", "low"])),
                name="recommendation_priority",
            ),
        ],
    },
)
RECOMMENDATION_STEP = migrations.CreateModel(
    name="RecommendationStep",
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
        ("step", models.PositiveIntegerField()),
        ("move", models.CharField(max_length=16)),
        ("state", models.CharField(max_length=16)),
        ("happened_on", models.DateField()),
        ("reason", models.CharField(blank=True, max_length=32)),
        ("note", models.CharField(blank=True, max_length=500)),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        (
            "recommendation",
            models.ForeignKey(
                "partnership.recommendation",
                models.PROTECT,
                related_name="steps",
            ),
        ),
        (
            "objective",
            models.ForeignKey(
                "partnership.objective",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        (
            "budget_line",
            models.ForeignKey(
                "partnership.budgetline",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        ("evidence", models.CharField(blank=True, max_length=300)),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                fields=("recommendation", "step"),
                name="recommendation_step",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["under_way", "answered", "declined"]),
                ),
                name="recommendation_state",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="declined_recommendation_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "answered"), _negated=True),
                    models.Q(("evidence", ""), _negated=True),
                    _connector="OR",
                ),
                name="answer_has_evidence",
            ),
        ],
    },
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("access", "0001_tables")]
    operations = [
        Tables(
            COMMITTEE,
            COMMITTEE_MEETING,
            ACTION_PLAN,
            OBJECTIVE,
            OBJECTIVE_STEP,
            BUDGET_LINE,
            SPENDING,
            RECOMMENDATION,
            RECOMMENDATION_STEP,
        ),
    ]
