"""Moves of nouns with seats: what a page offers to whom, and the move itself."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.law.seats import seat_sql
from sala.access.models import Step
from sala.access.permissions import Decision, may, require
from sala.access.steps import noun_model, take_step
from sala.kit.seated_states import SeatedStates
from sala.kit.states import NotAllowedError


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
    sits_in: Collection[str] = (),
) -> tuple[OfferedMove, ...]:
    """The moves that go from a row's state, of the seats of the actor's agency.

    `sits_in` are the seats of a rule that the actor has, as the room knows.
    """
    columns = states.seat_columns.items()
    held = {seat for seat, column in columns if getattr(row, column) == by.agency_id}
    return tuple(_offered_moves(states, by, row.state, held.union(sits_in)))


def _offered_moves(
    states: SeatedStates,
    by: Actor,
    state: str,
    held: set[str],
) -> Iterator[OfferedMove]:
    for name in states.moves_from(state):
        terms = states.terms[name]
        if terms.seat in held:
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

    Raises `NotAllowedError` for a move that there is not, `RefusedError`, or
    `DoesNotExist` where the actor has no such seat: what they see of it and may not
    move is not told from what there is not.
    """
    if move not in states.terms:
        raise NotAllowedError(states.noun, "", move)
    terms, rows = states.terms[move], noun_model(model)
    require(may(by, terms.permission))
    table = rows._meta.db_table  # noqa: SLF001 Django's own door
    held = RawSQL(  # noqa: S611 SQL of the declaration, no word of anybody
        seat_sql(states, terms.seat, f"{table}."),
        (),
        BooleanField(),
    )
    return rows._default_manager.filter(held).get(id=key)  # noqa: SLF001


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
