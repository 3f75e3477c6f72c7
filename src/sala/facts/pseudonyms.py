"""Keys that stand for people, cases and records in facts, and lead nowhere without the
vault.

The database hands out numbers under a salt, which is no secret; the vault makes the
pseudonyms of them, with a key that no statement and no process of the site holds.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sala.vault.pseudonyms import make_pseudonyms

BLOCK = 64  # bytes, of SHA-256
BATCH = 500_000  # in one message
NUMBER = np.dtype(">i8")  # as the vault takes and gives them


@dataclass(frozen=True)
class SaltedNumbers:
    """The numbers by which the database names rows to the vault: HMAC-SHA-256 under a
    salt, of which 64 bits are kept.
    """

    salt: bytes

    def number_of_id(self, id_: UUID) -> int:
        """The number of a row, as the database makes it from the two pads."""
        digest = hmac.digest(self.salt, id_.bytes, "sha256")
        return int.from_bytes(digest[:8], "big", signed=True)

    def hmac_pads(self) -> tuple[bytes, bytes]:
        """What the database needs to make the same numbers itself: HMAC's two pads."""
        block = self.salt.ljust(BLOCK, b"\0")
        return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)


@dataclass(frozen=True)
class PseudonymMaker:
    """Makes the pseudonyms of one export.

    In another export the same person has another pseudonym, and nobody can tell.
    """

    export: str

    @property
    def numbers(self) -> SaltedNumbers:
        """How the database names rows for this export."""
        return SaltedNumbers(sha256(f"sala facts {self.export}".encode()).digest())

    def pseudonyms_of(self, numbers: pa.ChunkedArray) -> pa.ChunkedArray:
        """The pseudonyms of a column of numbers; each is asked for once."""
        distinct = pc.unique(numbers.drop_null())
        asked = distinct.to_numpy(zero_copy_only=False).astype(NUMBER)
        made = pa.array(self._made_of(asked.tobytes(), NUMBER.itemsize), pa.int64())
        return made.take(pc.index_in(numbers, distinct))

    def pseudonyms_of_ids(self, ids: Iterable[UUID]) -> list[int]:
        """The pseudonyms of rows, in their order."""
        numbers = self.numbers
        packed = np.array([numbers.number_of_id(one) for one in ids], NUMBER)
        made: list[int] = self._made_of(packed.tobytes(), NUMBER.itemsize).tolist()
        return made

    def pseudonyms_of_names(self, names: Iterable[tuple[str, ...]]) -> list[int]:
        """The pseudonyms of what a file names by its parts, in their order."""
        digests = [sha256("\x1f".join(parts).encode()).digest() for parts in names]
        made: list[int] = self._made_of(b"".join(digests), 32).tolist()
        return made

    def _made_of(self, values: bytes, width: int) -> np.ndarray[Any, Any]:
        step = BATCH * width
        made = [
            make_pseudonyms(self.export, width, values[start : start + step])
            for start in range(0, len(values), step)
        ]
        return np.frombuffer(b"".join(made), NUMBER).astype(np.int64)
