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
from sala.access.models import Step
from sala.access.permissions import require
from sala.access.steps import begin_history, take_step
from sala.kit.saving import refuse_future_day, refuse_on_violation, refuse_unknown_code
from sala.kit.states import ChangedMeanwhileError
from sala.kit.templatetags.kit import day
from sala.partnership.actions import common
from sala.partnership.models import ActionPlan, Objective
from sala.partnership.queries.steps import may_move
from sala.partnership.rules.plans import DROPPED
from sala.partnership.states import OBJECTIVE


@dataclass(frozen=True)
class ActionPlanInput:
    """A plan: what it is called, from when to when."""

    titles: Mapping[str, str]
    from_on: date
    to_on: date


@dataclass(frozen=True)
class ObjectiveInput:
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
class ProgressInput:
    """What became of an objective on a day, after the step that the reader had seen."""

    move: str
    happened_on: date
    step: int
    measured: int | None = None
    reason: str = ""
    note: str = ""


@transaction.atomic
def write_plan(*, by: Actor, at: datetime, plan: ActionPlanInput) -> UUID:
    """Write the draft of an action plan. Raises `ValidationError` naming the field."""
    common.require_secretariat(by)
    if plan.to_on < plan.from_on:
        raise ValidationError({"to_on": _("The plan does not end before it begins.")})
    made = ActionPlan.objects.create(
        titles=common.clean_texts("titles", plan.titles),
        from_on=plan.from_on,
        to_on=plan.to_on,
        **common.signature_columns(by, at),
    )
    entry = common.record_entry(by, "plan_written", "plan", made.id)
    begin_history(made, by=by, at=at, entry=entry)
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
    common.require_secretariat(by)
    row = ActionPlan.objects.get(id=plan)
    other = ValidationError(_("Another plan is in force. End it first."))
    with refuse_on_violation("one_plan_in_force", other):
        take_step(
            row,
            move,
            by=by,
            at=at,
            version=version,
            entry=common.step_entry(f"plan_{move}"),
        )


@transaction.atomic
def add_objective(
    *,
    by: Actor,
    at: datetime,
    plan: UUID,
    aim: ObjectiveInput,
) -> UUID:
    """Add an objective to a plan that has not ended.

    Raises `ActionPlan.DoesNotExist`, and `ValidationError` naming the field.
    """
    common.require_secretariat(by)
    row = ActionPlan.objects.exclude(state="ended").get(id=plan)
    if not aim.number.strip():
        raise ValidationError(
            {"number": _("Give the number of the objective, for example 2.1.")},
        )
    made = Objective(
        plan=row,
        number=aim.number.strip(),
        **_objective_columns(aim, row),
        **common.signature_columns(by, at),
    )
    taken = ValidationError({"number": _("The plan has an objective of this number.")})
    with refuse_on_violation("objective_number_once", taken):
        made.save(force_insert=True)
    entry = common.record_entry(by, "objective_added", "objective", made.id)
    begin_history(made, by=by, at=at, entry=entry)
    return made.id


@transaction.atomic
def change_objective(
    *,
    by: Actor,
    at: datetime,
    objective: UUID,
    aim: ObjectiveInput,
    version: int,
) -> None:
    """Change what an objective says, whose it is or until when; its number stays.

    Raises `Objective.DoesNotExist`, `ChangedMeanwhileError`, and `ValidationError`.
    """
    common.require_secretariat(by)
    row = Objective.objects.select_related("plan").get(id=objective)
    found = Objective.objects.filter(id=objective, version=version)
    if not found.update(version=version + 1, **_objective_columns(aim, row.plan)):
        raise ChangedMeanwhileError
    common.record_entry(by, "objective_changed", "objective", objective)


@transaction.atomic
def report_progress(
    *,
    by: Actor,
    at: datetime,
    objective: UUID,
    progress: ProgressInput,
) -> None:
    """Report progress on an objective of the actor's agency; the secretariat, on any.

    Raises `Objective.DoesNotExist` for one of another agency, `NotAllowedError`,
    `ChangedMeanwhileError`, and `ValidationError` naming the field.
    """
    common.require_worker(by)
    row = Objective.objects.get(id=objective)
    steps = common.reported_steps(row)
    if len(steps) != progress.step:
        raise ChangedMeanwhileError
    require(may_move(by, row.agency_id, progress.move))
    after = OBJECTIVE.after(row.state, progress.move)
    _check_progress(progress, after, at, steps)
    take_step(
        row,
        progress.move,
        by=by,
        at=at,
        happened_on=progress.happened_on,
        reason=progress.reason,
        entry=common.step_entry(
            "progress_reported",
            state=after,
            number=progress.measured,
            reason=progress.reason,
        ),
        says={"measured": progress.measured, "note": progress.note},
    )


def _objective_columns(aim: ObjectiveInput, plan: ActionPlan) -> dict[str, Any]:
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
        "texts": common.clean_texts("texts", aim.texts),
        "indicators": measured,
        "target": aim.target,
        "agency_id": common.open_agency_key("agency", aim.agency),
        "due_on": aim.due_on,
    }


def _check_progress(
    progress: ProgressInput,
    after: str,
    at: datetime,
    steps: list[Step],
) -> None:
    refuse_future_day("happened_on", progress.happened_on, at)
    common.refuse_before_last_step(progress.happened_on, steps)
    if after == "dropped":
        refuse_unknown_code("reason", progress.reason, DROPPED)
    elif progress.reason:
        message = _("A reason is only for what is dropped. Leave this empty.")
        raise ValidationError({"reason": message})
