"""Keys that are never in the database: a file only its owner can read, or the
environment.

`SALA_KEYRING_JSON` holds the keyring itself, `SALA_KEYRING` a path; otherwise it is
`var/keyring.json`, made at the first start. The file is read again when it changes, so
that a running server follows a rotation.
"""

import base64
import hmac
import json
import os
import secrets as random
from dataclasses import dataclass, replace
from functools import cache, lru_cache
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

    def derived(self, purpose: str) -> bytes:
        """A key for one purpose, which tells nothing of the keyring's own."""
        return hmac.digest(self.index, b"sala " + purpose.encode(), "sha256")


@cache
def path() -> Path:
    """Where the keyring's file is."""
    return Path(os.environ.get("SALA_KEYRING", settings.VAR / "keyring.json"))


def load() -> Keyring:
    """The keyring in force.

    Raises `KeyringError` where there is none: making a new one beside existing records
    would lose every identity in them.
    """
    given = os.environ.get("SALA_KEYRING_JSON")
    if given:
        return parse(given)
    try:
        return _read(path(), os.stat(path()).st_mtime_ns)  # noqa: PTH116 on every hot path
    except OSError as error:
        raise KeyringError(
            f"No keyring at {path()}. A new installation makes one with `sala keys"
            " create`; an existing one needs its own back, since no identity can be"
            " read without it.",
        ) from error


@lru_cache(maxsize=2)
def _read(file: Path, _changed: int) -> Keyring:
    return parse(file.read_text())


def parse(text: str) -> Keyring:
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


def create() -> Keyring:
    """A new keyring, saved; refuses to replace one."""
    if path().exists():
        raise KeyringError(f"There is a keyring at {path()}; it is not replaced.")
    fresh = Keyring(
        "k1",
        {"k1": _key()},
        _key(),
        _key(),
        _key(),
        _key(),
    )
    save(fresh)
    return fresh


def with_new_wrapping_key(keyring: Keyring) -> Keyring:
    """The keyring with one more wrapping key, which becomes the current one."""
    name = f"k{max(int(known[1:]) for known in keyring.wrapping) + 1}"
    return replace(
        keyring,
        current=name,
        wrapping={**keyring.wrapping, name: _key()},
    )


def without_old_wrapping_keys(keyring: Keyring) -> Keyring:
    """The keyring with only its current wrapping key."""
    return replace(
        keyring,
        wrapping={keyring.current: keyring.wrapping[keyring.current]},
    )


def save(keyring: Keyring) -> None:
    """Write the keyring's file, whole or not at all, readable by its owner only."""
    if os.environ.get("SALA_KEYRING_JSON"):
        raise KeyringError("The keyring comes from SALA_KEYRING_JSON: change it there.")
    write_private(path(), _text(keyring))


def _text(keyring: Keyring) -> str:
    single = ("index", "ledger", "signing", "sign_in")
    return json.dumps(
        {
            "current": keyring.current,
            "wrapping": {name: _encode(key) for name, key in keyring.wrapping.items()},
            **{name: _encode(getattr(keyring, name)) for name in single},
        },
        indent=1,
    )


def _encode(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _key() -> bytes:
    return random.token_bytes(32)
