"""Recommendations over the years: which were answered, repeated or dropped."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sala.access.context import Actor
from sala.partnership.queries.recommendations import (
    RecommendationRow,
    load_recommendations,
)
from sala.partnership.rules import threads as rules
from sala.partnership.rules.threads import ThreadedRecommendation


@dataclass(frozen=True)
class ThreadCell:
    """What became of it in the report of a year; `row` where it stands in that report.

    `answered` says that it was asked, and answered before the year ended.
    """

    year: int
    kind: str
    row: RecommendationRow | None
    answered: bool


@dataclass(frozen=True)
class ThreadRow:
    """One recommendation through the years, as it was asked last, from the latest year
    back.
    """

    last: RecommendationRow
    asked: tuple[RecommendationRow, ...]
    cells: tuple[ThreadCell, ...]


@dataclass(frozen=True)
class ThreadTable:
    """Every recommendation and every year in which a report made one, the first year
    first.
    """

    years: tuple[int, ...]
    threads: tuple[ThreadRow, ...]

    def counted(self, year: int) -> dict[str, int]:
        """How many of each kind there are in a year, of those of the table."""
        kinds = [
            cell.kind for row in self.threads for cell in row.cells if cell.year == year
        ]
        return {kind: kinds.count(kind) for kind in rules.CELLS}


def thread_table(*, by: Actor) -> ThreadTable:
    """Every recommendation through the years; those asked last and first by number come
    first.
    """
    rows = {row.id: row for row in load_recommendations(by=by)}
    years = tuple(sorted({row.year for row in rows.values()}))
    of_source: dict[str, set[int]] = {}
    for row in rows.values():
        of_source.setdefault(row.source, set()).add(row.year)
    found = [
        _thread_row([rows[asked.key] for asked in group], years, of_source)
        for group in rules.group_threads(_threaded_rows(rows.values()))
    ]
    found.sort(
        key=lambda thread: (-thread.last.year, thread.last.source, thread.last.number),
    )
    return ThreadTable(years, tuple(found))


def latest_before(*, by: Actor, year: int) -> list[RecommendationRow]:
    """The recommendations of earlier years, each as it was asked last before a year."""
    rows = {row.id: row for row in load_recommendations(by=by) if row.year < year}
    return [
        rows[group[-1].key]
        for group in rules.group_threads(_threaded_rows(rows.values()))
    ]


def thread_of(*, by: Actor, key: UUID) -> list[RecommendationRow]:
    """The same recommendation in every year, the first year first."""
    rows = {row.id: row for row in load_recommendations(by=by)}
    groups = rules.group_threads(_threaded_rows(rows.values()))
    own = next((g for g in groups if any(asked.key == key for asked in g)), [])
    return [rows[asked.key] for asked in own]


def _threaded_rows(
    rows: Iterable[RecommendationRow],
) -> list[ThreadedRecommendation[UUID]]:
    return [
        ThreadedRecommendation(
            row.id, row.year, row.repeats.id if row.repeats else None
        )
        for row in rows
    ]


def _thread_row(
    asked: list[RecommendationRow],
    years: tuple[int, ...],
    of_source: dict[str, set[int]],
) -> ThreadRow:
    own = {row.year: row for row in asked}
    reports = set().union(*(of_source[row.source] for row in asked))
    cells = [
        _thread_cell(own, year)
        if year in reports
        else ThreadCell(year, "", None, False)
        for year in years
    ]
    kinds = rules.told_once(cell.kind for cell in cells)
    told = [replace(cell, kind=kind) for cell, kind in zip(cells, kinds, strict=True)]
    return ThreadRow(asked[-1], tuple(asked), tuple(told))


def _thread_cell(own: dict[int, RecommendationRow], year: int) -> ThreadCell:
    until = date(year, 12, 31)
    before = [row for y, row in own.items() if y <= year]
    state = before[-1].state_on(until) if before else ""
    kind = rules.in_year(own.keys(), year, state)
    return ThreadCell(
        year,
        kind,
        own.get(year),
        answered=year in own and state == "answered",
    )
