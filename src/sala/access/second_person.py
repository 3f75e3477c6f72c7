"""What waits for a second person, as the database keeps it: roles that open names, and
new ways to sign in.

The rule who may be the second stands in `law/second_person.py` alone; the actions call
it, and enter what was done in the ledger.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.crypto import salted_hmac

from sala.access import notices, queries
from sala.access.context import Actor
from sala.access.models import Agency, Standing, User
from sala.access.permissions import role_includes
from sala.access.roles import OPENS_NAMES, OPERATOR, Role
from sala.access.second_factor import plain_digits
from sala.countries.queries import in_language
from sala.kit.database_functions import ask_database
from sala.kit.rows import row_of

DIGITS = 9  # three times three, as a telephone number is said
ROLE, WAY_IN = "role", "way_in"


@dataclass(frozen=True)
class WaitingRow:
    """One role or way in that waits for the actor to be the second person, or was
    confirmed of late.
    """

    kind: str
    id: UUID
    user_id: UUID
    username: str
    full_name: str
    agency: str
    agency_id: UUID
    unit: str
    role: Role | None
    starts_on: date | None
    ends_on: date | None
    asked_by: str
    asked_at: datetime
    standing: Standing

    @property
    def waits(self) -> bool:
        """Whether it waits still."""
        return self.standing == Standing.WAITING


def must_wait(role: Role) -> bool:
    """Whether a role gives nothing until a second person confirmed it."""
    return any(role_includes(role, word) for word in OPENS_NAMES)


def waiting_authority(*, by: Actor, settled: bool = False) -> list[WaitingRow]:
    """What waits for the actor, the oldest first; also roles confirmed in the last 30
    days, where `settled`.
    """
    found = _rows_of("SELECT * FROM access_waiting(%s) ORDER BY asked_at, id", settled)
    keys = {key for row in found for key in (row.agency_id, row.unit_id)}
    titles = {a.id: in_language(a.names) for a in Agency.objects.filter(id__in=keys)}
    return [
        row_of(
            WaitingRow,
            row,
            agency=titles[row.agency_id],
            unit=titles.get(row.unit_id, ""),
            role=Role(row.role) if row.role else None,
            standing=Standing(row.standing),
        )
        for row in found
    ]


def settle_role(membership: UUID, standing: Standing) -> UUID | None:
    """Write what a second person said of a role; whose it is, or None where it is not
    theirs to say.
    """
    settled: UUID | None = ask_database(
        "access_settle_role", membership, standing.value
    )
    return settled


def settle_way_in(
    way_in: UUID, standing: Standing, user: UUID, number: str
) -> UUID | None:
    """Write what a second person said of a way in; whose it is, or None."""
    settled: UUID | None = ask_database(
        "access_settle_way_in",
        way_in,
        standing.value,
        number_hash(user, number),
    )
    return settled


def ask_way_in(user: UUID) -> UUID:
    """Begin a way in that waits; the agency whose second person it waits for.

    Raises `User.DoesNotExist` where it is not the session's to begin.
    """
    found = ask_database("access_ask_way_in", user)
    if found is None:
        raise User.DoesNotExist
    return UUID(str(found))


def take_back_way_in(user: UUID) -> bool:
    """Let a user's way in lead nowhere; whether there was one."""
    return bool(ask_database("access_take_back_way_in", user))


def use_way_in(user: UUID, number: str) -> bool:
    """Use a confirmed way in up; False where the number is not its own."""
    used = ask_database("access_use_way_in", user, number_hash(user, number))
    return bool(used)


def way_in_standing(*, by: Actor, user: UUID) -> str:
    """How the link that somebody was given stands, for who may make one."""
    return str(ask_database("access_way_in_standing", user) or "")


def has_second(user: UUID) -> bool:
    """For the operator: whether anybody could be the second person for a user."""
    return bool(ask_database("access_has_second", user))


def waiting_of(user: UUID) -> list[tuple[str, UUID]]:
    """For the operator: kind and key of what waits of a user."""
    rows = _rows_of("SELECT kind, id FROM access_waiting_of(%s)", user)
    return [(row.kind, row.id) for row in rows]


def make_number() -> str:
    """A number that the second person reads out: digits are read in every script."""
    return "".join(secrets.choice("0123456789") for _ in range(DIGITS))


def number_hash(user: UUID, number: str) -> str:
    """A number as it is kept, in whatever script and groups it was typed."""
    digits = plain_digits(number).replace("-", "")
    return salted_hmac("sala.way_in", f"{user}{digits}", algorithm="sha256").hexdigest()


def tell_of_waiting(
    *,
    by: Actor,
    agency: UUID,
    user: UUID,
    unit: UUID | None = None,
    kind: str = "access.authority_waits",
) -> None:
    """Tell supervisors and oversight; of what the operator does, their start page."""
    if by.role == OPERATOR:
        return
    told = _rows_of(
        "SELECT agency, oversees FROM access_told_of_waiting(%s, %s, %s)",
        agency,
        unit,
        user,
    )
    at = queries.database_now()
    for row in told:
        notices.send_notice(
            by=by,
            at=at,
            agency=row.agency,
            kind=kind,
            page="list_authority",
            roles=[Role.OVERSIGHT if row.oversees else Role.SUPERVISOR],
        )


def _rows_of(question: str, *values: str | bool | UUID | None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        names = [column.name for column in cursor.description]
        return [
            SimpleNamespace(**dict(zip(names, row, strict=True)))
            for row in cursor.fetchall()
        ]
