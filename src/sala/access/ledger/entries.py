"""Writing one entry, inside the transaction it speaks of."""

import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from sala.access.context import Actor
from sala.vault import keyring


class EntryPlace(NamedTuple):
    """Where an entry stands in the ledger: its lane, and its number in the lane."""

    lane: int
    seq: int


Detail = Mapping[str, object]

COLUMNS = (
    "lane, seq, xact, at, actor, agency, unit, role, purpose, action, subject_kind,"
    " subject, detail"
)

_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


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
            lane,
            seq,
            xact,
            microseconds(at),
            text_of(by.user_id),
            text_of(by.agency_id),
            text_of(by.unit_id),
            by.role,
            by.purpose,
            action,
            kind,
            str(subject),
            json.dumps(
                {**(detail or {}), **({"machine": by.machine} if by.machine else {})},
                sort_keys=True,
                separators=(",", ":"),
            ),
        )
        digest = chained(bytes(previous), facts)
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
                sealed(keyring.load().ledger, digest),
            ],
        )
    return EntryPlace(lane, seq)


def chained(previous: bytes, facts: tuple[object, ...]) -> bytes:
    """The hash of an entry: of all its facts and of the hash before it."""
    return sha256(previous + _line(facts).encode()).digest()


def sealed(key: bytes, digest: bytes) -> bytes:
    """What only the holder of the ledger key can add to a hash.

    Without it a database administrator could change a row and hash the chain anew.
    """
    return hmac.digest(key, digest, "sha256")


def microseconds(at: datetime) -> int:
    """A moment as PostgreSQL keeps it: microseconds since 1970, exactly."""
    whole = int(at.replace(microsecond=0).timestamp())
    return whole * 1_000_000 + at.microsecond


def text_of(value: UUID | None) -> str | None:
    """An identifier as it stands in the hashed line."""
    return None if value is None else str(value)
