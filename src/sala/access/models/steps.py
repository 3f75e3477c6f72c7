"""What happened to a thing, step by step: never changed, put right by another step."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from sala.access.models.agencies import Agency
from sala.access.models.users import User
from sala.kit.states import States
from sala.vault.sealed_columns import SealedBytes

PRECISIONS = ("day", "month", "year", "unknown")


class Step(models.Model):
    """One step of a noun with states, on the day it happened.

    A concrete table adds the key of its noun (`related_name="steps"`), and says which
    states it walks and how the ledger calls the noun. The steps of a thing stand in the
    order of the days they happened, then of their number; the opening one stands first,
    whenever it was. A step that another one corrects does not count, nor does one
    without a move, which only says that the corrected one never happened.

    A day that is only placed (`precision` is `unknown`) gives the step its turn and is
    in no figure.
    """

    states: ClassVar[States]
    noun_field: ClassVar[str]
    ledger_kind: ClassVar[str]
    # The column of the noun's own table that says why it stands as it does.
    reason_field: ClassVar[str] = "reason"
    # Columns of the noun's own table that change with a step and not otherwise.
    columns_of_moves: ClassVar[tuple[str, ...]] = ()
    # Whose entry else may be a step's own: the kind that the ledger calls it, and the
    # column of the noun's table that names it.
    entered_with: ClassVar[dict[str, str]] = {}
    # Moves that may lie before the day on which the thing was recorded.
    moves_before_opening: ClassVar[tuple[str, ...]] = ()
    # The column of the noun's own table that counts its changes.
    version_field: ClassVar[str] = "version"
    corrects_id: uuid.UUID | None
    objects: ClassVar[models.Manager[Any]] = models.Manager()

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    number = models.PositiveIntegerField()  # in the order in which they were recorded
    opening = models.BooleanField(default=False)
    move = models.CharField(max_length=24, blank=True)
    state = models.CharField(max_length=24, blank=True)  # after the move
    happened_on = models.DateField(null=True)
    precision = models.CharField(max_length=8, default="day")
    reason = models.CharField(max_length=32, blank=True)
    words = SealedBytes(null=True, use="words of a step")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="corrections",
    )
    ledger_lane = models.PositiveSmallIntegerField(null=True)
    ledger_seq = models.BigIntegerField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_precision",
                condition=Q(precision__in=PRECISIONS)
                & (Q(happened_on__isnull=False) | Q(precision="unknown")),
            ),
            models.CheckConstraint(
                name="%(class)s_moves_or_corrects",
                condition=(~Q(move="") & ~Q(state=""))
                | Q(move="", state="", corrects__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.state
