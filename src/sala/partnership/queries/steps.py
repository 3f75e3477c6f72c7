"""Who may report on what belongs to an agency, and the steps that were reported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.permissions import ALLOWED, Decision, may
from sala.countries.queries import in_language
from sala.kit.states import States
from sala.partnership.models.common import Step
from sala.partnership.states import SECRETARIAT

EDIT, WORK, VIEW = (
    "partnership.plan.edit",
    "partnership.work.record",
    "partnership.work.view",
)


@dataclass(frozen=True)
class StepRow:
    """A step: what was done on a day, by which agency."""

    step: int
    move: str
    state: str
    happened_on: date
    reason: str
    note: str
    agency: str
    recorded_by: str


def state_on(steps: Iterable[StepRow], table: States, day: date) -> str:
    """The state on a day, by the steps until then."""
    past = [step.state for step in steps if step.happened_on <= day]
    return past[-1] if past else table.initial


def may_move(by: Actor, agency: UUID | None, move: str = "") -> Decision:
    """Whether the actor may make a move on what belongs to an agency: it may itself,
    but for what only the secretariat does; the secretariat may everything.
    """
    if may(by, EDIT):
        return ALLOWED
    allowed = may(by, WORK)
    if not allowed or (agency == by.agency_id and move not in SECRETARIAT):
        return allowed
    return Decision(
        False,
        "owner",
        _("This is for another agency, or for the secretariat."),
    )


def moves(
    by: Actor,
    agency: UUID | None,
    table: States,
    state: str,
) -> tuple[str, ...]:
    """The moves that the actor may make on what belongs to an agency."""
    return tuple(move for move in table.moves_from(state) if may_move(by, agency, move))


def step_rows(steps: Iterable[Step]) -> list[StepRow]:
    """Steps as values."""
    copied = ("step", "move", "state", "happened_on", "reason", "note")
    return [
        StepRow(
            **{name: getattr(step, name) for name in copied},
            agency=in_language(step.agency.names),
            recorded_by=step.recorded_by.full_name,
        )
        for step in steps
    ]
