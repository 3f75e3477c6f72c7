"""Where a sealed value stands: its table, its column, its row, and what it is for.

The place is bound into what is sealed, so that a value put into another row, column or
table does not open. A caller says the place and never holds a key: who seals has
public keys alone, and opening is asked of the vault (docs/adr/0021).

Three formats are stored. Of the first, until November 2026, a value carries no mark and
is bound to its use and person, or to nothing. The second carries `sala2.` and is bound
to its place under a key that seals and opens. The third, `sala3.`, is sealed to a
public key. None opens by the rule of another.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

SECOND_FORMAT: Final = b"sala2."
THIRD_FORMAT: Final = b"sala3."


class KeyUse(StrEnum):
    """What a key of the vault is for; each use has a key of its own."""

    WORDS = "words"  # of a record: accounts, reasons, notes, files
    OWN_WORDS = "own words"  # what their writer has not sent
    SECOND_FACTOR = "second factor"
    DRAFT = "draft"  # a screening that is being written, kept for three days
    ENVELOPE = "envelope"
    ORDER = "order"
    PERSON_KEY = "person key"


# Whatever is not named here are the words of a record.
USES_OF_KEYS: Final = {
    "second factor": KeyUse.SECOND_FACTOR,
    "form as it was shown": KeyUse.OWN_WORDS,
    "form": KeyUse.OWN_WORDS,
    "draft": KeyUse.DRAFT,
    "envelope": KeyUse.ENVELOPE,
    "order": KeyUse.ORDER,
    "key": KeyUse.PERSON_KEY,
}


class CannotOpenError(Exception):
    """A sealed value does not open: the key is gone, or it belongs somewhere else."""


@dataclass(frozen=True)
class SealedPlace:
    """One place for one sealed value. `row` is empty for what is kept in no row, such
    as a value that a page carries back.
    """

    table: str
    column: str
    row: UUID | str
    use: str

    @property
    def key_use(self) -> KeyUse:
        """What the key is for that seals a value here, where no person's does."""
        return USES_OF_KEYS.get(self.use, KeyUse.WORDS)

    def binding(self, person: UUID | None = None, *, public: bool = False) -> bytes:
        """What is bound in of a value that is sealed for this place, and for whom;
        `public` where it is sealed to a public key.
        """
        whose = str(person) if person else ""
        parts = (self.table, self.column, str(self.row), self.use, whose)
        mark = b"sala3" if public else b"sala2"
        return mark + b"\x1f" + "\x1f".join(parts).encode()


# allauth does not say for whose authenticator it seals.
SECOND_FACTOR: Final = SealedPlace("mfa_authenticator", "data", "", "second factor")


def is_first_format(sealed: bytes) -> bool:
    """Whether a value was sealed before its whole place was bound in."""
    return not sealed.startswith((SECOND_FORMAT, THIRD_FORMAT))
