"""A published report as it was read, its figures, and what an analyst said of each.

Nothing here is of a person: the text is public, a figure is a number of a country.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from sala.access.models import Agency, User


class PublishedReport(models.Model):
    """A published country report: its text as it was read, and what it says at its
    head.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    country = models.CharField(max_length=3)
    report_year = models.PositiveSmallIntegerField()
    tier = models.CharField(max_length=3, blank=True)
    tier_change = models.CharField(max_length=16, blank=True)
    title = models.CharField(
        max_length=120,
    )  # the file's name, or what the analyst called it
    text = models.TextField()
    digest = models.CharField(max_length=64)
    recommendations = models.JSONField(
        default=list,
    )  # places in the text: [[start, end], ...]
    not_understood = models.JSONField(default=list)  # [[start, end, reason], ...]
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_text_is_read_once",
                fields=["agency", "digest"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.report_year}"


class QuotedFigure(models.Model):
    """A number that a report states, with its exact quote; never changed, only
    reviewed.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    report = models.ForeignKey(PublishedReport, models.PROTECT, related_name="figures")
    measure = models.CharField(max_length=48)
    value = models.DecimalField(
        max_digits=20,
        decimal_places=2,
        null=True,
    )  # null: not reported
    unit = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField(null=True)
    period = models.CharField(max_length=24, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    usd = models.DecimalField(
        max_digits=20,
        decimal_places=2,
        null=True,
    )
    qualifier = models.CharField(max_length=16, blank=True)
    group = models.CharField(max_length=200, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    found_by = models.CharField(max_length=32)  # how the reader found it, or "analyst"
    added_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        indexes = [models.Index(fields=["report", "start"], name="figure_in_its_text")]
        constraints = [
            models.CheckConstraint(
                name="a_quote_has_letters",
                condition=Q(end__gt=F("start")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.value}"


class FigureReview(models.Model):
    """What an analyst says of a figure: right, wrong, or what is right; the latest
    holds.
    """

    id = models.BigAutoField(primary_key=True)
    figure = models.ForeignKey(QuotedFigure, models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=16)
    measure = models.CharField(max_length=48, blank=True)
    value = models.DecimalField(
        max_digits=20,
        decimal_places=2,
        null=True,
    )
    year = models.PositiveSmallIntegerField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["figure", "-id"], name="latest_review")]
        constraints = [
            models.CheckConstraint(
                name="review_verdict",
                condition=Q(verdict__in=["accepted", "corrected", "rejected"]),
            ),
            models.CheckConstraint(
                name="a_correction_says_what_is_right",
                condition=~Q(verdict="corrected") | ~Q(measure=""),
            ),
        ]

    def __str__(self) -> str:
        return self.verdict


class NumberDismissal(models.Model):
    """An analyst's word that a number which was not understood is no figure; only
    added.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    report = models.ForeignKey(
        PublishedReport,
        models.PROTECT,
        related_name="dismissals",
    )
    start = models.PositiveIntegerField()
    dismissed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    dismissed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_number_is_dismissed_once",
                fields=["report", "start"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start}"
