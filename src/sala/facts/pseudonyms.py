"""Keys that stand for people, cases and records in facts, and lead nowhere without the
keyring.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

BLOCK = 64  # bytes, of SHA-256


@dataclass(frozen=True)
class PseudonymKeys:
    """Makes the pseudonyms of one export: HMAC-SHA-256, of which 64 bits are kept.

    With another key the same person has another pseudonym, and nobody can tell.
    """

    key: bytes

    def pseudonym_of(self, *parts: object) -> int:
        """The pseudonym of something named by its parts."""
        named = "\x1f".join(map(str, parts)).encode()
        return int.from_bytes(
            hmac.digest(self.key, named, "sha256")[:8],
            "big",
            signed=True,
        )

    def pseudonym_of_id(self, id_: UUID) -> int:
        """The pseudonym of a record, as the database makes it from the two pads."""
        digest = hmac.digest(self.key, id_.bytes, "sha256")
        return int.from_bytes(digest[:8], "big", signed=True)

    def hmac_pads(self) -> tuple[bytes, bytes]:
        """What the database needs to make the same kind of pseudonym itself: HMAC's two
        pads.
        """
        block = (
            self.key if len(self.key) <= BLOCK else sha256(self.key).digest()
        ).ljust(BLOCK, b"\0")
        return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)
