"""Everybody is signed in: tests hold the keyring, and give themselves the vault's tickets."""

from contextlib import contextmanager
from hashlib import sha256

from django.db import connection

from sala.access import tickets
from sala.vault import keyring
from sala.vault import tickets as vault_tickets

HELD, HAS, WHOLE = tickets.held_ticket, tickets.has_ticket, tickets.whole_ticket
# Rows of these sessions begin so; no browser has one.
KEYS = "tests"
ROW = """
SELECT u.id, s.born, u.session_epoch, extract(epoch FROM s.ends_at)::bigint
FROM access_signinsession s JOIN access_user u ON u.id = s.user_id
WHERE s.key_hash = %s AND u.id = coalesce(%s, u.id)
"""
NEW = """
INSERT INTO access_signinsession
    (key_hash, remembered, user_id, device, shared, began_at, seen_at, ends_at)
SELECT %s, '', u.id, '', false, now(), now(), now() + interval '12 hours'
FROM access_user u WHERE u.id = %s ON CONFLICT DO NOTHING
"""


def sign_everybody_in() -> None:
    """From here on, whoever acts brings a ticket."""
    tickets.held_ticket, tickets.has_ticket = ticket_for, lambda _session: True
    tickets.whole_ticket = lambda key, given: WHOLE(key, given) or ticket_in(key)


@contextmanager
def everybody():
    """While the block runs, whoever acts brings a ticket."""
    before = tickets.held_ticket, tickets.has_ticket, tickets.whole_ticket
    sign_everybody_in()
    try:
        yield
    finally:
        tickets.held_ticket, tickets.has_ticket, tickets.whole_ticket = before


@contextmanager
def by_tickets_alone():
    """While the block runs, who acts needs a ticket that the vault gave."""
    tickets.held_ticket, tickets.has_ticket, tickets.whole_ticket = HELD, HAS, WHOLE
    try:
        yield
    finally:
        sign_everybody_in()


def forget_sessions() -> None:
    """Nobody is signed in for a test in what is kept of it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_signinsession WHERE remembered = ''")


def ticket_for(user) -> str:
    """The ticket of the request's session, or of one that a user has for the test."""
    session = tickets._session.get()
    if session is not None and (made := ticket_in(session.session_key, user)):
        return made
    key = key_of(user)
    made = ticket_in(key, user)
    if not made:
        with connection.cursor() as cursor:
            cursor.execute(NEW, [sha256(key.encode()).hexdigest(), user])
        made = ticket_in(key, user)
    return made


def key_of(user) -> str:
    """The session's key of a user for the test."""
    return KEYS + sha256(str(user).encode()).hexdigest()[: 32 - len(KEYS)]


def ticket_in(key, user=None, ring=None) -> str:
    """The ticket that the vault would give in the session of a key, if it is the user's."""
    with connection.cursor() as cursor:
        cursor.execute(ROW, [sha256((key or "").encode()).hexdigest(), user])
        row = cursor.fetchone()
    if row is None:
        return ""
    stated = vault_tickets.FactorStatement(
        str(row[0]), str(row[1]), row[2], row[3], "totp", {}, signed_in=True
    )
    given = vault_tickets.make_ticket(ring or keyring.load_keyring(), stated)
    return f"{key}.{given}"
