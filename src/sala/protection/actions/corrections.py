"""Putting right what was recorded by mistake: the last step is taken back, by a step
that names it and says why. Then what is right is recorded as anything else.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.models import Step
from sala.access.permissions import may, require
from sala.access.steps import (
    StepEntry,
    last_step,
    place_of,
    steps_that_count,
    take_step,
)
from sala.kit.saving import refuse_on_violation
from sala.kit.states import NotAllowedError
from sala.protection.actions.entitlements import owe_again
from sala.protection.actions.plans import keep_version, next_version
from sala.protection.actions.returns import own_return
from sala.protection.models import (
    FollowUp,
    PersonEntitlement,
    PlanGoal,
    ShelterStay,
    SupportPlan,
)
from sala.protection.rules.corrections import CORRECTED, FELL_AWAY
from sala.protection.states import ENTITLEMENT, PLAN, STAY


@transaction.atomic
def correct_follow_up(
    *,
    by: Actor,
    at: datetime,
    follow_up: UUID,
    reason: str,
) -> None:
    """Take back what was recorded of a follow-up, be it that somebody is exploited
    again: it is to be done, or was missed, as before.

    Raises `FollowUp.DoesNotExist`, `NotAllowedError` where nothing was recorded, and
    `ValidationError` without a reason.
    """
    require(may(by, "protection.return.change"))
    row = FollowUp.objects.exclude(reason=FELL_AWAY).get(id=follow_up)
    before, _last = _last_two_steps(row)
    missed = before.move == "miss"  # who says so again is who takes the rest back
    columns = {
        "happened_on": None,
        "manner": "",
        "found": "",
        "recorded_by_id": by.user if missed else None,
        "recorded_at": at if missed else None,
    }
    _take_back(row, by=by, at=at, reason=reason, columns=columns)


@transaction.atomic
def correct_entitlement(
    *,
    by: Actor,
    at: datetime,
    entitlement: UUID,
    reason: str,
    version: int,
) -> None:
    """Take back what was recorded last of a right: it is again what it was before. What
    was given is put right by striking the service out, or by a step of its own.

    Raises `PersonEntitlement.DoesNotExist`, `NotAllowedError` for one that is only
    open, or given, `ChangedMeanwhileError`, and `ValidationError` without a reason, or
    where a service that was given rests on it.
    """
    require(may(by, "protection.entitlement.change"))
    row = PersonEntitlement.objects.get(id=entitlement)
    if row.state == "given":
        raise NotAllowedError(ENTITLEMENT.noun, row.state, "be put right")
    before, last = _last_two_steps(row)
    if last.move == "accept" and row.services.filter(struck_at=None).exists():
        message = _("A service is recorded that gives it. Strike that one out first.")
        raise ValidationError({"reason": message})
    agency = None if before.opening else before.agency_id
    _take_back(
        row,
        by=by,
        at=at,
        reason=reason,
        version=version,
        columns={"agency_id": agency},
    )


@transaction.atomic
def correct_plan(
    *,
    by: Actor,
    at: datetime,
    plan: UUID,
    reason: str,
    version: int,
) -> None:
    """Take back that a plan of support was ended: it goes on as it stood.

    Raises `SupportPlan.DoesNotExist`, `NotAllowedError` for one that goes on,
    `ChangedMeanwhileError`, and `ValidationError` without a reason, or where another
    plan was begun meanwhile.
    """
    require(may(by, "protection.plan.change"))
    row = SupportPlan.objects.get(id=plan)
    if row.state != "ended":
        raise NotAllowedError(PLAN.noun, row.state, "be put right")
    begun = _("Another plan of this person was begun by now. End that one first.")
    with refuse_on_violation("one_plan_at_a_time", ValidationError({"reason": begun})):
        _take_back(row, by=by, at=at, reason=reason, version=version, columns={})
    keep_version(by, at, row)


@transaction.atomic
def correct_goal(
    *,
    by: Actor,
    at: datetime,
    goal: UUID,
    reason: str,
    version: int,
) -> None:
    """Take back that a goal was reached or dropped: it is to be reached, as before.

    `version` is the plan's. Raises `PlanGoal.DoesNotExist`, `NotAllowedError` for one
    that is open or whose plan is ended, `ChangedMeanwhileError`, and `ValidationError`
    without a reason.
    """
    require(may(by, "protection.plan.change"))
    kept = PlanGoal.objects.get(id=goal)
    _check_reason(reason)
    before, last = _last_two_steps(kept)
    row, entry = next_version(
        by,
        at,
        kept.plan_id,
        version,
        move="go_on" if last.move == "reach" else "change",
        entry=_correction_entry(last, reason),
    )
    take_step(
        kept,
        "",
        by=by,
        at=at,
        reason=reason,
        corrects=last.id,
        entry=entry,
        columns={"reason": before.reason},
    )
    keep_version(by, at, row)


@transaction.atomic
def correct_return(
    *,
    by: Actor,
    at: datetime,
    returned: UUID,
    reason: str,
    version: int,
) -> None:
    """Take back what was recorded last of a return: who went is still to go, what the
    other country agreed to is not agreed, and what was given up is planned again.
    Follow-ups that nobody has done yet fall away with the return.

    Raises `Return.DoesNotExist` for one that is another agency's, `NotAllowedError` for
    one that is only planned, `ChangedMeanwhileError`, and `ValidationError` without a
    reason, or where another return is planned meanwhile.
    """
    require(may(by, "protection.return.change"))
    row = own_return(by, returned)
    columns: dict[str, dict[str, object]] = {
        "go": {"happened_on": None},
        "confirm": {"confirmed_on": None, "reference": ""},
    }
    _before, last = _last_two_steps(row)
    planned = _(
        "Another return of this person is planned by now. Finish or cancel it first.",
    )
    with refuse_on_violation("one_planned_return", ValidationError(planned)):
        step = _take_back(
            row,
            by=by,
            at=at,
            reason=reason,
            version=version,
            columns=columns.get(last.move, {}),
        )
    if last.move == "go":
        _drop_follow_ups(by, at, returned, step)


def _drop_follow_ups(by: Actor, at: datetime, returned: UUID, step: Step) -> None:
    """Who did not go is not asked after."""
    for due in FollowUp.objects.filter(returned_id=returned, state="due"):
        take_step(
            due,
            "miss",
            by=by,
            at=at,
            reason=FELL_AWAY,
            entry=place_of(step),
            columns={"recorded_by_id": by.user, "recorded_at": at},
        )


@transaction.atomic
def correct_stay(
    *,
    by: Actor,
    at: datetime,
    stay: UUID,
    reason: str,
    version: int,
) -> None:
    """Take back what was recorded last of a stay: who left is still there, who came is
    only expected, and whose bed was given free has it again. What a stay that never
    was had fulfilled is owed again.

    Raises `ShelterStay.DoesNotExist` for one of another agency, `NotAllowedError` for
    one that is only expected, `ChangedMeanwhileError`, and `ValidationError` without a
    reason, or where the bed or the person is taken meanwhile.
    """
    require(may(by, "protection.stay.change"))
    row = ShelterStay.objects.get(id=stay, agency_id=by.agency)
    _check_reason(reason)
    last = last_step(row)
    with _still_free():
        if last.opening:
            _hold_instead(row, by=by, at=at, reason=reason, version=version)
        else:
            left = {"until_on": None, "destination": ""}
            columns = left if last.move == "leave" else {}
            _take_back(
                row, by=by, at=at, reason=reason, version=version, columns=columns
            )
    if last.move == "come" and row.entitlement_id is not None:
        owe_again(by=by, at=at, entitlement=row.entitlement_id)


def _hold_instead(
    row: ShelterStay, *, by: Actor, at: datetime, reason: str, version: int
) -> None:
    """Say that a bed that was given at once was only held: a stay begins somehow."""
    last = last_step(row)
    if last.move != "come":
        raise NotAllowedError(STAY.noun, row.state, "be put right")
    take_step(
        row,
        "hold",
        by=by,
        at=at,
        version=version,
        happened_on=last.happened_on,
        reason=reason,
        corrects=last.id,
        entry=_correction_entry(last, reason),
        columns={"reason": ""},
    )


@contextmanager
def _still_free() -> Iterator[None]:
    """Say in words that the bed has somebody else by now, or the person another bed."""
    taken = _("Somebody else has this bed on these days by now. Put that right first.")
    elsewhere = _(
        "The person has another bed on these days by now. Put that right first."
    )
    with (
        refuse_on_violation("one_person_a_bed", ValidationError({"reason": taken})),
        refuse_on_violation("one_bed_a_person", ValidationError({"reason": elsewhere})),
    ):
        yield


def _last_two_steps(row: Any) -> tuple[Step, Step]:
    """The last step that counts, which is to be taken back, and the one before it."""
    taken = steps_that_count(row)
    if len(taken) == 1:
        raise NotAllowedError(type(taken[0]).states.noun, row.state, "be put right")
    return taken[-2], taken[-1]


def _take_back(
    row: Any,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    columns: Mapping[str, object],
    version: int | None = None,
) -> Step:
    """Say of the last step that counts that it never was: the thing is again what the
    step before it said.
    """
    _check_reason(reason)
    before, last = _last_two_steps(row)
    return take_step(
        row,
        "",
        by=by,
        at=at,
        version=version,
        reason=reason,
        corrects=last.id,
        entry=_correction_entry(last, reason),
        columns={"reason": before.reason} | dict(columns),
    )


def _correction_entry(corrected: Step, reason: str) -> StepEntry:
    """What the ledger says of a correction: which step it takes back, and why."""
    return StepEntry(
        f"protection.{corrected.ledger_kind}_corrected",
        {"reason": reason, "taken_back": corrected.move},
    )


def _check_reason(reason: str) -> None:
    if reason not in CORRECTED:
        raise ValidationError({"reason": _("Choose what was wrong.")})
