"""Frozen years: what was frozen, what differs since, and what two people stand by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.figures import answers as a
from sala.figures.definitions import FIGURES
from sala.figures.models import Snapshot
from sala.figures.queries.from_facts import (
    YEARS_BEFORE,
    answers_from_facts,
    facts_manifest,
)
from sala.figures.rules import FigureChange, changes_between


@dataclass(frozen=True)
class SnapshotRow:
    """A frozen year: what it was made from, and who stands by it."""

    id: UUID
    year: int
    facts_hash: str
    facts_as_of: str
    definitions: str
    reason: str
    prepared_by: str
    prepared_at: datetime
    approved_by: str
    approved_at: datetime | None
    own: bool


def frozen_figures(year: int) -> list[dict[str, Any]]:
    """Every figure of a year as it is frozen: its answer, and every part of it."""
    found = answers_from_facts([year])
    return [
        {
            "code": code,
            "state": answer.state,
            "value": answer.value,
            "at_least": answer.at_least,
            "by": {
                "/".join(way): [
                    {
                        "keys": list(keys),
                        "value": cell.value,
                        "unrecorded": cell.unrecorded,
                    }
                    for keys, cell in sorted(
                        cells.items(),
                        key=lambda i: [k or "" for k in i[0]],
                    )
                ]
                for way in FIGURES[code].breakdowns
                if way and (cells := found.parts.get((code, year, way)))
            },
        }
        for (code, _year), answer in found.totals.items()
    ]


def snapshot_rows(*, by: Actor, year: int | None = None) -> list[SnapshotRow]:
    """Frozen years, the last one first."""
    require(may(by, "figures.snapshot.view"))
    found = Snapshot.objects.select_related("prepared_by", "approved_by").order_by(
        "-year",
        "-prepared_at",
    )
    return [
        _snapshot_row(row, by) for row in (found.filter(year=year) if year else found)
    ]


def _snapshot_row(row: Snapshot, by: Actor) -> SnapshotRow:
    return SnapshotRow(
        row.id,
        row.year,
        row.facts_hash,
        row.facts_as_of,
        row.definitions,
        row.reason,
        row.prepared_by.full_name,
        row.prepared_at,
        row.approved_by.full_name if row.approved_by else "",
        row.approved_at,
        own=row.prepared_by_id == by.user_id,
    )


def snapshot_with_changes(
    *,
    by: Actor,
    key: UUID,
) -> tuple[SnapshotRow, list[FigureChange], list[FigureChange]] | None:
    """A frozen year, what differs in it from the one before, and what differs in the
    facts now.
    """
    require(may(by, "figures.snapshot.view"))
    row = (
        Snapshot.objects.select_related("prepared_by", "approved_by", "supersedes")
        .filter(id=key)
        .first()
    )
    if row is None:
        return None
    before = (
        changes_between(row.supersedes.figures, row.figures) if row.supersedes else []
    )
    since = (
        changes_between(row.figures, frozen_figures(row.year))
        if facts_manifest()
        else []
    )
    return _snapshot_row(row, by), before, since


def approved_snapshot(*, by: Actor, year: int) -> tuple[SnapshotRow, int] | None:
    """The approved figures of a year, and how many numbers differ in the facts now."""
    if not may(by, "figures.snapshot.view"):
        return None
    held = next(
        (row for row in snapshot_rows(by=by, year=year) if row.approved_at), None
    )
    if held is None:
        return None
    shown = snapshot_with_changes(by=by, key=held.id)
    return held, len(shown[2]) if shown else 0


def approved_answers(*, by: Actor, key: UUID) -> a.FigureAnswers | None:
    """Answers of an approved year; of the years before as approved, else as the facts
    are now.
    """
    require(may(by, "figures.snapshot.view"))
    row = Snapshot.objects.filter(id=key, approved_at__isnull=False).first()
    if row is None:
        return None
    years = [*range(row.year, row.year - YEARS_BEFORE - 1, -1)]
    held = [row, *(r for y in years[1:] for r in latest_approved(y))]
    rest = [y for y in years if y not in {r.year for r in held}]
    found = [answers_from_facts(rest)] if rest else []
    found += [answers_of_snapshot(r.figures, r.year) for r in held]
    return a.FigureAnswers(
        {place: answer for each in found for place, answer in each.totals.items()},
        {place: cells for each in found for place, cells in each.parts.items()},
    )


def latest_approved(year: int) -> list[Snapshot]:
    """The figures of a year that were approved last, if any were."""
    found = Snapshot.objects.filter(year=year, approved_at__isnull=False).order_by(
        "-approved_at",
    )
    return list(found[:1])


def answers_of_snapshot(
    figures: Sequence[Mapping[str, Any]], year: int
) -> a.FigureAnswers:
    """What was frozen of a year, as answers again."""
    totals = {
        (f["code"], year): a.FigureAnswer(
            f["code"],
            year,
            f["state"],
            f["value"],
            partial=bool(f["at_least"]),
        )
        for f in figures
    }
    parts = {
        (f["code"], year, tuple(way.split("/"))): {
            tuple(p["keys"]): a.BreakdownCell(p["value"], p.get("unrecorded", 0))
            for p in cells
        }
        for f in figures
        for way, cells in f["by"].items()
    }
    return a.FigureAnswers(totals, parts)
