"""Evaluating figures over a folder of facts, on any engine that Ibis has."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import ibis

from sala.facts.folder import FactsManifest, read_manifest
from sala.figures import answers as a
from sala.figures.definitions import FIGURES, FigureDefinition
from sala.figures.dimensions import spread_several, with_derived
from sala.figures.plan import FACTS, EventPlan, counted_facts, event_plans, plan_sql

EVENTS_A_PAGE = 50  # events shown at once


class DuckDBEngine:
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

    def limit_years(self, years: Sequence[int]) -> None:
        """Let `facts` be those of some years from now on."""
        said = ", ".join(str(int(year)) for year in years) or "NULL"
        view = f"CREATE OR REPLACE TEMP VIEW facts AS FROM held WHERE year IN ({said})"
        self.connection.raw_sql(view)

    def run_plan(self, plan: EventPlan) -> list[dict[str, Any]]:
        """The rows of one event's expression."""
        done = self.connection.raw_sql(plan_sql(plan, "duckdb"))
        columns = plan.expression.columns
        return [dict(zip(columns, row, strict=True)) for row in done.fetchall()]

    def page_of_events(
        self,
        figure: FigureDefinition,
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
        self.limit_years([year])
        t = counted_facts(figure, own=self.manifest.country)
        if dimension:
            t = spread_several(
                with_derived(t, self.manifest.country, (dimension,)),
                (dimension,),
            )
            t = t.filter(t[dimension].isnull() if key is None else t[dimension] == key)
        shown = t.order_by(t.date, t.event_key).limit(
            EVENTS_A_PAGE + 1,
            offset=(page - 1) * EVENTS_A_PAGE,
        )
        rows: list[dict[str, Any]] = self.connection.to_pyarrow(shown).to_pylist()
        return rows

    def close(self) -> None:
        """Let go of memory."""
        self.connection.disconnect()


def evaluate_figures(
    folder: Path,
    *,
    years: Sequence[int],
    codes: Iterable[str] | None = None,
    whole: bool = False,
) -> a.FigureAnswers:
    """Answer figures of the years from a folder of facts; all of them unless some are
    named.
    """
    with closing(DuckDBEngine(folder)) as engine:
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
) -> a.FigureAnswers:
    """The same on an engine that has a `manifest`, can `limit_years` of its facts, and
    can `run_plan`.
    """
    figures = [FIGURES[code] for code in (FIGURES if codes is None else codes)]
    there = {f.event for f in engine.manifest.files}
    asked = tuple(f.code for f in figures if f.event in there)
    own = engine.manifest.country
    parts: dict[tuple[str, int, a.Way], dict[a.Keys, a.BreakdownCell]] = {}
    facts: dict[tuple[str, int], int] = {}
    engine.limit_years(years)
    for plan in event_plans(
        asked,
        own=own,
        whole=whole,
    ):
        for row in engine.run_plan(plan):
            _collect_row(row, plan, parts, facts)
    return _answer_figures(
        engine.manifest,
        figures,
        years,
        parts,
        facts,
    )


def _collect_row(
    row: dict[str, Any],
    plan: EventPlan,
    parts: dict[tuple[str, int, a.Way], dict[a.Keys, a.BreakdownCell]],
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
        before = cells.get(keys, a.BreakdownCell(None))
        total = value if before.value is None else before.value + (value or 0)
        cells[keys] = a.BreakdownCell(total, before.unrecorded + unrecorded)


def _answer_figures(
    manifest: FactsManifest,
    figures: Iterable[FigureDefinition],
    years: Sequence[int],
    parts: dict[tuple[str, int, a.Way], dict[a.Keys, a.BreakdownCell]],
    facts: dict[tuple[str, int], int],
) -> a.FigureAnswers:
    known, recorded = (
        a.coverage_by_subject(manifest.coverage),
        manifest.recorded_events(),
    )
    there = {(f.event, f.year) for f in manifest.files}
    totals = {}
    for figure in figures:
        for year in years:
            cell = parts.get((figure.code, year, ()), {}).get((), a.BreakdownCell(None))
            count = facts.get((figure.code, year), 0)
            totals[figure.code, year] = a.decide_answer(
                figure,
                year,
                cell,
                count,
                known=known,
                recorded=figure.event in recorded,
                others=(figure.event, year) in there,
            )
    return a.FigureAnswers(totals, _filled_parts(parts, totals))


def _filled_parts(
    parts: dict[tuple[str, int, a.Way], dict[a.Keys, a.BreakdownCell]],
    totals: dict[tuple[str, int], a.FigureAnswer],
) -> dict[tuple[str, int, a.Way], dict[a.Keys, a.BreakdownCell]]:
    """Parts of figures that are numbers, but for those in which there is nothing."""
    return {
        (code, year, way): {k: c for k, c in cells.items() if c.value or c.unrecorded}
        for (code, year, way), cells in parts.items()
        if way and totals[code, year].state == a.NUMBER
    }


class SparkEngine:
    """The same facts on Spark: for a country, or a region, that outgrew one machine.

    The caller brings the session, and installs PySpark where one is wanted.
    """

    def __init__(self, folder: Path, session: Any) -> None:
        self.manifest = read_manifest(folder)
        self.session = session
        paths = [str(folder / f.path) for f in self.manifest.files]
        self.held = session.read.option("basePath", str(folder)).parquet(*paths)

    def limit_years(self, years: Sequence[int]) -> None:
        """Let `facts` be those of some years from now on."""
        self.held.where(self.held.year.isin(list(years))).createOrReplaceTempView(
            "facts",
        )

    def run_plan(self, plan: EventPlan) -> list[dict[str, Any]]:
        """The rows of one event's expression."""
        return [
            row.asDict()
            for row in self.session.sql(plan_sql(plan, "pyspark")).collect()
        ]
