"""When a crossing of the country pack is open and who runs it: what the pack does not
say.
"""

from django.db import models
from django.db.models import F, Q

from sala.desk.recorded import RecordedModel


class CrossingHours(RecordedModel):
    """The opening hours of a crossing and the level that runs it, from a day on."""

    crossing_code = models.CharField(max_length=64)
    from_on = models.DateField()
    all_day = models.BooleanField()
    opens_at = models.TimeField(null=True)
    closes_at = models.TimeField(null=True)
    managed_by = models.CharField(max_length=16, blank=True)

    class Meta(RecordedModel.Meta):
        indexes = [
            models.Index(
                fields=["crossing_code", "-from_on"], name="hours_by_crossing"
            ),
        ]
        constraints = [
            *RecordedModel.Meta.constraints,
            models.CheckConstraint(
                name="crossing_open_all_day_or_from_to",
                condition=Q(
                    all_day=True,
                    opens_at__isnull=True,
                    closes_at__isnull=True,
                )
                | Q(all_day=False, closes_at__gt=F("opens_at"))
                | Q(
                    all_day=False,
                    opens_at__isnull=True,
                    closes_at__isnull=True,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.crossing_code
