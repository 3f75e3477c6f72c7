"""Shelters, their beds, and who stays in them."""

import uuid

import django.contrib.postgres.constraints
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import sala.protection.models.shelters
from sala.kit.migration_operations import Tables

USER = settings.AUTH_USER_MODEL
ID = models.UUIDField(
    default=uuid.uuid4,
    editable=False,
    primary_key=True,
    serialize=False,
)
SHELTER = migrations.CreateModel(
    name="Shelter",
    fields=[
        ("id", ID),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("code", models.CharField(max_length=24, unique=True)),
        ("name", models.CharField(max_length=80)),
        ("place_code", models.CharField(blank=True, max_length=32)),
        ("added_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("added_at", models.DateTimeField()),
        ("closed_on", models.DateField(null=True)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("code__regex", "^[A-Z][A-Z0-9-]{1,23}$")),
                name="shelter_code",
            ),
        ],
    },
)
BED = migrations.CreateModel(
    name="Bed",
    fields=[
        ("id", ID),
        (
            "shelter",
            models.ForeignKey(
                "protection.shelter",
                models.PROTECT,
                related_name="beds",
            ),
        ),
        ("number", models.PositiveSmallIntegerField()),
        ("sex", models.CharField(blank=True, max_length=8)),
        ("age_group", models.CharField(blank=True, max_length=8)),
        ("family", models.BooleanField(default=False)),
        ("accessible", models.BooleanField(default=False)),
        ("added_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("added_on", models.DateField()),
        ("retired_on", models.DateField(null=True)),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                fields=("shelter", "number"),
                name="bed_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(("sex__in", ["", "female", "male"])),
                name="bed_for_a_sex",
            ),
            models.CheckConstraint(
                condition=models.Q(("age_group__in", ["", "adult", "child"])),
                name="bed_for_an_age",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("retired_on__isnull", True),
                    ("retired_on__gte", models.F("added_on")),
                    _connector="OR",
                ),
                name="bed_retired_after_added",
            ),
        ],
    },
)
SHELTER_STAY = migrations.CreateModel(
    name="ShelterStay",
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
            "bed",
            models.ForeignKey("protection.bed", models.PROTECT, related_name="stays"),
        ),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("state", models.CharField(max_length=16)),
        ("from_on", models.DateField()),
        ("until_on", models.DateField(null=True)),
        ("expected_until", models.DateField(null=True)),
        (
            "entitlement",
            models.ForeignKey(
                "protection.personentitlement",
                models.PROTECT,
                related_name="stays",
                null=True,
            ),
        ),
        ("exception", models.CharField(blank=True, max_length=16)),
        ("reason", models.CharField(blank=True, max_length=32)),
        ("destination", models.CharField(blank=True, max_length=32)),
        ("recorded_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("recorded_at", models.DateTimeField()),
        ("version", models.PositiveIntegerField(default=1)),
        ("changed_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("changed_at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["expected", "in", "left", "cancelled"]),
                ),
                name="stay_state",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("until_on__isnull", True),
                    ("state", "left"),
                    _connector="XOR",
                ),
                name="left_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("until_on__isnull", True),
                    ("until_on__gte", models.F("from_on")),
                    _connector="OR",
                ),
                name="left_after_coming",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "left"), _negated=True),
                    models.Q(
                        models.Q(("reason", ""), _negated=True),
                        models.Q(("destination", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="left_for_a_reason_to_somewhere",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "cancelled"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="did_not_come_for_a_reason",
            ),
            django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                expressions=[
                    ("bed", "="),
                    (sala.protection.models.shelters.Days("from_on", "until_on"), "&&"),
                ],
                name="one_person_a_bed",
            ),
            django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                expressions=[
                    ("person", "="),
                    (sala.protection.models.shelters.Days("from_on", "until_on"), "&&"),
                ],
                name="one_bed_a_person",
            ),
        ],
        "indexes": [
            models.Index(fields=["person"], name="stay_by_person"),
            models.Index(fields=["agency", "state"], name="stay_by_agency"),
        ],
    },
)


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0002_referral_and_return_tables"),
        ("access", "0001_tables"),
        ("people", "0001_tables"),
    ]
    operations = [BtreeGistExtension(), Tables(SHELTER, BED, SHELTER_STAY)]
