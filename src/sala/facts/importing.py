"""Bringing a file of others into a folder of facts: all of it, or nothing."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex

import pyarrow as pa
from django.utils.translation import gettext as _

from sala.facts import folder as facts
from sala.facts.folder import Coverage, Manifest
from sala.facts.pseudonyms import Pseudonyms
from sala.facts.sources import Read, UnreadableError, read

SOURCE = re.compile(r"[a-z][a-z0-9-]{0,39}")
RECORD = "record"


class NotASourceError(ValueError):
    """The name given to a source cannot be one."""


@dataclass(frozen=True)
class Preview:
    """What a file would bring in, before anything is written."""

    read: Read
    source: str
    counts: tuple[tuple[str, int, int], ...]  # event, year, rows
    replaced: int  # facts that the source brought in before, and that would go

    @property
    def sound(self) -> bool:
        """Whether nothing in the file is faulty."""
        return not self.read.faults


def preview(
    folder: Path,
    data: bytes,
    *,
    layout: str,
    source: str,
    year: int | None = None,
) -> Preview:
    """Read a file and say what it would bring in; raises `UnreadableError` where it is
    none.
    """
    if source == RECORD or not SOURCE.fullmatch(source):
        raise NotASourceError(source)
    said = read(
        data,
        layout=layout,
        year=year,
    )
    if not (said.facts or said.faults):
        raise UnreadableError(_("The file has no row that could be brought in."))
    counted = Counter((f.said["event"], f.said["year"]) for f in said.facts)
    before = manifest_of(folder).files if (folder / facts.MANIFEST).exists() else ()
    replaced = sum(f.rows for f in before if f.source == source)
    counts = tuple((event, year, n) for (event, year), n in sorted(counted.items()))
    return Preview(said, source, counts, replaced)


def bring_in(
    folder: Path,
    shown: Preview,
    *,
    at: datetime,
    key: bytes,
    country: str,
    currency: str,
) -> Manifest:
    """Write what a preview showed in the place of what the source had brought in
    before.

    A year of which the file has rows counts as complete for the events it records.
    """
    if not shown.sound:
        raise UnreadableError("a file with faults is not brought in")
    manifest = began(
        folder,
        country=country,
        currency=currency,
    )
    writer = facts.Writer(folder, manifest)
    writer.add_all(rows(shown, Pseudonyms(key)), source=shown.source)
    years = {year for _event, year, _n in shown.counts}
    known = {(c.about, c.year) for c in manifest.coverage}
    added = [
        Coverage(event, year, "complete")
        for event in shown.read.events
        for year in years
        if (event, year) not in known
    ]
    coverage = [*manifest.coverage, *added]
    return writer.commit(
        source=shown.source,
        as_of=at,
        events=shown.read.events,
        coverage=coverage,
    )


def rows(shown: Preview, pseudonyms: Pseudonyms) -> pa.Table:
    """What a preview showed as a table of facts, people and records under pseudonyms."""
    source = shown.source

    def key(kind: str, name: str) -> int | None:
        return pseudonyms.of(source, kind, name) if name else None

    return facts.rows_of(
        {
            **fact.said,
            "event_key": key("record", fact.record),
            "person_key": key("person", fact.person),
            "case_key": key("case", fact.case),
        }
        for fact in shown.read.facts
    )


def manifest_of(folder: Path) -> Manifest:
    """The manifest of a folder."""
    return facts.read_manifest(folder)


def began(folder: Path, *, country: str, currency: str) -> Manifest:
    """The manifest of a folder, or a new one in a folder that has none yet."""
    if (folder / facts.MANIFEST).exists():
        return facts.read_manifest(folder)
    folder.mkdir(parents=True, exist_ok=True)
    fresh = Manifest(
        country=country,
        currency=currency,
        as_of="",
        export=token_hex(8),
    )
    facts.write_manifest(folder, fresh)
    return fresh


def years_of(counts: Iterable[tuple[str, int, int]]) -> list[int]:
    """The years in which a file has rows."""
    return sorted({year for _event, year, _n in counts})
