"""Who is asked to help a person; where the person went, and how they were afterwards."""

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
REFERRAL = migrations.CreateModel(
    name="Referral",
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
        (
            "receiver",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        (
            "services",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=32),
                size=None,
            ),
        ),
        ("urgency", models.CharField(max_length=16)),
        ("basis", models.CharField(max_length=32)),
        (
            "consent",
            models.ForeignKey(
                "people.consent",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        ("sent_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("sent_at", models.DateTimeField()),
        ("due_on", models.DateField()),
        ("accepted_at", models.DateTimeField(null=True)),
        ("state", models.CharField(default="sent", max_length=16)),
        ("reason", models.CharField(blank=True, max_length=32)),
        ("changed_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("changed_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["sent", "accepted", "declined", "withdrawn", "completed"],
                    ),
                ),
                name="referral_state",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="declined_referral_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(("receiver", models.F("agency")), _negated=True),
                name="referred_to_another",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "consent"), ("consent__isnull", False)),
                    models.Q(
                        models.Q(("basis", "consent"), _negated=True),
                        models.Q(("basis", ""), _negated=True),
                        ("consent__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="referral_on_a_basis",
            ),
            models.UniqueConstraint(
                condition=models.Q(("state", "sent")),
                fields=("person", "agency", "receiver"),
                name="referred_once",
            ),
        ],
        "indexes": [
            models.Index(
                fields=["receiver", "state", "due_on"],
                name="referral_to_answer",
            ),
            models.Index(fields=["person"], name="referral_by_person"),
        ],
    },
)
RETURN = migrations.CreateModel(
    name="Return",
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
        ("kind", models.CharField(max_length=16)),
        ("place_code", models.CharField(blank=True, max_length=32)),
        ("country", models.CharField(blank=True, max_length=2)),
        ("authority", models.CharField(blank=True, max_length=120)),
        ("told", models.CharField(blank=True, max_length=16)),
        ("reference", models.CharField(blank=True, max_length=40)),
        ("confirmed_on", models.DateField(null=True)),
        ("agreed", models.CharField(max_length=16)),
        ("risk", models.CharField(max_length=24)),
        ("accompanied", models.CharField(max_length=24)),
        ("planned_on", models.DateField()),
        ("happened_on", models.DateField(null=True)),
        ("state", models.CharField(default="planned", max_length=16)),
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
                condition=models.Q(("state__in", ["planned", "confirmed"])),
                fields=("person",),
                name="one_planned_return",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["planned", "confirmed", "returned", "cancelled"]),
                ),
                name="return_state",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("happened_on__isnull", True),
                    ("state", "returned"),
                    _connector="XOR",
                ),
                name="returned_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "cancelled"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="cancelled_return_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "abroad"),
                        models.Q(("country", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("kind", "abroad"), _negated=True),
                        ("country", ""),
                    ),
                    _connector="OR",
                ),
                name="abroad_names_the_country",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "abroad"),
                        models.Q(("authority", ""), _negated=True),
                        models.Q(("told", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("kind", "abroad"), _negated=True),
                        ("confirmed_on__isnull", True),
                        ("reference", ""),
                        ("told", ""),
                    ),
                    _connector="OR",
                ),
                name="abroad_names_who_receives",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "abroad"), _negated=True),
                    models.Q(("state__in", ["confirmed", "returned"]), _negated=True),
                    ("confirmed_on__isnull", False),
                    _connector="OR",
                ),
                name="abroad_is_received",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "returned"), _negated=True),
                    models.Q(("risk", "not_safe"), _negated=True),
                    ("reason", "insists"),
                    _connector="OR",
                ),
                name="no_return_into_danger",
            ),
        ],
        "indexes": [models.Index(fields=["person"], name="return_by_person")],
    },
)
FOLLOW_UP = migrations.CreateModel(
    name="FollowUp",
    fields=[
        ("id", ID),
        (
            "returned",
            models.ForeignKey(
                "protection.return",
                models.PROTECT,
                related_name="follow_ups",
            ),
        ),
        ("due_on", models.DateField()),
        ("state", models.CharField(default="due", max_length=16)),
        ("happened_on", models.DateField(null=True)),
        ("manner", models.CharField(blank=True, max_length=16)),
        ("found", models.CharField(blank=True, max_length=24)),
        ("reason", models.CharField(blank=True, max_length=32)),
        (
            "recorded_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("recorded_at", models.DateTimeField(null=True)),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                fields=("returned", "due_on"),
                name="one_follow_up_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("happened_on__isnull", True), ("state", "due")),
                    models.Q(
                        ("happened_on__isnull", False),
                        ("state", "done"),
                        models.Q(("found", ""), _negated=True),
                    ),
                    models.Q(
                        ("state", "missed"),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="follow_up_says_what_was_found",
            ),
        ],
        "indexes": [models.Index(fields=["state", "due_on"], name="follow_up_due")],
    },
)


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0001_tables"),
        ("access", "0001_tables"),
        ("people", "0001_tables"),
    ]
    operations = [Tables(REFERRAL, RETURN, FOLLOW_UP)]
