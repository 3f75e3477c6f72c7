"""Figures frozen as they were answered."""

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
SNAPSHOT = migrations.CreateModel(
    name="Snapshot",
    fields=[
        ("id", ID),
        ("year", models.PositiveSmallIntegerField()),
        ("facts_hash", models.CharField(max_length=64)),
        ("facts_as_of", models.CharField(max_length=40)),
        ("definitions", models.CharField(max_length=16)),
        ("figures", models.JSONField()),
        ("reason", models.CharField(max_length=32)),
        (
            "supersedes",
            models.ForeignKey(
                "figures.snapshot",
                models.PROTECT,
                related_name="+",
                null=True,
            ),
        ),
        (
            "agency",
            models.ForeignKey("access.agency", models.PROTECT, related_name="+"),
        ),
        ("prepared_by", models.ForeignKey(USER, models.PROTECT, related_name="+")),
        ("prepared_at", models.DateTimeField()),
        (
            "approved_by",
            models.ForeignKey(USER, models.PROTECT, related_name="+", null=True),
        ),
        ("approved_at", models.DateTimeField(null=True)),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                    _connector="OR",
                ),
                name="snapshot_needs_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_at__isnull", True),
                        ("approved_by__isnull", True),
                    ),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="snapshot_approved_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", "first"), ("supersedes__isnull", True)),
                    models.Q(
                        models.Q(("reason", "first"), _negated=True),
                        ("supersedes__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="snapshot_says_why",
            ),
        ],
        "indexes": [
            models.Index(fields=["-year", "-prepared_at"], name="snapshot_by_year"),
        ],
    },
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("access", "0001_tables")]
    operations = [Tables(SNAPSHOT)]
