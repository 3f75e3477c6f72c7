"""What arrived sealed, and what is still being written."""

import uuid

from django.db import models
from django.db.models import Q

from sala.access.models import Agency, User
from sala.screening.models.operations import Operation
from sala.vault.sealed_columns import SealedBytes


class Envelope(models.Model):
    """What arrived, as it arrived: sealed, once, never changed; set aside when not
    understood.

    The body stays while it is set aside, or closed without being taken in; and where
    somebody put it right, until the person is erased: what arrived is not theirs to
    destroy. What was taken in as it came stands in the person's record alone, under the
    person's own key. No body keeps a key in use but one that is set aside. `holder` has
    it in hand after a supervisor handed it over; before, whoever sent it. `sent_as` is
    the id it came with, where that was somebody else's already.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    sent_as = models.UUIDField(null=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    body = SealedBytes(default=b"", use="envelope")
    state = models.CharField(max_length=16, default="received")
    fault = models.CharField(max_length=64, blank=True)
    holder = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    moved_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    moved_at = models.DateTimeField(null=True)
    moved_reason = models.CharField(max_length=32, blank=True)  # a code

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="envelope_state",
                condition=Q(state__in=["received", "processed", "set_aside", "closed"]),
            ),
            models.CheckConstraint(
                name="envelope_closed_with_reason",
                condition=~Q(state="closed") | ~Q(moved_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ScreeningDraft(models.Model):
    """A screening that is being written in the browser, sealed, until it is sent or
    thrown away.

    Only who writes it sees it, and three days after it was last saved nobody: it is
    forgotten. `corrects` is the envelope whose content it puts right: handed on, the
    draft goes, and whoever has it then opens it anew.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    operation = models.ForeignKey(
        Operation,
        models.CASCADE,
        null=True,
        related_name="+",
    )
    instrument = models.CharField(max_length=32)
    instrument_version = models.CharField(max_length=32)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sealed = SealedBytes(use="draft")
    corrects = models.ForeignKey(
        Envelope,
        models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        indexes = [
            models.Index(fields=["written_by", "-saved_at"], name="draft_by_officer"),
        ]

    def __str__(self) -> str:
        return str(self.id)
