"""The investigations of a case; there may be several."""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.access.roles import Role
from sala.access.steps import begin_history, take_step
from sala.prosecution import policy
from sala.prosecution.actions.common import (
    case_entry,
    enter_in_ledger,
    naming_day,
    record_event,
    worked_case,
)
from sala.prosecution.models import Investigation
from sala.prosecution.rules import cases as rules
from sala.prosecution.states import INVESTIGATION

REASONS = {
    "suspend": rules.SUSPENDED_REASONS,
    "close": rules.INVESTIGATION_CLOSED_REASONS,
}


@transaction.atomic
def open_investigation(
    *,
    by: Actor,
    at: datetime,
    case: UUID,
    opened_on: date,
) -> UUID:
    """Open an investigation in a case."""
    require(may(by, "prosecution.investigation.change"))
    found = worked_case(case)
    if by.role != Role.INVESTIGATOR or found.state != "open":
        raise ValidationError(
            {"opened_on": _("Only an investigator opens one, in an open case.")},
        )
    _check_day("opened_on", opened_on, timezone.localdate(at))
    made = Investigation.objects.create(
        case_id=case,
        agency_id=by.agency,
        opened_on=opened_on,
        state_since=opened_on,
        opened_by_id=by.user,
        changed_by_id=by.user,
        changed_at=at,
    )
    record_event(
        by=by,
        at=at,
        case=case,
        kind="investigation_opened",
        on=opened_on,
        about=made.id,
    )
    entry = enter_in_ledger(
        by=by,
        action="investigation_opened",
        case=case,
        kind="investigation",
        subject=made.id,
    )
    begin_history(made, by=by, at=at, entry=entry, happened_on=opened_on)
    return made.id


@transaction.atomic
def move_investigation(
    *,
    by: Actor,
    at: datetime,
    investigation: UUID,
    way: str,
    on: date,
    reason: str = "",
) -> None:
    """Suspend, resume, submit, return or close an investigation: a move of its table.

    Suspending and closing need a reason of their list. Raises `NotAllowedError` where
    its state has no such move, `ChangedMeanwhileError` where somebody else was faster.
    """
    require(may(by, "prosecution.investigation.change"))
    found = Investigation.objects.get(id=investigation)
    INVESTIGATION.after(found.state, way)
    _check_role(by, way)
    if reason not in REASONS.get(way, ("",)):
        raise ValidationError({"reason": _("Choose a reason that fits.")})
    _check_day("on", on, timezone.localdate(at), earliest=found.state_since)
    kind = f"investigation_{WORDS[way]}"
    with naming_day("on"):
        take_step(
            found,
            way,
            by=by,
            at=at,
            happened_on=on,
            reason=reason,
            entry=case_entry(
                kind,
                found.case_id,
                {"reason": reason} if reason else {},
            ),
            columns={"state_since": on},
        )
    record_event(
        by=by,
        at=at,
        case=found.case_id,
        kind=kind,
        on=on,
        about=investigation,
    )


def _check_role(by: Actor, way: str) -> None:
    if not policy.may_move_investigation(by, way):
        raise ValidationError(
            {
                "way": _("This is for the prosecutor.")
                if way == "return"
                else _("This is for the investigator."),
            },
        )


WORDS = {
    "suspend": "suspended",
    "resume": "resumed",
    "submit": "submitted",
    "return": "returned",
    "close": "closed",
}


def _check_day(
    field: str,
    day: date,
    today: date,
    earliest: date | None = None,
) -> None:
    if day > today:
        raise ValidationError({field: _("This day is in the future.")})
    if earliest is not None and day < earliest:
        raise ValidationError({field: _("This day is before the last change.")})
