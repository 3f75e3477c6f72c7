"""The action plans, their objectives, and how far each is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries.queries import in_language
from sala.kit.rows import row_of
from sala.partnership.models import ActionPlan, Objective, ObjectiveStep
from sala.partnership.queries.steps import (
    EDIT,
    VIEW,
    ReportedStep,
    allowed_moves,
    reported_steps,
    state_on,
    step_rows,
)
from sala.partnership.rules import plans as rules
from sala.partnership.states import OBJECTIVE, PLAN


@dataclass(frozen=True)
class ActionPlanRow:
    """An action plan."""

    id: UUID
    title: str
    titles: dict[str, str]
    from_on: date
    to_on: date
    state: str
    version: int
    moves: tuple[str, ...]


@dataclass(frozen=True)
class MeasuredStep(ReportedStep):
    """Progress on an objective; `measured` is None where nobody measured."""

    measured: int | None


@dataclass(frozen=True)
class ObjectiveRow:
    """An objective and how far it is."""

    id: UUID
    plan_id: UUID
    number: str
    text: str
    texts: dict[str, str]
    indicator: str
    indicators: dict[str, str]
    target: int | None
    agency_id: UUID
    agency_code: str
    agency: str
    due_on: date
    version: int
    state: str
    steps: tuple[MeasuredStep, ...]
    moves: tuple[str, ...]

    @property
    def measured(self) -> int | None:
        """What was measured last; None where nobody did."""
        said = [step.measured for step in self.steps if step.measured is not None]
        return said[-1] if said else None

    @property
    def reached(self) -> float | None:
        """How much of the target is reached, in hundredths."""
        return rules.share_reached(self.measured, self.target)

    def shown_state(self, day: date) -> str:
        """Its state on a day, or that it was late."""
        return rules.shown_state(state_on(self.steps, OBJECTIVE, day), self.due_on, day)


def load_plans(*, by: Actor) -> list[ActionPlanRow]:
    """Every action plan, the latest first."""
    require(may(by, VIEW))
    return [_plan_row(by, row) for row in ActionPlan.objects.order_by("-from_on", "id")]


def load_plan(*, by: Actor, key: UUID) -> ActionPlanRow | None:
    """One action plan."""
    require(may(by, VIEW))
    row = ActionPlan.objects.filter(id=key).first()
    return _plan_row(by, row) if row else None


def plan_of(*, by: Actor, on: date) -> ActionPlanRow | None:
    """The plan that was adopted for a day, the latest where there were two; a draft is
    none.
    """
    require(may(by, VIEW))
    found = ActionPlan.objects.filter(from_on__lte=on, to_on__gte=on).exclude(
        state="draft",
    )
    row = found.order_by("-from_on").first()
    return _plan_row(by, row) if row else None


def load_objectives(*, by: Actor, plan: UUID | None = None) -> list[ObjectiveRow]:
    """The objectives of a plan, or of all plans in force, in the order of their
    numbers.
    """
    require(may(by, VIEW))
    found = Objective.objects.filter(plan__state="in_force")
    if plan:
        found = Objective.objects.filter(plan_id=plan)
    return sorted(_objective_rows(by, found), key=lambda row: in_order(row.number))


def load_objective(*, by: Actor, key: UUID) -> ObjectiveRow | None:
    """One objective."""
    require(may(by, VIEW))
    return next(iter(_objective_rows(by, Objective.objects.filter(id=key))), None)


def in_order(number: str) -> list[tuple[int, str]]:
    """A number such as 2.10 by its parts, so that it comes after 2.9."""
    return [
        (int(p) if p.isdecimal() else 0, p) for p in number.replace("-", ".").split(".")
    ]


def _plan_row(by: Actor, row: ActionPlan) -> ActionPlanRow:
    return row_of(
        ActionPlanRow,
        row,
        title=in_language(row.titles),
        moves=PLAN.moves_from(row.state) if may(by, EDIT) else (),
    )


def _objective_rows(by: Actor, found: QuerySet[Objective]) -> list[ObjectiveRow]:
    steps = ObjectiveStep.objects.select_related(
        "agency",
        "recorded_by",
    )
    rows = found.select_related("agency").prefetch_related(Prefetch("steps", steps))
    return [_objective_row(by, row) for row in rows]


def _objective_row(by: Actor, row: Objective) -> ObjectiveRow:
    kept = reported_steps(row.steps.all())
    steps = tuple(
        MeasuredStep(**vars(told), measured=step.measured)
        for told, step in zip(step_rows(kept), kept, strict=True)
    )
    return row_of(
        ObjectiveRow,
        row,
        text=in_language(row.texts),
        indicator=in_language(row.indicators),
        agency_code=row.agency.code,
        agency=in_language(row.agency.names),
        steps=steps,
        moves=allowed_moves(by, row.agency_id, OBJECTIVE, row.state),
    )
