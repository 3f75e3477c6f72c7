"""Training sessions and awareness activities, with how many people took part."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sala.access.models import Agency
from sala.desk.recorded import RecordedModel

PAYERS = (
    "",
    "government",
    "international_organisation",
    "ngo",
    "mixed",
)  # "" is not recorded


class Work(RecordedModel):
    """Something an agency organised on a topic for somebody, and who paid for it."""

    topics = ArrayField(models.CharField(max_length=32))
    audiences = ArrayField(models.CharField(max_length=32))
    paid_by = models.CharField(max_length=32, blank=True)
    partner = models.CharField(
        max_length=32,
        blank=True,
    )  # the kind of partner, not its name
    place_code = models.CharField(max_length=32, blank=True)  # blank: the whole country
    starts_on = models.DateField()

    class Meta(RecordedModel.Meta):
        abstract = True
        constraints = [
            *RecordedModel.Meta.constraints,
            models.CheckConstraint(
                name="%(class)s_paid_by",
                condition=Q(paid_by__in=PAYERS),
            ),
            models.CheckConstraint(
                name="%(class)s_on_a_topic",
                condition=Q(topics__len__gt=0),
            ),
        ]


class TrainingSession(Work):
    """A training that an agency gave; its participants are counts."""

    crossing_code = models.CharField(max_length=64, blank=True)
    days = models.PositiveSmallIntegerField()

    class Meta(Work.Meta):
        indexes = [models.Index(fields=["-starts_on"], name="training_by_day")]
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(
                name="training_lasts_a_day",
                condition=Q(days__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return str(self.starts_on)


class TrainedCount(models.Model):
    """How many people of one sex came from one agency; a blank is not recorded."""

    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="trained")
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    sex = models.CharField(max_length=8, blank=True)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="trained_counted_once",
                fields=["session", "agency", "sex"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="trained_sex",
                condition=Q(sex__in=["", "female", "male", "other"]),
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class AwarenessActivity(Work):
    """Telling people of the danger; `reached` is null where nobody counted, which is
    not zero.
    """

    channel = models.CharField(max_length=32)
    ends_on = models.DateField(null=True)
    reached = models.PositiveIntegerField(null=True)

    class Meta(Work.Meta):
        indexes = [models.Index(fields=["-starts_on"], name="awareness_by_day")]
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(
                name="awareness_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.channel
