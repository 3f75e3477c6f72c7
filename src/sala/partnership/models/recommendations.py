"""What published reports recommend."""

from django.db import models
from django.db.models import Q

from sala.access.models import Agency
from sala.partnership.models.common import SecretariatRecord


class Recommendation(SecretariatRecord):
    """One recommendation of a report of a year; `repeats` is the same one of an earlier
    year.
    """

    state = models.CharField(max_length=16, default="open")
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
