"""What the pages of figures show: answers over the site's facts, as much of them as the
asker may see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.urls import reverse

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.facts import queries as facts
from sala.facts.folder import Manifest, NotFactsError, read_manifest
from sala.facts.places import facts_folder
from sala.facts.schema import EVENTS
from sala.figures import answers as a
from sala.figures import disclosure
from sala.figures.definitions import FIGURES, RATES, Figure
from sala.figures.engine import PAGE, DuckDB, evaluate
from sala.figures.models import Snapshot
from sala.figures.rules import Change, changes
from sala.kit import clock

COMPARED = 2  # years before the one that is asked for
HUNDRED = 100
TREND = 7  # years of a trend


@dataclass(frozen=True)
class Line:
    """A figure and its answers, one a year; `None` where a small number is not told."""

    figure: Figure
    answers: tuple[a.Answer | None, ...]


@dataclass(frozen=True)
class Part:
    """One part of a breakdown: its codes, and its numbers by year; `None` is not told."""

    keys: a.Keys
    cells: tuple[a.Cell | None, ...]


@dataclass(frozen=True)
class Breakdown:
    """A figure by one or several dimensions, and whether its parts add up to the whole."""

    way: a.Way
    parts: tuple[Part, ...]
    adds_up: bool
    withheld: bool


def manifest() -> Manifest | None:
    """What the site's facts are; none where nobody has made any."""
    try:
        return read_manifest(facts_folder())
    except NotFactsError:
        return None


def years_held() -> list[int]:
    """The years in which something happened that the site's facts hold, the last one
    first.

    What is only true at the end of a year, such as how many shelters there are, makes
    no year.
    """
    found = manifest()
    files = found.files if found else ()
    return sorted({f.year for f in files if not EVENTS[f.event].standing}, reverse=True)


def year_at_hand() -> int:
    """The year that people speak of: the last one that has ended and of which there are
    facts.
    """
    held, ended = years_held(), clock.today().year - 1
    return next((year for year in held if year <= ended), held[0] if held else ended)


@lru_cache(maxsize=32)
def _evaluated(
    folder: Path,
    _hash: str,
    years: tuple[int, ...],
    codes: tuple[str, ...] | None,
    whole: bool,
) -> a.Answers:
    """Answers stay as long as the facts do."""
    return evaluate(
        folder,
        years=years,
        codes=codes,
        whole=whole,
    )


def answers(
    years: Sequence[int],
    codes: Sequence[str] | None = None,
    *,
    whole: bool = False,
) -> a.Answers:
    """Answers over the site's facts, everything in them."""
    found = manifest()
    if found is None:
        return a.Answers()
    chosen = tuple(codes) if codes is not None else None
    return _evaluated(
        facts_folder(),
        found.hash,
        tuple(years),
        chosen,
        whole,
    )


def sees_small(by: Actor) -> bool:
    """Whether the asker may see small groups."""
    return bool(may(by, "figures.figure.small"))


def glance(*, by: Actor, year: int) -> list[Line]:
    """Every figure of a year, beside the years before."""
    require(may(by, "figures.figure.view"))
    years = [*range(year, year - COMPARED - 1, -1)]
    found = answers(years, whole=True)
    small = sees_small(by)
    return [
        Line(figure, tuple(disclosure.told(found, figure, y, small) for y in years))
        for code, figure in FIGURES.items()
        if (code, year) in found.totals
    ]


def shares(*, by: Actor, year: int) -> list[tuple[Any, list[a.Share | None]]]:
    """Every rate of a year, beside the years before; none where it would tell a small
    number.
    """
    require(may(by, "figures.figure.view"))
    years = [*range(year, year - COMPARED - 1, -1)]
    found, small = answers(years, whole=True), sees_small(by)
    return [
        (rate, [disclosure.share_told(found.share(rate, y), small) for y in years])
        for rate in RATES.values()
        if (rate.part, year) in found.totals
    ]


def trend(*, by: Actor, code: str, year: int) -> list[a.Answer | None]:
    """A figure over the years up to one, the first one first; none before there were
    facts.
    """
    require(may(by, "figures.figure.view"))
    first = min([year - COMPARED, *years_held()])
    years = [*range(max(first, year - TREND + 1), year + 1)]
    found, small = (
        answers(years, disclosure.with_wholes([code]), whole=True),
        sees_small(by),
    )
    return [
        disclosure.told(found, FIGURES[code], y, small)
        for y in years
        if (code, y) in found.totals
    ]


def breakdowns(*, by: Actor, code: str, year: int) -> list[Breakdown]:
    """A figure of a year and of those before, in every way it may be broken down."""
    require(may(by, "figures.figure.view"))
    years = [*range(year, year - COMPARED - 1, -1)]
    found, small = answers(years, [code]), sees_small(by)
    ways = FIGURES[code].breakdowns
    if FIGURES[code].points_at_officials and not small:
        # By agency, what is left of the whole is the cases of which the agency is
        # withheld.
        ways = tuple(way for way in ways if "agency" not in way)
    made = [
        _breakdown(
            found,
            FIGURES[code],
            way,
            years,
            small,
        )
        for way in ways
    ]
    return [breakdown for breakdown in made if breakdown.way and breakdown.parts]


