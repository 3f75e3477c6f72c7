"""What the vault and the database tell each other through whoever asks: nobody between
them can make it up.

They share one secret, made of the keyring, which `sala setup` writes where only the
owner's functions read it. The database states a user's second factors as they stand,
beside the session in which they are asked for. The vault, once one of them is proven,
gives a ticket for that user and that session. The database lets in whoever brings the
ticket and the session's own key (docs/adr/0021; `access/law/tickets.py`).
"""

import hmac
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sala.kit import clock
from sala.vault.key_derivation import derive_secret
from sala.vault.keyring import Keyring
from sala.vault.protocol import WrappedKey
from sala.vault.sealed_places import CannotOpenError

BLOCK, MAC = 64, 64  # bytes, of SHA-256; hexadecimal digits
FRESH = 60  # seconds for which a statement of the database is worth anything
LONGEST = 12 * 60 * 60  # seconds of a ticket, as of a session


@dataclass(frozen=True)
class PersonStatement:
    """A person's key, as the database states that its policies show it to a member or a
    machine at their order, for a purpose.
    """

    key: WrappedKey
    actor: str
    day: str  # of the country
    most: int  # others a day that one user opens
    own: bool  # tied to the user's own work, or opened by broken glass


@dataclass(frozen=True)
class FactorStatement:
    """One second factor of a user, as the database states it for one session."""

    user: str
    born: str  # names the session's row, for as long as there is one
    epoch: int  # of the user's sessions: all of them end together
    until: int  # when the session ends, in seconds
    type: str
    data: dict[str, Any]
    signed_in: bool  # whether the session has a ticket of this user already


def hmac_pads(ring: Keyring) -> tuple[bytes, bytes]:
    """What the database needs to make HMAC-SHA-256 under the secret: its two pads."""
    block = _shared_secret(ring).ljust(BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)


def read_statement(ring: Keyring, said: bytes) -> FactorStatement:
    """What the database stated of a second factor a moment ago; raises
    `CannotOpenError` for anything else.
    """
    return FactorStatement(**_stated(ring, "factor", said))


def read_person(ring: Keyring, said: bytes) -> PersonStatement:
    """What the database stated of a person a moment ago; raises `CannotOpenError` for
    anything else.
    """
    stated = _stated(ring, "person", said)
    parts = (stated.pop(part) for part in ("person", "name", "wrapped"))
    person, name, wrapped = parts
    key = WrappedKey(UUID(person), name, bytes.fromhex(wrapped))
    return PersonStatement(key, **stated)


def read_day(ring: Keyring, said: bytes) -> str:
    """The day whose openings the database asks for, in the operator's name; raises
    `CannotOpenError` for anything else.
    """
    day: str = _stated(ring, "openings", said)["day"]
    return day


def make_ticket(ring: Keyring, stated: FactorStatement) -> str:
    """A ticket for the user and the session of a statement: when it ends, and a proof.

    The session's own key is part of neither and must come with it.
    """
    until = min(stated.until, int(clock.now().timestamp()) + LONGEST)
    said = "\x1f".join((stated.user, stated.born, str(stated.epoch), str(until)))
    return f"{until}.{_mac(ring, 'ticket', said)}"


def _stated(ring: Keyring, use: str, said: bytes) -> dict[str, Any]:
    text = said.decode()
    mac, words = text[:MAC], text[MAC:]
    if not hmac.compare_digest(mac.encode(), _mac(ring, use, words).encode()):
        raise CannotOpenError("the database did not state this")
    stated: dict[str, Any] = json.loads(words)
    if abs(clock.now().timestamp() - stated.pop("at")) > FRESH:
        raise CannotOpenError("this was stated too long ago")
    return stated


def _shared_secret(ring: Keyring) -> bytes:
    return derive_secret(ring.sign_in, b"sala:tickets")


def _mac(ring: Keyring, use: str, text: str) -> str:
    said = f"{use}\x1f{text}".encode()
    return hmac.digest(_shared_secret(ring), said, "sha256").hex()
