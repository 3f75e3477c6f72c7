"""Where a user is signed in, how long they were away, and ending it.

`session_store` keeps the sessions; see docs/adr/0019.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from sala.access import security_log, tickets
from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.models import SignInSession, User
from sala.access.session_store import (
    BEGAN,
    DEVICE,
    SHARED,
    SessionStore,
    find_row,
    hash_of_key,
)

# After so long without a request the second factor is asked again.
AWAY = timedelta(minutes=30)
AWAY_ON_SHARED = timedelta(minutes=5)
# Each request counts; the row is written at most so often.
WRITTEN = timedelta(seconds=30)
# How long after a session ended what its user still sends is kept for them.
GRACE = timedelta(hours=24)
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "CrOS", "Linux")
BROWSERS = ("Edg", "OPR", "SamsungBrowser", "Firefox", "Chrome", "Safari")


@dataclass(frozen=True)
class SessionRow:
    """One browser in which the user is signed in."""

    key_hash: str
    device: str
    shared: bool
    began_at: datetime
    seen_at: datetime
    here: bool


def begin_session(request: HttpRequest, at: datetime) -> None:
    """Count from now, and remember which kind of browser it is.

    Whether others use it too was said with the password.
    """
    request.session[BEGAN] = at.timestamp()
    request.session[DEVICE] = device_of(request.META.get("HTTP_USER_AGENT", ""))


def change_key(request: HttpRequest) -> None:
    """Give the session another key, since its user has just shown who they are: the old
    one lets nobody in any more.
    """
    request.session.cycle_key()
    if getattr(request, "shown_ticket", False):
        tickets.show_ticket(tickets.ticket_of(request.session))


def mark_shared(request: HttpRequest, *, shared: bool) -> None:
    """Remember whether others use this browser too."""
    request.session[SHARED] = shared


def device_of(user_agent: str) -> str:
    """The kind of browser and machine, as its owner would tell it from another."""
    found = [
        next((name for name in names if name in user_agent), "")
        for names in (BROWSERS, SYSTEMS)
    ]
    plain = {"Edg": "Edge", "OPR": "Opera", "CrOS": "Chrome OS"}
    return ", ".join(plain.get(name, name) for name in found if name)


def was_away(request: HttpRequest, at: datetime) -> bool:
    """Whether nobody asked for anything in this session for too long."""
    row = row_of(request)
    if row is None:
        return False
    return at - row.seen_at >= (AWAY_ON_SHARED if row.shared else AWAY)


def note_use(request: HttpRequest, at: datetime) -> None:
    """Count a session's minutes from now on."""
    row = row_of(request)
    if row is not None and at - row.seen_at >= WRITTEN:
        SignInSession.objects.filter(pk=row.pk, seen_at__lt=at).update(seen_at=at)
        row.seen_at = at


def row_of(request: HttpRequest) -> SignInSession | None:
    """The row of the request's session; none before it is stored."""
    request.session.get(SESSION_KEY)  # it is loaded when it is asked for something
    row: SignInSession | None = getattr(request.session, "row", None)
    return row


def own_sessions(*, by: Actor, here: str | None, at: datetime) -> list[SessionRow]:
    """Where the actor is signed in, the latest used first; `here` is this one's key."""
    this = hash_of_key(here) if here else ""
    found = SignInSession.objects.filter(user_id=by.user, ends_at__gt=at)
    return [
        SessionRow(
            row.key_hash,
            row.device,
            row.shared,
            row.began_at,
            row.seen_at,
            row.key_hash == this,
        )
        for row in found.order_by("-seen_at", "key_hash")
    ]


def end_own_sessions(
    *, by: Actor, only: str | None = None, but: str | None = None
) -> int:
    """End the actor's sessions: one by its hash, or all but that of a key; how many.

    Another's hash ends nothing.
    """
    found = SignInSession.objects.filter(user_id=by.user)
    if only is not None and not re.fullmatch(r"[0-9a-f]{64}", only):
        return 0
    if only is not None:
        found = found.filter(key_hash=only)
    if but is not None:
        found = found.exclude(key_hash=hash_of_key(but))
    ended, _each = found.delete()
    if ended:
        security_log.log_event("sessions_ended", user=by.user, many=ended)
        record(
            by=by,
            action="access.sessions_ended",
            kind="user",
            subject=by.user,
        )
    return ended


def end_other_sessions(request: HttpRequest | None, user: User) -> None:
    """End every session of a user but this one: how they sign in has changed."""
    key = request.session.session_key if request is not None else None
    others = SignInSession.objects.filter(user=user)
    others.exclude(key_hash=hash_of_key(key or "")).delete()


def ended_session(cookie: str, at: datetime) -> dict[str, Any] | None:
    """What is remembered of the session whose cookie came, if it ended within the last
    day.
    """
    row = find_row(cookie, ended=True, at=at)
    if row is None or row.ends_at <= at - GRACE:
        return None
    return SessionStore(cookie).decode(row.remembered)


def user_of_session(remembered: dict[str, Any]) -> User | None:
    """The user who was signed in, unless their sessions were ended for them."""
    key = str(remembered.get(SESSION_KEY, ""))
    if not re.fullmatch(r"[0-9a-f-]{36}", key):
        return None
    user = User.objects.filter(id=key, is_active=True).first()
    valid = user and constant_time_compare(
        str(remembered.get(HASH_SESSION_KEY, "")),
        user.get_session_auth_hash(),
    )
    return user if valid else None


def forget_ended(at: datetime) -> int:
    """Throw away sessions that ended more than a day ago; how many."""
    gone, _each = SignInSession.objects.filter(ends_at__lte=at - GRACE).delete()
    return gone
