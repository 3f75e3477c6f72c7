"""Where a sealed value stands: its table, its column, its row, and what it is for.

The place is bound into what is sealed, so that a value put into another row, column or
table does not open. A caller says the place and never holds a key: sealing and opening
can be answered by another process than the one that asks.

Values of the first format, sealed until November 2026, carry no mark and are bound to
less: to their use and person, or to nothing. They still open; what is sealed now
carries the mark of the second format, and never opens by the rule of the first.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

SECOND_FORMAT: Final = b"sala2."


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

    def binding(self, person: UUID | None = None) -> bytes:
        """The associated data of what is sealed for this place, and for whom."""
        whose = str(person) if person else ""
        parts = (self.table, self.column, str(self.row), self.use, whose)
        return b"sala2\x1f" + "\x1f".join(parts).encode()


def is_second_format(sealed: bytes) -> bool:
    """Whether a value is bound to its whole place; of the first format, none."""
    return sealed.startswith(SECOND_FORMAT)
