"""Short texts and files that only the keyring opens: secrets of second factors, reasons
of emergency looks, accounts of cases.

A reason may name somebody, whatever the hint says; a dump of the database must not.
AES-256-GCM with the place as associated data, written so that a text column holds it.
"""

import base64
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sala.vault import keyring
from sala.vault.sealed_places import (
    SECOND_FORMAT,
    CannotOpenError,
    SealedPlace,
    is_second_format,
)

NONCE = 12


def seal_text(text: str, place: SealedPlace) -> str:
    """A text as it is stored at one place."""
    return seal_bytes(text.encode(), place).decode()


def open_text(sealed: str, place: SealedPlace) -> str:
    """The text that was sealed for this place; raises `CannotOpenError`."""
    return open_bytes(sealed.encode(), place).decode()


def seal_bytes(raw: bytes, place: SealedPlace) -> bytes:
    """What is not text, as it is stored at one place."""
    nonce = secrets.token_bytes(NONCE)
    box = nonce + AESGCM(_key()).encrypt(nonce, raw, place.binding())
    return SECOND_FORMAT + base64.urlsafe_b64encode(box)


def open_bytes(sealed: bytes, place: SealedPlace) -> bytes:
    """What was sealed for this place; raises `CannotOpenError`."""
    try:
        if not is_second_format(sealed):
            return _open_first_format(sealed)
        box = base64.urlsafe_b64decode(sealed.removeprefix(SECOND_FORMAT))
        return AESGCM(_key()).decrypt(box[:NONCE], box[NONCE:], place.binding())
    except (InvalidTag, InvalidToken, ValueError) as error:
        raise CannotOpenError("the sealed value does not belong here") from error


def _open_first_format(sealed: bytes) -> bytes:
    """What was sealed until November 2026, bound to nothing."""
    key = keyring.load_keyring().sign_in
    return Fernet(base64.urlsafe_b64encode(key)).decrypt(sealed)


def _key() -> bytes:
    return hmac.digest(keyring.load_keyring().sign_in, b"sala sealed values", "sha256")
