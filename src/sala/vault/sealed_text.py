"""Short texts and files that only the vault opens: secrets of second factors, reasons
of emergency looks, accounts of cases.

A reason may name somebody, whatever the hint says; a dump of the database must not.
They are sealed to a public key with the place bound in, written so that a text column
holds it.
"""

import base64
from collections.abc import Sequence

from sala.vault import public_keys
from sala.vault.client import ask_one, ask_vault
from sala.vault.protocol import OpenValue, SealFactor
from sala.vault.sealed_places import (
    THIRD_FORMAT,
    CannotOpenError,
    KeyUse,
    SealedPlace,
)


def seal_text(text: str, place: SealedPlace) -> str:
    """A text as it is stored at one place."""
    return seal_bytes(text.encode(), place).decode()


def open_text(sealed: str, place: SealedPlace) -> str:
    """The text that was sealed for this place; raises `CannotOpenError`, and
    `VaultAwayError` where the vault does not answer.
    """
    return open_bytes(sealed.encode(), place).decode()


def open_texts(values: Sequence[tuple[str, SealedPlace]]) -> list[str]:
    """The texts that were sealed for these places, in one question; raises as
    `open_text`.
    """
    asked = [OpenValue(place, sealed.encode()) for sealed, place in values]
    opened = [one for one in ask_vault(asked) if one is not None]
    if len(opened) < len(values):
        raise CannotOpenError("the sealed value does not belong here")
    return [one.decode() for one in opened]


def seal_bytes(raw: bytes, place: SealedPlace) -> bytes:
    """What is not text, as it is stored at one place.

    A second factor's secret is sealed by the vault, lest who can write to the database
    and has public keys puts in one of their own.
    """
    if place.key_use is KeyUse.SECOND_FACTOR:
        return ask_one(SealFactor(place, raw))
    known = public_keys.load_public_keys()
    box = known.seal(raw, place.key_use, place.binding(public=True))
    return THIRD_FORMAT + base64.urlsafe_b64encode(f"{known.name}:".encode() + box)


def open_bytes(sealed: bytes, place: SealedPlace) -> bytes:
    """What was sealed for this place; raises `CannotOpenError`, and `VaultAwayError`
    where the vault does not answer.
    """
    return ask_one(OpenValue(place, sealed))
