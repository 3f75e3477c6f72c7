"""Reading the whole ledger again: is every entry there, unchanged and in its place?"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from sala.access.ledger.checkpoints import Checkpoint
from sala.access.ledger.entries import ENTRY_COLUMNS, chain_hash, ledger_seal
from sala.access.ledger.lanes import LANE_OPENED, LANES
from sala.vault import public_keys

BATCH = 5000
READ = f"SELECT {ENTRY_COLUMNS} FROM access_ledgerentry ORDER BY lane, seq"  # noqa: S608

NOT_SEEN = "is not the entry that was seen outside the database"


@dataclass(frozen=True)
class LedgerFault:
    """One place where the ledger is not as it was written."""

    lane: int
    seq: int
    what: str

    def __str__(self) -> str:
        return f"lane {self.lane}, entry {self.seq}: {self.what}"


@dataclass(frozen=True)
class LedgerReport:
    """How many entries were read, all that was wrong, and what could not be known.

    A chain does not know its own end: `compared` says whether anything outside the
    database did, and `since` how many entries came after that.
    """

    entries: int
    findings: tuple[LedgerFault, ...]
    compared: bool
    since: int
    began_at: datetime | None = None  # when the first entry was written

    @property
    def faultless(self) -> bool:
        """Whether nothing was found wrong, which is less than being whole."""
        return not self.findings

    @property
    def whole(self) -> bool:
        """Whether every entry that was ever seen outside the database is there."""
        return self.faultless and self.compared


def genesis_hash(lane: int) -> bytes:
    """What stands before the first entry of a lane."""
    return sha256(f"sala ledger lane {lane}".encode()).digest()


def verify_ledger(
    *,
    seen: tuple[Checkpoint, ...] = (),
    progress: Callable[[int], None] = lambda _count: None,
) -> LedgerReport:
    """Check every entry's content, seal, place and predecessor, and that each lane was
    opened; with what was seen outside the database, also its tail.

    Reads as whoever is acting: only an operator or oversight sees the whole ledger.
    """
    key = public_keys.load_ledger_key()
    count, findings = 0, list[LedgerFault]()
    heads = dict.fromkeys(range(LANES), 0)
    marks = marks_by_lane(seen)
    opened = set[int]()
    previous, lane, expected = b"", -1, 1
    first: int | None = None
    with all_rows() as rows:
        for row in rows:
            if row[0] != lane:
                lane, expected, previous = row[0], 1, genesis_hash(row[0])
            findings += wrong_with(row, expected, previous, key)
            if row[9] == LANE_OPENED:
                opened.add(lane)
            if marks.get((lane, row[1]), set()) - {row[14].hex()}:
                findings.append(LedgerFault(lane, row[1], NOT_SEEN))
            previous, expected = row[14], row[1] + 1
            heads[lane] = row[1]
            first = row[3] if first is None else min(first, row[3])
            count += 1
            if count % BATCH == 0:
                progress(count)
    findings += cut_tails(heads, marks)
    findings += [
        LedgerFault(lane, heads[lane], "the entry that opened it is gone")
        for lane in range(LANES)
        if lane not in opened
    ]
    last = dict(sorted(marks))
    since = sum(max(0, seq - last.get(lane, 0)) for lane, seq in heads.items())
    began = datetime.fromtimestamp(first / 1e6, UTC) if first is not None else None
    return LedgerReport(count, tuple(findings), bool(seen), since, began)


def marks_by_lane(seen: tuple[Checkpoint, ...]) -> dict[tuple[int, int], set[str]]:
    """The hashes of each entry that was seen as the last of its lane: one, if all is
    well.
    """
    marks: dict[tuple[int, int], set[str]] = {}
    for checkpoint in seen:
        for lane, (seq, digest) in checkpoint.heads.items():
            marks.setdefault((lane, seq), set()).add(digest)
    return marks


def wrong_with(
    row: tuple[Any, ...],
    expected: int,
    previous: bytes,
    key: bytes,
) -> list[LedgerFault]:
    """What is wrong with one entry, given the one before it."""
    lane, seq, stored_previous, digest, seal = row[0], row[1], *row[13:16]
    found = list[LedgerFault]()
    if seq > expected:
        gone = f"{expected} to {seq - 1}" if seq - 1 > expected else str(expected)
        found.append(LedgerFault(lane, seq, f"entries before it are missing: {gone}"))
    elif stored_previous != previous:
        found.append(LedgerFault(lane, seq, "does not follow the entry before it"))
    if chain_hash(stored_previous, row[:13]) != digest:
        found.append(LedgerFault(lane, seq, "was changed after it was written"))
    if ledger_seal(key, digest) != seal:
        found.append(LedgerFault(lane, seq, "was not written by Sala"))
    return found


def cut_tails(
    heads: dict[int, int],
    marks: dict[tuple[int, int], set[str]],
) -> list[LedgerFault]:
    """Lanes that are shorter than they were seen outside the database."""
    last = dict(sorted(marks))
    return [
        LedgerFault(lane, heads[lane], f"the entries after it are gone, up to {seq}")
        for lane, seq in last.items()
        if heads.get(lane, 0) < seq
    ]


@contextmanager
def all_rows() -> Iterator[Iterator[tuple[Any, ...]]]:
    """All entries in order, streamed from one snapshot in binary form."""
    with transaction.atomic():
        connection.ensure_connection()
        raw = connection.connection
        with raw.cursor("ledger", binary=True) as cursor:
            cursor.itersize = BATCH
            cursor.execute(READ)
            yield (row for row in cursor)
