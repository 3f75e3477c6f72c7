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

from sala.access import tickets
from sala.access.law.context import KEEPING, PROVED_SETTINGS, VOUCHED
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
    machine: str = ""  # the program that acts, alone or at the user's order

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
    """The membership does not exist, is not the user's, or is not in force today, or
    the user is not signed in.
    """


_acting_now: ContextVar[Actor | None] = ContextVar("acting", default=None)


def current_actor() -> Actor | None:
    """Who acts in this transaction, if anybody does."""
    return _acting_now.get()


@contextmanager
def acting_member(
    user_id: UUID,
    membership_id: UUID | None,
    purpose: str = "",
    ticket: str | None = None,
) -> Iterator[Actor]:
    """One transaction in the name of a member; with no membership, of the bare user.

    The member's ticket is the one at hand (`tickets`), if none is given. Raises
    `NotAMemberError` where the database does not know such a member today, or the
    ticket does not hold.
    """
    with transaction.atomic():
        shown = _ticket_at_hand(user_id, membership_id) if ticket is None else ticket
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT agency, unit, role FROM access_enter(%s, %s, %s, %s)",
                [user_id, membership_id, purpose, shown],
            )
            row = cursor.fetchone()
        if row is None:
            raise NotAMemberError
        agency_id, unit_id, role = row
        with _remember_actor(
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


def _ticket_at_hand(user_id: UUID | None, membership_id: UUID | None) -> str:
    """What the database asks of a member, and not of the bare user."""
    return tickets.held_ticket(user_id) if membership_id else ""


@contextmanager
def keeping_member(user_id: UUID, membership_id: UUID, ticket: str) -> Iterator[Actor]:
    """One transaction in the name of a member whose session ended within the last day:
    what they typed is kept for them, and nothing else is theirs to do or see.

    Raises `NotAMemberError` as `acting_member`.
    """
    with acting_member(user_id, membership_id, KEEPING, ticket) as actor:
        yield replace(actor, purpose="")


def context_for_connection(
    user_id: UUID, membership_id: UUID, backend: int
) -> dict[str, str] | None:
    """The settings with which another connection, of this backend, sees what a member
    would: by the owner's account alone. None for who is no member today.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT access_enter(%s, %s, '')", [user_id, membership_id])
        if cursor.fetchone() is None:
            return None
        cursor.execute(VOUCHED, [backend])
        names = (f"sala.{name}" for name in (*PROVED_SETTINGS, "proof"))
        return dict(zip(names, cursor.fetchone(), strict=True))


@contextmanager
def acting_operator(name: str) -> Iterator[Actor]:
    """One transaction in the name of whoever has the owner's account on the server."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT access_enter_operator()")
        with _remember_actor(
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


class NoSuchMachineError(Exception):
    """The database knows no machine of this name that acts alone."""


class OrderEndedError(Exception):
    """The order is done, late, or of somebody who has no such role any more."""


@contextmanager
def acting_machine(name: str) -> Iterator[Actor]:
    """One transaction in the name of a machine that acts alone, with next to no
    rights.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            _check_changes()  # what was changed before is not the machine's
            cursor.execute("SELECT access_enter_machine(%s)", [name])
            if cursor.fetchone() != (True,):
                raise NoSuchMachineError(name)
        with _at_work(Actor(None, None, None, None, name, machine=name)) as actor:
            yield actor


@contextmanager
def acting_on_order(order: UUID) -> Iterator[Actor]:
    """One transaction of a machine at a member's order, with what the member may see.

    Raises `OrderEndedError` where the database does not let the machine go on; why is
    written on the order by then.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            _check_changes()
            cursor.execute(
                "SELECT machine, asker, membership, agency, unit, role"
                " FROM access_enter_order(%s)",
                [order],
            )
            entered = cursor.fetchone()
        if entered is not None:
            machine, asker, membership, agency, unit, role = entered
            member = Actor(asker, membership, agency, unit, role, machine=machine)
            with _at_work(member) as actor:
                yield actor
            return
    raise OrderEndedError(order)


@contextmanager
def _at_work(machine: Actor) -> Iterator[Actor]:
    """A machine until the block ends; what it changed is held to it by then."""
    with _remember_actor(machine) as actor:
        yield actor
        _check_changes()
        with connection.cursor() as cursor:
            cursor.execute("SELECT access_leave_machine()")


def _check_changes() -> None:
    """Check now what the database checks at commit: it asks who acts by then."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def for_purpose(actor: Actor, purpose: str) -> Iterator[Actor]:
    """The same actor, with a purpose: without one the database hands out no sealed
    identity.
    """
    with acting_member(actor.user, actor.membership_id, purpose) as purposeful:
        yield replace(purposeful, name=actor.name, machine=actor.machine)


@contextmanager
def _remember_actor(actor: Actor) -> Iterator[Actor]:
    outer = _acting_now.get()
    token = _acting_now.set(actor)
    try:
        yield actor
    finally:
        _acting_now.reset(token)
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
                "SELECT 1 FROM access_enter(%s, %s, %s, %s)",
                [
                    actor.user_id,
                    actor.membership_id,
                    actor.purpose,
                    _ticket_at_hand(actor.user_id, actor.membership_id),
                ],
            )
