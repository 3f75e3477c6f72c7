"""Signatures of the vault, which anybody checks with its public key."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sala.vault import public_keys
from sala.vault.client import ask_one
from sala.vault.protocol import SignBody


def sign_bytes(body: bytes) -> bytes:
    """The vault's signature (Ed25519); raises `VaultAwayError`."""
    return ask_one(SignBody(body))


def signing_key() -> Ed25519PublicKey:
    """The key that checks the vault's signatures."""
    return Ed25519PublicKey.from_public_bytes(public_keys.load_public_keys().signing)
