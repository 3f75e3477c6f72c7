"""What `access` tells: agencies, users, roles, grants, broken glass, the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from sala.access.closed_words import read_words
from sala.access.context import Actor
from sala.access.models import (
    Agency,
    BrokenGlass,
    Grant,
    LedgerEntry,
    Membership,
    Standing,
    User,
)
from sala.access.roles import OPERATOR, WATCHES_ADMINISTRATORS, Role
from sala.countries.queries import in_language
from sala.kit.database_functions import ask_database
from sala.kit.rows import row_of
from sala.vault.sealed_columns import sealed_place

PAGE = 50


@dataclass(frozen=True)
class AgencyRow:
    """An agency as anybody may know it."""

    id: UUID
    code: str
    name: str
    kind: str
    level: str
    parent_code: str
    retired_on: date | None
    names: dict[str, str]
    place_code: str = ""


@dataclass(frozen=True)
class MembershipRow:
    """One user's role in an agency."""

    id: UUID
    user_id: UUID
    username: str
    full_name: str
    agency: str
    agency_id: UUID
    unit: str
    role: Role
    starts_on: date
    ends_on: date | None
    standing: Standing

    @property
    def waits(self) -> bool:
        """Whether it gives nothing until a second person confirmed it."""
        return self.standing == Standing.WAITING

    @property
    def watches_administrators(self) -> bool:
        """Whether the role watches over administrators, so that only the operator
        touches it.
        """
        return self.role in WATCHES_ADMINISTRATORS


@dataclass(frozen=True)
class GrantRow:
    """One record opened to one agency."""

    id: UUID
    record_id: UUID
    agency: str
    given_by_agency: str
    basis: str
    rests_on: UUID | None
    given_at: datetime
    until: datetime
    withdrawn_at: datetime | None
    own: bool

    def in_force(self, at: datetime) -> bool:
        """Whether the grant opens the record at a moment."""
        return self.withdrawn_at is None and self.given_at <= at < self.until


@dataclass(frozen=True)
class EmergencyAccessRow:
    """One emergency look."""

    id: UUID
    record_kind: str
    record_id: UUID
    user: str
    agency: str
    custodian: str
    reason: str
    broken_at: datetime
    until: datetime
    seen_at: datetime | None
    reviewed_at: datetime | None
    finding: str
    awaits: bool
    """Whether it is the asker who should acknowledge or judge it."""


@dataclass(frozen=True)
class LedgerRow:
    """One entry of the ledger, in words."""

    place: str
    at: datetime
    actor: str
    username: str
    agency: str
    role: str
    purpose: str
    action: str
    subject_kind: str
    subject: str
    detail: str


def list_agencies(*, open_only: bool = True) -> list[AgencyRow]:
    """All agencies, or those not closed, by code."""
    found = Agency.objects.select_related("parent").order_by("code")
    return [
        agency_row(a) for a in (found.filter(retired_on=None) if open_only else found)
    ]


def agency_by_code(code: str) -> AgencyRow | None:
    """The agency with this code."""
    found = Agency.objects.select_related("parent").filter(code=code).first()
    return agency_row(found) if found else None


def agency_by_id(agency_id: UUID) -> AgencyRow | None:
    """The agency with this key."""
    found = Agency.objects.select_related("parent").filter(id=agency_id).first()
    return agency_row(found) if found else None


def agency_row(found: Agency) -> AgencyRow:
    return row_of(
        AgencyRow,
        found,
        name=in_language(found.names),
        parent_code=found.parent.code if found.parent else "",
        names=dict(found.names),
    )


def administered_agencies(*, by: Actor) -> list[AgencyRow]:
    """The administrator's agency and all units below it."""
    keys = ask_database("access_administered")
    found = Agency.objects.select_related("parent").filter(id__in=keys).order_by("code")
    return [agency_row(a) for a in found]


def own_memberships(*, by: Actor) -> list[MembershipRow]:
    """The roles in which the acting user may act today."""
    found = _membership_query().filter(
        roles_in_force(),
        user_id=by.user,
        agency__retired_on=None,
    )
    return membership_rows(found)


def roles_in_force() -> Q:
    """Which memberships give something today; whose they are may still be shut out."""
    day = database_today()
    ends = Q(ends_on=None) | Q(ends_on__gte=day)
    return ends & Q(starts_on__lte=day, standing=Standing.CONFIRMED)


def administered_memberships(*, by: Actor) -> list[MembershipRow]:
    """All memberships the actor administers, the latest first."""
    keys = [a.id for a in administered_agencies(by=by)]
    return membership_rows(_membership_query().filter(agency_id__in=keys))


def may_reset(*, by: Actor, user: UUID) -> bool:
    """Whether the actor may make a way in for a user: all that the user may do lies
    below them.

    For whoever works for another agency too, or watches over administrators, the
    operator does it.
    """
    if by.role == OPERATOR:
        return True
    return bool(ask_database("access_may_reset", user))


