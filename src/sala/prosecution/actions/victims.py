"""Whom a case is about, and asking for who they are where the case needs it."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.access.seats import get_seated_row
from sala.access.steps import take_step
from sala.kit.database_functions import ask_database
from sala.kit.states import ChangedMeanwhileError
from sala.people import codes
from sala.people.described import Described
from sala.prosecution.actions.common import (
    case_entry,
    enter_in_ledger,
    record_event,
    require_choice,
    worked_case,
)
from sala.prosecution.actions.restitution import claims_opened
from sala.prosecution.models import (
    CaseIdentityRequest,
    CaseVictim,
    Charge,
    IdentityRequestStep,
    RestitutionClaim,
)
from sala.prosecution.rules import cases as rules
from sala.prosecution.rules import corrections
from sala.prosecution.states import IDENTITY_REQUEST

# The database opens a record for no longer (law of `prosecution_answer_identity`).
LONGEST = timedelta(days=365)
DESCRIBED = ("sex", "age_group", "citizenship")


@transaction.atomic
def add_victim(
    *,
    by: Actor,
    at: datetime,
    case: UUID,
    code: str,
    sex: str = "",
    age_group: str = "",
    citizenship: str = "",
) -> UUID:
    """Name a victim of a case by the code of their record. It opens nothing of the
    record.

    Raises `ValidationError` when the code is nobody's, or the victim stands in the case
    already.
    """
    require(may(by, "prosecution.case.change"))
    worked_case(case)
    _check_description({"sex": sex, "age_group": age_group})
    digits = codes.parse_code(code) or ""
    made: UUID | None = ask_database(
        "prosecution_add_victim",
        case,
        digits,
        sex,
        age_group,
        citizenship,
    )
    if made is None:
        message = _(
            "No record with this code can be added, or it stands in the case already.",
        )
        raise ValidationError({"code": message})
    record_event(
        by=by,
        at=at,
        case=case,
        kind="victim_added",
        about=made,
    )
    enter_in_ledger(
        by=by,
        action="victim_added",
        case=case,
        kind="victim",
        subject=made,
    )
    claims_opened(by=by, at=at, case=case)
    return made


@transaction.atomic
def take_out_victim(*, by: Actor, at: datetime, victim: UUID, reason: str) -> None:
    """Say that a case is not about somebody who was named in it: they are no victim of
    it, their claim is none, and what was opened for its sake is closed.

    Raises `ValidationError` while a charge is about them, or something of their
    restitution is decided.
    """
    require(may(by, "prosecution.case.change"))
    require_choice("reason", reason, corrections.TAKEN_OUT, _("Choose why."))
    found = CaseVictim.objects.get(id=victim)
    worked_case(found.case_id)
    if Charge.objects.filter(victim_id=victim).exclude(state="withdrawn").exists():
        message = _("A charge is about this victim: put that right first.")
        raise ValidationError({"reason": message})
    if RestitutionClaim.objects.filter(victim_id=victim).exclude(state="open").exists():
        message = _("Their restitution is decided: put that right first.")
        raise ValidationError({"reason": message})
    if not ask_database("prosecution_take_out_victim", victim, reason):
        raise CaseVictim.DoesNotExist
    enter_in_ledger(
        by=by,
        action="victim_taken_out",
        case=found.case_id,
        kind="victim",
        subject=victim,
        detail={"reason": reason},
    )
    record_event(
        by=by,
        at=at,
        case=found.case_id,
        kind="victim_taken_out",
        about=victim,
    )


@transaction.atomic
def describe_victim(
    *,
    by: Actor,
    victim: UUID,
    now: Mapping[str, str],
    before: Mapping[str, str],
) -> None:
    """Correct what a case says of a victim's sex, age and citizenship.

    `before` is what the actor was shown. Raises `CaseVictim.DoesNotExist`, and
    `ChangedMeanwhileError` when the case says something else by now.
    """
    require(may(by, "prosecution.case.change"))
    _check_description(now)
    found = CaseVictim.objects.get(id=victim)
    known = {
        name: before.get(name) for name in DESCRIBED
    }  # what was not shown matches nothing
    changes = {name: now[name] for name in DESCRIBED}
    if not CaseVictim.objects.filter(id=victim, **known).update(**changes):
        raise ChangedMeanwhileError
    enter_in_ledger(
        by=by,
        action="victim_described",
        case=found.case_id,
        kind="victim",
        subject=victim,
    )


@transaction.atomic
def ask_identity(
    *,
    by: Actor,
    at: datetime,
    victim: UUID,
    reason: str,
) -> UUID:
    """Ask the agency that keeps a victim's record to open it to the actor's agency.

    Raises `ValidationError` when it is asked already, or when the case is in the
    compartment: what is opened is opened to a whole agency.
    """
    require(may(by, "prosecution.identity.ask"))
    require_choice(
        "reason", reason, rules.IDENTITY_REASONS, _("Choose why the case needs it.")
    )
    found = CaseVictim.objects.select_related("case").get(id=victim)
    if found.case.in_compartment:
        message = _(
            "In a case of the central office, no record is opened to a whole agency.",
        )
        raise ValidationError({"reason": message})
    made: UUID | None = ask_database("prosecution_ask_identity", victim, reason)
    if made is None:
        raise ValidationError(
            {"reason": _("It is asked for already, or the record is erased.")},
        )
    record_event(
        by=by,
        at=at,
        case=found.case_id,
        kind="identity_asked",
        about=made,
    )
    enter_in_ledger(
        by=by,
        action="identity_asked",
        case=found.case_id,
        kind="identity_request",
        subject=made,
        detail={"reason": reason},
    )
    return made


@transaction.atomic
def withdraw_identity_request(*, by: Actor, at: datetime, request: UUID) -> None:
    """Take back an open request of the own agency."""
    found = _request_to_move(by, "withdraw", request)
    take_step(
        found,
        "withdraw",
        by=by,
        at=at,
        entry=case_entry("identity_withdrawn", found.case_id),
        columns={"answered_by_id": by.user, "answered_at": at},
    )


@transaction.atomic
def grant_identity(*, by: Actor, at: datetime, request: UUID, until: date) -> None:
    """Open a victim's record to the agency that asked, to the end of a day.

    Raises `ValidationError` for a day that is past or more than a year away,
    `CaseIdentityRequest.DoesNotExist` when the request is not the actor's to answer.
    """
    require(may(by, "prosecution.identity.answer"))
    today = timezone.localdate(at)
    if not today <= until <= today + LONGEST:
        message = _("Choose a day from today on, within a year.")
        raise ValidationError({"until": message})
    end = timezone.make_aware(datetime.combine(until, time.max))
    _answer_request(
        by,
        request,
        "grant",
        end,
        "",
    )


@transaction.atomic
def decline_identity(*, by: Actor, at: datetime, request: UUID, reason: str) -> None:
    """Decline to open a victim's record, for a reason of the list."""
    require(may(by, "prosecution.identity.answer"))
    require_choice(
        "reason", reason, rules.DECLINED_REASONS, _("Choose why it is declined.")
    )
    _answer_request(
        by,
        request,
        "decline",
        None,
        reason,
    )


def _request_to_move(by: Actor, move: str, request: UUID) -> CaseIdentityRequest:
    """The request, if the actor is of the side that may move it so."""
    found: CaseIdentityRequest = get_seated_row(
        IdentityRequestStep,
        IDENTITY_REQUEST,
        move,
        by=by,
        key=request,
    )
    return found


def _check_description(said: Mapping[str, str]) -> None:
    known = {"sex": Described.Sex.values, "age_group": Described.AgeGroup.values}
    for name, listed in known.items():
        require_choice(name, said[name], ["", *listed], _("Choose from the list."))


def _answer_request(
    by: Actor,
    request: UUID,
    name: str,
    until: datetime | None,
    reason: str,
) -> None:
    found = _request_to_move(by, name, request)
    IDENTITY_REQUEST.after(found.state, name)
    if not ask_database("prosecution_answer_identity", request, until, reason):
        raise CaseIdentityRequest.DoesNotExist
    detail = {"reason": reason} if reason else {}
    enter_in_ledger(
        by=by,
        action=f"identity_{'granted' if until else 'declined'}",
        case=found.case_id,
        kind="identity_request",
        subject=request,
        detail=detail,
    )
