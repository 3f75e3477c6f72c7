"""Who acts, for which agency, in which role, for what purpose: told to the database
first.

The database checks the membership itself and remembers the answer for the transaction
with a proof that no `SET` can forge (`law/context.py`). Row-level security decides from
that alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection, transaction

from sala.access.roles import OPERATOR


@dataclass(frozen=True)
class Actor:
    """The acting user as the database accepted them; `by=` of every action."""

    user_id: UUID | None
    membership_id: UUID | None
    agency_id: UUID | None
    unit_id: UUID | None
    role: str
    purpose: str = ""
    name: str = ""

    @property
    def user(self) -> UUID:
        """The acting user's key; an operator is nobody, and has none to ask for."""
        assert self.user_id is not None  # noqa: S101 a programming error
        return self.user_id

    @property
    def agency(self) -> UUID:
        """The key of the agency the user acts for."""
        assert self.agency_id is not None  # noqa: S101 a programming error
        return self.agency_id


class NotAMemberError(Exception):
    """The membership does not exist, is not the user's, or is not in force today."""


_acting: ContextVar[Actor | None] = ContextVar("acting", default=None)


def current() -> Actor | None:
    """Who acts in this transaction, if anybody does."""
    return _acting.get()


@contextmanager
def acting(
    user_id: UUID,
    membership_id: UUID | None,
    purpose: str = "",
) -> Iterator[Actor]:
    """One transaction in the name of a member; with no membership, of the bare user.

    Raises `NotAMemberError` where the database does not know such a member today.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT agency, unit, role FROM access_enter(%s, %s, %s)",
                [user_id, membership_id, purpose],
            )
            row = cursor.fetchone()
        if row is None:
            raise NotAMemberError
        agency_id, unit_id, role = row
        with _remembered(
            Actor(
                user_id,
                membership_id,
                agency_id,
                unit_id,
                role,
                purpose,
            ),
        ) as actor:
            yield actor


@contextmanager
def operating(name: str) -> Iterator[Actor]:
    """One transaction in the name of whoever has the owner's account on the server."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT access_enter_operator()")
        with _remembered(
            Actor(
                None,
                None,
                None,
                None,
                OPERATOR,
                "",
                name,
            ),
        ) as actor:
            yield actor


@contextmanager
def for_purpose(actor: Actor, purpose: str) -> Iterator[Actor]:
    """The same actor, with a purpose: without one the database hands out no sealed
    identity.
    """
    with acting(actor.user, actor.membership_id, purpose) as purposeful:
        yield replace(purposeful, name=actor.name)


@contextmanager
def _remembered(actor: Actor) -> Iterator[Actor]:
    outer = _acting.get()
    token = _acting.set(actor)
    try:
        yield actor
    finally:
        _acting.reset(token)
        # The database forgets by itself when the transaction ends, or its savepoint
        # fails.
        if connection.savepoint_ids and not connection.needs_rollback:
            _tell_database(outer)


def _tell_database(actor: Actor | None) -> None:
    if connection.connection.info.transaction_status.name != "INTRANS":
        return
    with connection.cursor() as cursor:
        if actor is None:
            cursor.execute("SELECT access_leave()")
        elif actor.role == OPERATOR:
            cursor.execute("SELECT access_enter_operator()")
        else:
            cursor.execute(
                "SELECT 1 FROM access_enter(%s, %s, %s)",
                [actor.user_id, actor.membership_id, actor.purpose],
            )
