"""Sealing to the vault what is on its way: whoever has the public key can write, only
the vault can read.

What a phone seals, and what the site keeps for a while in the same way. The name that a
box begins with says which key it needs.
"""

from uuid import UUID

from sala.vault import public_keys
from sala.vault.client import ask_one
from sala.vault.protocol import OpenBox
from sala.vault.public_keys import SUITE, SUITE_NAME
from sala.vault.sealed_places import USES_OF_KEYS, CannotOpenError, KeyUse

__all__ = ["SUITE", "SUITE_NAME"]


class CannotOpenBoxError(Exception):
    """A box does not open: its key is gone, it is damaged, or it was made for something
    else.
    """


def public_key() -> tuple[str, bytes]:
    """The key to seal an envelope with, and its name."""
    known = public_keys.load_public_keys()
    return known.name, known.keys[KeyUse.ENVELOPE]


def seal_box(value: bytes, *, use: str, about: UUID | str) -> bytes:
    """A value that only the vault opens, for one use and one thing it is about."""
    known, key_use = public_keys.load_public_keys(), USES_OF_KEYS[use]
    sealed = known.seal(value, key_use, f"sala:{use}:{about}".encode())
    kind = "" if key_use is KeyUse.ENVELOPE else f"/{key_use}"
    return f"{known.name}{kind}:".encode() + sealed


def open_box(sealed: bytes, *, use: str, about: UUID | str) -> bytes:
    """The value that was sealed for this use and this thing; raises
    `CannotOpenBoxError`, and `VaultAwayError` where the vault does not answer.
    """
    try:
        return ask_one(OpenBox(use, str(about), bytes(sealed)))
    except CannotOpenError as error:
        raise CannotOpenBoxError from error


def key_name(sealed: bytes) -> str:
    """The name of the key that a box needs."""
    name = bytes(sealed).partition(b":")[0].decode(errors="replace")
    return name.partition("/")[0]
