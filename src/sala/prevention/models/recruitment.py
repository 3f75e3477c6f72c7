"""Who may recruit for work abroad, and what inspectors found."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sala.access.models import Agency, Step, User
from sala.desk.recorded import RecordedModel
from sala.kit.states import States
from sala.prevention.states import LICENCE


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
    state = models.CharField(max_length=16, default="licensed")  # of the licence
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="licence_state",
                condition=LICENCE.state_condition,
            ),
        ]

    def __str__(self) -> str:
        return self.code


class LicenceStep(Step):
    """What happened to a licence on a day, and the last day that it was given until."""

    states: ClassVar[States] = LICENCE
    noun_field: ClassVar[str] = "recruitment_agency"
    ledger_kind: ClassVar[str] = "recruiter"
    recruitment_agency = models.ForeignKey(
        RecruitmentAgency,
        models.PROTECT,
        related_name="steps",
    )
    until = models.DateField(null=True)

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="licence_step_once",
                fields=["recruitment_agency", "number"],
            ),
            models.CheckConstraint(
                name="licence_taken_says_why",
                condition=LICENCE.reason_condition,
            ),
        ]


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
