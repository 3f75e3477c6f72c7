"""Making facts from the record."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from django.db import connection, transaction
from psycopg import sql

from sala.access import orders
from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.countries import queries as countries
from sala.facts import folder as facts
from sala.facts import queries, schema
from sala.facts.folder import RECORD, FactFile, FactsManifest, FactsWriter, YearCoverage
from sala.facts.models import CompletenessStatement
from sala.facts.policy import may_export
from sala.facts.pseudonyms import PseudonymMaker

EXPORTER = "facts.exporter"
# Pseudonyms that the vault made; those of before do not go on.
OF_THE_VAULT = "v-"
# As the database writes a row: the year first, a list as text; `event` and `singly` it
# does not.
COLUMNS = ("year", *(c.name for c in schema.COLUMNS if c.name != "singly"))
# the database's hash of a row, of which the fingerprint of a year is the sum
MARK = "mark"
READ = {
    c.name: c.type for c in (*schema.PARTITION, *schema.COLUMNS) if c.name in COLUMNS
} | {MARK: pa.int64()}
NUMBERED = ("event_key", "person_key", "case_key")
TYPES = READ | {"means": pa.string()}


@transaction.atomic
def order_export(*, by: Actor, at: datetime) -> UUID:
    """Order that facts are made from the record; two are never made at the same
    time.
    """
    require(may_export(by, longitudinal=False))
    order = orders.give_order(
        by=by,
        at=at,
        machine=EXPORTER,
        what={},
        one_at_a_time=True,
    )
    record(by=by, action="facts.export_ordered", kind="facts", subject=order)
    return order


def export_record(
    *,
    by: Actor,
    at: datetime,
    folder: Path,
    longitudinal: bool = False,
    afresh: bool = False,
) -> FactsManifest:
    """Make facts from the whole record; only years that changed are written again.

    An export that is made `afresh`, or follows people where the last did not, has
    pseudonyms of its own. Facts that others brought into the folder stay.
    """
    require(may_export(by, longitudinal=longitudinal))
    manifest, fresh = _open_manifest(
        folder,
        longitudinal=longitudinal,
        afresh=afresh,
    )
    pseudonyms = queries.export_pseudonyms(manifest)
    writer = FactsWriter(folder, manifest)
    before = {} if fresh else _files_of_record(manifest)
    events = _recorded_events()
    kept: list[FactFile] = []
    for event in events:
        kept += _export_event(writer, event, pseudonyms, before)
    done = writer.commit_files(
        source=RECORD,
        as_of=at,
        events=events,
        keep=kept,
        coverage=_merge_coverage(manifest),
    )
    detail = {
        "rows": done.row_count,
        "hash": done.facts_hash,
        "longitudinal": longitudinal,
    }
    record(
        by=by,
        action="facts.exported",
        kind="facts",
        subject=done.export,
        detail=detail,
    )
    return done


def state_coverage(
    *,
    by: Actor,
    at: datetime,
    folder: Path,
    about: str,
    year: int,
    answer: str,
) -> None:
    """Say of an event or a figure, for a year, whether all of it is recorded.

    Raises `ValueError` for an answer there is not. Facts that are there already learn
    of it at once.
    """
    require(may(by, "facts.coverage.state"))
    if answer not in facts.ANSWERS:
        raise ValueError(f"answer {answer!r} is none of {', '.join(facts.ANSWERS)}")
    made = CompletenessStatement.objects.create(
        about=about,
        year=year,
        answer=answer,
        agency_id=by.agency,
        said_by_id=by.user,
        said_at=at,
    )
    detail = {
        "about": about,
        "year": year,
        "answer": answer,
    }
    record(
        by=by,
        action="facts.coverage_stated",
        kind="statement",
        subject=made.id,
        detail=detail,
    )
    if (folder / facts.MANIFEST).exists():
        manifest = facts.read_manifest(folder)
        facts.write_manifest(
            folder, replace(manifest, coverage=_merge_coverage(manifest))
        )


def _merge_coverage(manifest: FactsManifest) -> tuple[YearCoverage, ...]:
    """What files brought with them, and what was said here, which goes before."""
    known = {(c.about, c.year): c for c in manifest.coverage}
    known |= {(c.about, c.year): c for c in queries.stated_coverage()}
    return tuple(sorted(known.values()))


def _open_manifest(
    folder: Path, *, longitudinal: bool, afresh: bool
) -> tuple[FactsManifest, bool]:
    pack = countries.loaded_pack()
    if (folder / facts.MANIFEST).exists():
        there = facts.read_manifest(folder)
        if (
            not afresh
            and there.longitudinal == longitudinal
            and RECORD in there.sources
            and there.export.startswith(OF_THE_VAULT)
        ):
            return there, False
        others = there
    else:
        folder.mkdir(parents=True, exist_ok=True)
        others = FactsManifest(
            country=pack.code,
            currency=pack.currency,
            as_of="",
            export="",
        )
    return (
        replace(
            others,
            export=OF_THE_VAULT + token_hex(8),
            longitudinal=longitudinal,
        ),
        True,
    )


def _files_of_record(manifest: FactsManifest) -> dict[tuple[str, int], FactFile]:
    return {(f.event, f.year): f for f in manifest.files if f.source == RECORD}


def _recorded_events() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts_events()")
        return [event for (event,) in cursor.fetchall()]


def _export_event(
    writer: FactsWriter,
    event: str,
    pseudonyms: PseudonymMaker,
    before: dict[tuple[str, int], FactFile],
) -> list[FactFile]:
    """Write the years of an event that changed; the files of the others."""
    there = {year: file for (of, year), file in before.items() if of == event}
    now = _year_fingerprints(event, pseudonyms) if there else {}
    kept = [file for year, file in there.items() if now.get(year) == file.fingerprint]
    changed = sorted(now.keys() - {file.year for file in kept}) if there else None
    if changed is None or changed:
        for year, rows, mark in _stream_years(event, pseudonyms, changed):
            writer.write_file(
                rows,
                source=RECORD,
                event=event,
                year=year,
                fingerprint=mark,
            )
    return kept


def _year_fingerprints(event: str, pseudonyms: PseudonymMaker) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT year, facts, fingerprint FROM facts_fingerprints(%s, %s, %s)",
            [event, *pseudonyms.numbers.hmac_pads()],
        )
        return {year: f"{number}:{mark}" for year, number, mark in cursor.fetchall()}


def _stream_years(
    event: str,
    pseudonyms: PseudonymMaker,
    years: list[int] | None,
) -> Iterator[tuple[int, pa.Table, str]]:
    """The facts of an event by year, streamed out of the database, each year with its
    fingerprint.

    Without years, all there are.
    """
    inner, outer = pseudonyms.numbers.hmac_pads()
    chosen = (
        sql.SQL("true") if years is None else sql.SQL("year = ANY({})").format(years)
    )
    statement = sql.SQL(
        "COPY (SELECT r.*, hash_record_extended(r, 0) FROM facts_rows({}, {}, {}) r"
        " WHERE {}) TO STDOUT (FORMAT csv)",
    ).format(*map(sql.Literal, (event, inner, outer)), chosen)
    with connection.cursor() as cursor, cursor.copy(statement) as copied:
        table = _parse_rows(b"".join(_copy_blocks(copied)))
    for name in NUMBERED:
        column = table.column_names.index(name)
        table = table.set_column(column, name, pseudonyms.pseudonyms_of(table[name]))
    for year in sorted(pc.unique(table["year"]).to_pylist()):
        rows = table.filter(pc.equal(table["year"], year))
        summed = pc.sum(rows[MARK].cast(pa.decimal128(38))).as_py()
        yield year, rows.drop_columns(["year", MARK]), f"{rows.num_rows}:{summed}"


def _copy_blocks(copied: Any) -> Iterator[bytes]:
    for block in copied:
        yield bytes(block)


def _parse_rows(text: bytes) -> pa.Table:
    if not text:
        return pa.table({name: pa.array([], kind) for name, kind in READ.items()})
    table = pa.csv.read_csv(
        pa.BufferReader(text),
        read_options=pa.csv.ReadOptions(column_names=list(TYPES)),
        convert_options=pa.csv.ConvertOptions(
            column_types=TYPES,
            null_values=[""],
            true_values=["t"],
            false_values=["f"],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    position = table.column_names.index("means")
    return table.set_column(position, "means", _split_lists(table["means"]))


def _split_lists(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Lists of codes from texts: an empty text is an empty list, and none at all is
    none.
    """
    empty = pa.array([[]], pa.list_(pa.string()))[0]
    return pc.if_else(pc.equal(texts, ""), empty, pc.split_pattern(texts, ";"))
