"""The loaded pack, one table a file. Public knowledge: no person stands here."""

from django.db import models
from django.db.models import F, Q


class Pack(models.Model):
    """The country and version that are loaded; one row."""

    code = models.CharField(primary_key=True, max_length=2)
    version = models.CharField(max_length=16)
    head = models.JSONField()
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class Source(models.Model):
    """Where values come from."""

    key = models.CharField(primary_key=True, max_length=240)
    code = models.CharField(max_length=64)
    title = models.TextField()
    licence = models.TextField()
    retired_in = models.CharField(max_length=16, blank=True)

    def __str__(self) -> str:
        return self.key


class PackRow(models.Model):
    """A row of a pack: never deleted, as records point at it; retired when dropped."""

    key = models.CharField(primary_key=True, max_length=240)
    names = models.JSONField(default=dict)
    source = models.CharField(max_length=64)
    verified = models.BooleanField()
    retired_in = models.CharField(max_length=16, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key


def in_order(name: str, low: str, high: str) -> models.CheckConstraint:
    """A range that does not end before it begins; either end may be unknown."""
    blank = Q(**{f"{low}__isnull": True}) | Q(**{f"{high}__isnull": True})
    return models.CheckConstraint(
        name=name,
        condition=blank | Q(**{f"{high}__gte": F(low)}),
    )


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    """A period that does not end before it begins."""
    return in_order(name, "from_on", "to_on")


class Kind(PackRow):
    """A kind of place or of agency, and what people call it."""

    of = models.CharField(max_length=16)
    code = models.CharField(max_length=32)


class Place(PackRow):
    code = models.CharField(max_length=64, unique=True)
    parent = models.CharField(
        max_length=64,
        null=True,
        db_index=True,
    )
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=64)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    outline = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="place_on_the_globe",
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180))
                | Q(latitude__isnull=True)
                | Q(longitude__isnull=True),
            ),
        ]


class BorderCrossing(PackRow):
    code = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=64)
    status_class = models.CharField(max_length=64)
    place = models.CharField(max_length=64)
    neighbour = models.CharField(max_length=2, null=True)
    neighbour_point = models.TextField(null=True)
    status = models.TextField(null=True)


class Law(PackRow):
    code = models.CharField(max_length=64, unique=True)
    number = models.TextField(null=True)
    enacted_on = models.DateField(null=True)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [ends_after_it_starts("law_period")]


class Article(PackRow):
    law = models.CharField(max_length=64)
    article = models.CharField(max_length=64)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [ends_after_it_starts("article_period")]


class Penalty(PackRow):
    law = models.CharField(max_length=64)
    article = models.CharField(max_length=64)
    case = models.CharField(max_length=64)
    prison_months_min = models.PositiveIntegerField(null=True)
    prison_months_max = models.PositiveIntegerField(null=True)
    life = models.BooleanField(null=True)
    fine_min = models.BigIntegerField(null=True)
    fine_max = models.BigIntegerField(null=True)
    confiscation = models.BooleanField(null=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [
            ends_after_it_starts("penalty_period"),
            in_order("penalty_fine_range", "fine_min", "fine_max"),
            in_order("penalty_prison_range", "prison_months_min", "prison_months_max"),
        ]


class Entitlement(PackRow):
    code = models.CharField(max_length=64)
    law = models.CharField(max_length=64)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    services = models.TextField(null=True)  # codes of those that fulfil it

    class Meta:
        constraints = [ends_after_it_starts("entitlement_period")]


class ExchangeRate(PackRow):
    currency = models.CharField(max_length=3)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    units = models.DecimalField(max_digits=20, decimal_places=6)

    class Meta:
        constraints = [
            ends_after_it_starts("rate_period"),
            models.CheckConstraint(name="rate_above_zero", condition=Q(units__gt=0)),
        ]


class Deadline(PackRow):
    code = models.CharField(max_length=64, unique=True)
    days = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="deadline_above_zero", condition=Q(days__gt=0)),
        ]


class LawfulBasis(PackRow):
    code = models.CharField(max_length=64, unique=True)
    law = models.CharField(max_length=64, null=True)
    age_group = models.CharField(max_length=8, null=True)  # of whom alone it is one


class InstrumentDefinition(PackRow):
    code = models.CharField(max_length=64)
    version = models.CharField(max_length=16)
    file = models.CharField(max_length=128)
    form = models.JSONField(
        default=dict,
    )  # sections and answers, as `xlsforms` read them
