"""What published reports recommend, and each step of the answer."""

from django.db import models
from django.db.models import Q

from sala.access.models import Agency
from sala.partnership.models.budget import BudgetLine
from sala.partnership.models.common import Kept, Step
from sala.partnership.models.plans import Objective


class Recommendation(Kept):
    """One recommendation of a report of a year; `repeats` is the same one of an earlier
    year.
    """

    source = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    texts = models.JSONField()  # by language
    priority = models.CharField(max_length=16, blank=True)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    due_on = models.DateField(null=True)
    repeats = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="repeated",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="recommended_once",
                fields=["source", "year", "number"],
            ),
            models.CheckConstraint(
                name="recommendation_priority",
                condition=Q(priority__in=["", "high", "medium", "low"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.year} {self.number}"


class RecommendationStep(Step):
    """Something done to answer a recommendation, and where it can be checked."""

    recommendation = models.ForeignKey(
        Recommendation,
        models.PROTECT,
        related_name="steps",
    )
    objective = models.ForeignKey(
        Objective,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    budget_line = models.ForeignKey(
        BudgetLine,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    evidence = models.CharField(max_length=300, blank=True)
    file_hash = models.CharField(
        max_length=64,
        blank=True,
    )  # of the evidence, where it is attached

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="recommendation_step",
                fields=["recommendation", "step"],
            ),
            models.CheckConstraint(
                name="recommendation_state",
                condition=Q(state__in=["under_way", "answered", "declined"]),
            ),
            models.CheckConstraint(
                name="declined_recommendation_says_why",
                condition=~Q(state="declined") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="answer_has_evidence",
                condition=~Q(state="answered") | ~Q(evidence=""),
            ),
            models.CheckConstraint(
                name="a_file_is_of_evidence",
                condition=Q(file_hash="") | ~Q(evidence=""),
            ),
        ]
