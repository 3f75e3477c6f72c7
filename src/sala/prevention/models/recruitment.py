"""Who may recruit for work abroad, and what inspectors found."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sala.access.models import Agency, User
from sala.desk.recorded import RecordedModel


class RecruitmentAgency(models.Model):
    """A business that recruits, with a public code for ever; its licence is the last
    step's.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=160)  # of a business, not of a person
    place_code = models.CharField(max_length=32, blank=True)
    destinations = ArrayField(models.CharField(max_length=2))
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="+",
    )  # which licenses it
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class LicenceStep(models.Model):
    """What happened to a licence on a day. Never changed; two at once cannot both be
    next.
    """

    recruitment_agency = models.ForeignKey(
        RecruitmentAgency,
        models.PROTECT,
        related_name="steps",
    )
    step = models.PositiveIntegerField()
    move = models.CharField(max_length=16)
    state = models.CharField(max_length=16)
    happened_on = models.DateField()
    until = models.DateField(null=True)
    reason = models.CharField(max_length=32, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="licence_step",
                fields=["recruitment_agency", "step"],
            ),
            models.CheckConstraint(
                name="licence_state",
                condition=Q(state__in=["licensed", "suspended", "revoked"]),
            ),
            models.CheckConstraint(
                name="licence_taken_says_why",
                condition=Q(state="licensed") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.state


class Inspection(RecordedModel):
    """A look by an agency at a recruitment agency or a worksite, what it found and what
    it did.
    """

    kind = models.CharField(max_length=32)
    recruitment_agency = models.ForeignKey(
        RecruitmentAgency,
        models.PROTECT,
        null=True,
        related_name="inspections",
    )
    sector = models.CharField(max_length=32, blank=True)
    place_code = models.CharField(max_length=32, blank=True)
    happened_on = models.DateField()
    workers = models.PositiveIntegerField(null=True)
    findings = ArrayField(models.CharField(max_length=32))
    measures = ArrayField(models.CharField(max_length=32))

    class Meta(RecordedModel.Meta):
        indexes = [models.Index(fields=["-happened_on"], name="inspection_by_day")]
        constraints = [
            *RecordedModel.Meta.constraints,
            models.CheckConstraint(
                name="inspection_of_something",
                condition=Q(
                    kind="recruitment_agency",
                    recruitment_agency__isnull=False,
                    sector="",
                )
                | (Q(kind="worksite", recruitment_agency__isnull=True) & ~Q(sector="")),
            ),
            models.CheckConstraint(
                name="inspection_says_what_it_found",
                condition=Q(findings__len__gt=0, measures__len__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.kind
