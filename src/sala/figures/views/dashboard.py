"""The year at a glance, and making the facts anew."""

from dataclasses import dataclass
from uuid import UUID

from babel.dates import get_month_names
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access import orders
from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.countries import queries as countries
from sala.desk.lookup import missing_as_404
from sala.desk.progress import OrderProgress, progress_page
from sala.facts import actions as facts
from sala.figures import charts, queries
from sala.figures.answers import NUMBER
from sala.figures.definitions import partnership, prevention, prosecution, protection
from sala.figures.queries import FigureSeries
from sala.figures.views.common import (
    AnswerText,
    facts_origin,
    present_answer,
    present_share,
    requested_year,
    unit_beside_number,
    years_to_choose,
)
from sala.kit import clock
from sala.kit.templatetags.kit import locale

SECTIONS = (
    ("protection", gettext_lazy("Protection"), protection),
    ("prosecution", gettext_lazy("Prosecution"), prosecution),
    ("prevention", gettext_lazy("Prevention"), prevention),
    ("partnership", gettext_lazy("Partnership"), partnership),
)
# From meeting somebody to helping them: where the bars grow short, people are lost.
PATH = (
    "persons_met",
    "persons_screened",
    "potential_victims_identified",
    "victims_identified",
    "victims_referred",
    "referrals_accepted",
)


@dataclass(frozen=True)
class FigureSection:
    """The figures of one part of the response."""

    id: str
    name: str | Promise
    rows: list[tuple[FigureSeries, str, list[tuple[int, AnswerText]]]]


def list_figures(request: ActingRequest) -> HttpResponse:
    """Every figure of a year, against the two years before."""
    year = requested_year(request)
    lines = {
        line.figure.code: line
        for line in queries.figures_of_year(by=request.actor, year=year)
    }
    years = [*range(year, year - queries.YEARS_BEFORE - 1, -1)]
    sections = [
        FigureSection(
            key,
            name,
            [
                present_series(lines[f.code], years)
                for f in room.FIGURES
                if f.code in lines
            ],
        )
        for key, name, room in SECTIONS
        if lines
    ]
    rates = [
        (
            rate,
            [
                *zip(
                    years,
                    (present_share(share, rate.per) for share in shares),
                    strict=True,
                ),
            ],
        )
        for rate, shares in queries.rates_of_year(by=request.actor, year=year)
    ]
    context = {
        "year": year,
        "all_years": years_to_choose(year),
        "years": years,
        "sections": sections,
        "rates": rates,
        "picture": path_picture(lines),
        "facts": facts_origin(),
        "may_export": may(request.actor, "facts.record.export"),
        "approved": queries.approved_snapshot(by=request.actor, year=year),
        "sees_frozen": may(request.actor, "figures.snapshot.view"),
        "may_state": may(request.actor, "facts.coverage.state"),
        "withholds": not queries.sees_small_groups(request.actor),
        "starts_in": reporting_year_month(),
    }
    return render(request, "figures/list_figures.html", context)


def reporting_year_month() -> str:
    """The month in which the country's reporting year begins, if it is not January."""
    pack = countries.current_pack()
    month = pack.reporting_year_starts_in if pack else 1
    return get_month_names("wide", locale=locale())[month] if month > 1 else ""


def present_series(
    line: FigureSeries, years: list[int]
) -> tuple[FigureSeries, str, list[tuple[int, AnswerText]]]:
    """A figure with what it is measured in, and its answers by year."""
    return (
        line,
        unit_beside_number(line.figure),
        [*zip(years, map(present_answer, line.answers), strict=True)],
    )


def path_picture(lines: dict[str, FigureSeries]) -> str:
    """The way from meeting somebody to helping them as a picture of the numbers."""
    told = [
        (str(lines[code].figure.name), answer.value or 0)
        for code in PATH
        if code in lines
        and (answer := lines[code].answers[0])
        and answer.state == NUMBER
    ]
    return charts.bar_chart(told) if len(told) > 1 else ""


def renew_facts(request: ActingRequest) -> HttpResponse:
    """Make the facts from the record anew, so far as it changed."""
    if request.method == "POST":
        order = facts.order_export(by=request.actor, at=clock.now())
        return redirect("watch_facts", order)
    return render(request, "figures/renew_facts.html", {"facts": facts_origin()})


def watch_facts(request: ActingRequest, order: UUID) -> HttpResponse:
    """How far making the figures anew is."""
    with missing_as_404():
        found = orders.own_order(
            by=request.actor,
            order=order,
            machine=facts.EXPORTER,
        )
    return progress_page(
        request,
        found,
        OrderProgress(
            title=_("Make the figures anew"),
            back=(reverse("list_figures"), _("Figures")),
            done=_("The figures are made from the record as it is now."),
        ),
    )
