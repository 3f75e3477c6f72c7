"""Writing one entry, inside the transaction it speaks of."""

import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from sala.access.context import Actor
from sala.vault import public_keys


class EntryPlace(NamedTuple):
    """Where an entry stands in the ledger: its lane, and its number in the lane."""

    lane: int
    seq: int


Detail = Mapping[str, object]

COLUMNS = (
    "lane, seq, xact, at, actor, agency, unit, role, purpose, action, subject_kind,"
    " subject, detail"
)

# Text and integers only: the fastest columns to read, and exactly what was hashed.
ENTRY_COLUMNS = """
lane, seq, xact, (extract(epoch FROM at) * 1000000)::bigint,
actor::text, agency::text, unit::text, role, purpose, action,
subject_kind, subject, detail, previous, hash, seal
"""

_canonical_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def record(
    *,
    by: Actor,
    action: str,
    kind: str,
    subject: UUID | str,
    detail: Detail | None = None,
) -> EntryPlace:
    """Enter in the ledger what `by` does to a subject; where the entry stands.

    `detail` holds codes and counts only: never a name, a document number or free text.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT lane, seq, previous, at, xact FROM access_ledger_next()")
        lane, seq, previous, at, xact = cursor.fetchone()
        facts = (
            *(lane, seq, xact, epoch_microseconds(at)),
            *_actor_facts(by),
            *(action, kind, str(subject), _detail_text(by, detail)),
        )
        digest = chain_hash(bytes(previous), facts)
        cursor.execute(
            f"INSERT INTO access_ledgerentry ({COLUMNS}, previous, hash, seal) "  # noqa: S608
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                lane,
                seq,
                xact,
                at,
                by.user_id,
                by.agency_id,
                by.unit_id,
                *facts[7:],
                previous,
                digest,
                ledger_seal(public_keys.load_ledger_key(), digest),
            ],
        )
    return EntryPlace(lane, seq)


def _actor_facts(by: Actor) -> tuple[str | None, ...]:
    """Who acts, for which agency and unit, in which role and for what purpose."""
    keys = (by.user_id, by.agency_id, by.unit_id)
    return *map(text_of, keys), by.role, by.purpose


def _detail_text(by: Actor, detail: Detail | None) -> str:
    """The detail as it is hashed and stored, with the machine that acted."""
    machine = {"machine": by.machine} if by.machine else {}
    return json.dumps(
        {**(detail or {}), **machine},
        sort_keys=True,
        separators=(",", ":"),
    )


def chain_hash(previous: bytes, facts: tuple[object, ...]) -> bytes:
    """The hash of an entry: of all its facts and of the hash before it."""
    return sha256(previous + _canonical_line(facts).encode()).digest()


def ledger_seal(key: bytes, digest: bytes) -> bytes:
    """What only the holder of the ledger key can add to a hash.

    Without it a database administrator could change a row and hash the chain anew.
    """
    return hmac.digest(key, digest, "sha256")


def is_written_by_sala(row: tuple[Any, ...], key: bytes) -> bool:
    """Whether an entry, as `ENTRY_COLUMNS` reads it, is as it was written and sealed:
    what else somebody put into the table ends nothing and gives nothing.
    """
    previous, digest, seal = row[13:16]
    unchanged = chain_hash(previous, row[:13]) == digest
    return unchanged and hmac.compare_digest(ledger_seal(key, digest), seal)


def epoch_microseconds(at: datetime) -> int:
    """A moment as PostgreSQL keeps it: microseconds since 1970, exactly."""
    whole = int(at.replace(microsecond=0).timestamp())
    return whole * 1_000_000 + at.microsecond


def text_of(value: UUID | None) -> str | None:
    """An identifier as it stands in the hashed line."""
    return None if value is None else str(value)
