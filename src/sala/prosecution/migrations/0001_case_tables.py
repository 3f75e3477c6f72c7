"""A case and what hangs on it: victims, assignments, events, investigations, papers."""

import uuid

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models

from sala.kit.migration_operations import Tables
from sala.prosecution.migrations._request_tables import (
    CASE_ATTACHMENT,
    CASE_IDENTITY_REQUEST,
)

USER = settings.AUTH_USER_MODEL
ID = models.UUIDField(
    default=uuid.uuid4,
    editable=False,
    primary_key=True,
    serialize=False,
)
CASE = migrations.CreateModel(
    name="Case",
    fields=[
        ("id", ID),
        ("code", models.CharField(max_length=10, unique=True)),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        (
            "held_by",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        (
            "prosecuted_by",
            models.ForeignKey(
                "access.agency",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        ("opened_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("opened_at", models.DateTimeField()),
        ("place_code", models.CharField(blank=True, max_length=32)),
        ("country", models.CharField(blank=True, max_length=2)),
        ("began_on", models.DateField(null=True)),
        ("ended_on", models.DateField(null=True)),
        (
            "acts",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=32),
                null=True,
                size=None,
            ),
        ),
        (
            "means",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=32),
                null=True,
                size=None,
            ),
        ),
        (
            "forms",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=32),
                null=True,
                size=None,
            ),
        ),
        ("account", models.BinaryField(null=True)),
        ("state", models.CharField(default="open", max_length=24)),
        ("closed_reason", models.CharField(blank=True, max_length=32)),
        ("concerns_official", models.BooleanField(default=False)),
        ("official_agency_code", models.CharField(blank=True, max_length=32)),
        ("version", models.PositiveIntegerField(default=1)),
        (
            "changed_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("changed_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("code__regex", "^[0-9]{10}$")),
                name="case_code",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["open", "with_prosecution", "in_court", "closed"]),
                ),
                name="case_state",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True),
                    ("began_on__isnull", True),
                    ("ended_on__gte", models.F("began_on")),
                    _connector="OR",
                ),
                name="case_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True),
                    models.Q(("closed_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="closed_case_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("concerns_official", False),
                    models.Q(("official_agency_code", ""), _negated=True),
                    _connector="OR",
                ),
                name="official_has_an_agency",
            ),
        ],
        "indexes": [
            models.Index(fields=["agency", "-opened_at", "id"], name="case_by_agency"),
            models.Index(fields=["-opened_at", "id"], name="case_by_time"),
            models.Index(
                condition=models.Q(("concerns_official", True)),
                fields=["id"],
                name="case_on_official",
            ),
        ],
    },
)
CASE_VICTIM = migrations.CreateModel(
    name="CaseVictim",
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
            "case",
            models.ForeignKey(
                "prosecution.case",
                models.PROTECT,
                related_name="victims",
            ),
        ),
        (
            "person",
            models.ForeignKey("people.person", models.PROTECT, related_name="+"),
        ),
        ("person_code", models.CharField(max_length=10)),
        ("added_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("added_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                fields=("case", "person"),
                name="victim_once_a_case",
            ),
        ],
        "indexes": [models.Index(fields=["person"], name="case_victim_by_person")],
    },
)
CASE_ASSIGNMENT = migrations.CreateModel(
    name="CaseAssignment",
    fields=[
        ("id", ID),
        (
            "case",
            models.ForeignKey(
                "prosecution.case",
                models.PROTECT,
                related_name="assignments",
            ),
        ),
        ("user", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("role", models.CharField(max_length=32)),
        ("by_oversight", models.BooleanField()),
        ("assigned_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("assigned_at", models.DateTimeField()),
        ("ended_at", models.DateTimeField(null=True)),
        (
            "ended_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("case", "user", "agency", "role", "by_oversight"),
                name="assigned_once",
            ),
        ],
        "indexes": [models.Index(fields=["user", "case"], name="assignment_by_user")],
    },
)
CASE_EVENT = migrations.CreateModel(
    name="CaseEvent",
    fields=[
        ("id", ID),
        (
            "case",
            models.ForeignKey(
                "prosecution.case",
                models.PROTECT,
                related_name="events",
            ),
        ),
        ("kind", models.CharField(max_length=48)),
        ("happened_on", models.DateField()),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        ("record_id", models.UUIDField(null=True)),
    ],
    options={
        "indexes": [models.Index(fields=["case", "happened_on"], name="event_by_case")],
    },
)
INVESTIGATION = migrations.CreateModel(
    name="Investigation",
    fields=[
        ("id", ID),
        (
            "case",
            models.ForeignKey(
                "prosecution.case",
                models.PROTECT,
                related_name="investigations",
            ),
        ),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("opened_on", models.DateField()),
        ("state", models.CharField(default="open", max_length=16)),
        ("reason", models.CharField(blank=True, max_length=32)),
        ("state_since", models.DateField()),
        ("opened_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("changed_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("changed_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["open", "suspended", "submitted", "closed"]),
                ),
                name="investigation_state",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["suspended", "closed"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="investigation_stops_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(("state_since__gte", models.F("opened_on"))),
                name="investigation_in_order",
            ),
        ],
    },
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("access", "0001_tables"), ("people", "0001_tables")]
    operations = [
        Tables(
            CASE,
            CASE_VICTIM,
            CASE_ASSIGNMENT,
            CASE_EVENT,
            INVESTIGATION,
            CASE_IDENTITY_REQUEST,
            CASE_ATTACHMENT,
        ),
    ]
