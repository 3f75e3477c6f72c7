"""Several countries beside one another: a measure over the years, and the tiers they
were given.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sala.access.context import Actor
from sala.narrative.queries.published import (
    QuotedFigureRow,
    ReportSource,
    accepted_figures,
    report_sources,
)


@dataclass(frozen=True)
class CountryMention:
    """A number that a report states of a country and year."""

    report: ReportSource
    figure: QuotedFigureRow


@dataclass(frozen=True)
class PeerComparison:
    """A measure in several countries; a year of which no report states it has
    no cell.
    """

    years: tuple[int, ...]
    cells: dict[
        tuple[str, int], tuple[CountryMention, ...]
    ]  # the whole before its parts


def countries_told(*, by: Actor) -> list[str]:
    """The countries of which a report was read."""
    return sorted({report.country for report in report_sources(by=by)})


def measures_told(*, by: Actor, countries: Sequence[str]) -> list[str]:
    """The measures that an analyst found reports on these countries to state for a
    year.
    """
    return sorted(
        {
            row.measure
            for _r, row in accepted_figures(by=by, countries=countries)
            if row.year
        },
    )


def compare_peers(
    *,
    by: Actor,
    measure: str,
    countries: Sequence[str],
    first: int,
    last: int,
) -> PeerComparison:
    """A measure in some countries from one year to another, as an analyst found it
    stated.
    """
    cells: dict[tuple[str, int], list[CountryMention]] = {}
    for report, row in accepted_figures(by=by, countries=countries):
        if row.measure == measure and row.year and first <= row.year <= last:
            cells.setdefault((report.country, row.year), []).append(
                CountryMention(report, row),
            )
    years = tuple(range(first, last + 1))
    return PeerComparison(
        years,
        {place: tuple(sorted(c, key=_whole_first)) for place, c in cells.items()},
    )


def _whole_first(mention: CountryMention) -> tuple[bool, bool, int]:
    """The whole before a part, a number before none, the latest report before earlier
    ones.
    """
    figure = mention.figure
    return bool(figure.group), figure.value is None, -mention.report.report_year


def number_of(mentions: Sequence[CountryMention]) -> int | float | None:
    """The number of a cell that a picture draws: of the whole, by the latest report."""
    whole = next((m.figure for m in mentions if not m.figure.group), None)
    if whole is None or whole.value is None:
        return None
    return int(whole.value) if whole.value == int(whole.value) else float(whole.value)


def tiers_by_country(
    *, by: Actor, countries: Sequence[str]
) -> dict[str, dict[int, ReportSource]]:
    """The tier that each year's report gave some countries, where it says so."""
    found: dict[str, dict[int, ReportSource]] = {country: {} for country in countries}
    for report in report_sources(by=by):
        if report.tier and report.country in found:
            found[report.country][report.report_year] = report
    return found


def years_told(*, by: Actor) -> list[int]:
    """The years of which an analyst found a report to state something."""
    found = accepted_figures(by=by, countries=countries_told(by=by))
    return sorted({row.year for _report, row in found if row.year})
