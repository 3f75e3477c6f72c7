"""Figures frozen for good: what a country said of a year, and who stood by it."""

import uuid

from django.db import models
from django.db.models import F, Q

from sala.access.models import Agency, User


class Snapshot(models.Model):
    """The figures of a year as they were, with what they were made from. Never changed.

    Prepared by one person, approved by another; a later one says why it differs.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    year = models.PositiveSmallIntegerField()
    facts_hash = models.CharField(max_length=64)
    facts_as_of = models.CharField(max_length=40)
    definitions = models.CharField(max_length=16)
    figures = models.JSONField()
    reason = models.CharField(max_length=32)
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="+",
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    approved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-year", "-prepared_at"], name="snapshot_by_year"),
        ]
        constraints = [
            models.CheckConstraint(
                name="snapshot_needs_two_people",
                condition=Q(approved_by__isnull=True)
                | ~Q(approved_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="snapshot_approved_at_a_time",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="snapshot_says_why",
                condition=Q(reason="first", supersedes__isnull=True)
                | (~Q(reason="first") & Q(supersedes__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.facts_hash[:12]}"
