"""The action plan, its objectives, and progress on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.permissions import require
from sala.kit.saving import chosen, not_later, refuse_on_violation
from sala.kit.states import ChangedMeanwhileError
from sala.kit.templatetags.kit import day
from sala.partnership.actions import common
from sala.partnership.models import ActionPlan, Objective, ObjectiveStep
from sala.partnership.queries.steps import may_move
from sala.partnership.rules.plans import DROPPED
from sala.partnership.states import OBJECTIVE, PLAN


@dataclass(frozen=True)
class Plan:
    """A plan: what it is called, from when to when."""

    titles: Mapping[str, str]
    from_on: date
    to_on: date


@dataclass(frozen=True)
class Aim:
    """An objective: its number and words, how it is measured, whose it is and until
    when.
    """

    number: str
    texts: Mapping[str, str]
    agency: str
    due_on: date
    indicators: Mapping[str, str]
    target: int | None = None


@dataclass(frozen=True)
class Progress:
    """What became of an objective on a day, after the step that the reader had seen."""

    move: str
    happened_on: date
    step: int
    measured: int | None = None
    reason: str = ""
    note: str = ""


@transaction.atomic
def write_plan(*, by: Actor, at: datetime, plan: Plan) -> UUID:
    """Write the draft of an action plan. Raises `ValidationError` naming the field."""
    common.keeping(by)
    if plan.to_on < plan.from_on:
        raise ValidationError({"to_on": _("The plan does not end before it begins.")})
    made = ActionPlan.objects.create(
        titles=common.worded("titles", plan.titles),
        from_on=plan.from_on,
        to_on=plan.to_on,
        **common.signed(by, at),
    )
    common.enter(by, "plan_written", "plan", made.id)
    return made.id


@transaction.atomic
def move_plan(
    *,
    by: Actor,
    at: datetime,
    plan: UUID,
    move: str,
    version: int,
) -> None:
    """Adopt a plan, or end it. Raises `NotAllowedError`, `ChangedMeanwhileError`, and
    `ValidationError` where another plan is in force.
    """
    common.keeping(by)
    row = ActionPlan.objects.get(id=plan)
    after = PLAN.after(row.state, move)
    found = ActionPlan.objects.filter(
        id=plan,
        version=version,
        state=row.state,
    )
    other = ValidationError(_("Another plan is in force. End it first."))
    with refuse_on_violation("one_plan_in_force", other):
        changed = found.update(state=after, version=version + 1)
    if not changed:
        raise ChangedMeanwhileError
    common.enter(by, f"plan_{move}", "plan", plan)


@transaction.atomic
def add_objective(
    *,
    by: Actor,
    at: datetime,
    plan: UUID,
    aim: Aim,
) -> UUID:
    """Add an objective to a plan that has not ended.

    Raises `ActionPlan.DoesNotExist`, and `ValidationError` naming the field.
    """
    common.keeping(by)
    row = ActionPlan.objects.exclude(state="ended").get(id=plan)
    if not aim.number.strip():
        raise ValidationError(
            {"number": _("Give the number of the objective, for example 2.1.")},
        )
    made = Objective(
        plan=row,
        number=aim.number.strip(),
        **_aimed(aim, row),
        **common.signed(by, at),
    )
    taken = ValidationError({"number": _("The plan has an objective of this number.")})
    with refuse_on_violation("objective_number_once", taken):
        made.save(force_insert=True)
    common.enter(by, "objective_added", "objective", made.id)
    return made.id


@transaction.atomic
def change_objective(
    *,
    by: Actor,
    at: datetime,
    objective: UUID,
    aim: Aim,
    version: int,
) -> None:
    """Change what an objective says, whose it is or until when; its number stays.

    Raises `Objective.DoesNotExist`, `ChangedMeanwhileError`, and `ValidationError`.
    """
    common.keeping(by)
    row = Objective.objects.select_related("plan").get(id=objective)
    found = Objective.objects.filter(id=objective, version=version)
    if not found.update(version=version + 1, **_aimed(aim, row.plan)):
        raise ChangedMeanwhileError
    common.enter(by, "objective_changed", "objective", objective)


@transaction.atomic
def report_progress(
    *,
    by: Actor,
    at: datetime,
    objective: UUID,
    progress: Progress,
) -> None:
    """Report progress on an objective of the actor's agency; the secretariat, on any.

    Raises `Objective.DoesNotExist` for one of another agency, `NotAllowedError`,
    `ChangedMeanwhileError`, and `ValidationError` naming the field.
    """
    common.working(by)
    row = Objective.objects.select_related("plan").get(id=objective)
    last = row.steps.order_by("step").last()
    if (last.step if last else 0) != progress.step:
        raise ChangedMeanwhileError
    require(may_move(by, row.agency_id, progress.move))
    after = OBJECTIVE.after(last.state if last else OBJECTIVE.initial, progress.move)
    _check(progress, after, at, last.happened_on if last else None)
    made = ObjectiveStep(
        objective=row,
        agency_id=by.agency,
        state=after,
        **vars(progress) | {"step": progress.step + 1},
        **common.signed(by, at),
    )
    with refuse_on_violation("objective_step", ChangedMeanwhileError()):
        made.save(force_insert=True)
    detail = {
        "state": after,
        "number": progress.measured,
        "reason": progress.reason,
    }
    common.enter(
        by,
        "progress_reported",
        "objective",
        objective,
        **detail,
    )


def _aimed(aim: Aim, plan: ActionPlan) -> dict[str, Any]:
    if not plan.from_on <= aim.due_on <= plan.to_on:
        message = _("The day lies within the plan: from %(since)s to %(until)s.")
        days = {"since": day(plan.from_on), "until": day(plan.to_on)}
        raise ValidationError({"due_on": message % days})
    measured = {
        code: text.strip() for code, text in aim.indicators.items() if text.strip()
    }
    if aim.target is not None and not measured:
        message = _("Say what the target counts.")
        raise ValidationError({"indicators": message})
    return {
        "texts": common.worded("texts", aim.texts),
        "indicators": measured,
        "target": aim.target,
        "agency_id": common.agency("agency", aim.agency),
        "due_on": aim.due_on,
    }


def _check(
    progress: Progress,
    after: str,
    at: datetime,
    before: date | None,
) -> None:
    not_later("happened_on", progress.happened_on, at)
    if before and progress.happened_on < before:
        raise ValidationError(
            {"happened_on": _("The day is not before the last step.")},
        )
    if after == "dropped":
        chosen("reason", progress.reason, DROPPED)
    elif progress.reason:
        message = _("A reason is only for what is dropped. Leave this empty.")
        raise ValidationError({"reason": message})
