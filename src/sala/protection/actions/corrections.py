"""Putting right what was recorded by mistake: the last step is taken back, by a step
that names it and says why. Then what is right is recorded as anything else.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.models import Step
from sala.access.permissions import may, require
from sala.access.steps import StepEntry, steps_that_count, take_step
from sala.kit.states import NotAllowedError
from sala.protection.models import FollowUp
from sala.protection.rules.corrections import CORRECTED


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
    row = FollowUp.objects.get(id=follow_up)
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
