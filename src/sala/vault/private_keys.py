"""The private halves of the vault's keys, one for each use.

What is on its way, and persons' keys, are sealed to keys made of the keyring's named
wrapping keys: rotated and retired with them. What stays in a record is sealed to keys
made of a secret that does not rotate yet, so that no rotation closes it. Of the vault's
process alone.
"""

from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sala.vault.key_derivation import derive_key_pair, derive_secret
from sala.vault.keyring import Keyring
from sala.vault.sealed_places import KeyUse

ROTATING = frozenset(
    {KeyUse.ENVELOPE, KeyUse.DRAFT, KeyUse.ORDER, KeyUse.PERSON_KEY},
)
# Phones seal to this one since before each use had its own.
ENVELOPES = b"sala:sealed-box"


def key_of_use(ring: Keyring, name: str, use: KeyUse) -> X25519PrivateKey:
    """The private key of one use, of the named wrapping key; `KeyError` where that is
    not on the ring.
    """
    return _key_of_use(ring.wrapping[name] if use in ROTATING else ring.sign_in, use)


def factor_key(ring: Keyring) -> bytes:
    """The key that seals second factors."""
    return derive_secret(ring.sign_in, _info(KeyUse.SECOND_FACTOR))


@lru_cache(maxsize=64)
def _key_of_use(secret: bytes, use: KeyUse) -> X25519PrivateKey:
    info = ENVELOPES if use is KeyUse.ENVELOPE else _info(use)
    return derive_key_pair(secret, info)


def _info(use: KeyUse) -> bytes:
    return f"sala:use:{use}".encode()
