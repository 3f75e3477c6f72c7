"""A verdict that was recorded wrongly, and what became of a charge by mistake."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger.entries import EntryPlace
from sala.access.models import Step
from sala.access.permissions import may, require
from sala.access.seats import get_seated_row
from sala.access.steps import last_step, steps_that_count, take_step
from sala.kit.states import ChangedMeanwhileError
from sala.prosecution.actions.common import (
    enter_in_ledger,
    naming_day,
    require_choice,
)
from sala.prosecution.actions.courts import record_charge_event
from sala.prosecution.actions.verdicts import Judgment, check_judgment, write_verdict
from sala.prosecution.models import Charge, ChargeStep, Verdict
from sala.prosecution.rules import corrections as rules
from sala.prosecution.states import CHARGE


@transaction.atomic
def correct_verdict(
    *,
    by: Actor,
    at: datetime,
    verdict: UUID,
    reason: str,
    judgment: Judgment,
) -> UUID:
    """Record what a court said in the place of a verdict that was recorded wrongly:
    after an appeal, or once it is final, only whoever may say those.

    Raises `ValidationError` naming the field, and `ChangedMeanwhileError` where the
    verdict was put right already.
    """
    require_choice("reason", reason, rules.REASONS, _("Choose why."))
    wrong = Verdict.objects.get(id=verdict)
    charge: Charge = get_seated_row(
        ChargeStep, CHARGE, "judge", by=by, key=wrong.charge_id
    )
    steps = steps_that_count(charge)
    place = next((n for n, step in enumerate(steps) if step.id == verdict), None)
    if place is None:
        raise ChangedMeanwhileError
    later = steps[place + 1 :]
    if later:
        require(may(by, "prosecution.charge.file"))
    _check_new(wrong, judgment, later)
    today = timezone.localdate(at)
    check_judgment(charge, judgment, today, after=steps[place - 1])
    entry = _enter(by, charge, "verdict_corrected", reason, verdict=verdict)
    made = write_verdict(by, at, charge, judgment)
    again = _to_take_again(later, judgment)
    for step in reversed(again):
        take_back(by, at, charge, step, reason=reason, entry=entry)
    with naming_day("decided_on"):
        take_step(
            charge,
            "judge",
            by=by,
            at=at,
            happened_on=judgment.decided_on,
            reason=reason,
            says={"id": made.id},
            corrects=verdict,
            entry=entry,
        )
    for step in again:
        take_again(by, at, charge, step, entry=entry)
    record_charge_event(by, at, charge, "verdict_corrected", judgment.decided_on)
    return made.id


@transaction.atomic
def correct_charge(*, by: Actor, at: datetime, charge: UUID, reason: str) -> None:
    """Say that the last thing recorded of a charge never happened: a withdrawal, a
    verdict, an appeal, or that the verdict is final.

    Raises `ValidationError` where the charge was only filed.
    """
    found: Charge = get_seated_row(ChargeStep, CHARGE, "withdraw", by=by, key=charge)
    require(may(by, "prosecution.verdict.record"))
    require_choice("reason", reason, rules.REASONS, _("Choose why."))
    last = last_step(found)
    if last.opening:
        raise ValidationError({"reason": _("The charge was only filed.")})
    entry = _enter(by, found, "charge_corrected", reason)
    take_back(by, at, found, last, reason=reason, entry=entry)
    record_charge_event(by, at, found, "charge_corrected", timezone.localdate(at))


def take_back(
    by: Actor,
    at: datetime,
    charge: Charge,
    step: Step,
    *,
    reason: str,
    entry: EntryPlace,
) -> None:
    """Let a step of a charge count no more."""
    take_step(charge, "", by=by, at=at, reason=reason, corrects=step.id, entry=entry)


def take_again(
    by: Actor, at: datetime, charge: Charge, step: Step, *, entry: EntryPlace
) -> None:
    """Take a step of a charge anew, on the day it happened."""
    take_step(
        charge,
        step.move,
        by=by,
        at=at,
        happened_on=step.happened_on,
        precision=step.precision,
        entry=entry,
    )


def _to_take_again(later: list[Step], judgment: Judgment) -> list[Step]:
    """What came after a verdict, where it has their day now: it stands before them."""
    same_day = any(step.happened_on == judgment.decided_on for step in later)
    moved = same_day and all(step.move != "judge" for step in later)
    return later if moved else []


def _check_new(wrong: Verdict, judgment: Judgment, later: list[Step]) -> None:
    followed_on = later[0].happened_on if later else None
    if followed_on and judgment.decided_on > followed_on:
        message = _("Choose a day that is not after what came of it.")
        raise ValidationError({"decided_on": message})
    said = judgment.sentence
    recorded = (
        *(wrong.instance, wrong.outcome, wrong.decided_on, wrong.outside_reason),
        *(wrong.life, wrong.prison_months, wrong.suspended_months, wrong.fine),
    )
    if recorded == (
        *(judgment.instance, judgment.outcome, judgment.decided_on),
        judgment.outside_reason,
        *(said.life, said.prison_months, said.suspended_months, said.fine),
    ):
        raise ValidationError({"outcome": _("This is what is recorded already.")})


def _enter(
    by: Actor,
    charge: Charge,
    action: str,
    reason: str,
    **detail: UUID,
) -> EntryPlace:
    told = {name: str(key) for name, key in detail.items()}
    return enter_in_ledger(
        by=by,
        action=action,
        case=charge.case_id,
        kind="charge",
        subject=charge.id,
        detail={"reason": reason, **told},
    )
