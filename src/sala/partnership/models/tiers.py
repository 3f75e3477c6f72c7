"""On which tier published reports placed the country, each with its source."""

from django.db import models
from django.db.models import Q

from sala.desk.recorded import RecordedModel


class TierPlacement(RecordedModel):
    """The tier of a report's year. A null `waiver` or `automatic` is not recorded."""

    year = models.PositiveSmallIntegerField()
    tier = models.CharField(max_length=3)
    waiver = models.BooleanField(null=True)
    automatic = models.BooleanField(null=True)  # by automatic downgrade
    source = models.CharField(max_length=200)
    report = models.UUIDField(
        null=True,
    )  # where it was read in a published report, which one

    class Meta(RecordedModel.Meta):
        constraints = [
            *RecordedModel.Meta.constraints,
            models.UniqueConstraint(
                name="one_tier_a_year",
                fields=["year"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="tier_code",
                condition=Q(tier__in=["1", "2", "2WL", "3", "SC"]),
            ),
            models.CheckConstraint(
                name="waiver_is_for_the_watch_list",
                condition=Q(waiver__isnull=True) | Q(waiver=False) | Q(tier="2WL"),
            ),
            models.CheckConstraint(
                name="automatic_is_to_the_lowest_tier",
                condition=Q(automatic__isnull=True) | Q(automatic=False) | Q(tier="3"),
            ),
            models.CheckConstraint(name="tier_has_a_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.tier}"
