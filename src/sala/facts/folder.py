"""A folder of facts: Parquet files by event and year, and a manifest that says what
they are.

Files are never changed. New ones are written beside the old, then the manifest is
replaced in one step; a reader goes by the manifest, so it sees the facts before or
after, never in between.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sala.facts import schema
from sala.kit.files import write_private

MANIFEST = "manifest.json"
RECORD = "record"  # the source that is no file of others
ROW_GROUP = 122_880  # what DuckDB reads at once


class NotFactsError(Exception):
    """The folder holds no facts, or not what its manifest says; the text says what to
    do.
    """


@dataclass(frozen=True)
class FactFile:
    """One file: the rows of one source, event and year."""

    path: str
    source: str
    event: str
    year: int
    rows: int
    sha256: str
    fingerprint: str = (
        ""  # of the records it was made from, to see whether they changed
    )


@dataclass(frozen=True, order=True)
class YearCoverage:
    """What is known of the completeness of a year: of an event, or of one figure.

    `complete`: all there was is recorded, so that none is zero. `partial`: some is
    missing. `not_recorded`: nothing can be said. `not_asked`: nobody asked.
    """

    about: str
    year: int
    answer: str


ANSWERS = ("complete", "partial", "not_recorded", "not_asked")


@dataclass(frozen=True)
class FactsManifest:
    """What a folder of facts is, and when it was so."""

    country: str
    currency: str
    as_of: str
    export: str  # under which pseudonyms were made; another export has others
    longitudinal: bool = False
    schema: int = schema.VERSION
    sources: dict[str, list[str]] = field(
        default_factory=dict,
    )  # source: events it would record
    coverage: tuple[YearCoverage, ...] = ()
    files: tuple[FactFile, ...] = ()

    @property
    def row_count(self) -> int:
        """How many facts there are."""
        return sum(file.rows for file in self.files)

    @property
    def facts_hash(self) -> str:
        """One hash of all that figures are made from."""
        facts = [
            (f.event, f.year, f.source, f.rows, f.sha256)
            for f in sorted_files(self.files)
        ]
        known = [asdict(c) for c in sorted(self.coverage)]
        sources = {
            name: sorted(events) for name, events in sorted(self.sources.items())
        }
        said = [self.schema, self.country, self.currency, sources, known, facts]
        return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def recorded_events(self) -> frozenset[str]:
        """Events that some source of these facts would record."""
        return frozenset(event for events in self.sources.values() for event in events)


def sorted_files(files: Iterable[FactFile]) -> list[FactFile]:
    """Files in the order of event, year and source."""
    return sorted(files, key=lambda f: (f.event, f.year, f.source))


def read_manifest(folder: Path) -> FactsManifest:
    """The manifest of a folder; raises `NotFactsError` where it has none that can be
    read.
    """
    try:
        raw = json.loads((folder / MANIFEST).read_text())
        if raw["schema"] != schema.VERSION:
            raise NotFactsError(
                f"{folder} holds facts of schema {raw['schema']}, and this Sala reads "
                f"{schema.VERSION}: export them again.",
            )
        raw["coverage"] = tuple(YearCoverage(**c) for c in raw["coverage"])
        raw["files"] = tuple(FactFile(**f) for f in raw["files"])
        raw.pop("rows"), raw.pop("hash")
        return FactsManifest(**raw)
    except FileNotFoundError as error:
        raise NotFactsError(
            f"{folder} has no {MANIFEST}: it is no folder of facts.",
        ) from error
    except (KeyError, TypeError, ValueError) as error:
        raise NotFactsError(
            f"{folder / MANIFEST} cannot be read: export the facts again.",
        ) from error


def damaged_files(folder: Path) -> list[str]:
    """Files that are missing or not what the manifest says; none when all is well."""
    return [
        file.path
        for file in read_manifest(folder).files
        if not (folder / file.path).exists()
        or file_digest(folder / file.path) != file.sha256
    ]


def file_digest(file: Path) -> str:
    """SHA-256 of a file's bytes."""
    with file.open("rb") as opened:
        summed = sha256()
        while block := opened.read(1 << 20):
            summed.update(block)
    return summed.hexdigest()


