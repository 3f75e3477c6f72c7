"""Opening a case, what was found in it, and handing it on."""

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
from sala.access.steps import begin_history, take_step
from sala.kit.database_functions import ask_database
from sala.kit.states import ChangedMeanwhileError
from sala.prosecution.actions.common import (
    case_entry,
    enter_in_ledger,
    held_case,
    new_code,
    record_event,
    require_choice,
    seal_words,
)
from sala.prosecution.actions.takeovers import open_in_compartment
from sala.prosecution.models import (
    Case,
    Investigation,
    RestitutionClaim,
)
from sala.prosecution.rules import cases as rules
from sala.prosecution.rules.takeovers import OFFICIAL
from sala.prosecution.states import CASE
from sala.standards.palermo import ACTS, MEANS
from sala.vault.sealed_columns import sealed_place


@dataclass(frozen=True)
class CaseFindings:
    """What is known of a case: of a list, None is not looked into, empty not found."""

    place_code: str = ""
    country: str = ""
    began_on: date | None = None
    ended_on: date | None = None
    acts: Sequence[str] | None = None
    means: Sequence[str] | None = None
    forms: Sequence[str] | None = None
    account: str = ""


@dataclass(frozen=True)
class OpenedCase:
    """A case just opened: its key and the code to say."""

    id: UUID
    code: str


@transaction.atomic
def open_case(
    *,
    by: Actor,
    at: datetime,
    facts: CaseFindings,
    official_agency: str = "",
) -> OpenedCase:
    """Open a case of the actor's agency.

    With an `official_agency` it is about an official from the first moment, and the
    actor sees it no more unless they are oversight.
    """
    require(may(by, "prosecution.case.open"))
    _check_findings(facts, timezone.localdate(at))
    overseen = by.role == Role.OVERSIGHT
    if overseen and not official_agency:
        message = _(
            "Say in which agency the official works: oversight opens no other case.",
        )
        raise ValidationError({"official_agency": message})
    case = _new_case(by, at, facts, official_agency if overseen else "")
    case.save(force_insert=True)
    record_event(
        by=by,
        at=at,
        case=case.id,
        kind="case_opened",
    )
    entry = enter_in_ledger(
        by=by,
        action="case_opened",
        case=case.id,
    )
    begin_history(case, by=by, at=at, entry=entry)
    if official_agency and not overseen:
        open_in_compartment(
            by=by,
            case=case.id,
            reason=OFFICIAL,
            official_agency=official_agency,
        )
    return OpenedCase(case.id, case.code)


@transaction.atomic
def change_case(
    *,
    by: Actor,
    at: datetime,
    case: UUID,
    facts: CaseFindings,
    version: int,
) -> None:
    """Record what was found, on the case as it was read as `version`.

    Raises `ChangedMeanwhileError` when somebody else was faster, `Case.DoesNotExist`
    when the actor sees no such case or does not hold it.
    """
    require(may(by, "prosecution.case.change"))
    held_case(by, case)
    _check_findings(facts, timezone.localdate(at))
    changed = Case.objects.filter(id=case, version=version).update(
        **_case_columns(case, facts),
        version=version + 1,
        changed_by_id=by.user,
        changed_at=at,
    )
    if not changed:
        raise ChangedMeanwhileError
    enter_in_ledger(
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
    require_choice(
        "reason", reason, rules.CLOSED_REASONS, _("Choose why the case is closed.")
    )
    found = held_case(by, case)
    if RestitutionClaim.objects.filter(case_id=case, state="open").exists():
        message = _(
            "Restitution is open: a court orders or refuses it, or the victim waives"
            " it, first.",
        )
        raise ValidationError({"reason": message})
    take_step(
        found,
        "close",
        by=by,
        at=at,
        reason=reason,
        entry=case_entry("case_closed", case, {"reason": reason}),
    )
    record_event(
        by=by,
        at=at,
        case=case,
        kind="case_closed",
    )


@transaction.atomic
def reopen_case(*, by: Actor, at: datetime, case: UUID) -> None:
    """Open a closed case again: it is under investigation, and so with the police who
    opened it first.

    Raises `NotAllowedError` where it is not closed, `ChangedMeanwhileError` when
    somebody else was faster, `Case.DoesNotExist` when it is not the actor's to open.
    """
    require(may(by, "prosecution.case.change"))
    CASE.after(held_case(by, case).state, "reopen")
    target = ask_database("prosecution_hand_on", case, "reopen", None)
    if target is None:
        raise ChangedMeanwhileError
    enter_in_ledger(
        by=by,
        action="case_reopened",
        case=case,
        detail={"agency": str(target)},
    )
    record_event(
        by=by,
        at=at,
        case=case,
        kind="case_reopened",
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
    found = held_case(by, case)
    CASE.after(found.state, way)
    target = ask_database("prosecution_hand_on", case, way, agency)
    if target is None:
        raise ValidationError({"agency": _("Nobody there can take this case.")})
    # The step of the case, which the database took, stands under this entry.
    entry = enter_in_ledger(
        by=by,
        action=f"case_{way}",
        case=case,
        detail={"agency": str(target)},
    )
    if way == "hand_to_prosecution":
        for opened in Investigation.objects.filter(case_id=case, state="open"):
            take_step(
                opened,
                "submit",
                by=by,
                at=at,
                entry=entry,
                columns={"state_since": timezone.localdate(at)},
            )
    record_event(
        by=by,
        at=at,
        case=case,
        kind=way,
    )


def _new_case(
    by: Actor,
    at: datetime,
    facts: CaseFindings,
    official_agency: str,
) -> Case:
    """A case of the actor's agency; of oversight's own, where an agency of an official
    is named.
    """
    key = uuid4()
    return Case(
        id=key,
        code=new_code(Case.objects.all()),
        agency_id=by.agency,
        held_by_id=by.agency,
        opened_by_id=by.user,
        opened_at=at,
        changed_by_id=by.user,
        changed_at=at,
        in_compartment=bool(official_agency),
        taken_reason=OFFICIAL if official_agency else "",
        concerns_official=bool(official_agency),
        official_agency_code=official_agency,
        **_case_columns(key, facts),
    )


def _case_columns(case: UUID, facts: CaseFindings) -> dict[str, object]:
    return {
        "place_code": facts.place_code,
        "country": facts.country,
        "began_on": facts.began_on,
        "ended_on": facts.ended_on,
        "acts": _distinct_codes(facts.acts),
        "means": _distinct_codes(facts.means),
        "forms": _distinct_codes(facts.forms),
        "account": seal_words(facts.account, sealed_place(Case, "account", case)),
    }


def _distinct_codes(codes: Sequence[str] | None) -> list[str] | None:
    return None if codes is None else list(dict.fromkeys(codes))


def _check_findings(facts: CaseFindings, today: date) -> None:
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
