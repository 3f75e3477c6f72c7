"""Moves of nouns with seats: what a page offers to whom, and the move itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.models import Step
from sala.access.permissions import Decision, may, require
from sala.access.steps import noun_model, take_step
from sala.kit.seated_states import SeatedStates


@dataclass(frozen=True)
class OfferedMove:
    """A move that the actor's seat has in this state, and whether the actor may make
    it: the decision says why not.
    """

    name: str
    button: str | Promise
    reasons: tuple[str, ...]
    decision: Decision


def offered_moves(
    states: SeatedStates,
    *,
    by: Actor,
    row: Any,
) -> tuple[OfferedMove, ...]:
    """The moves that go from a row's state, of the seats of the actor's agency."""
    return tuple(_offered(states, by, row))


def _offered(states: SeatedStates, by: Actor, row: Any) -> Iterator[OfferedMove]:
    for name in states.moves_from(row.state):
        terms = states.terms[name]
        if getattr(row, states.seats[terms.seat]) == by.agency_id:
            decision = may(by, terms.permission)
            yield OfferedMove(name, terms.button, terms.reasons, decision)


def get_seated_row(
    model: type[Step],
    states: SeatedStates,
    move: str,
    *,
    by: Actor,
    key: UUID,
) -> Any:
    """The row that the actor may move so: by their role, and from the seat of the move.

    Raises `RefusedError`, or `DoesNotExist` where the actor's agency has no such seat.
    """
    terms = states.terms[move]
    require(may(by, terms.permission))
    seat = {states.seats[terms.seat]: by.agency}
    return noun_model(model)._default_manager.get(id=key, **seat)  # noqa: SLF001


def take_seated_step(
    model: type[Step],
    states: SeatedStates,
    move: str,
    *,
    by: Actor,
    at: datetime,
    key: UUID,
    reason: str = "",
) -> Step:
    """Make a move as its declaration says; the law tells the other seats.

    Raises what `get_seated_row` and `take_step` raise, and `ValidationError` on
    `reason` where one of the declared reasons is wanted.
    """
    row = get_seated_row(model, states, move, by=by, key=key)
    if reason not in (states.terms[move].reasons or ("",)):
        raise ValidationError({"reason": _("Choose why.")})
    return take_step(row, move, by=by, at=at, reason=reason)
