"""When it happens all the same: an account is ended, and what it reached is listed."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import psycopg
from django.db import connection

from sala.access.context import acting_operator, context_for_connection
from sala.access.models import LedgerEntry, Membership, User
from sala.access.queries import roles_in_force
from sala.access.roles import Role
from sala.config import addresses, staff

# Entries that say what somebody was shown or took away, and not only what they did.
OPENINGS = (
    "people.identity_opened",
    "people.attachment_opened",
    "people.glass_broken",
    "people.searched",
    "prosecution.attachment_opened",
    "partnership.file_opened",
    "protection.plan_note_opened",
    "protection.service_note_opened",
    "screening.answers_opened",
    "screening.envelope_opened",
    "screening.original_opened",
    "screening.htcds_exported",
    "screening.htcds_taken",
    "facts.exported",
)
SIGHT = (
    "SELECT (SELECT count(*) FROM people_person), (SELECT count(*) FROM"
    " prosecution_case), access_may('access.identity.open')"
)
KEEPERS = """
SELECT DISTINCT a.code FROM people_person p JOIN access_agency a ON a.id = p.agency_id
WHERE p.id::text = ANY (%s) ORDER BY 1
"""


@dataclass(frozen=True)
class RoleReach:
    """What a role of the account has in sight: numbers of people and cases."""

    agency: str
    role: str
    people: int
    cases: int
    opens_names: bool


@dataclass(frozen=True)
class LedgerOpening:
    """One entry that says what the account was shown."""

    at: datetime
    action: str
    subject: str
    purpose: str


@dataclass(frozen=True)
class AccountIncident:
    """What an account could have opened, did open and did, and who is to be told."""

    reach: tuple[RoleReach, ...]
    openings: tuple[LedgerOpening, ...]
    done: tuple[tuple[str, int], ...]
    keepers: tuple[str, ...]
    tell: tuple[str, ...]


def end_account(username: str, since: datetime) -> AccountIncident:
    """End an account's sessions, password and second factors at once; what it reaches
    now, and what the ledger says that it was shown since a moment.

    Raises `User.DoesNotExist`.
    """
    user = User.objects.get(username=username)
    with acting_operator("incident"):
        today = Membership.objects.filter(user=user).select_related("agency")
        posts = [(m.id, m.agency_id, m.agency.code, m.role) for m in today]
    reach = tuple(
        found
        for key, _agency, code, role in posts
        if (found := _sight_of(user.id, key, code, role))
    )
    staff.reset_sign_in(username)
    with acting_operator("incident"):
        entries = list(
            LedgerEntry.objects.filter(actor=user.id, at__gte=since).order_by("at"),
        )
        shown = [e for e in entries if e.action in OPENINGS]
        return AccountIncident(
            reach,
            tuple(LedgerOpening(e.at, e.action, e.subject, e.purpose) for e in shown),
            tuple(sorted(Counter(e.action for e in entries).items())),
            _keepers([key for e in shown for key in _people_of(e)]),
            _whom_to_tell({agency for _key, agency, _code, _role in posts}),
        )


def _sight_of(user: UUID, post: UUID, agency: str, role: str) -> RoleReach | None:
    """What the site shows in a role; nothing in one that is over. Nothing is opened."""
    with psycopg.connect(addresses.app_url()) as site:
        proven = context_for_connection(user, post, site.info.backend_pid)
        if proven is None:
            return None
        for name, value in proven.items():
            site.execute("SELECT set_config(%s, %s, true)", [name, value])
        people, cases, opens = site.execute(SIGHT).fetchone() or (0, 0, False)
        site.rollback()
    return RoleReach(agency, role, people, cases, bool(opens))


def _people_of(entry: LedgerEntry) -> tuple[str, ...]:
    """Whom an opening may be about: its subject, or the person that a paper is of."""
    return entry.subject, str(json.loads(entry.detail).get("person", ""))


def _keepers(people: list[str]) -> tuple[str, ...]:
    """The agencies that keep the records of people who were shown."""
    with connection.cursor() as cursor:
        cursor.execute(KEEPERS, [people])
        return tuple(code for (code,) in cursor.fetchall())


def _whom_to_tell(agencies: set[UUID]) -> tuple[str, ...]:
    """Who of the house hears of it: the data protection officers, oversight, and the
    supervisors of the account's agencies.
    """
    rows = Membership.objects.filter(roles_in_force(), user__is_active=True)
    named = {
        f"{m.user.full_name}, {Role(m.role).label}, {m.agency.code}"
        for m in rows.select_related("user", "agency")
        if m.role in {Role.DATA_PROTECTION_OFFICER, Role.OVERSIGHT}
        or (m.role == Role.SUPERVISOR and m.agency_id in agencies)
    }
    return tuple(sorted(named))
