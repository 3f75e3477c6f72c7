"""A keyring of a test's own."""

import secrets
from collections.abc import Iterator
from typing import Any

from sala.vault import factor_checks, keyring
from sala.vault.keyring import Keyring


def made_keyring() -> Keyring:
    """Fresh keys, in no file."""
    made = [secrets.token_bytes(32) for _ in range(5)]
    return Keyring("k1", {"k1": made[0]}, *made[1:])


def printed_codes(data: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """The recovery codes of a factor, as their user has them on paper."""
    seed = factor_checks._opened(keyring.load_keyring(), data["seed"])
    return factor_checks._recovery_codes(seed, data)
