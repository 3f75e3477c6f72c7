"""The pack that is loaded, one table a file. Public knowledge: no person stands here."""

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

    key = models.CharField(primary_key=True, max_length=160)
    code = models.CharField(max_length=64)
    title = models.TextField()
    licence = models.TextField()
    retired_in = models.CharField(max_length=16, blank=True)

    def __str__(self) -> str:
        return self.key


class PackRow(models.Model):
    """A row of a pack: never deleted, since records point at it; retired when dropped."""

    key = models.CharField(primary_key=True, max_length=160)
    names = models.JSONField(default=dict)
    source = models.CharField(max_length=64)
    verified = models.BooleanField()
    retired_in = models.CharField(max_length=16, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    """A period that does not end before it begins."""
    return models.CheckConstraint(
        name=name,
        condition=Q(from_on__isnull=True) | Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
    )


class Place(PackRow):
    code = models.CharField(max_length=64, unique=True)
    parent = models.CharField(max_length=64, null=True, db_index=True)
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=64)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    outline = models.JSONField(null=True)


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
    life = models.BooleanField()
    fine_min = models.BigIntegerField(null=True)
    fine_max = models.BigIntegerField(null=True)
    confiscation = models.BooleanField()
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [
            ends_after_it_starts("penalty_period"),
            models.CheckConstraint(
                name="penalty_fine_range",
                condition=Q(fine_min__isnull=True)
                | Q(fine_max__isnull=True)
                | Q(fine_max__gte=F("fine_min")),
            ),
        ]


class Entitlement(PackRow):
    code = models.CharField(max_length=64)
    law = models.CharField(max_length=64)
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = [ends_after_it_starts("entitlement_period")]


class ExchangeRate(PackRow):
    currency = models.CharField(max_length=3)
    from_on = models.DateField()
    units = models.FloatField()


class Deadline(PackRow):
    code = models.CharField(max_length=64, unique=True)
    days = models.PositiveIntegerField()


class LawfulBasis(PackRow):
    code = models.CharField(max_length=64, unique=True)
    law = models.CharField(max_length=64, null=True)


class InstrumentDefinition(PackRow):
    code = models.CharField(max_length=64)
    version = models.CharField(max_length=16)
    file = models.CharField(max_length=128)