class FactsWriter:
    """Writes files of facts into a folder; nothing counts until `commit`."""

    def __init__(self, folder: Path, manifest: FactsManifest) -> None:
        self.folder, self.manifest = folder, manifest
        self.fresh: list[FactFile] = []

    def write_file(
        self,
        table: pa.Table,
        *,
        source: str,
        event: str,
        year: int,
        fingerprint: str = "",
    ) -> FactFile:
        """Write the rows of one source, event and year."""
        rows = sort_rows(table)
        there = self.folder / f"event={event}" / f"year={year}"
        there.mkdir(parents=True, exist_ok=True)
        draft = there / f".{source}.draft"
        pq.write_table(
            rows,
            draft,
            compression="zstd",
            compression_level=1,
            row_group_size=ROW_GROUP,
        )
        draft.chmod(0o600)
        sum_of = file_digest(draft)
        final = there / f"{source}-{sum_of[:16]}.parquet"
        draft.replace(final)
        path = str(final.relative_to(self.folder))
        made = FactFile(
            path,
            source,
            event,
            year,
            rows.num_rows,
            sum_of,
            fingerprint,
        )
        self.fresh.append(made)
        return made

    def write_table(self, table: pa.Table, *, source: str) -> None:
        """Write a table of several events and years, each where it belongs."""
        for event, year, rows in split_by_year(table):
            self.write_file(
                rows,
                source=source,
                event=event,
                year=year,
            )

    def commit_files(
        self,
        *,
        source: str,
        as_of: datetime,
        events: Iterable[str],
        keep: Iterable[FactFile] = (),
        coverage: Iterable[YearCoverage] | None = None,
    ) -> FactsManifest:
        """Put what was written in the place of all that the source had, but for what it
        keeps.
        """
        others = [f for f in self.manifest.files if f.source != source]
        files = sorted_files([*others, *keep, *self.fresh])
        stale = {f.path for f in self.manifest.files} - {f.path for f in files}
        known = (
            self.manifest.coverage if coverage is None else tuple(sorted(set(coverage)))
        )
        sources = {**self.manifest.sources, source: sorted(events)}
        if not sources[source]:
            del sources[source]
        self.manifest = replace(
            self.manifest,
            as_of=self._as_of(source, as_of),
            sources=sources,
            coverage=known,
            files=tuple(files),
        )
        write_manifest(self.folder, self.manifest)
        for path in stale:
            (self.folder / path).unlink(missing_ok=True)
        return self.manifest

    def _as_of(self, source: str, as_of: datetime) -> str:
        """When the record was read, where it was: a file that is brought in later makes
        nothing of the record newer.
        """
        if source != RECORD and RECORD in self.manifest.sources:
            return self.manifest.as_of
        return as_of.isoformat()


def write_manifest(folder: Path, manifest: FactsManifest) -> None:
    """Replace a folder's manifest in one step."""
    said: dict[str, Any] = {
        **asdict(manifest),
        "rows": manifest.row_count,
        "hash": manifest.facts_hash,
    }
    write_private(
        folder / MANIFEST,
        json.dumps(
            said,
            indent=1,
            ensure_ascii=False,
        ),
    )


def sort_rows(table: pa.Table) -> pa.Table:
    """Rows in the schema's columns; last those that do not count one person by
    themselves.

    So sorted, whoever counts persons reads each row once and looks twice at the last
    ones only.
    """
    columns = [
        (
            _is_only_row(table["person_key"])
            if c.name == "singly"
            else table[c.name].cast(c.type)
        )
        for c in schema.COLUMNS
    ]
    rows = pa.table(columns, schema=schema.SCHEMA)
    order = [
        ("singly", "descending"),
        ("person_key", "ascending"),
        ("event_key", "ascending"),
    ]
    return rows.sort_by(order)


def _is_only_row(keys: pa.ChunkedArray) -> pa.Array:
    """Whether each key is there, and only once."""
    counted = keys.value_counts()
    once = (
        counted.field("values").filter(pc.equal(counted.field("counts"), 1)).drop_null()
    )
    return pa.chunked_array(pc.is_in(keys, value_set=once)).combine_chunks()


def split_by_year(table: pa.Table) -> Iterator[tuple[str, int, pa.Table]]:
    """The rows of each event and year of a table."""
    found = table.group_by(["event", "year"]).aggregate([])
    pairs = zip(found["event"].to_pylist(), found["year"].to_pylist(), strict=True)
    for event, year in sorted(pairs):
        here = pc.and_(pc.equal(table["event"], event), pc.equal(table["year"], year))
        yield event, year, table.filter(here).drop_columns(["event", "year"])


def fact_table(records: Iterable[dict[str, Any]]) -> pa.Table:
    """A table of facts from plain rows; a column that a row does not name is not
    recorded.
    """
    names = [c.name for c in schema.GIVEN]
    rows = list(records)
    return pa.table(
        [pa.array([row.get(c.name) for row in rows], c.type) for c in schema.GIVEN],
        names=names,
    )
