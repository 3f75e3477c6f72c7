"""The year as the secretariat looks at it: its main figures, and the country's report
of it.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise

from sala.access.context import Actor
from sala.access.permissions import may
from sala.figures import queries as figures
from sala.figures.views.common import AnswerText, present_answer
from sala.home.context import page_address
from sala.narrative.labels import REPORT_STATES, language_label
from sala.narrative.queries import year_reports

# What a minister asks first.
MAIN = (
    "incidents_investigated",
    "cases_opened",
    "prosecutions_cases",
    "convictions_persons",
    "persons_not_screened",
    "victims_identified",
    "victims_assisted",
    "restitution_cases",
    "persons_trained",
    "people_reached",
)


@dataclass(frozen=True)
class YearFigure:
    """A figure with its page, and what it says of each year."""

    name: str | Promise
    url: str
    cells: list[tuple[int, AnswerText]]


@dataclass(frozen=True)
class YearReportLink:
    """The country's report of the year in one language; without an address nobody
    opened it.
    """

    language: str
    url: str = ""
    state: tuple[str | Promise, str] = ("", "")


@dataclass(frozen=True)
class YearOverview:
    """The year at hand."""

    year: int
    years: list[int]
    rows: list[YearFigure]
    reports: list[YearReportLink]
    url: str
    begin: str = ""  # where a report that nobody opened is opened


def year_of(by: Actor) -> YearOverview | None:
    """The year at hand, for those who see its report; None where there are no facts."""
    if not may(by, "narrative.year_report.view") or figures.facts_manifest() is None:
        return None
    year = figures.year_at_hand()
    years = [*range(year, year - figures.YEARS_BEFORE - 1, -1)]
    lines = {
        line.figure.code: line for line in figures.figures_of_year(by=by, year=year)
    }
    rows = [
        YearFigure(
            lines[code].figure.name,
            f"{page_address('show_figure', code)}?year={year}",
            [*zip(years, map(present_answer, lines[code].answers), strict=True)],
        )
        for code in MAIN
        if code in lines
    ]
    begin = (
        page_address("open_year_report")
        if may(by, "narrative.year_report.write")
        else ""
    )
    page = f"{page_address('list_figures')}?year={year}"
    return YearOverview(
        year,
        years,
        rows,
        reports_of(by, year),
        page,
        begin,
    )


def reports_of(by: Actor, year: int) -> list[YearReportLink]:
    """The last version of the year's report in each language."""
    rows = [row for row in year_reports.year_reports(by=by) if row.year == year]
    last = {row.language: row for row in reversed(rows)}
    return [
        (
            YearReportLink(
                language_label(code),
                page_address("show_year_report", str(last[code].id)),
                REPORT_STATES[last[code].state],
            )
            if code in last
            else YearReportLink(language_label(code))
        )
        for code, _name in settings.LANGUAGES
    ]
