"""Who may report on what belongs to an agency, and the steps that were reported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.models import Step
from sala.access.permissions import ALLOWED, Decision, may
from sala.access.steps import history_step
from sala.countries.queries import in_language
from sala.kit import history
from sala.kit.rows import row_of
from sala.kit.states import States
from sala.partnership.models import ObjectiveStep, RecommendationStep
from sala.partnership.states import SECRETARIAT

EDIT, WORK, VIEW = (
    "partnership.plan.edit",
    "partnership.work.record",
    "partnership.work.view",
)


@dataclass(frozen=True)
class ReportedStep:
    """A step: what was done on a day, by which agency."""

    step: int
    move: str
    state: str
    happened_on: date
    reason: str
    note: str
    agency: str
    recorded_by: str


def state_on(steps: Iterable[ReportedStep], table: States, day: date) -> str:
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


def allowed_moves(
    by: Actor,
    agency: UUID | None,
    table: States,
    state: str,
) -> tuple[str, ...]:
    """The moves that the actor may make on what belongs to an agency."""
    return tuple(move for move in table.moves_from(state) if may_move(by, agency, move))


T = TypeVar("T", bound=Step)


def reported_steps(steps: Iterable[T]) -> list[T]:
    """The steps that were reported of a thing, in their order: all that count, but its
    making.
    """
    known = {step.id: step for step in steps}
    counting = history.effective_steps(map(history_step, known.values()))
    return [known[step.key] for step in counting if not step.opening]


def step_rows(
    steps: Iterable[ObjectiveStep | RecommendationStep],
) -> list[ReportedStep]:
    """Steps as values."""
    return [
        row_of(
            ReportedStep,
            step,
            step=number,
            happened_on=step.happened_on or timezone.localdate(step.recorded_at),
            agency=in_language(step.agency.names),
            recorded_by=step.recorded_by.full_name,
        )
        for number, step in enumerate(steps, 1)
    ]
