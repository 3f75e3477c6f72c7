"""Where sessions are kept: under a hash of their key, and signed together with it.

Whoever copies the table, or a dump of it, has nothing that a browser could send. A row
that is copied under the hash of a key of one's own remembers nothing there. See
docs/adr/0019.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import (
    CreateError,
    SessionBase,
    UpdateError,
)
from django.db import IntegrityError, connection, transaction

from sala.access.models import SignInSession
from sala.kit import clock

# Counted from signing in, whatever is done meanwhile: a long working day.
LONGEST = timedelta(hours=12)
BORN = "SELECT born FROM access_signinsession WHERE key_hash = %s"
BEGAN, DEVICE, SHARED = "_began", "_device", "_shared"


def hash_of_key(key: str) -> str:
    """What is stored of a session's key: 32 random characters need no salt."""
    return sha256(key.encode()).hexdigest()


class SessionStore(SessionBase):
    """Django's sessions in `SignInSession`."""

    row: SignInSession | None = None

    @property
    def key_salt(self) -> str:
        """What is remembered is signed for this key alone."""
        return f"sala.session.{self.session_key}"

    def load(self) -> dict[str, Any]:
        """What is remembered of a session that has not ended; else nothing."""
        now = clock.now()
        row = find_row(self.session_key, ended=False, at=now)
        remembered = self.decode(row.remembered) if row else {}
        if row is None or began_of(remembered) + LONGEST <= now:
            self._session_key = None
            return {}
        self.row = row
        return remembered

    def exists(self, session_key: str) -> bool:
        """Whether a key is in use."""
        return SignInSession.objects.filter(key_hash=hash_of_key(session_key)).exists()

    def create(self) -> None:
        """A session under a new key."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def cycle_key(self) -> None:
        """Another key for the same session: its row stays, and so does its ticket."""
        before, data = self.session_key, self._session  # type: ignore[attr-defined]
        key = self._get_new_session_key()  # type: ignore[attr-defined]
        rows = SignInSession.objects.filter(key_hash=hash_of_key(before or ""))
        if not before or not rows.update(key_hash=hash_of_key(key)):
            super().cycle_key()
            return
        self._session_key, self._session_cache = key, data
        if self.row is not None:
            self.row.key_hash = hash_of_key(key)
        self.save()

    def save(self, must_create: bool = False) -> None:
        """Store what is remembered; the moment of its last use is another's to write.

        Raises `UpdateError` where the session was ended meanwhile.
        """
        if self.session_key is None:
            self.create()
            return
        now = clock.now()
        remembered = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        remembered.setdefault(BEGAN, now.timestamp())
        began = began_of(remembered)
        columns = {
            "remembered": self.encode(remembered),
            "user_id": remembered.get(SESSION_KEY),
            "device": remembered.get(DEVICE, ""),
            "shared": bool(remembered.get(SHARED)),
            "began_at": began,
            "ends_at": began + LONGEST,
        }
        key = hash_of_key(self.session_key)
        if not must_create:
            if not SignInSession.objects.filter(key_hash=key).update(**columns):
                raise UpdateError
            return
        try:
            with transaction.atomic():
                self.row = SignInSession.objects.create(
                    key_hash=key, seen_at=now, **columns
                )
        except IntegrityError as error:
            raise CreateError from error

    def delete(self, session_key: str | None = None) -> None:
        """Forget a session: this one, or that of a key."""
        key = session_key or self.session_key
        if key:
            SignInSession.objects.filter(key_hash=hash_of_key(key)).delete()

    async def aexists(self, session_key: str) -> bool:
        """As `exists`."""
        return await sync_to_async(self.exists)(session_key)

    @classmethod
    def clear_expired(cls) -> None:
        """Left to the machine that forgets (`sessions.forget_ended`)."""


def find_row(key: str | None, *, ended: bool, at: datetime) -> SignInSession | None:
    """The row of a key whose session has ended by a moment, or has not."""
    if not key:
        return None
    found = SignInSession.objects.filter(key_hash=hash_of_key(key)).first()
    return found if found and (found.ends_at <= at) is ended else None


def born_as(key: str | None) -> str:
    """The name that the database gave a session at its birth: it outlives a change of
    its key. Empty for no session.
    """
    with connection.cursor() as cursor:
        cursor.execute(BORN, [hash_of_key(key or "")])
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def began_of(remembered: dict[str, Any]) -> datetime:
    """When a session began, by what is signed; long ago where nothing says so."""
    return datetime.fromtimestamp(remembered.get(BEGAN, 0), UTC)
