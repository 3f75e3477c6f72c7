"""Requests to and from other countries."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.access.seats import get_seated_row
from sala.access.steps import StepEntry, begin_history, take_step
from sala.prosecution.actions.common import (
    case_entry,
    naming_day,
    new_code,
    record_event,
    require_choice,
    worked_case,
)
from sala.prosecution.models import CooperationRequest, CooperationStep
from sala.prosecution.rules import cooperation as rules
from sala.prosecution.states import COOPERATION


@dataclass(frozen=True)
class CooperationInput:
    """What one country asks of another."""

    direction: str
    country: str
    kind: str
    made_on: date
    due_on: date | None = None


@transaction.atomic
def record_cooperation(
    *,
    by: Actor,
    at: datetime,
    wanted: CooperationInput,
    case: UUID | None = None,
) -> UUID:
    """Record a request to or from another country, within a case or before there is
    one.
    """
    require(may(by, "prosecution.cooperation.change"))
    _check_request(wanted, timezone.localdate(at))
    if case is not None:
        worked_case(case)
    made = CooperationRequest(
        code=new_code(CooperationRequest.objects.all()),
        agency_id=by.agency,
        case_id=case,
        direction=wanted.direction,
        country=wanted.country,
        kind=wanted.kind,
        made_on=wanted.made_on,
        due_on=wanted.due_on,
        state_since=wanted.made_on,
        recorded_by_id=by.user,
        recorded_at=at,
        changed_by_id=by.user,
        changed_at=at,
    )
    made.save(force_insert=True)
    if case is not None:
        kind = f"cooperation_{wanted.direction}"
        record_event(
            by=by,
            at=at,
            case=case,
            kind=kind,
            on=wanted.made_on,
            about=made.id,
        )
    said = _entry_of("cooperation_recorded", made)
    entry = record(
        by=by,
        action=said.action,
        kind="cooperation",
        subject=made.id,
        detail=said.detail,
    )
    begin_history(made, by=by, at=at, entry=entry, happened_on=wanted.made_on)
    return made.id


@transaction.atomic
def move_cooperation(
    *,
    by: Actor,
    at: datetime,
    request: UUID,
    way: str,
    on: date,
) -> None:
    """Acknowledge, answer, refuse or withdraw a request, on a day: a move of it."""
    found: CooperationRequest = get_seated_row(
        CooperationStep,
        COOPERATION,
        way,
        by=by,
        key=request,
    )
    after = COOPERATION.after(found.state, way)
    if not found.state_since <= on <= timezone.localdate(at):
        message = _("Choose a day between the last change and today.")
        raise ValidationError({"on": message})
    with naming_day("on"):
        take_step(
            found,
            way,
            by=by,
            at=at,
            happened_on=on,
            entry=_entry_of(f"cooperation_{after}", found),
            columns={"state_since": on},
        )
    if found.case_id is not None:
        kind = f"cooperation_{after}"
        record_event(
            by=by,
            at=at,
            case=found.case_id,
            kind=kind,
            on=on,
            about=request,
        )


def _entry_of(action: str, about: CooperationRequest) -> StepEntry:
    if about.case_id is not None:
        return case_entry(action, about.case_id)
    return StepEntry(f"prosecution.{action}", {})


def _check_request(wanted: CooperationInput, today: date) -> None:
    require_choice(
        "direction", wanted.direction, rules.DIRECTIONS, _("Choose who asks whom.")
    )
    require_choice("kind", wanted.kind, rules.KINDS, _("Choose what is asked for."))
    if not wanted.country:
        raise ValidationError({"country": _("Choose the country.")})
    if wanted.made_on > today:
        raise ValidationError({"made_on": _("This day is in the future.")})
    if wanted.due_on is not None and wanted.due_on < wanted.made_on:
        raise ValidationError(
            {"due_on": _("The answer is due after the request is made.")},
        )
