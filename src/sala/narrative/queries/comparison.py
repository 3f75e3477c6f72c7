"""The outside view beside the country's own numbers, year by year and measure by
measure.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries import queries as countries
from sala.figures.answers import FigureAnswer
from sala.figures.definitions import FIGURES
from sala.figures.published_values import published_values
from sala.narrative import differences as d
from sala.narrative.models import DifferenceExplanation
from sala.narrative.places import alpha3_of
from sala.narrative.queries.published import (
    VIEW,
    QuotedFigureRow,
    ReportSource,
    accepted_figures,
)
from sala_reader import measure_units

YEARS = range(1990, 2101)  # of which figures can be asked
# What a law prescribes and how many people live in a country are no figures of what was
# done.
OF_NO_YEAR = ("penalty_", "population_")


@dataclass(frozen=True)
class StatedFigure:
    """A number that a report states, and what lies between it and the country's own."""

    report: ReportSource
    figure: QuotedFigureRow
    difference: d.NumberDifference


@dataclass(frozen=True)
class DifferenceExplanationRow:
    """Why a measure of a year is another number outside."""

    reason: str
    words: str
    name: str
    at: datetime
    holds: bool  # whether the numbers are still those that it explains


@dataclass(frozen=True)
class ComparisonLine:
    """One measure of a year: the country's own number, and every number that reports
    state.
    """

    measure: str
    year: int
    own: d.OwnNumber
    stated: tuple[StatedFigure, ...]
    state: str
    compared: str  # hash of the numbers, so that an explanation knows which it explains
    explanations: tuple[DifferenceExplanationRow, ...] = ()  # the latest first


@dataclass(frozen=True)
class ComparedYear:
    """A year of both views."""

    year: int
    country: str
    snapshot: (
        UUID | None
    )  # the approved figures; none where the facts as they are now stand in
    lines: tuple[ComparisonLine, ...]


def own_country() -> str:
    """The code of the country that is loaded, as reports write it."""
    return alpha3_of(countries.loaded_pack().code)


def years_told(*, by: Actor) -> list[int]:
    """The years of which an analyst found a report on the own country to state
    something.
    """
    found = accepted_figures(by=by, countries=[own_country()])
    years = {year_of(report, row) for report, row in found}
    return sorted((year for year in years if year in YEARS), reverse=True)


def year_of(report: ReportSource, row: QuotedFigureRow) -> int:
    """The year that a figure is compared with; the one before its report where it names
    none.
    """
    return row.year or report.report_year - 1


def side_by_side(*, by: Actor, years: Sequence[int]) -> list[ComparedYear]:
    """Both views of some years, in that order."""
    country = own_country()
    told = [
        pair
        for pair in accepted_figures(by=by, countries=[country])
        if _of_a_year(pair[1].measure)
    ]
    measures = sorted(filter(_of_a_year, measure_units()), key=_in_order)
    codes = sorted({c for m in measures for c in (m, *d.kin_of(m)) if c in FIGURES})
    own = published_values(
        by=by,
        years=years,
        codes=codes,
    )
    said = _explanations_by_line(country, years)
    sides = []
    for year in years:
        of_year = [
            (report, row) for report, row in told if year_of(report, row) == year
        ]
        lines = [
            line
            for measure in measures
            if (
                line := _comparison_line(
                    measure,
                    year,
                    own[year].answers,
                    of_year,
                    said,
                )
            )
        ]
        sides.append(ComparedYear(year, country, own[year].snapshot, tuple(lines)))
    return sides


def line_of(
    *, by: Actor, year: int, measure: str
) -> tuple[ComparedYear, ComparisonLine] | None:
    """One measure of a year in both views; none where neither says anything of it."""
    require(may(by, VIEW))
    if year not in YEARS:
        return None
    (side,) = side_by_side(by=by, years=[year])
    found = next((line for line in side.lines if line.measure == measure), None)
    return (side, found) if found else None


