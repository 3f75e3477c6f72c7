"""Sealing to the server: whoever has the public key can write, only the keyring can
read.

HPKE (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM, from the `cryptography`
library, so that a phone or another program can seal with any library that knows the
standard. The private key is made from the wrapping key of the same name (HKDF, RFC
5869): it is rotated, saved and retired with it.
"""

from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sala.vault import keyring

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
SUITE_NAME = "DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM"


class CannotOpenBoxError(Exception):
    """A box does not open: its key is gone, it is damaged, or it was made for something
    else.
    """


def public_key() -> tuple[str, bytes]:
    """The key to seal with, and its name."""
    name = keyring.load_keyring().current
    return name, _private_key(name).public_key().public_bytes_raw()


def seal_box(value: bytes, *, use: str, about: UUID | str) -> bytes:
    """A value that only the keyring opens, for one use and one thing it is about."""
    name = keyring.load_keyring().current
    sealed = SUITE.encrypt(
        value, _private_key(name).public_key(), info=_bound_data(use, about)
    )
    return f"{name}:".encode() + sealed


def open_box(sealed: bytes, *, use: str, about: UUID | str) -> bytes:
    """The value that was sealed for this use and this thing."""
    name, _colon, box = bytes(sealed).partition(b":")
    try:
        return SUITE.decrypt(
            box, _private_key(name.decode()), info=_bound_data(use, about)
        )
    except (InvalidTag, KeyError, ValueError) as error:
        raise CannotOpenBoxError from error


def key_name(sealed: bytes) -> str:
    """The name of the key that a box needs."""
    return bytes(sealed).partition(b":")[0].decode(errors="replace")


def _private_key(name: str) -> X25519PrivateKey:
    secret = HKDF(
        SHA256(),
        32,
        salt=None,
        info=b"sala:sealed-box",
    )
    return X25519PrivateKey.from_private_bytes(
        secret.derive(keyring.load_keyring().wrapping[name]),
    )


def _bound_data(use: str, about: UUID | str) -> bytes:
    return f"sala:{use}:{about}".encode()
