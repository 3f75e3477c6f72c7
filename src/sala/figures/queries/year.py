"""Figures and rates of a year, and one figure in every way it may be looked at: as much
of them as the asker may see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.figures import answers as a
from sala.figures import disclosure
from sala.figures.definitions import FIGURES, RATES, FigureDefinition
from sala.figures.queries.from_facts import (
    YEARS_BEFORE,
    answers_from_facts,
    facts_manifest,
    years_held,
)

TREND_YEARS = 7  # years of a trend


@dataclass(frozen=True)
class FigureSeries:
    """A figure and its answers, one a year; `None` where a small number is not told."""

    figure: FigureDefinition
    answers: tuple[a.FigureAnswer | None, ...]


@dataclass(frozen=True)
class BreakdownPart:
    """One part of a breakdown: its codes, and its numbers by year; `None` is not
    disclosed.
    """

    keys: a.Keys
    cells: tuple[a.BreakdownCell | None, ...]


@dataclass(frozen=True)
class FigureBreakdown:
    """A figure by some dimensions, and whether its parts make up the whole."""

    way: a.Way
    parts: tuple[BreakdownPart, ...]
    adds_up: bool
    withheld: bool


def sees_small_groups(by: Actor) -> bool:
    """Whether the asker may see small groups."""
    return bool(may(by, "figures.figure.small"))


def figures_of_year(*, by: Actor, year: int) -> list[FigureSeries]:
    """Every figure of a year, beside the years before."""
    require(may(by, "figures.figure.view"))
    years = [*range(year, year - YEARS_BEFORE - 1, -1)]
    found = answers_from_facts(years, whole=True)
    small = sees_small_groups(by)
    return [
        FigureSeries(
            figure,
            tuple(
                disclosure.disclosable_answer(found, figure, y, small) for y in years
            ),
        )
        for code, figure in FIGURES.items()
        if (code, year) in found.totals
    ]


def rates_of_year(
    *, by: Actor, year: int
) -> list[tuple[Any, list[a.RateShare | None]]]:
    """Every rate of a year, beside the years before; none where it would tell a small
    number.
    """
    require(may(by, "figures.figure.view"))
    years = [*range(year, year - YEARS_BEFORE - 1, -1)]
    found, small = answers_from_facts(years, whole=True), sees_small_groups(by)
    return [
        (
            rate,
            [
                disclosure.disclosable_share(found.share_of_rate(rate, y), small)
                for y in years
            ],
        )
        for rate in RATES.values()
        if (rate.part, year) in found.totals
    ]


def figure_trend(*, by: Actor, code: str, year: int) -> list[a.FigureAnswer | None]:
    """A figure over the years up to one, the first one first; none before there were
    facts.
    """
    require(may(by, "figures.figure.view"))
    first = min([year - YEARS_BEFORE, *years_held()])
    years = [*range(max(first, year - TREND_YEARS + 1), year + 1)]
    found, small = (
        answers_from_facts(
            years, disclosure.with_containing_figures([code]), whole=True
        ),
        sees_small_groups(by),
    )
    return [
        disclosure.disclosable_answer(found, FIGURES[code], y, small)
        for y in years
        if (code, y) in found.totals
    ]


def breakdowns_of_figure(*, by: Actor, code: str, year: int) -> list[FigureBreakdown]:
    """A figure of a year and of those before, in every way it may be broken down."""
    require(may(by, "figures.figure.view"))
    years = [*range(year, year - YEARS_BEFORE - 1, -1)]
    found, small = answers_from_facts(years, [code]), sees_small_groups(by)
    ways = FIGURES[code].breakdowns
    if FIGURES[code].points_at_officials and not small:
        # By agency, what is left of the whole is the cases of which the agency is
        # withheld.
        ways = tuple(way for way in ways if "agency" not in way)
    made = [
        _break_down(
            found,
            FIGURES[code],
            way,
            years,
            small,
        )
        for way in ways
    ]
    return [breakdown for breakdown in made if breakdown.way and breakdown.parts]


def _break_down(
    found: a.FigureAnswers,
    figure: FigureDefinition,
    way: a.Way,
    years: Sequence[int],
    small: bool,
) -> FigureBreakdown:
    by_year = [found.parts.get((figure.code, y, way), {}) for y in years]
    if not small:
        by_year = [disclosure.fold_withheld_parts(cells) for cells in by_year]
    order = sorted(
        {keys for cells in by_year for keys in cells},
        key=lambda keys: (
            -(by_year[0].get(keys, a.BreakdownCell(0)).value or 0),
            [k or "" for k in keys],
        ),
    )
    facts_of = facts_manifest()
    own = facts_of.country if facts_of else ""
    hidden = [
        (
            frozenset()
            if small
            else disclosure.suppressed_parts(
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
        BreakdownPart(
            keys,
            tuple(
                None if keys in out else cells.get(keys, a.BreakdownCell(None))
                for cells, out in zip(by_year, hidden, strict=True)
            ),
        )
        for keys in order
    )
    total = found.totals.get((figure.code, years[0]))
    whole = sum(cell.value or 0 for cell in by_year[0].values())
    adds_up = total is None or not figure.measure.adds_up or total.value == whole
    return FigureBreakdown(way, parts, adds_up, any(hidden))
