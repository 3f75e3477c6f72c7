"""Sealing: one random key a person, itself wrapped by the installation's wrapping key.

AES-256-GCM throughout (NIST SP 800-38D). The person and the place are bound in as
associated data, so that a sealed value moved to another row does not open. Values of
the first format are bound to the person and the use alone.
Each stored value names its wrapping key, so that keys rotate one row at a time.
"""

import hmac
import json
import secrets
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sala.vault import keyring
from sala.vault.sealed_places import (
    SECOND_FORMAT,
    CannotOpenError,
    SealedPlace,
    is_second_format,
)

NONCE = 12


def new_key(person: UUID) -> tuple[str, bytes, bytes]:
    """A fresh key for a person: the wrapping key's name, the key wrapped, the key."""
    key = secrets.token_bytes(32)
    return *wrap_key(person, key), key


def wrap_key(person: UUID, key: bytes) -> tuple[str, bytes]:
    """A person's key under the current wrapping key, and that key's name."""
    ring = keyring.load_keyring()
    wrapping = ring.wrapping[ring.current]
    return ring.current, _encrypt_value(wrapping, key, _bound_to_use(person, "key"))


def unwrap_key(person: UUID, name: str, wrapped: bytes) -> bytes:
    """A person's key, given the name of the wrapping key it is under."""
    try:
        wrapping = keyring.load_keyring().wrapping[name]
    except KeyError as error:
        raise CannotOpenError(
            f"the wrapping key {name} is not in the keyring",
        ) from error
    return _decrypt_value(wrapping, wrapped, _bound_to_use(person, "key"))


def seal_value(
    key: bytes,
    person: UUID,
    place: SealedPlace,
    value: bytes,
) -> bytes:
    """A value that only this person's key opens, at this place."""
    return SECOND_FORMAT + _encrypt_value(key, value, place.binding(person))


def unseal_value(
    key: bytes,
    person: UUID,
    place: SealedPlace,
    sealed: bytes,
) -> bytes:
    """The value that was sealed for this person and place."""
    if is_second_format(sealed):
        box = sealed.removeprefix(SECOND_FORMAT)
        return _decrypt_value(key, box, place.binding(person))
    return _decrypt_value(key, sealed, _bound_to_use(person, place.use))


def seal_json(
    key: bytes,
    person: UUID,
    place: SealedPlace,
    value: dict[str, Any],
) -> bytes:
    """A JSON value, sealed and padded so that its size says nothing about a name's
    length.
    """
    text = json.dumps(
        value,
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    return seal_value(key, person, place, text + b" " * (-len(text) % 256))


def unseal_json(
    key: bytes,
    person: UUID,
    place: SealedPlace,
    sealed: bytes,
) -> dict[str, Any]:
    """The JSON value that `seal_json` sealed."""
    opened: dict[str, Any] = json.loads(unseal_value(key, person, place, sealed))
    return opened


def blind_index(kind: str, form: str) -> bytes:
    """The keyed digest that a search term is stored under; it cannot be turned back."""
    return hmac.digest(
        keyring.load_keyring().index, f"{kind}\x1f{form}".encode(), "sha256"
    )[:16]


def _encrypt_value(key: bytes, value: bytes, binding: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, value, binding)


def _decrypt_value(key: bytes, sealed: bytes, binding: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], binding)
    except (InvalidTag, ValueError) as error:
        raise CannotOpenError("the sealed value does not belong here") from error


def _bound_to_use(person: UUID, use: str) -> bytes:
    return f"sala:{use}:{person}".encode()
