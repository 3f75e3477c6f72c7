"""Shelters, the places in them, and who stays where from when to when.

No address is kept anywhere: who may come is taken there.
"""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from sala.access.models import Agency, User
from sala.people.described import Described
from sala.people.models import Person
from sala.protection.models.entitlements import PersonEntitlement


class Days(Func):
    """The days from one up to another, that one no longer included; without it, without
    an end.
    """

    function = "DATERANGE"
    output_field = DateRangeField()


class Shelter(models.Model):
    """A house where people are safe, with a stable code that figures may name."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=80)  # as the own staff call it
    place_code = models.CharField(max_length=32, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shelter_code",
                condition=Q(code__regex=r"^[A-Z][A-Z0-9-]{1,23}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Bed(models.Model):
    """One place to sleep; empty sex or age group is for anybody."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    shelter = models.ForeignKey(Shelter, models.PROTECT, related_name="beds")
    number = models.PositiveSmallIntegerField()
    sex = models.CharField(max_length=8, blank=True)
    age_group = models.CharField(max_length=8, blank=True)
    family = models.BooleanField(default=False)
    accessible = models.BooleanField(default=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_on = models.DateField()
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="bed_number_once",
                fields=["shelter", "number"],
            ),
            models.CheckConstraint(
                name="bed_for_a_sex",
                condition=Q(sex__in=["", "female", "male"]),
            ),
            models.CheckConstraint(
                name="bed_for_an_age",
                condition=Q(age_group__in=["", "adult", "child"]),
            ),
            models.CheckConstraint(
                name="bed_retired_after_added",
                condition=Q(retired_on__isnull=True) | Q(retired_on__gte=F("added_on")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class ShelterStay(Described):
    """One person's bed from a day on, until they leave. While they have it nobody else
    does.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    bed = models.ForeignKey(Bed, models.PROTECT, related_name="stays")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    state = models.CharField(max_length=16)
    from_on = models.DateField()
    until_on = models.DateField(null=True)  # the day of leaving
    expected_until = models.DateField(null=True)
    entitlement = models.ForeignKey(
        PersonEntitlement,
        models.PROTECT,
        null=True,
        related_name="stays",
    )
    exception = models.CharField(
        max_length=16,
        blank=True,
    )  # why a bed that is for others
    reason = models.CharField(max_length=32, blank=True)
    destination = models.CharField(max_length=32, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person"], name="stay_by_person"),
            models.Index(fields=["agency", "state"], name="stay_by_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                name="stay_state",
                condition=Q(state__in=["expected", "in", "left", "cancelled"]),
            ),
            models.CheckConstraint(
                name="left_on_a_day",
                condition=Q(until_on__isnull=True) ^ Q(state="left"),
            ),
            models.CheckConstraint(
                name="left_after_coming",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="left_for_a_reason_to_somewhere",
                condition=~Q(state="left") | (~Q(reason="") & ~Q(destination="")),
            ),
            models.CheckConstraint(
                name="did_not_come_for_a_reason",
                condition=~Q(state="cancelled") | ~Q(reason=""),
            ),
            ExclusionConstraint(
                name="one_person_a_bed",
                expressions=[
                    ("bed", RangeOperators.EQUAL),
                    (Days("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(state="cancelled"),
            ),
            ExclusionConstraint(
                name="one_bed_a_person",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (Days("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(state="cancelled"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
