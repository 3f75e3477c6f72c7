"""What a process that answers pages knows of the keys: their public halves.

The vault writes them beside its socket whenever the keyring changes. With them anybody
seals and nobody opens (HPKE, RFC 9180, X25519 and AES-256-GCM), so that a phone or
another program can seal with any library that knows the standard.
"""

import base64
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.conf import settings

from sala.vault.sealed_places import KeyUse

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
SUITE_NAME = "DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM"


class NoPublicKeysError(Exception):
    """There are no public keys to seal with; the text says what to do."""


@dataclass(frozen=True)
class PublicKeys:
    """The keys to seal with, one for each use, and the name that they have together."""

    name: str
    keys: dict[KeyUse, bytes]
    signing: bytes  # checks the vault's signatures

    def seal(self, value: bytes, use: KeyUse, binding: bytes) -> bytes:
        """A value that only the vault opens, under its key for one use."""
        public = X25519PublicKey.from_public_bytes(self.keys[use])
        return SUITE.encrypt(value, public, info=binding)


def bound_to_person(person: UUID) -> bytes:
    """What is bound into a person's key where it is sealed to the vault."""
    return f"sala3\x1fkey\x1f{person}".encode()


def public_keys_path() -> Path:
    """Where the public keys are, for every process that seals."""
    return Path(settings.VAULT_FOLDER) / "public-keys.json"


def ledger_key_path() -> Path:
    """Where the key that seals the ledger's entries is; it opens nothing."""
    return Path(settings.VAULT_FOLDER) / "ledger-key"


def load_public_keys() -> PublicKeys:
    """The keys in force; read again when they change, so that a site follows a
    rotation.

    Raises `NoPublicKeysError` where the vault has not written any.
    """
    file = public_keys_path()
    try:
        return _read_public_keys(file, os.stat(file).st_mtime_ns)  # noqa: PTH116 hot
    except OSError as error:
        raise NoPublicKeysError(
            f"No public keys at {file}. `sala vault` writes them when it starts."
        ) from error


def load_ledger_key() -> bytes:
    """The key that seals the entries of the ledger."""
    file = ledger_key_path()
    try:
        return _read_ledger_key(file, os.stat(file).st_mtime_ns)  # noqa: PTH116 hot
    except OSError as error:
        raise NoPublicKeysError(
            f"No key of the ledger at {file}. `sala vault` writes it when it starts."
        ) from error


@lru_cache(maxsize=2)
def _read_public_keys(file: Path, _changed: int) -> PublicKeys:
    said = json.loads(file.read_text())
    keys = {KeyUse(u): base64.b64decode(key) for u, key in said["keys"].items()}
    return PublicKeys(said["name"], keys, base64.b64decode(said["signing"]))


@lru_cache(maxsize=2)
def _read_ledger_key(file: Path, _changed: int) -> bytes:
    return base64.b64decode(file.read_text())
