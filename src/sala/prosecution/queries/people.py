"""Those around a case: its victims, who works on it, what was asked, its events."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from sala.access import queries as access
from sala.access.context import Actor
from sala.access.models import Agency
from sala.access.permissions import may, require
from sala.access.queries import AgencyRow
from sala.access.roles import Role
from sala.countries.queries import in_language
from sala.kit.rows import row_of
from sala.people import codes
from sala.people import queries as people_queries
from sala.prosecution import policy
from sala.prosecution.models import (
    CaseAssignment,
    CaseEvent,
    CaseIdentityRequest,
    CaseVictim,
    Investigation,
)
from sala.prosecution.states import INVESTIGATION

INVESTIGATES = "prosecution.incident.record"
"""What somebody in an agency may do that takes up a complaint."""


@dataclass(frozen=True)
class VictimRow:
    """A victim of a case: a code, and what was known of them. `open` where the record
    is.
    """

    id: UUID
    person_code: str
    sex: str
    age_group: str
    citizenship: str
    open: bool

    @property
    def spoken_code(self) -> str:
        """The code in groups."""
        return codes.grouped_for_reading(self.person_code)


@dataclass(frozen=True)
class InvestigationRow:
    """An investigation, and the moves that the asker may make."""

    id: UUID
    agency: str
    opened_on: date
    state: str
    reason: str
    state_since: date
    moves: tuple[str, ...]


@dataclass(frozen=True)
class AssignmentRow:
    """Somebody who works on a case, or did."""

    id: UUID
    name: str
    agency: str
    role: str
    since: datetime
    ended_at: datetime | None
    may_end: bool


@dataclass(frozen=True)
class IdentityRow:
    """A request to see a victim's record."""

    id: UUID
    person_code: str
    agency: str
    custodian: str
    reason: str
    asked_by: str
    asked_at: datetime
    state: str
    declined_reason: str
    until: datetime | None
    own: bool  # asked by the viewer's agency
    answerable: bool  # by the viewer

    @property
    def spoken_code(self) -> str:
        """The code in groups."""
        return codes.grouped_for_reading(self.person_code)


@dataclass(frozen=True)
class EventRow:
    """One thing on a case's timeline."""

    kind: str
    happened_on: date
    agency: str


@dataclass(frozen=True)
class AssignablePost:
    """Somebody a case can be given to, in one of their posts."""

    user: UUID
    name: str
    agency_id: UUID
    agency: str
    role: str

    @property
    def post_key(self) -> str:
        """The post as one value of a form."""
        return f"{self.user}/{self.agency_id}/{self.role}"


def find_victims(case_id: UUID) -> list[VictimRow]:
    """The victims of a case, in the order they were named."""
    found = list(CaseVictim.objects.filter(case_id=case_id).order_by("added_at", "id"))
    keys = [v.person_id for v in found]
    seen = set(people_queries.codes_of(keys))
    return [
        VictimRow(
            v.id,
            v.person_code,
            v.sex,
            v.age_group,
            v.citizenship,
            v.person_id in seen,
        )
        for v in found
    ]


def find_investigations(
    by: Actor, case_id: UUID, *, frozen: bool = False
) -> list[InvestigationRow]:
    """The investigations of a case, the first opened first, each with the moves that
    the actor may make.
    """
    found = Investigation.objects.select_related("agency").filter(case_id=case_id)
    return [
        row_of(
            InvestigationRow,
            i,
            agency=in_language(i.agency.names),
            moves=tuple(
                move
                for move in INVESTIGATION.moves_from(i.state)
                if not frozen and policy.may_move_investigation(by, move)
            ),
        )
        for i in found.order_by("opened_on", "id")
    ]


def find_assignments(by: Actor, case_id: UUID) -> list[AssignmentRow]:
    """Who works on a case, and who did."""
    found = CaseAssignment.objects.select_related("user", "agency").filter(
        case_id=case_id,
    )
    return [
        AssignmentRow(
            id=a.id,
            name=a.user.full_name,
            agency=in_language(a.agency.names),
            role=a.role,
            since=a.assigned_at,
            ended_at=a.ended_at,
            may_end=a.ended_at is None and _may_end(by, a),
        )
        for a in found.order_by("-assigned_at", "id")
    ]


def _may_end(by: Actor, found: CaseAssignment) -> bool:
    if found.by_oversight:
        return by.role == Role.OVERSIGHT
    return by.role == Role.SUPERVISOR and found.agency_id == by.agency_id


def find_events(case_id: UUID) -> list[EventRow]:
    """What happened in a case, in order."""
    found = CaseEvent.objects.select_related("agency").filter(case_id=case_id)
    return [
        EventRow(e.kind, e.happened_on, in_language(e.agency.names))
        for e in found.order_by("happened_on", "recorded_at", "id")
    ]


def assignable_posts(*, by: Actor, case_id: UUID) -> list[AssignablePost]:
    """Whom the actor may give a case to, in which post."""
    require(may(by, "prosecution.case.assign"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_id, full_name, agency_id, role FROM"
            " prosecution_assignable(%s)",
            [case_id],
        )
        rows = cursor.fetchall()
    names = {
        a.id: in_language(a.names)
        for a in Agency.objects.filter(id__in={r[2] for r in rows})
    }
    return [
        AssignablePost(
            user,
            name,
            agency,
            names[agency],
            role,
        )
        for user, name, agency, role in rows
    ]


def agencies_with(*, by: Actor, word: str) -> list[AgencyRow]:
    """The open agencies where somebody today has a permission: who can take up what is
    handed on.
    """
    require(may(by, "prosecution.complaint.view") or may(by, "prosecution.case.view"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM access_agency WHERE prosecution_has(id, %s)",
            [word],
        )
        keys = {key for (key,) in cursor.fetchall()}
    return [agency for agency in access.list_agencies() if agency.id in keys]


def identity_requests(*, by: Actor, open_only: bool = True) -> list[IdentityRow]:
    """Requests the actor's agency is asked to answer."""
    require(may(by, "prosecution.identity.answer"))
    found = _identity_requests().filter(custodian_id=by.agency)
    if open_only:
        found = found.filter(state="asked")
    return [_identity_row(by, r) for r in found.order_by("asked_at", "id")]


def identity_request(*, by: Actor, request_id: UUID) -> IdentityRow | None:
    """One request, if the actor's agency is asked."""
    require(may(by, "prosecution.identity.answer"))
    found = _identity_requests().filter(id=request_id, custodian_id=by.agency).first()
    return _identity_row(by, found) if found else None


def identity_requests_of(by: Actor, case_id: UUID) -> list[IdentityRow]:
    """What was asked for the sake of a case, the latest first."""
    found = _identity_requests().filter(case_id=case_id, victim__named=True)
    found = found.order_by("-asked_at", "id")
    return [_identity_row(by, r) for r in found]


def _identity_requests() -> QuerySet[CaseIdentityRequest]:
    return CaseIdentityRequest.objects.select_related("agency", "custodian", "asked_by")


def _identity_row(by: Actor, found: CaseIdentityRequest) -> IdentityRow:
    return row_of(
        IdentityRow,
        found,
        agency=in_language(found.agency.names),
        custodian=in_language(found.custodian.names),
        asked_by=found.asked_by.full_name,
        own=found.agency_id == by.agency_id,
        answerable=found.state == "asked" and found.asked_by_id != by.user_id,
    )
