"""Occasions on which people were met, how many, and why some are not screened."""

import uuid

from django.db import models
from django.db.models import Q

from sala.access.models import Agency, User
from sala.people.described import Described


class Operation(models.Model):
    """An occasion on which an agency met people who may be victims, with how many it
    met.

    A number that is null was not recorded; it is never zero. `unscreened` and its
    reason say for how many there will be no screening, and why.
    """

    class Kind(models.TextChoices):
        BORDER_RETURN = "border_return"
        POLICE_OPERATION = "police_operation"
        WORKSITE_INSPECTION = "worksite_inspection"
        CONSULAR_CONTACT = "consular_contact"
        HOTLINE_CALL = "hotline_call"
        WALK_IN = "walk_in"
        VILLAGE_COMPLAINT = "village_complaint"

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    code = models.CharField(max_length=10, unique=True)
    kind = models.CharField(max_length=32, choices=Kind.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    place_code = models.CharField(max_length=32, blank=True)
    crossing_code = models.CharField(max_length=32, blank=True)
    happened_on = models.DateField()
    state = models.CharField(max_length=16, default="open")
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-happened_on"], name="operation_by_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                name="operation_state",
                condition=Q(state__in=["open", "settled"]),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class MetCount(models.Model):
    """How many people of one sex, age group and belonging an operation met."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="met")
    sex = models.CharField(
        max_length=8,
        choices=Described.Sex.choices,
        blank=True,
    )
    age_group = models.CharField(
        max_length=8,
        choices=Described.AgeGroup.choices,
        blank=True,
    )
    national = models.BooleanField(null=True)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="met_once",
                fields=["operation", "sex", "age_group", "national"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class NotScreened(models.Model):
    """Why some of the people an operation met will not be screened, and how many.

    Never changed; taken back where it was wrong.
    """

    operation = models.ForeignKey(
        Operation,
        models.CASCADE,
        related_name="not_screened",
    )
    reason = models.CharField(max_length=32)
    number = models.PositiveIntegerField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="not_screened_some", condition=Q(number__gt=0)),
        ]

    def __str__(self) -> str:
        return self.reason
