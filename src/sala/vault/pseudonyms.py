"""Pseudonyms as values that the vault makes: their keys never leave it."""

from sala.vault.client import ask_one
from sala.vault.protocol import MakePseudonyms

SIZE = 8  # bytes of a pseudonym


def make_pseudonyms(export: str, width: int, values: bytes) -> bytes:
    """The pseudonyms of one export, one after another, for values of `width` bytes each
    that stand so; raises `VaultAwayError`.
    """
    return ask_one(MakePseudonyms(export, width, values))
