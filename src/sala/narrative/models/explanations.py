"""What an analyst says of a difference between a published report and the country's own
figures.

Nothing here is of a person: a difference lies between two numbers of a country.
"""

import uuid

from django.db import models
from django.db.models import Q

from sala.access.models import Agency, User


class DifferenceExplanation(models.Model):
    """Why a measure of a year is another number outside; only added, the
    latest holds.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    country = models.CharField(max_length=3)
    year = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=48)
    reason = models.CharField(max_length=24)
    words = models.TextField()
    compared = models.CharField(max_length=64)  # hash of the numbers that it explains
    explained_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    explained_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["country", "year", "measure"],
                name="explanations_of_a_line",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_explanation_has_words",
                condition=~Q(words=""),
            ),
            models.CheckConstraint(
                name="explanation_reason",
                condition=Q(
                    reason__in=[
                        "unit",
                        "period",
                        "scope",
                        "rounding",
                        "late_records",
                        "ours_incomplete",
                        "theirs_wrong",
                        "ours_wrong",
                        "other",
                    ],
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}"