def memberships_of(*, by: Actor, username: str) -> list[MembershipRow]:
    """One user's memberships among those the actor administers; empty for anybody
    else's user.
    """
    return [m for m in administered_memberships(by=by) if m.username == username]


def _membership_query() -> QuerySet[Membership]:
    return Membership.objects.select_related("user", "agency", "unit").order_by(
        "user__username",
        "-starts_on",
        "id",
    )


def membership_rows(found: Iterable[Membership]) -> list[MembershipRow]:
    return [
        row_of(
            MembershipRow,
            m,
            username=m.user.username,
            full_name=m.user.full_name,
            agency=in_language(m.agency.names),
            unit=in_language(m.unit.names) if m.unit else "",
            role=Role(m.role),
            standing=Standing(m.standing),
        )
        for m in found
    ]


def grants_of(*, by: Actor, record_kind: str, record_id: UUID) -> list[GrantRow]:
    """The grants on a record that the actor's agency gave or received, and all of one
    that it keeps; `own` are those to others, which it takes back.
    """
    found = Grant.objects.select_related("agency", "given_by_agency").filter(
        record_kind=record_kind,
        record_id=record_id,
    )
    return [
        row_of(
            GrantRow,
            g,
            agency=in_language(g.agency.names),
            given_by_agency=in_language(g.given_by_agency.names),
            own=g.agency_id != by.agency_id,
        )
        for g in found.order_by("-given_at", "id")
    ]


def emergency_accesses(
    *, by: Actor, open_only: bool = False
) -> list[EmergencyAccessRow]:
    """Emergency looks the actor is told of: own, into the own agency, or all for
    oversight.
    """
    found = BrokenGlass.objects.select_related("user", "agency", "custodian")
    if open_only:
        unseen = Q(reviewed_at=None) if by.role == Role.OVERSIGHT else Q(seen_at=None)
        found = found.filter(unseen)
    looks = list(found.order_by("-broken_at", "id"))
    reasons = read_words(
        [(g.reason, sealed_place(BrokenGlass, "reason", g.id)) for g in looks]
    )
    rows = [
        row_of(
            EmergencyAccessRow,
            g,
            user=g.user.full_name,
            agency=in_language(g.agency.names),
            custodian=in_language(g.custodian.names),
            reason=reason,
            awaits=_awaits_actor(g, by),
        )
        for g, reason in zip(looks, reasons, strict=True)
    ]
    return [row for row in rows if row.awaits] if open_only else rows


def _awaits_actor(look: BrokenGlass, by: Actor) -> bool:
    """Nobody acknowledges or judges their own look."""
    if look.user_id == by.user_id:
        return False
    if by.role == Role.OVERSIGHT:
        return look.reviewed_at is None
    mine = by.role == Role.SUPERVISOR and look.custodian_id == by.agency_id
    return mine and look.seen_at is None


@dataclass(frozen=True)
class LedgerSearch:
    """What to look for in the ledger; empty means everything."""

    username: str = ""
    action: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None
    page: int = 1


def ledger_page(*, by: Actor, search: LedgerSearch) -> tuple[list[LedgerRow], bool]:
    """One page of entries the actor may read, the latest first, and whether there are
    more.
    """
    found = LedgerEntry.objects.order_by("-at", "lane", "-seq").filter(
        _matching_entries(search),
    )
    start = (search.page - 1) * PAGE
    rows = list(found[start : start + PAGE + 1])
    return _ledger_rows(rows[:PAGE]), len(rows) > PAGE


def _matching_entries(search: LedgerSearch) -> Q:
    wanted = Q()
    if search.username:
        wanted &= Q(
            actor__in=User.objects.filter(username=search.username).values("id"),
        )
    if search.action:
        wanted &= Q(action__startswith=search.action)
    if search.subject:
        wanted &= Q(subject=search.subject)
    if search.since:
        wanted &= Q(at__date__gte=search.since)
    if search.until:
        wanted &= Q(at__date__lte=search.until)
    return wanted


def _ledger_rows(entries: list[LedgerEntry]) -> list[LedgerRow]:
    actors = {e.actor for e in entries if e.actor}
    users = User.objects.only("username", "full_name").in_bulk(actors)
    bodies = {e.agency for e in entries if e.agency}
    titles = {a.id: in_language(a.names) for a in Agency.objects.filter(id__in=bodies)}
    return [
        row_of(
            LedgerRow,
            e,
            place=str(e),
            actor=users[e.actor].full_name if e.actor in users else "",
            username=users[e.actor].username if e.actor in users else "",
            agency=titles.get(e.agency, "") if e.agency else "",
        )
        for e in entries
    ]


def database_now() -> datetime:
    """The moment by the database's clock, which also decides what a session sees."""
    moment: datetime = ask_database("access_now")
    return moment


def database_today() -> date:
    """The day of that moment where the database stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_now()::date")
        (day,) = cursor.fetchone()
    return day  # type: ignore[no-any-return]
