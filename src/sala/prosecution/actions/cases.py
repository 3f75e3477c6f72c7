"""Opening a case, what was found in it, who works on it, and handing it on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.access.roles import Role
from sala.kit.states import ChangedMeanwhileError
from sala.prosecution.actions.common import (
    account_place,
    ask_database,
    choose,
    enter,
    happened,
    move,
    new_code,
    seal,
    seen_case,
)
from sala.prosecution.models import (
    Case,
    CaseAssignment,
    Investigation,
    RestitutionClaim,
)
from sala.prosecution.rules import cases as rules
from sala.prosecution.states import CASE
from sala.standards.palermo import ACTS, MEANS


@dataclass(frozen=True)
class Facts:
    """What is known of a case; None of a list is not looked into, empty is not found."""

    place_code: str = ""
    country: str = ""
    began_on: date | None = None
    ended_on: date | None = None
    acts: Sequence[str] | None = None
    means: Sequence[str] | None = None
    forms: Sequence[str] | None = None
    account: str = ""


@dataclass(frozen=True)
class Opened:
    """A case just opened: its key and the code to say."""

    id: UUID
    code: str


@transaction.atomic
def open_case(
    *,
    by: Actor,
    at: datetime,
    facts: Facts,
    official_agency: str = "",
) -> Opened:
    """Open a case of the actor's agency.

    With an `official_agency` it is about an official from the first moment, and the
    actor sees it no more unless they are oversight.
    """
    require(may(by, "prosecution.case.open"))
    _check(facts, timezone.localdate(at))
    overseen = by.role == Role.OVERSIGHT
    if overseen and not official_agency:
        message = _(
            "Say in which agency the official works: oversight opens no other case.",
        )
        raise ValidationError({"official_agency": message})
    key = uuid4()
    case = Case(
        id=key,
        code=new_code(Case.objects.all()),
        agency_id=by.agency,
        held_by_id=by.agency,
        opened_by_id=by.user,
        opened_at=at,
        changed_by_id=by.user,
        changed_at=at,
        concerns_official=overseen,
        official_agency_code=official_agency if overseen else "",
        **_columns(key, facts),
    )
    case.save(force_insert=True)
    happened(
        by=by,
        at=at,
        case=case.id,
        kind="case_opened",
    )
    enter(
        by=by,
        action="case_opened",
        case=case.id,
    )
    if official_agency and not overseen:
        mark_official(
            by=by,
            at=at,
            case=case.id,
            agency_code=official_agency,
        )
    return Opened(case.id, case.code)


@transaction.atomic
def change_case(
    *,
    by: Actor,
    at: datetime,
    case: UUID,
    facts: Facts,
    version: int,
) -> None:
    """Record what was found, on the case as it was read as `version`.

    Raises `ChangedMeanwhileError` when somebody else was faster, `Case.DoesNotExist`
    when the actor sees no such case or does not hold it.
    """
    require(may(by, "prosecution.case.change"))
    seen_case(case)
    _check(facts, timezone.localdate(at))
    changed = Case.objects.filter(id=case, version=version).update(
        **_columns(case, facts),
        version=version + 1,
        changed_by_id=by.user,
        changed_at=at,
    )
    if not changed:
        if Case.objects.filter(id=case, version=version).exists():
            raise Case.DoesNotExist  # seen, and held by another agency
        raise ChangedMeanwhileError
    enter(
        by=by,
        action="case_changed",
        case=case,
        detail={"version": version + 1},
    )


@transaction.atomic
def close_case(
    *,
    by: Actor,
    at: datetime,
    case: UUID,
    reason: str,
) -> None:
    """Close a case, for a reason of the list."""
    require(may(by, "prosecution.case.change"))
    choose("reason", reason, rules.CLOSED_REASONS, _("Choose why the case is closed."))
    seen_case(case)
    if RestitutionClaim.objects.filter(case_id=case, state="open").exists():
        message = _(
            "Restitution is open: a court orders or refuses it, or the victim waives"
            " it, first.",
        )
        raise ValidationError({"reason": message})
    _move(
        by,
        at,
        case,
        "close",
        closed_reason=reason,
    )
    happened(
        by=by,
        at=at,
        case=case,
        kind="case_closed",
    )
    enter(
        by=by,
        action="case_closed",
        case=case,
        detail={"reason": reason},
    )


@transaction.atomic
def reopen_case(*, by: Actor, at: datetime, case: UUID) -> None:
    """Open a closed case again; it goes on with whoever holds it."""
    require(may(by, "prosecution.case.change"))
    _move(
        by,
        at,
        case,
        "reopen",
        closed_reason="",
    )
    happened(
        by=by,
        at=at,
        case=case,
        kind="case_reopened",
    )
    enter(
        by=by,
        action="case_reopened",
        case=case,
    )


@transaction.atomic
def hand_on(
    *,
    by: Actor,
    at: datetime,
    case: UUID,
    way: str,
    agency: UUID | None = None,
) -> None:
    """Hand a case on to prosecution or court, or send it back: a move of the case's
    table.

    Raises `NotAllowedError` where its state has no such move, `ValidationError` where
    nobody there could take it, `Case.DoesNotExist` when it is not the actor's to hand
    on.
    """
    require(may(by, "prosecution.case.hand_on"))
    found = seen_case(case)
    CASE.after(found.state, way)
    target = ask_database("prosecution_hand_on", case, way, agency)
    if target is None:
        raise ValidationError({"agency": _("Nobody there can take this case.")})
    if way == "hand_to_prosecution":
        opened = Investigation.objects.filter(case_id=case, state="open")
        opened.update(
            state="submitted",
            state_since=timezone.localdate(at),
            changed_by_id=by.user,
            changed_at=at,
        )
    happened(
        by=by,
        at=at,
        case=case,
        kind=way,
    )
    enter(
        by=by,
        action=f"case_{way}",
        case=case,
        detail={"agency": str(target)},
    )


@transaction.atomic
def mark_official(
    *,
    by: Actor,
    at: datetime,
    case: UUID,
    agency_code: str,
) -> None:
    """Mark a case as one about an official of an agency; oversight takes the mark away
    with ''.

    From that moment only oversight sees it, and whoever oversight assigns.
    """
    require(may(by, "prosecution.case.mark"))
    seen_case(case)
    kind = "official_marked" if agency_code else "official_cleared"
    happened(
        by=by,
        at=at,
        case=case,
        kind=kind,
    )
    enter(
        by=by,
        action=kind,
        case=case,
    )
    if not ask_database("prosecution_mark_official", case, agency_code):
        raise ValidationError(
            {"official_agency": _("Choose the agency of the official.")},
        )


@transaction.atomic
def assign(
    *,
    by: Actor,
    at: datetime,
    case: UUID,
    user: UUID,
    agency: UUID,
    role: str,
) -> UUID:
    """Give a case to somebody. For one about an official only oversight may, and never
    to anybody with a post in the official's agency.
    """
    require(may(by, "prosecution.case.assign"))
    seen_case(case)
    made: UUID | None = ask_database(
        "prosecution_assign",
        case,
        user,
        agency,
        role,
    )
    if made is None:
        raise ValidationError(
            {"who": _("This person cannot be given the case, or has it.")},
        )
    happened(
        by=by,
        at=at,
        case=case,
        kind="assigned",
        about=made,
    )
    detail = {"user": str(user), "role": role}
    enter(
        by=by,
        action="case_assigned",
        case=case,
        kind="assignment",
        subject=made,
        detail=detail,
    )
    return made


@transaction.atomic
def end_assignment(*, by: Actor, at: datetime, assignment: UUID) -> None:
    """Take a case from somebody. Raises `CaseAssignment.DoesNotExist` where it is not
    theirs to.
    """
    require(may(by, "prosecution.case.assign"))
    rows = CaseAssignment.objects.filter(id=assignment, ended_at=None)
    found = rows.get()
    if not rows.update(ended_at=at, ended_by_id=by.user):
        raise CaseAssignment.DoesNotExist
    happened(
        by=by,
        at=at,
        case=found.case_id,
        kind="unassigned",
        about=assignment,
    )
    enter(
        by=by,
        action="assignment_ended",
        case=found.case_id,
        kind="assignment",
        subject=assignment,
        detail={"user": str(found.user_id)},
    )


def _move(
    by: Actor,
    at: datetime,
    case: UUID,
    name: str,
    **changes: object,
) -> None:
    found = seen_case(case)
    CASE.after(found.state, name)
    rows = Case.objects.filter(id=case, version=found.version)
    stamped = {
        "version": found.version + 1,
        "changed_by_id": by.user,
        "changed_at": at,
    }
    try:
        move(
            rows,
            CASE,
            name,
            **changes,
            **stamped,
        )
    except ChangedMeanwhileError:
        if Case.objects.filter(id=case, version=found.version).exists():
            raise Case.DoesNotExist from None  # seen, and held by another agency
        raise


def _columns(case: UUID, facts: Facts) -> dict[str, object]:
    return {
        "place_code": facts.place_code,
        "country": facts.country,
        "began_on": facts.began_on,
        "ended_on": facts.ended_on,
        "acts": _listed(facts.acts),
        "means": _listed(facts.means),
        "forms": _listed(facts.forms),
        "account": seal(facts.account, account_place(Case, case)),
    }


def _listed(codes: Sequence[str] | None) -> list[str] | None:
    return None if codes is None else list(dict.fromkeys(codes))


def _check(facts: Facts, today: date) -> None:
    for name, said, known in (
        ("acts", facts.acts, ACTS),
        ("means", facts.means, MEANS),
        ("forms", facts.forms, rules.FORMS),
    ):
        if rules.unknown_codes(said, known):
            raise ValidationError({name: _("Choose from the list.")})
    if not rules.in_order(facts.began_on, facts.ended_on, today):
        message = _(
            "The last day is not before the first, and neither is in the future.",
        )
        raise ValidationError({"ended_on": message})
