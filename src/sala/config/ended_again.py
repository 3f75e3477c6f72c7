"""What ended since a backup is ended again in what was restored, and entered."""

import json
from typing import Any

import psycopg

from sala.access.context import acting_operator
from sala.access.endings import right_endings
from sala.access.ledger import record
from sala.access.ledger.entries import ENTRY_COLUMNS, EntryPlace, is_written_by_sala
from sala.access.ledger.witness import EndedRight, read_witness
from sala.config.backups import backup_account
from sala.config.country import time_zone
from sala.vault import public_keys

KNOWN = "SELECT lane, seq, encode(hash, 'hex') FROM access_ledgerentry"
RESTORED = f"""
SELECT {ENTRY_COLUMNS} FROM access_ledgerentry
WHERE action = 'access.backup_restored' AND role = 'operator'
"""  # noqa: S608


def end_again() -> tuple[EndedRight, ...]:
    """End again what ended outside the restored database's own past, and enter each in
    its ledger; what that was.
    """
    with psycopg.connect(backup_account()) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        # Days end where the country stands, as they did when it ended first.
        cursor.execute("SELECT set_config('TimeZone', %s, false)", [time_zone()])
        known = set(cursor.execute(KNOWN).fetchall())
        applied = _applied_line(cursor.execute(RESTORED).fetchall())
        open_still = _open_still(read_witness().ended, known, applied)
        # Steps that are taken again stand under these entries.
        places = _entered(open_still)
        for right, place in zip(open_still, places, strict=True):
            for statement in right_endings()[right.action].statements:
                cursor.execute(statement, {**vars(right), **place._asdict()})
    return open_still


def _open_still(
    ended: tuple[EndedRight, ...],
    known: set[tuple[Any, ...]],
    applied: int,
) -> tuple[EndedRight, ...]:
    """What ended in another past, once each, and was not given back there again."""
    told = {(r.lane, r.seq, r.digest): r for r in reversed(ended)}
    elsewhere = sorted(
        (r for place, r in told.items() if place not in known and r.line > applied),
        key=lambda right: (right.line, right.at, right.seq),
    )
    lifted = {
        (right.subject, right.action): number for number, right in enumerate(elsewhere)
    }
    return tuple(
        right
        for number, right in enumerate(elsewhere)
        if (ending := right_endings().get(right.action))
        and not any(
            lifted.get((right.subject, action), -1) > number
            for action in ending.lifted_by
        )
    )


def _applied_line(restored: list[tuple[Any, ...]]) -> int:
    """Up to which line of the witness the restored database's own past had applied it:
    by entries that Sala wrote, since anybody may have put others there.
    """
    key = public_keys.load_ledger_key()
    lines = (
        int(json.loads(row[12])["line"])
        for row in restored
        if is_written_by_sala(row, key)
    )
    return max(lines, default=0)


def _entered(rights: tuple[EndedRight, ...]) -> list[EntryPlace]:
    """Enter that each was ended again: which entry of the other past had ended it."""
    with acting_operator("restore") as operator:
        return [
            record(
                by=operator,
                action="access.ended_again",
                kind=right.kind,
                subject=right.subject,
                detail={"ended": right.action, "entry": f"{right.lane}/{right.seq}"},
            )
            for right in rights
        ]
