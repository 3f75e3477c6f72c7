"""What opens: the keyring's private keys on sealed values. Of the vault's process
alone.
"""

import base64
import hmac
import secrets
from collections.abc import Callable
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sala.vault import private_keys
from sala.vault.key_derivation import derive_secret, key_pair_of_person
from sala.vault.keyring import Keyring
from sala.vault.protocol import WrappedKey
from sala.vault.public_keys import SUITE, bound_to_person
from sala.vault.sealed_places import (
    SECOND_FORMAT,
    THIRD_FORMAT,
    CannotOpenError,
    KeyUse,
    SealedPlace,
)

NONCE = 12
DIGEST, PSEUDONYM = 16, 8  # bytes
WHAT_FAILS = (InvalidTag, InvalidToken, KeyError, ValueError)


def open_value(ring: Keyring, place: SealedPlace, sealed: bytes) -> bytes:
    """What was sealed for a place under the keyring; raises `CannotOpenError`."""
    with_ring = {SECOND_FORMAT: _open_second, THIRD_FORMAT: _open_third}
    mark = sealed[: len(THIRD_FORMAT)]
    return _opened(lambda: with_ring.get(mark, _open_first)(ring, place, sealed))


def open_box(ring: Keyring, use: str, about: str, sealed: bytes) -> bytes:
    """What a phone, or the site, sealed for one use and one thing it is about.

    The name of a box says which of the ring's keys it needs, and for what.
    """
    name, _colon, box = sealed.partition(b":")
    ringed, _slash, key_use = name.decode(errors="replace").partition("/")
    info = f"sala:{use}:{about}".encode()

    def opened() -> bytes:
        # Until November 2026 every box was sealed to the key of envelopes.
        kind = KeyUse(key_use) if key_use else KeyUse.ENVELOPE
        key = private_keys.key_of_use(ring, ringed, kind)
        return SUITE.decrypt(box, key, info=info)

    return _opened(opened)


def unwrap_key(ring: Keyring, wrapped: WrappedKey) -> bytes:
    """A person's 32 bytes; raises `CannotOpenError`."""
    person, sealed = wrapped.person, wrapped.sealed

    def opened() -> bytes:
        if sealed.startswith(THIRD_FORMAT):
            key = private_keys.key_of_use(ring, wrapped.name, KeyUse.PERSON_KEY)
            box = sealed.removeprefix(THIRD_FORMAT)
            return SUITE.decrypt(box, key, info=bound_to_person(person))
        use = f"sala:key:{person}".encode()
        return _decrypt(ring.wrapping[wrapped.name], sealed, use)

    return _opened(opened)


def wrap_again(ring: Keyring, person: UUID, key: bytes) -> bytes:
    """A person's 32 bytes, sealed to the vault's own current key."""
    own = private_keys.key_of_use(ring, ring.current, KeyUse.PERSON_KEY).public_key()
    return THIRD_FORMAT + SUITE.encrypt(key, own, info=bound_to_person(person))


def open_personal(
    key: bytes,
    person: UUID,
    place: SealedPlace,
    sealed: bytes,
) -> bytes:
    """What was sealed for a person and a place, with the person's 32 bytes."""

    def opened() -> bytes:
        if sealed.startswith(THIRD_FORMAT):
            box = sealed.removeprefix(THIRD_FORMAT)
            own = key_pair_of_person(key)
            return SUITE.decrypt(box, own, info=place.binding(person, public=True))
        if sealed.startswith(SECOND_FORMAT):
            box = sealed.removeprefix(SECOND_FORMAT)
            return _decrypt(key, box, place.binding(person))
        return _decrypt(key, sealed, f"sala:{place.use}:{person}".encode())

    return _opened(opened)


def public_half(key: bytes) -> bytes:
    """What others seal with for a person who has these 32 bytes."""
    return key_pair_of_person(key).public_key().public_bytes_raw()


def seal_factor(ring: Keyring, place: SealedPlace, secret: bytes) -> bytes:
    """A second factor's secret as it is stored. It is sealed to no public key: nobody
    but the vault makes one that opens.
    """
    nonce = secrets.token_bytes(NONCE)
    key = AESGCM(private_keys.factor_key(ring))
    box = nonce + key.encrypt(nonce, secret, place.binding(public=True))
    return THIRD_FORMAT + base64.urlsafe_b64encode(f"{ring.current}:".encode() + box)


def blind_digest(ring: Keyring, kind: str, form: str) -> bytes:
    """The keyed digest that a search term is stored under; it cannot be turned back."""
    return hmac.digest(ring.index, f"{kind}\x1f{form}".encode(), "sha256")[:DIGEST]


def pseudonyms_of(ring: Keyring, export: str, width: int, values: bytes) -> bytes:
    """HMAC-SHA-256 under a key of the export's own, of which 64 bits are kept."""
    key = derive_secret(ring.index, f"sala:pseudonyms:{export}".encode())
    made = (
        hmac.digest(key, values[start : start + width], "sha256")[:PSEUDONYM]
        for start in range(0, len(values), width)
    )
    return b"".join(made)


def _open_third(ring: Keyring, place: SealedPlace, sealed: bytes) -> bytes:
    raw = base64.urlsafe_b64decode(sealed.removeprefix(THIRD_FORMAT))
    name, _colon, box = raw.partition(b":")
    binding = place.binding(public=True)
    if place.key_use is KeyUse.SECOND_FACTOR:
        return _decrypt(private_keys.factor_key(ring), box, binding)
    key = private_keys.key_of_use(ring, name.decode(), place.key_use)
    return SUITE.decrypt(box, key, info=binding)


def _open_second(ring: Keyring, place: SealedPlace, sealed: bytes) -> bytes:
    box = base64.urlsafe_b64decode(sealed.removeprefix(SECOND_FORMAT))
    return _decrypt(_old_key(ring), box, place.binding())


def _open_first(ring: Keyring, _place: SealedPlace, sealed: bytes) -> bytes:
    return Fernet(base64.urlsafe_b64encode(ring.sign_in)).decrypt(sealed)


def _old_key(ring: Keyring) -> bytes:
    return hmac.digest(ring.sign_in, b"sala sealed values", "sha256")


def _decrypt(key: bytes, box: bytes, binding: bytes) -> bytes:
    return AESGCM(key).decrypt(box[:NONCE], box[NONCE:], binding)


def _opened(act: Callable[[], bytes]) -> bytes:
    try:
        return act()
    except WHAT_FAILS as error:
        raise CannotOpenError("the sealed value does not belong here") from error
