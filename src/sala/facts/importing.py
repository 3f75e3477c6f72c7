"""Bringing a file of others into a folder of facts: all of it, or nothing."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex

import pyarrow as pa
from django.utils.translation import gettext as _

from sala.facts import folder as facts
from sala.facts.folder import RECORD, FactsManifest, YearCoverage
from sala.facts.pseudonyms import PseudonymMaker
from sala.facts.sources import SourceReading, UnreadableError, read_file

SOURCE = re.compile(r"[a-z][a-z0-9-]{0,39}")


class NotASourceError(ValueError):
    """The name given to a source cannot be one."""


@dataclass(frozen=True)
class ImportPreview:
    """What a file would bring in, before anything is written."""

    read: SourceReading
    source: str
    counts: tuple[tuple[str, int, int], ...]  # event, year, rows
    replaced: int  # facts that the source brought in before, and that would go

    @property
    def is_sound(self) -> bool:
        """Whether nothing in the file is faulty."""
        return not self.read.faults


def preview_import(
    folder: Path,
    data: bytes,
    *,
    layout: str,
    source: str,
    year: int | None = None,
) -> ImportPreview:
    """Read a file and say what it would bring in; raises `UnreadableError` where it is
    none.
    """
    if source == RECORD or not SOURCE.fullmatch(source):
        raise NotASourceError(source)
    said = read_file(
        data,
        layout=layout,
        year=year,
    )
    if not (said.facts or said.faults):
        raise UnreadableError(_("The file has no row that could be brought in."))
    counted = Counter((f.values["event"], f.values["year"]) for f in said.facts)
    before = (
        facts.read_manifest(folder).files if (folder / facts.MANIFEST).exists() else ()
    )
    replaced = sum(f.rows for f in before if f.source == source)
    counts = tuple((event, year, n) for (event, year), n in sorted(counted.items()))
    return ImportPreview(said, source, counts, replaced)


def import_facts(
    folder: Path,
    shown: ImportPreview,
    *,
    at: datetime,
    country: str,
    currency: str,
) -> FactsManifest:
    """Write what a preview showed in the place of what the source had brought in
    before.

    A year of which the file has rows counts as complete for the events it records.
    """
    if not shown.is_sound:
        raise UnreadableError("a file with faults is not brought in")
    manifest = _manifest_or_new(
        folder,
        country=country,
        currency=currency,
    )
    writer = facts.FactsWriter(folder, manifest)
    writer.write_table(_preview_table(shown), source=shown.source)
    years = {year for _event, year, _n in shown.counts}
    known = {(c.about, c.year) for c in manifest.coverage}
    added = [
        YearCoverage(event, year, "complete")
        for event in shown.read.events
        for year in years
        if (event, year) not in known
    ]
    coverage = [*manifest.coverage, *added]
    return writer.commit_files(
        source=shown.source,
        as_of=at,
        events=shown.read.events,
        coverage=coverage,
    )


def _preview_table(shown: ImportPreview) -> pa.Table:
    """What a file brings in as facts, people and records under pseudonyms of its
    source.
    """
    named = sorted(
        {
            (kind, name)
            for fact in shown.read.facts
            for kind, name in (
                ("record", fact.record),
                ("person", fact.person),
                ("case", fact.case),
            )
            if name
        }
    )
    made = PseudonymMaker(f"a file of {shown.source}").pseudonyms_of_names(named)
    pseudonyms = dict(zip(named, made, strict=True))

    def key(kind: str, name: str) -> int | None:
        return pseudonyms.get((kind, name))

    return facts.fact_table(
        {
            **fact.values,
            "event_key": key("record", fact.record),
            "person_key": key("person", fact.person),
            "case_key": key("case", fact.case),
        }
        for fact in shown.read.facts
    )


def _manifest_or_new(folder: Path, *, country: str, currency: str) -> FactsManifest:
    """The manifest of a folder, or a new one in a folder that has none yet."""
    if (folder / facts.MANIFEST).exists():
        return facts.read_manifest(folder)
    folder.mkdir(parents=True, exist_ok=True)
    fresh = FactsManifest(
        country=country,
        currency=currency,
        as_of="",
        export=token_hex(8),
    )
    facts.write_manifest(folder, fresh)
    return fresh
