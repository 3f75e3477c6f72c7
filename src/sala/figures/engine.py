"""Evaluating figures over a folder of facts, on any engine that Ibis has."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import ibis

from sala.facts.folder import Manifest, read_manifest
from sala.figures import answers as a
from sala.figures.definitions import FIGURES, Figure
from sala.figures.dimensions import spread, with_derived
from sala.figures.plan import FACTS, EventPlan, counted_facts, plans, sql

PAGE = 50  # events shown at once


class DuckDB:
    """DuckDB in the process: what Sala uses unless told otherwise."""

    def __init__(
        self,
        folder: Path,
        *,
        threads: int = 2,
        memory: str = "1500MB",
    ) -> None:
        self.manifest = read_manifest(folder)
        self.connection = ibis.duckdb.connect(threads=threads, memory_limit=memory)
        paths = [str(folder / f.path) for f in self.manifest.files]
        if paths:
            self.connection.read_parquet(
                paths,
                table_name="held",
                hive_partitioning=True,
            )
        else:
            self.connection.create_table(
                "held",
                schema=FACTS.schema(),
                temp=True,
            )

    def of_years(self, years: Sequence[int]) -> None:
        """Let `facts` be those of some years from now on."""
        said = ", ".join(str(int(year)) for year in years) or "NULL"
        view = f"CREATE OR REPLACE TEMP VIEW facts AS FROM held WHERE year IN ({said})"
        self.connection.raw_sql(view)

    def rows(self, plan: EventPlan) -> list[dict[str, Any]]:
        """The rows of one event's expression."""
        done = self.connection.raw_sql(sql(plan, "duckdb"))
        columns = plan.expression.columns
        return [dict(zip(columns, row, strict=True)) for row in done.fetchall()]

    def events(
        self,
        figure: Figure,
        *,
        year: int,
        dimension: str,
        key: str | None,
        page: int,
    ) -> list[dict[str, Any]]:
        """Facts that a figure counts in a year, in order of days; one more than a page
        holds.
        """
        if not any(f.event == figure.event for f in self.manifest.files):
            return []
        self.of_years([year])
        t = counted_facts(figure, own=self.manifest.country)
        if dimension:
            t = spread(
                with_derived(t, self.manifest.country, (dimension,)),
                (dimension,),
            )
            t = t.filter(t[dimension].isnull() if key is None else t[dimension] == key)
        shown = t.order_by(t.date, t.event_key).limit(
            PAGE + 1,
            offset=(page - 1) * PAGE,
        )
        rows: list[dict[str, Any]] = self.connection.to_pyarrow(shown).to_pylist()
        return rows

    def close(self) -> None:
        """Let go of memory."""
        self.connection.disconnect()


def evaluate(
    folder: Path,
    *,
    years: Sequence[int],
    codes: Iterable[str] | None = None,
    whole: bool = False,
) -> a.Answers:
    """Answer figures of the years from a folder of facts; all of them unless some are
    named.
    """
    with closing(DuckDB(folder)) as engine:
        return evaluate_on(
            engine,
            years=years,
            codes=codes,
            whole=whole,
        )


def evaluate_on(
    engine: Any,
    *,
    years: Sequence[int],
    codes: Iterable[str] | None = None,
    whole: bool = False,
) -> a.Answers:
    """The same on an engine that has a `manifest`, holds to the facts `of_years`, and answers the
    `rows` of a plan.
    """
    figures = [FIGURES[code] for code in (FIGURES if codes is None else codes)]
    there = {f.event for f in engine.manifest.files}
    asked = tuple(f.code for f in figures if f.event in there)
    own = engine.manifest.country
    parts: dict[tuple[str, int, a.Way], dict[a.Keys, a.Cell]] = {}
    facts: dict[tuple[str, int], int] = {}
    engine.of_years(years)
    for plan in plans(
        asked,
        own=own,
        whole=whole,
    ):
        for row in engine.rows(plan):
            _take(row, plan, parts, facts)
    return _answers(
        engine.manifest,
        figures,
        years,
        parts,
        facts,
    )


def _take(
    row: dict[str, Any],
    plan: EventPlan,
    parts: dict[tuple[str, int, a.Way], dict[a.Keys, a.Cell]],
    facts: dict[tuple[str, int], int],
) -> None:
    way = plan.ways[row["way"]]
    keys = tuple(row[f"k{i}"] for i in range(len(way)))
    for i, figure in enumerate(plan.figures):
        if way not in figure.breakdowns:
            continue
        if row[f"r{i}"] is not None:
            facts[figure.code, row["year"]] = row[f"r{i}"]
        value, unrecorded = row[f"v{i}"], row[f"m{i}"] or 0
        if value is None and not unrecorded:
            continue
        cells = parts.setdefault((figure.code, row["year"], way), {})
        before = cells.get(keys, a.Cell(None))
        total = value if before.value is None else before.value + (value or 0)
        cells[keys] = a.Cell(total, before.unrecorded + unrecorded)


def _answers(
    manifest: Manifest,
    figures: Iterable[Figure],
    years: Sequence[int],
    parts: dict[tuple[str, int, a.Way], dict[a.Keys, a.Cell]],
    facts: dict[tuple[str, int], int],
) -> a.Answers:
    known, recorded = a.by_about(manifest.coverage), manifest.events()
    there = {(f.event, f.year) for f in manifest.files}
    totals = {}
    for figure in figures:
        for year in years:
            cell = parts.get((figure.code, year, ()), {}).get((), a.Cell(None))
            count = facts.get((figure.code, year), 0)
            totals[figure.code, year] = a.answered(
                figure,
                year,
                cell,
                count,
                known=known,
                recorded=figure.event in recorded,
                others=(figure.event, year) in there,
            )
    return a.Answers(totals, _shown(parts, totals))


def _shown(
    parts: dict[tuple[str, int, a.Way], dict[a.Keys, a.Cell]],
    totals: dict[tuple[str, int], a.Answer],
) -> dict[tuple[str, int, a.Way], dict[a.Keys, a.Cell]]:
    """Parts of figures that are numbers; a part of which there is nothing is left out."""
    return {
        (code, year, way): {k: c for k, c in cells.items() if c.value or c.unrecorded}
        for (code, year, way), cells in parts.items()
        if way and totals[code, year].state == a.NUMBER
    }


class Spark:
    """The same facts on Spark: for a country, or a region, that outgrew one machine.

    The caller brings the session, and installs PySpark where one is wanted.
    """

    def __init__(self, folder: Path, session: Any) -> None:
        self.manifest = read_manifest(folder)
        self.session = session
        paths = [str(folder / f.path) for f in self.manifest.files]
        self.held = session.read.option("basePath", str(folder)).parquet(*paths)

    def of_years(self, years: Sequence[int]) -> None:
        """Let `facts` be those of some years from now on."""
        self.held.where(self.held.year.isin(list(years))).createOrReplaceTempView(
            "facts",
        )

    def rows(self, plan: EventPlan) -> list[dict[str, Any]]:
        """The rows of one event's expression."""
        return [
            row.asDict() for row in self.session.sql(sql(plan, "pyspark")).collect()
        ]
