"""The country's own assessment of a year against the minimum standards and indicia of
the TVPA.
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


class Assessment(models.Model):
    """The assessment of a year. A version that was approved is followed by another,
    saying why.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    year = models.PositiveSmallIntegerField()
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
    )  # on public work; the form says: no names
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_assessment_a_version",
                fields=["year", "version"],
            ),
            models.CheckConstraint(
                name="a_later_assessment_says_why",
                condition=Q(version=1, follows__isnull=True)
                | (Q(version__gt=1, follows__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.version}"


class AssessmentEntry(models.Model):
    """A judgement of a standard or indicium, a piece of evidence, or its removal. Only
    added.

    A figure is named by its code and year, and by the frozen figures it is taken from
    where there are any: its number is never copied here, where more people read than
    may see small groups.
    """

    id = models.BigAutoField(primary_key=True)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="entries")
    item = models.CharField(max_length=4)  # MS1 to MS4, I01 to I12
    kind = models.CharField(max_length=16)
    verdict = models.CharField(max_length=16, blank=True)
    reasons = models.CharField(max_length=2000, blank=True)  # the form says: no names
    figure = models.CharField(max_length=64, blank=True)
    figure_year = models.PositiveSmallIntegerField(null=True)
    snapshot = models.UUIDField(null=True)
    document = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=300, blank=True)  # page, article, address
    dated_on = models.DateField(null=True)  # the day on the document
    file_hash = models.CharField(
        max_length=64,
        blank=True,
    )  # of the document, where it is attached
    removes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="+",
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["assessment", "id"], name="assessment_in_order"),
        ]
        constraints = [
            models.CheckConstraint(
                name="assessment_entry_kind",
                condition=Q(
                    kind="judged",
                    verdict__in=["met", "partly", "not_met", "not_assessed"],
                )
                | (Q(kind="figure", figure_year__isnull=False) & ~Q(figure=""))
                | (Q(kind="document") & ~Q(document=""))
                | Q(kind="removed", removes__isnull=False),
            ),
            models.CheckConstraint(
                name="a_judgement_gives_its_reasons",
                condition=~Q(kind="judged") | ~Q(reasons=""),
            ),
            models.CheckConstraint(
                name="a_file_is_of_a_document",
                condition=Q(kind="document") | Q(file_hash=""),
            ),
            models.UniqueConstraint(
                name="evidence_is_removed_once",
                fields=["removes"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item}"


class AssessmentText(TwiceApproved):
    """The whole assessment as one person approved it; for good, once another one did.

    The first approval falls with the next entry: what the second approves is what the
    first saw.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="texts")
    entries = models.PositiveIntegerField()  # how many entries it is made of

    class Meta(TwiceApproved.Meta):
        abstract = False
        constraints = [
            approved_once("assessment", "one_approved_text_an_assessment"),
            two_people("assessment_needs_two_people"),
            second_is_whole("assessment_approved_at_a_time"),
        ]
