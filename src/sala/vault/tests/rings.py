"""A keyring of a test's own."""

import secrets

from sala.vault.keyring import Keyring


def made_keyring() -> Keyring:
    """Fresh keys, in no file."""
    made = [secrets.token_bytes(32) for _ in range(5)]
    return Keyring("k1", {"k1": made[0]}, *made[1:])
