"""The central office takes a case over, keeps it, or gives it back.

Whatever the reason, what everybody else is shown is the same: who saw the case goes on
seeing it as it was on that day. The reason stands with the case that goes on for it, in
the compartment (`law/takeovers.py`).
"""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.kit.database_functions import ask_database
from sala.kit.states import ChangedMeanwhileError
from sala.prosecution.actions.common import (
    enter_in_ledger,
    record_event,
    require_choice,
    seen_case,
    worked_case,
)
from sala.prosecution.models import Case
from sala.prosecution.rules import takeovers as rules


@transaction.atomic
def take_over_case(
    *,
    by: Actor,
    at: datetime,
    case: UUID,
    reason: str,
    official_agency: str = "",
) -> None:
    """Have the central office take a case over, for a reason that only it is told.

    Raises `ValidationError` where the reason is none, or the actor has had more cases
    taken over than one may in a month; `Case.DoesNotExist` where they see none that is
    still worked on.
    """
    require(may(by, "prosecution.case.mark"))
    if worked_case(case).in_compartment:
        raise Case.DoesNotExist
    require_choice(
        "reason", reason, rules.REASONS, _("Choose why the central office takes over.")
    )
    if not ask_database("prosecution_may_take_over"):
        message = _(
            "You have handed over as many cases as one person may in a month. Ask your"
            " supervisor to hand this one over.",
        )
        raise ValidationError({"reason": message})
    record_event(by=by, at=at, case=case, kind="taken_over")
    made = ask_database("prosecution_take_over", case, reason, official_agency, False)
    if made is None:
        raise ValidationError(
            {"official_agency": _("Choose the agency of the official.")},
        )
    # The steps that the database took and copied stand under this entry.
    enter_in_ledger(by=by, action="case_taken_over", case=case)
    _enter_reason(by, made, reason, official_agency)


def open_in_compartment(
    *, by: Actor, case: UUID, reason: str, official_agency: str
) -> None:
    """Put a case that was opened just now, and of which nobody knows, where only
    oversight sees it.
    """
    made = ask_database("prosecution_take_over", case, reason, official_agency, True)
    if made != case:
        raise ValidationError(
            {"official_agency": _("Choose the agency of the official.")},
        )
    _enter_reason(by, case, reason, official_agency)


@transaction.atomic
def confirm_takeover(*, by: Actor, case: UUID) -> None:
    """Oversight keeps a case that was taken over: it does not go back by itself.

    Its timeline, which is told when the case leaves, says nothing of it.
    """
    require(may(by, "prosecution.case.oversee"))
    seen_case(case)
    if not ask_database("prosecution_confirm", case):
        raise ChangedMeanwhileError
    enter_in_ledger(by=by, action="takeover_confirmed", case=case)


@transaction.atomic
def name_official(*, by: Actor, case: UUID, agency_code: str) -> None:
    """Oversight says of which agency the official is that a case is about."""
    require(may(by, "prosecution.case.oversee"))
    seen_case(case)
    if not ask_database("prosecution_mark_official", case, agency_code):
        raise ValidationError(
            {"official_agency": _("Choose the agency of the official.")},
        )
    enter_in_ledger(by=by, action="official_marked", case=case)


@transaction.atomic
def give_back_case(*, by: Actor, at: datetime, case: UUID) -> None:
    """Oversight gives a case back to those who had it, with what was done in it."""
    require(may(by, "prosecution.case.oversee"))
    seen_case(case)
    record_event(by=by, at=at, case=case, kind="given_back")
    known = ask_database("prosecution_give_back", case)
    if known is None:
        raise ChangedMeanwhileError
    enter_in_ledger(by=by, action="case_given_back", case=known)


def end_takeovers(*, by: Actor) -> None:
    """For the room's machine: what oversight did not confirm in time goes back, and
    what is judged for good is told.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT known, final FROM prosecution_end_takeovers()")
        ended = cursor.fetchall()
    for case, final in ended:
        action = "case_given_back" if final else "takeover_lapsed"
        enter_in_ledger(by=by, action=action, case=case)


def _enter_reason(by: Actor, case: UUID, reason: str, official_agency: str) -> None:
    """Enter why, under the case in the compartment: only oversight reads it."""
    detail = {"reason": reason, "agency": official_agency}
    enter_in_ledger(by=by, action="takeover_reason", case=case, detail=detail)
