"""Keys that are never in the database: a file that the vault's user alone can read.

`SALA_KEYRING` is its path; otherwise it is `var/keyring.json`, made at the first start.
It is read again when it changes, so that a running vault follows a rotation. The
vault's process reads it, and commands that look after it; no other does.
"""

import base64
import json
import os
import secrets as random
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from sala.kit.files import write_private


class KeyringError(Exception):
    """The keyring is missing or cannot be read; the text says what to do."""


@dataclass(frozen=True)
class Keyring:
    """All keys of one installation; each is 32 random bytes."""

    current: str
    wrapping: dict[str, bytes]
    index: bytes
    ledger: bytes
    signing: bytes
    sign_in: bytes

    @property
    def signer(self) -> Ed25519PrivateKey:
        """The key that signs ledger checkpoints."""
        return Ed25519PrivateKey.from_private_bytes(self.signing)


def keyring_path() -> Path:
    """Where the keyring's file is."""
    return Path(settings.KEYRING)


def load_keyring() -> Keyring:
    """The keyring in force.

    Raises `KeyringError` where there is none: making a new one beside existing records
    would lose every identity in them.
    """
    try:
        changed = os.stat(keyring_path()).st_mtime_ns  # noqa: PTH116 hot path
        return _read_keyring(keyring_path(), changed)
    except OSError as error:
        raise KeyringError(
            f"No keyring at {keyring_path()}. A new installation makes one with `sala"
            " keys create`; an existing one needs its own back, since no identity can"
            " be read without it.",
        ) from error


@lru_cache(maxsize=2)
def _read_keyring(file: Path, _changed: int) -> Keyring:
    return parse_keyring(file.read_text())


def parse_keyring(text: str) -> Keyring:
    """A keyring from its JSON text."""
    try:
        raw = json.loads(text)
        keys = {
            name: base64.b64decode(raw[name])
            for name in ("index", "ledger", "signing", "sign_in")
        }
        wrapping = {
            name: base64.b64decode(key) for name, key in raw["wrapping"].items()
        }
        return Keyring(
            current=raw["current"],
            wrapping=wrapping,
            **keys,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise KeyringError(
            "The keyring is damaged: restore it from its own backup.",
        ) from error


def create_keyring() -> Keyring:
    """A new keyring, saved; refuses to replace one."""
    if keyring_path().exists():
        raise KeyringError(
            f"There is a keyring at {keyring_path()}; it is not replaced."
        )
    fresh = Keyring(
        "k1",
        {"k1": _random_key()},
        _random_key(),
        _random_key(),
        _random_key(),
        _random_key(),
    )
    save_keyring(fresh)
    return fresh


def with_new_wrapping_key(keyring: Keyring) -> Keyring:
    """The keyring with one more wrapping key, which becomes the current one."""
    name = f"k{max(int(known[1:]) for known in keyring.wrapping) + 1}"
    return replace(
        keyring,
        current=name,
        wrapping={**keyring.wrapping, name: _random_key()},
    )


def without_old_wrapping_keys(keyring: Keyring) -> Keyring:
    """The keyring with only its current wrapping key."""
    return replace(
        keyring,
        wrapping={keyring.current: keyring.wrapping[keyring.current]},
    )


def save_keyring(keyring: Keyring) -> None:
    """Write the keyring's file, whole or not at all, readable by its owner only."""
    write_private(keyring_path(), _keyring_text(keyring))


def _keyring_text(keyring: Keyring) -> str:
    single = ("index", "ledger", "signing", "sign_in")
    return json.dumps(
        {
            "current": keyring.current,
            "wrapping": {
                name: _key_text(key) for name, key in keyring.wrapping.items()
            },
            **{name: _key_text(getattr(keyring, name)) for name in single},
        },
        indent=1,
    )


def _key_text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _random_key() -> bytes:
    return random.token_bytes(32)