def _in_order(measure: str) -> int:
    """In the order of the figures; what none is defined for comes last."""
    return [*FIGURES].index(measure) if measure in FIGURES else len(FIGURES)


def _of_a_year(measure: str) -> bool:
    return not measure.startswith(OF_NO_YEAR)


def _comparison_line(
    measure: str,
    year: int,
    answers: Mapping[str, FigureAnswer | None],
    told: Iterable[tuple[ReportSource, QuotedFigureRow]],
    said: Mapping[tuple[int, str], list[DifferenceExplanation]],
) -> ComparisonLine | None:
    """The line of a measure; none where no report states it and the country has no
    number.
    """
    own = _own_number(measure, answers)
    others = {
        code: answer.value
        for code in d.kin_of(measure)
        if (answer := answers.get(code))
        and answer.state == d.NUMBER
        and answer.value is not None
    }
    of_measure = [(report, row) for report, row in told if row.measure == measure]
    theirs = tuple(
        StatedFigure(
            report,
            row,
            d.compare_numbers(own, _stated_number(report, row, of_measure), others),
        )
        for report, row in of_measure
    )
    if not theirs and own.state not in {d.NUMBER, d.WITHHELD}:
        return None
    alone = d.compare_numbers(own, None)
    state = d.of_line([s.difference.state for s in theirs] or [alone.state])
    compared = _comparison_hash(own, theirs)
    rows = tuple(
        _explanation_row(row, compared) for row in said.get((year, measure), ())
    )
    return ComparisonLine(
        measure,
        year,
        own,
        theirs,
        state,
        compared,
        rows,
    )


def _own_number(
    measure: str, answers: Mapping[str, FigureAnswer | None]
) -> d.OwnNumber:
    """The country's own number, or why there is none."""
    if measure not in FIGURES:
        return d.OwnNumber(d.UNDEFINED)
    unit = FIGURES[measure].measure.unit
    answer = answers.get(measure)
    if answer is None:
        return d.OwnNumber(d.WITHHELD if measure in answers else "not_asked", unit=unit)
    currency = countries.loaded_pack().currency if unit == "money" else ""
    return d.OwnNumber(
        answer.state,
        answer.value,
        unit,
        currency,
        answer.at_least,
    )


def _stated_number(
    report: ReportSource,
    row: QuotedFigureRow,
    told: Iterable[tuple[ReportSource, QuotedFigureRow]],
) -> d.StatedNumber:
    beside = tuple(
        other.value
        for where, other in told
        if where.id == report.id
        and other.id != row.id
        and other.value is not None
        and other.year == row.year
        and not other.group
    )
    return d.StatedNumber(
        value=row.value,
        unit=row.unit,
        currency=row.currency,
        qualifier=row.qualifier,
        group=row.group,
        period=row.period,
        standing=row.year is None,
        beside=beside,
    )


def _comparison_hash(own: d.OwnNumber, stated: Iterable[StatedFigure]) -> str:
    numbers = [own.state, own.value, own.at_least]
    numbers += sorted(
        f"{s.figure.value} {s.figure.unit} {s.figure.group}" for s in stated
    )
    return hashlib.sha256(json.dumps(numbers).encode()).hexdigest()


def _explanations_by_line(
    country: str,
    years: Sequence[int],
) -> dict[tuple[int, str], list[DifferenceExplanation]]:
    found: dict[tuple[int, str], list[DifferenceExplanation]] = {}
    rows = DifferenceExplanation.objects.filter(country=country, year__in=years)
    for row in rows.select_related("explained_by").order_by("-explained_at", "-id"):
        found.setdefault((row.year, row.measure), []).append(row)
    return found


def _explanation_row(
    row: DifferenceExplanation, compared: str
) -> DifferenceExplanationRow:
    return DifferenceExplanationRow(
        row.reason,
        row.words,
        row.explained_by.full_name,
        row.explained_at,
        holds=row.compared == compared,
    )
