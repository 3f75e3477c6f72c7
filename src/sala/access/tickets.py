"""The ticket of a session: the vault's word that its user gave a second factor there.

The browser holds the session's key, the session what the vault gave; the database takes
both together and neither alone. So whoever copies the database has nothing to come in
with, and SQL as the application is nobody (docs/adr/0021).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection

from sala.access.models import User
from sala.vault import proving

TICKET = "_ticket"
STATEMENTS = "SELECT factor, said FROM access_factor_statements(%s, %s, %s)"

_session: ContextVar[SessionBase | None] = ContextVar("session", default=None)


@contextmanager
def holding_session(session: SessionBase) -> Iterator[None]:
    """Whoever acts in the block acts with the ticket of this session."""
    token = _session.set(session)
    try:
        yield
    finally:
        _session.reset(token)


def has_ticket(session: SessionBase) -> bool:
    """Whether the vault gave a ticket for a session; the database says if it holds."""
    return bool(session.get(TICKET))


def held_ticket(_user: UUID | None) -> str:
    """The ticket at hand, as the database takes it; empty where there is none."""
    session = _session.get()
    return ticket_of(session) if session is not None else ""


def ticket_of(session: SessionBase) -> str:
    """The ticket of a session with the key that it is for."""
    return whole_ticket(session.session_key, session.get(TICKET))


def whole_ticket(key: str | None, given: str | None) -> str:
    """A session's key with what the vault gave for it; empty where one is missing."""
    return f"{key}.{given}" if key and given else ""


def keep_ticket(session: SessionBase, given: str) -> None:
    """Keep what the vault gave for a session in it."""
    session[TICKET] = given


def prove_code(
    session: SessionBase, user: User, code: str
) -> tuple[Authenticator, int, str] | None:
    """The factor that a code is right for, the code's number, and what the vault gives
    for it; None for a wrong one. Raises `VaultAwayError`.
    """
    stated = _statements(session, user)
    proven = proving.prove_code([said for _factor, said in stated], code)
    if proven is None:
        return None
    place, number, given = proven
    return Authenticator.objects.get(pk=stated[place][0]), number, given


def prove_touch(
    session: SessionBase, factor: Authenticator, touch: dict[str, Any]
) -> bool:
    """Whether the vault takes a passkey's touch too; then its ticket is kept. Raises
    `VaultAwayError`.
    """
    stated = dict(_statements(session, factor.user))
    given = proving.prove_touch(stated.get(factor.pk, ""), json.dumps(touch))
    if given is not None:
        keep_ticket(session, given)
    return given is not None


def open_seed(session: SessionBase, user: User, sealed: str) -> str:
    """What a user's recovery codes are made of, while they are signed in.

    Raises `CannotOpenError`, `VaultAwayError`.
    """
    codes = Authenticator.objects.filter(
        user=user, type=Authenticator.Type.RECOVERY_CODES, data__seed=sealed
    ).first()
    stated = dict(_statements(session, user))
    return proving.open_seed(stated.get(codes.pk, "") if codes else "")


def show_ticket(ticket: str) -> None:
    """Show the database a ticket for as long as its connection answers one request:
    allauth's pages change second factors before anybody acts.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('sala.ticket', %s, false)", [ticket])


def _statements(session: SessionBase, user: User) -> list[tuple[int, str]]:
    key, ticket = session.session_key or "", ticket_of(session)
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS, [key, user.pk, ticket])
        return list(cursor.fetchall())
