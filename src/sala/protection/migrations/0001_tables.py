"""What a person is owed and given: entitlements, services, plans of support."""

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
PERSON_ENTITLEMENT = migrations.CreateModel(
    name="PersonEntitlement",
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
        ("id", ID),
        (
            "person",
            models.ForeignKey("people.person", models.PROTECT, related_name="+"),
        ),
        ("code", models.CharField(max_length=32)),
        ("basis", models.CharField(max_length=16)),
        ("rests_on", models.UUIDField()),
        ("place_code", models.CharField(blank=True, max_length=32)),
        ("opened_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("opened_at", models.DateTimeField()),
        ("state", models.CharField(default="opened", max_length=16)),
        ("reason", models.CharField(blank=True, max_length=32)),
        (
            "agency",
            models.ForeignKey(
                "access.agency",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        ("version", models.PositiveIntegerField(default=1)),
        ("changed_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("changed_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                condition=models.Q(("state", "given"), _negated=True),
                fields=("person", "code"),
                name="entitlement_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(("basis__in", ["identified", "presumed"])),
                name="entitlement_basis",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "opened",
                            "offered",
                            "accepted",
                            "declined",
                            "given",
                            "not_available",
                        ],
                    ),
                ),
                name="entitlement_state",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "not_available"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="not_available_says_why",
            ),
        ],
        "indexes": [
            models.Index(fields=["person", "code"], name="entitlement_by_person"),
        ],
    },
)
ENTITLEMENT_STEP = migrations.CreateModel(
    name="EntitlementStep",
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
            "entitlement",
            models.ForeignKey(
                "protection.personentitlement",
                models.PROTECT,
                related_name="steps",
            ),
        ),
        ("move", models.CharField(max_length=16)),
        ("state", models.CharField(max_length=16)),
        ("reason", models.CharField(blank=True, max_length=32)),
        ("happened_on", models.DateField()),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
    ],
    options={
        "indexes": [
            models.Index(fields=["entitlement", "recorded_at"], name="step_in_order"),
        ],
    },
)
SERVICE_DELIVERED = migrations.CreateModel(
    name="ServiceDelivered",
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
        ("id", ID),
        (
            "person",
            models.ForeignKey("people.person", models.PROTECT, related_name="+"),
        ),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("service", models.CharField(max_length=32)),
        (
            "entitlement",
            models.ForeignKey(
                "protection.personentitlement",
                models.PROTECT,
                related_name="services",
                null=True,
            ),
        ),
        ("fulfils", models.BooleanField(default=False)),
        ("happened_on", models.DateField()),
        ("place_code", models.CharField(blank=True, max_length=32)),
        ("quantity", models.PositiveIntegerField(null=True)),
        ("amount", models.BigIntegerField(null=True)),
        ("currency", models.CharField(blank=True, max_length=3)),
        ("note", models.BinaryField(null=True)),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        ("struck_at", models.DateTimeField(null=True)),
        (
            "struck_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("struck_reason", models.CharField(blank=True, max_length=32)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__isnull", True), ("currency", "")),
                    models.Q(
                        ("amount__gt", 0),
                        models.Q(("currency", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="amount_has_a_currency",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("quantity__isnull", True),
                    ("quantity__gt", 0),
                    _connector="OR",
                ),
                name="at_least_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("fulfils", False),
                    ("entitlement__isnull", False),
                    _connector="OR",
                ),
                name="fulfils_a_right",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("struck_at__isnull", True),
                        ("struck_by__isnull", True),
                        ("struck_reason", ""),
                    ),
                    models.Q(
                        ("struck_at__isnull", False),
                        ("struck_by__isnull", False),
                        models.Q(("struck_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="struck_by_somebody_for_a_reason",
            ),
        ],
        "indexes": [
            models.Index(fields=["person", "-happened_on"], name="service_by_person"),
            models.Index(fields=["agency", "-happened_on"], name="service_by_agency"),
        ],
    },
)
SUPPORT_PLAN = migrations.CreateModel(
    name="SupportPlan",
    fields=[
        ("id", ID),
        (
            "person",
            models.ForeignKey("people.person", models.PROTECT, related_name="+"),
        ),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("state", models.CharField(default="draft", max_length=16)),
        ("agreed_by", models.CharField(blank=True, max_length=16)),
        ("agreed_on", models.DateField(null=True)),
        ("review_on", models.DateField(null=True)),
        ("reason", models.CharField(blank=True, max_length=32)),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        ("version", models.PositiveIntegerField(default=1)),
        ("changed_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("changed_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                condition=models.Q(("state", "ended"), _negated=True),
                fields=("person",),
                name="one_plan_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "agreed", "ended"])),
                name="plan_state",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "agreed"), _negated=True),
                    models.Q(
                        ("agreed_on__isnull", False),
                        ("review_on__isnull", False),
                        models.Q(("agreed_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="agreed_by_somebody_and_looked_at_again",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ended"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="plan_ended_for_a_reason",
            ),
        ],
        "indexes": [
            models.Index(fields=["agency", "review_on"], name="plan_by_agency"),
        ],
    },
)
PLAN_GOAL = migrations.CreateModel(
    name="PlanGoal",
    fields=[
        ("id", ID),
        (
            "plan",
            models.ForeignKey(
                "protection.supportplan",
                models.PROTECT,
                related_name="goals",
            ),
        ),
        ("need", models.CharField(max_length=32)),
        (
            "entitlement",
            models.ForeignKey(
                "protection.personentitlement",
                models.PROTECT,
                related_name="goals",
                null=True,
            ),
        ),
        (
            "responsible",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("by_when", models.DateField(null=True)),
        ("state", models.CharField(default="open", max_length=16)),
        ("reason", models.CharField(blank=True, max_length=32)),
        ("note", models.BinaryField(null=True)),
        ("added_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "reached", "dropped"])),
                name="goal_state",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "dropped"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="goal_dropped_for_a_reason",
            ),
        ],
    },
)
PLAN_VERSION = migrations.CreateModel(
    name="PlanVersion",
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
            "plan",
            models.ForeignKey(
                "protection.supportplan",
                models.PROTECT,
                related_name="versions",
            ),
        ),
        ("version", models.PositiveIntegerField()),
        ("content", models.JSONField()),
        ("changed_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("recorded_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                fields=("plan", "version"),
                name="plan_version_once",
            ),
        ],
    },
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("access", "0001_tables"), ("people", "0001_tables")]
    operations = [
        Tables(
            PERSON_ENTITLEMENT,
            ENTITLEMENT_STEP,
            SERVICE_DELIVERED,
            SUPPORT_PLAN,
            PLAN_GOAL,
            PLAN_VERSION,
        ),
    ]
