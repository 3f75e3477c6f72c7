"""Making keys of keys: HKDF (RFC 5869), so that each use has one of its own."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive_secret(secret: bytes, info: bytes) -> bytes:
    """A secret of 32 bytes for one use, which tells nothing of what it is made of."""
    return HKDF(SHA256(), 32, salt=None, info=info).derive(secret)


def derive_key_pair(secret: bytes, info: bytes) -> X25519PrivateKey:
    """A key pair for one use, of a secret."""
    return X25519PrivateKey.from_private_bytes(derive_secret(secret, info))


def key_pair_of_person(key: bytes) -> X25519PrivateKey:
    """The key pair of a person, of their 32 bytes."""
    return derive_key_pair(key, b"sala:person")
