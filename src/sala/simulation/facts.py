"""Facts in millions with the statistics of a simulated country: the same events, of
other people.

Acting is exact and slow. For benchmarks the facts of a country that acted are written
many times over, each time with other people, cases and events: what belonged together
still does, every count is so many times as large, and every smallest and largest is the
same.
"""

from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sala.facts.folder import (
    MANIFEST,
    FactsManifest,
    FactsWriter,
    read_manifest,
    write_manifest,
)

KEYS = ("event_key", "person_key", "case_key")
SOURCE = "synthetic"
# The finaliser of SplitMix64 (public domain): every bit of a key changes every bit of
# the new one.
STEP, FIRST, SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


class NothingToMultiplyError(Exception):
    """The folder of facts that should be multiplied holds none, or the new one is not
    empty.
    """


def multiply_facts(
    *,
    source: Path,
    target: Path,
    events: int,
    at: datetime,
) -> FactsManifest:
    """Write at least so many facts, with the statistics of those in a folder.

    Raises `NotFactsError` where there are none, and `NothingToMultiplyError`.
    """
    there = read_manifest(source)
    if not there.row_count or (target / MANIFEST).exists():
        raise NothingToMultiplyError(
            f"{source} holds no facts, or {target} holds some already.",
        )
    copies = -(-events // there.row_count)
    target.mkdir(parents=True, exist_ok=True)
    empty = FactsManifest(
        country=there.country,
        currency=there.currency,
        as_of="",
        export=SOURCE,
    )
    write_manifest(target, empty)
    writer = FactsWriter(target, empty)
    for event, year in sorted({(file.event, file.year) for file in there.files}):
        paths = [
            source / f.path for f in there.files if (f.event, f.year) == (event, year)
        ]
        rows = pa.concat_tables(
            pq.read_table(path, partitioning=None) for path in paths
        )
        writer.write_file(
            multiplied_rows(rows, copies),
            source=SOURCE,
            event=event,
            year=year,
        )
    return writer.commit_files(
        source=SOURCE,
        as_of=at,
        events=there.recorded_events(),
        coverage=there.coverage,
    )


def multiplied_rows(rows: pa.Table, copies: int) -> pa.Table:
    """Rows so many times over, the keys of each time its own."""
    again = pa.array(np.tile(np.arange(rows.num_rows), copies))
    told = rows.drop_columns(
        [c for c in (*KEYS, "singly") if c in rows.column_names],
    ).take(again)
    for name in KEYS:
        told = told.append_column(
            name, _keys_of_copies(rows[name].combine_chunks(), copies)
        )
    return told


def _keys_of_copies(keys: pa.Array, copies: int) -> pa.Array:
    missing = np.tile(keys.is_null().to_numpy(zero_copy_only=False), copies)
    plain = keys.fill_null(0).to_numpy(zero_copy_only=False).view(np.uint64)
    salts = np.arange(1, copies + 1, dtype=np.uint64) * np.uint64(STEP)
    mixed = (plain[np.newaxis, :] + salts[:, np.newaxis]).ravel()
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(FIRST)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(SECOND)
    mixed = mixed ^ (mixed >> np.uint64(31))
    return pa.array(mixed.view(np.int64), mask=missing)
