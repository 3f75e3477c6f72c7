"""Committees of a country, a province, a district or a village, and their meetings."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sala.access.models import Agency
from sala.desk.recorded import RecordedModel
from sala.partnership.models.common import Kept


class Committee(Kept):
    """A committee at a level and place; `agency` keeps its minutes."""

    level = models.CharField(max_length=16)
    place_code = models.CharField(max_length=32, blank=True)
    village = models.CharField(max_length=80, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    founded_on = models.DateField()
    dissolved_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_committee_a_place",
                fields=["level", "place_code", "village"],
                condition=Q(dissolved_on=None),
            ),
            models.CheckConstraint(
                name="committee_level_has_its_place",
                condition=Q(
                    level="national",
                    place_code="",
                    village="",
                )
                | (
                    Q(level__in=["province", "district"], village="")
                    & ~Q(place_code="")
                )
                | (Q(level="village") & ~Q(place_code="") & ~Q(village="")),
            ),
            models.CheckConstraint(
                name="committee_dissolved_after_founded",
                condition=Q(dissolved_on=None) | Q(dissolved_on__gte=F("founded_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.place_code}"


class CommitteeMeeting(RecordedModel):
    """A meeting: which agencies were there, by code, and how many decisions were taken."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meetings")
    happened_on = models.DateField()
    present = ArrayField(models.CharField(max_length=32))
    decisions = models.PositiveIntegerField(null=True)

    class Meta(RecordedModel.Meta):
        constraints = [
            *RecordedModel.Meta.constraints,
            models.UniqueConstraint(
                name="one_meeting_a_day",
                fields=["committee", "happened_on"],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return str(self.happened_on)
