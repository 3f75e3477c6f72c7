"""The country's report of a year: every change of its text, and the text that two
people approved.

Nothing here is of a person: a report tells of a country, in numbers and in what
authorities did.
"""

import uuid

from django.db import models
from django.db.models import Q

from sala.access.models import Agency, User
from sala.desk.approvals import (
    TwiceApproved,
    approved_once,
    second_is_whole,
    two_people,
)
from sala.figures.models import Snapshot


class YearReport(models.Model):
    """The report of a year in one language. A version that was approved is followed by
    another.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    state = models.CharField(max_length=16, default="draft")
    year = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8)
    version = models.PositiveSmallIntegerField()
    follows = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="+",
    )
    reason = models.CharField(
        max_length=400,
        blank=True,
    )  # why there is another version
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_report_a_version",
                fields=["year", "language", "version"],
            ),
            models.CheckConstraint(
                name="a_later_version_says_why",
                condition=Q(version=1, follows__isnull=True)
                | (Q(version__gt=1, follows__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.language} {self.version}"


class YearReportEdit(models.Model):
    """One change of a report: of a sentence, its figures, or a word on its numbers.
    Only added.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(YearReport, models.PROTECT, related_name="edits")
    kind = models.CharField(max_length=16)
    sentence = models.CharField(max_length=40, blank=True)
    room = models.CharField(max_length=16, blank=True)
    after = models.CharField(
        max_length=40,
        blank=True,
    )  # the sentence before one that was added
    text = models.TextField(blank=True)
    composed = models.TextField(
        blank=True,
    )  # how the figures had it, as the author saw it
    numbers = models.JSONField(
        default=list,
    )  # numbers of the text that are of none of its figures
    reason = models.CharField(max_length=400, blank=True)
    snapshot = models.ForeignKey(
        Snapshot,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["report", "id"], name="edits_in_order")]
        constraints = [
            models.CheckConstraint(
                name="year_report_edit_kind",
                condition=Q(
                    kind__in=[
                        "edited",
                        "added",
                        "left_out",
                        "restored",
                        "acknowledged",
                        "figures",
                    ],
                ),
            ),
            models.CheckConstraint(
                name="a_written_sentence_has_words",
                condition=~Q(kind__in=["edited", "added"]) | ~Q(text=""),
            ),
            models.CheckConstraint(
                name="a_number_is_acknowledged_with_a_reason",
                condition=~Q(kind="acknowledged") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sentence}"


class YearReportText(TwiceApproved):
    """The whole text as one person approved it; for good, once another one did.

    The first approval falls with the next edit: what the second one approves is what
    the first saw.
    """

    report = models.ForeignKey(YearReport, models.PROTECT, related_name="texts")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    edits = models.PositiveIntegerField()  # how many edits it is made of

    class Meta(TwiceApproved.Meta):
        abstract = False
        constraints = [
            approved_once("report", "one_approved_text_a_report"),
            two_people("year_report_needs_two_people"),
            second_is_whole("year_report_approved_at_a_time"),
        ]
