"""What one person answered on one day, and what the officer concluded."""

from django.db import models
from django.db.models import Q

from sala.access.models import Agency, User
from sala.people.described import Described
from sala.people.models import Person
from sala.screening.models.operations import Operation
from sala.vault.sealed_columns import SealedBytes


class Screening(Described):
    """One person's answers to one instrument on one day, and what the officer
    concluded.

    `dimensions` are those that the rule calls positive: reasons, not a verdict.
    `sent_on_at` says since when an authority or another agency has been asked to act
    for the person. `corrected_by` put it right after it had been set aside, and sent it
    so; the envelope keeps what arrived.
    """

    id = models.UUIDField(primary_key=True, editable=False)  # made where it was written
    receipt = models.CharField(max_length=10, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    operation = models.ForeignKey(
        Operation,
        models.PROTECT,
        null=True,
        related_name="screenings",
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    screened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    corrected_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    instrument = models.CharField(max_length=32)
    instrument_version = models.CharField(max_length=32)
    written_at = models.DateTimeField()
    received_at = models.DateTimeField()
    place_code = models.CharField(max_length=32, blank=True)
    alone = models.CharField(max_length=8, blank=True)  # yes, no or not recorded
    interpreter = models.CharField(max_length=16, blank=True)
    urgent = models.JSONField(default=list)  # codes of urgent needs
    outcome = models.CharField(max_length=16)  # indicated, not_indicated, not_known
    dimensions = models.JSONField(default=list)
    sent_on_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="screening_outcome",
                condition=Q(outcome__in=["indicated", "not_indicated", "not_known"]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency"],
                name="screening_not_sent_on",
                condition=Q(outcome="indicated", sent_on_at=None),
            ),
            models.Index(fields=["person", "-written_at"], name="screening_by_person"),
            models.Index(fields=["agency", "-received_at"], name="screening_by_agency"),
            models.Index(
                fields=["screened_by", "received_at"],
                name="screening_by_officer",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt


class ScreeningAnswers(models.Model):
    """The answers of a screening, sealed under the person's key, apart from its
    result.
    """

    screening = models.OneToOneField(Screening, models.CASCADE, primary_key=True)
    sealed = SealedBytes(use="screening")

    def __str__(self) -> str:
        return str(self.screening_id)