def _breakdown(
    found: a.Answers,
    figure: Figure,
    way: a.Way,
    years: Sequence[int],
    small: bool,
) -> Breakdown:
    by_year = [found.parts.get((figure.code, y, way), {}) for y in years]
    if not small:
        by_year = [disclosure.without_a_mark(cells) for cells in by_year]
    order = sorted(
        {keys for cells in by_year for keys in cells},
        key=lambda keys: (
            -(by_year[0].get(keys, a.Cell(0)).value or 0),
            [k or "" for k in keys],
        ),
    )
    facts_of = manifest()
    own = facts_of.country if facts_of else ""
    hidden = [
        (
            frozenset()
            if small
            else disclosure.hidden(
                figure,
                way,
                cells,
                listed=order,
                own=own,
            )
        )
        for cells in by_year
    ]
    parts = tuple(
        Part(
            keys,
            tuple(
                None if keys in out else cells.get(keys, a.Cell(None))
                for cells, out in zip(by_year, hidden, strict=True)
            ),
        )
        for keys in order
    )
    total = found.totals.get((figure.code, years[0]))
    whole = sum(cell.value or 0 for cell in by_year[0].values())
    adds_up = total is None or not figure.measure.adds_up or total.value == whole
    return Breakdown(way, parts, adds_up, any(hidden))


def events_of(
    *,
    by: Actor,
    code: str,
    year: int,
    dimension: str = "",
    key: str | None = None,
    page: int = 1,
) -> tuple[list[dict[str, Any]], bool]:
    """The events that a figure, or one part of it, is made of; a page of them, and if
    there are more.
    """
    require(may(by, "figures.figure.small"))
    found = manifest()
    if found is None:
        return [], False
    engine = DuckDB(facts_folder())
    try:
        rows = engine.events(
            FIGURES[code],
            year=year,
            dimension=dimension,
            key=key,
            page=page,
        )
    finally:
        engine.close()
    return _linked(rows[:PAGE], by, found), len(rows) > PAGE


def _linked(
    rows: list[dict[str, Any]],
    by: Actor,
    found: Manifest,
) -> list[dict[str, Any]]:
    """Events with a short sign of the person, and the page of the record for those who
    see it.
    """
    own = facts.PAGES.get(rows[0]["event"]) if rows else None
    records = (
        facts.records_seen(
            by=by,
            page=own,
            manifest=found,
        )
        if own
        else {}
    )
    cased = any(row["case_key"] is not None for row in rows)
    cases = (
        facts.records_seen(
            by=by,
            page=facts.CASE,
            manifest=found,
        )
        if cased
        else {}
    )
    return [
        row
        | {
            "sign": _sign(row["person_key"]),
            "case_sign": _sign(row["case_key"]),
            "page": (
                _page(own, records.get(row["event_key"]))
                or _page(facts.CASE, cases.get(row["case_key"]))
            ),
        }
        for row in rows
    ]


def _page(page: facts.Page | None, argument: str | None) -> str:
    """The address of a record; nothing where the reader sees none."""
    return reverse(page.name, args=[argument]) if page and argument else ""


def _sign(key: int | None) -> str:
    """A pseudonym short enough to compare two by eye."""
    return "" if key is None else f"{key & 0xFFFFFFFF:08x}"


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


def frozen(year: int) -> list[dict[str, Any]]:
    """Every figure of a year as it is frozen: its answer, and every part of it."""
    found = answers([year])
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


def snapshots(*, by: Actor, year: int | None = None) -> list[SnapshotRow]:
    """Frozen years, the last one first."""
    require(may(by, "figures.snapshot.view"))
    found = Snapshot.objects.select_related("prepared_by", "approved_by").order_by(
        "-year",
        "-prepared_at",
    )
    return [_snapshot(row, by) for row in (found.filter(year=year) if year else found)]


def _snapshot(row: Snapshot, by: Actor) -> SnapshotRow:
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


def snapshot(
    *,
    by: Actor,
    key: UUID,
) -> tuple[SnapshotRow, list[Change], list[Change]] | None:
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
    before = changes(row.supersedes.figures, row.figures) if row.supersedes else []
    since = changes(row.figures, frozen(row.year)) if manifest() else []
    return _snapshot(row, by), before, since


def approved(*, by: Actor, year: int) -> tuple[SnapshotRow, int] | None:
    """The approved figures of a year, and how many numbers the facts say otherwise now."""
    if not may(by, "figures.snapshot.view"):
        return None
    held = next((row for row in snapshots(by=by, year=year) if row.approved_at), None)
    if held is None:
        return None
    shown = snapshot(by=by, key=held.id)
    return held, len(shown[2]) if shown else 0


def as_frozen(*, by: Actor, key: UUID) -> a.Answers | None:
    """Answers of an approved year; of the years before as approved, else as the facts
    are now.
    """
    require(may(by, "figures.snapshot.view"))
    row = Snapshot.objects.filter(id=key, approved_at__isnull=False).first()
    if row is None:
        return None
    years = [*range(row.year, row.year - COMPARED - 1, -1)]
    held = [row, *(r for y in years[1:] for r in approved_rows(y))]
    rest = [y for y in years if y not in {r.year for r in held}]
    found = [answers(rest)] if rest else []
    found += [thawed(r.figures, r.year) for r in held]
    return a.Answers(
        {place: answer for each in found for place, answer in each.totals.items()},
        {place: cells for each in found for place, cells in each.parts.items()},
    )


def approved_rows(year: int) -> list[Snapshot]:
    """The figures of a year that were approved last, if any were."""
    found = Snapshot.objects.filter(year=year, approved_at__isnull=False).order_by(
        "-approved_at",
    )
    return list(found[:1])


def thawed(figures: Sequence[Mapping[str, Any]], year: int) -> a.Answers:
    """What was frozen of a year, as answers again."""
    totals = {
        (f["code"], year): a.Answer(
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
            tuple(p["keys"]): a.Cell(p["value"], p.get("unrecorded", 0)) for p in cells
        }
        for f in figures
        for way, cells in f["by"].items()
    }
    return a.Answers(totals, parts)
