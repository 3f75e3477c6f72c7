"""Cases in a list, one case with all that hangs on it, and that a person has a case."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from sala.access.context import Actor
from sala.access.models import Agency
from sala.access.permissions import may, require
from sala.access.roles import Role
from sala.countries.queries import in_language
from sala.desk.paging import ChosenRows, QueryRows, Rows
from sala.kit.rows import row_of
from sala.people import codes
from sala.prosecution import policy
from sala.prosecution.actions.common import tried_by, unseal_words
from sala.prosecution.models import Case, CaseVictim
from sala.prosecution.queries.people import (
    AssignmentRow,
    EventRow,
    IdentityRow,
    InvestigationRow,
    VictimRow,
    find_assignments,
    find_events,
    find_investigations,
    find_victims,
    identity_requests_of,
)
from sala.prosecution.rules.cases import CaseDefinition, case_definition
from sala.prosecution.states import CASE
from sala.vault.sealed_columns import sealed_place


@dataclass(frozen=True)
class CaseRow:
    """A case in a list. Its number of victims counts persons, never cases."""

    id: UUID
    code: str
    agency: str
    held_by: str
    held: bool  # by the viewer's agency
    state: str
    opened_at: datetime
    place_code: str
    victims: int
    definition: CaseDefinition
    concerns_official: bool
    in_compartment: bool
    frozen: bool  # taken over by the central office: as it was on that day
    mine: bool

    @property
    def spoken_code(self) -> str:
        """The code in groups."""
        return codes.grouped_for_reading(self.code)


@dataclass(frozen=True)
class CaseFilter:
    """Which cases to show; empty is all."""

    state: str = ""
    meets: str = ""
    free: bool = False  # those that nobody works on


@dataclass(frozen=True)
class PersonCaseRow:
    """That there is a case on a person, and how far it is."""

    opened_on: date
    state: str
    held_by: str
    code: str = ""  # only for those who see the case itself

    @property
    def spoken_code(self) -> str:
        """The code in groups."""
        return codes.grouped_for_reading(self.code)


@dataclass(frozen=True)
class TakeoverRow:
    """Why and when the central office took over the case that is worked on here."""

    reason: str
    taken_on: date
    confirmed: bool
    account_before: str
    may_steer: bool  # the viewer confirms it, or gives it back


@dataclass(frozen=True)
class CasePage:
    """All of one case that the viewer may see, and what they may do."""

    row: CaseRow
    country: str
    began_on: date | None
    ended_on: date | None
    acts: tuple[str, ...] | None
    means: tuple[str, ...] | None
    forms: tuple[str, ...] | None
    account: str
    closed_reason: str
    official_agency: str
    version: int
    changed_by: str
    changed_at: datetime
    victims: list[VictimRow]
    investigations: list[InvestigationRow]
    assignments: list[AssignmentRow]
    identity_requests: list[IdentityRow]
    events: list[EventRow]
    may_change: bool
    may_hand_over: bool  # to the central office
    takeover: TakeoverRow | None
    may_assign: bool
    tries: bool  # the viewer prosecutes or tries it
    moves: tuple[str, ...]


def find_cases(*, by: Actor, wanted: CaseFilter) -> Rows[CaseRow]:
    """The cases the actor sees, the latest first."""
    require(may(by, "prosecution.case.view"))
    found = _cases_in_state(_cases_with_agencies(), wanted)
    found = (unassigned_cases(by, found) if wanted.free else found).order_by(
        "-opened_at", "id"
    )
    rows = QueryRows(found, lambda some: case_rows(by, some), {"opened": "opened_at"})
    if not wanted.meets:
        return rows
    return ChosenRows(rows, lambda row: row.definition.meets == wanted.meets)


def assigns_cases(by: Actor) -> bool:
    """Whether the actor says who works on which case, and so watches those without
    anybody.
    """
    return by.role in (Role.SUPERVISOR, Role.OVERSIGHT)


def unassigned_cases(by: Actor, found: QuerySet[Case]) -> QuerySet[Case]:
    """Those of the cases that are not closed, and on which nobody works who the actor
    assigns.
    """
    going = found.exclude(state="closed")
    if by.role == Role.OVERSIGHT:
        return going.exclude(assignments__by_oversight=True, assignments__ended_at=None)
    own = going.filter(held_by_id=by.agency, taken_over_at=None)
    return own.exclude(assignments__agency_id=by.agency, assignments__ended_at=None)


def find_case(*, by: Actor, code: str) -> CaseRow | None:
    """The case with this code, if the actor sees it."""
    require(may(by, "prosecution.case.view"))
    found = _case_by_code(code)
    return case_rows(by, [found])[0] if found else None


def case_by_id(*, by: Actor, case_id: UUID) -> CaseRow | None:
    """The case with this key, if the actor sees it."""
    require(may(by, "prosecution.case.view"))
    found = _cases_with_agencies().filter(id=case_id).first()
    return case_rows(by, [found])[0] if found else None


def case_page(*, by: Actor, code: str) -> CasePage | None:
    """One case in full, if the actor sees it."""
    require(may(by, "prosecution.case.view"))
    found = _case_by_code(code)
    if found is None:
        return None
    (row,) = case_rows(by, [found])
    works = (
        bool(may(by, "prosecution.case.change"))
        and not row.frozen
        and (row.held or row.in_compartment)
    )
    official = Agency.objects.filter(code=found.official_agency_code).first()
    return row_of(
        CasePage,
        found,
        row=row,
        acts=_codes_or_none(found.acts),
        means=_codes_or_none(found.means),
        forms=_codes_or_none(found.forms),
        account=_account_of(found),
        official_agency=in_language(official.names)
        if official
        else found.official_agency_code,
        changed_by=found.changed_by.full_name if found.changed_by else "",
        victims=find_victims(found.id),
        investigations=find_investigations(by, found.id, frozen=row.frozen),
        assignments=find_assignments(by, found.id),
        identity_requests=identity_requests_of(by, found.id),
        events=find_events(found.id),
        may_change=works,
        may_hand_over=bool(may(by, "prosecution.case.mark"))
        and not (row.frozen or row.in_compartment),
        takeover=_takeover_row(by, found) if row.in_compartment else None,
        may_assign=bool(may(by, "prosecution.case.assign")) and not row.frozen,
        tries=tried_by(by, found),
        moves=tuple(
            move
            for move in CASE.moves_from(found.state)
            if works
            and policy.may_move_case(by, found.state, move)
            and move != "take_over"
        ),
    )


def cases_of_person(*, by: Actor, person_id: UUID) -> list[PersonCaseRow]:
    """The cases a person is a victim in: the case itself for those who see it, else its
    state.
    """
    require(may(by, "prosecution.person.view"))
    if may(by, "prosecution.case.change"):
        found = CaseVictim.objects.filter(person_id=person_id)
        rows = found.select_related("case__held_by").order_by("case__opened_at")
        return [
            PersonCaseRow(
                v.case.opened_at.date(),
                v.case.state,
                in_language(v.case.held_by.names),
                v.case.code,
            )
            for v in rows
        ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT opened_on, state, held_by FROM prosecution_cases_of_person(%s)",
            [person_id],
        )
        told = cursor.fetchall()
    holders = Agency.objects.in_bulk([held_by for _on, _state, held_by in told])
    return [
        PersonCaseRow(on, state, in_language(holders[by_].names))
        for on, state, by_ in told
    ]


def _takeover_row(by: Actor, found: Case) -> TakeoverRow:
    overseen = by.role == Role.OVERSIGHT
    return TakeoverRow(
        reason=found.taken_reason,
        taken_on=timezone.localdate(found.taken_over_at or found.opened_at),
        confirmed=found.confirmed_at is not None or found.taken_over_at is None,
        account_before=_account_of(found.continues) if found.continues else "",
        may_steer=overseen,
    )


def _account_of(found: Case) -> str:
    return unseal_words(found.account, sealed_place(Case, "account", found.id))


def live_cases() -> QuerySet[Case]:
    """The cases the session sees; in the place of one that was taken over, the one that
    goes on for it, where the session sees that.
    """
    going_on = Case.objects.filter(in_compartment=True, continues__isnull=False)
    return Case.objects.exclude(id__in=going_on.values("continues"))


def _case_by_code(code: str) -> Case | None:
    """The case with a code; where the session sees it, the one that goes on for it."""
    every = Case.objects.select_related("agency", "held_by", "continues", "changed_by")
    found = every.filter(code=code).first()
    if found is None or not found.is_frozen:
        return found
    return every.filter(continues=found.id, in_compartment=True).first() or found


def _cases_with_agencies() -> QuerySet[Case]:
    return live_cases().select_related("agency", "held_by", "continues")


def _cases_in_state(found: QuerySet[Case], wanted: CaseFilter) -> QuerySet[Case]:
    return found.filter(state=wanted.state) if wanted.state else found


def case_rows(by: Actor, found: Iterable[Case]) -> list[CaseRow]:
    found = list(found)
    ages: dict[UUID, list[str]] = defaultdict(list)
    keys = [c.id for c in found]
    for key, age in CaseVictim.objects.filter(case_id__in=keys).values_list(
        "case",
        "age_group",
    ):
        ages[key].append(age)
    mine = set(
        Case.objects.filter(
            id__in=keys,
            assignments__user_id=by.user,
            assignments__ended_at=None,
        ).values_list("id", flat=True),
    )
    return [
        row_of(
            CaseRow,
            c,
            agency=in_language(c.agency.names),
            held_by=in_language(c.held_by.names),
            held=c.held_by_id == by.agency_id and not c.is_frozen,
            victims=len(ages[c.id]),
            frozen=c.is_frozen,
            definition=case_definition(c.acts, c.means, c.forms, ages[c.id]),
            mine=c.id in mine,
        )
        for c in found
    ]


def _codes_or_none(codes_: list[str] | None) -> tuple[str, ...] | None:
    return None if codes_ is None else tuple(codes_)
