"""Where the lanes of the ledger end in the database, told to the witness outside it."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection

from sala.access.endings import told_actions
from sala.access.ledger.entries import ENTRY_COLUMNS, is_written_by_sala
from sala.access.ledger.witness import EndedRight, Heads, Witness, open_witness
from sala.vault import public_keys

HEADS = "SELECT lane, seq, digest, seen FROM access_ledger_heads(%s)"
ENDED = f"""
SELECT {ENTRY_COLUMNS}, to_jsonb(at) #>> '{{}}'
FROM access_ledger_ended(%s, %s, %s) ORDER BY at, lane, seq
"""  # noqa: S608


class LedgerContradictedError(Exception):
    """The ledger is not the one that the witness saw; the text names the lanes."""


def current_heads() -> dict[int, tuple[int, str]]:
    """Where each lane ends now, for an operator or the machine of the witness."""
    return {lane: head for lane, head, _seen in _read_heads({})}


def tell_witness(done: str | None = None) -> Witness:
    """Add to the witness where the lanes end now and what ended since; what it says.

    With `done`, also that this was done today. Raises `LedgerContradictedError` where
    the database no longer holds what the witness saw: nothing of such a lane is added.
    """
    with open_witness() as witness:
        before = witness.said.heads
        found = _read_heads(before)
        contradicted = _contradicted_lanes(before, found)
        later = {
            lane: head
            for lane, head, _seen in found
            if lane not in contradicted and head != before.get(lane)
        }
        told = frozenset(told_actions())
        missed = frozenset() if contradicted else told - witness.said.told
        if later or missed:
            ended = _read_ended({}, before, missed) + _read_ended(before, later, told)
            witness.append("heads", heads=later, ended=ended, told=missed)
        if done and not contradicted:
            witness.append(done)
        said = witness.said
    if contradicted:
        raise LedgerContradictedError(", ".join(map(str, contradicted)))
    return said


def begin_witness() -> None:
    """Begin to look before the first entry is written: what looks later cannot say what
    was there before.
    """
    with open_witness() as witness:
        if not witness.said.lines:
            witness.append("begun", told=frozenset(told_actions()))


def begin_again() -> None:
    """Let the witness go on where a restored backup ended."""
    with open_witness() as witness:
        witness.append("restored", heads=current_heads())


def _contradicted_lanes(
    before: Heads,
    found: list[tuple[int, tuple[int, str], str | None]],
) -> list[int]:
    seen_now = {lane: seen for lane, _head, seen in found}
    return sorted(
        lane for lane, (_seq, digest) in before.items() if seen_now.get(lane) != digest
    )


def _read_heads(before: Heads) -> list[tuple[int, tuple[int, str], str | None]]:
    with connection.cursor() as cursor:
        cursor.execute(HEADS, [_as_json(before)])
        return [(lane, (seq, d), seen) for lane, seq, d, seen in cursor.fetchall()]


def _read_ended(
    before: Heads,
    later: Heads,
    actions: frozenset[str],
) -> tuple[EndedRight, ...]:
    key = public_keys.load_ledger_key()
    with connection.cursor() as cursor:
        cursor.execute(ENDED, (_as_json(before), _as_json(later), list(actions)))
        rows = [row for row in cursor.fetchall() if is_written_by_sala(row[:-1], key)]
    return tuple(_ended_right(row) for row in rows)


def _ended_right(row: tuple[Any, ...]) -> EndedRight:
    return EndedRight(
        lane=row[0],
        seq=row[1],
        digest=row[14].hex(),
        at=row[-1],
        action=row[9],
        subject=row[11],
        actor=row[4],
        detail=row[12],
        agency=row[5],
        kind=row[10],
    )


def _as_json(heads: Mapping[int, tuple[int, str]]) -> str:
    return json.dumps({str(lane): seq for lane, (seq, _digest) in heads.items()})
