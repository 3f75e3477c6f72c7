"""A page on which several countries stand beside one another, over the years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise

from sala.access.guards import ActingRequest
from sala.figures import charts, downloads
from sala.kit import clock
from sala.narrative import labels, presenting
from sala.narrative.forms.comparison import AbroadForm
from sala.narrative.places import country_name
from sala.narrative.queries import peer_countries
from sala.narrative.queries.peer_countries import CountryMention, PeerComparison
from sala.narrative.queries.published import ReportSource
from sala.narrative.views.comparison import as_file

SPAN = 6  # years before the last one that are shown unless asked otherwise
GRADES = {
    "SC": 0,
    "1": 1,
    "2": 2,
    "2WL": 3,
    "3": 4,
}
USUAL = "victims_identified"


@dataclass(frozen=True)
class PeerComparisonRequest:
    """What the address asks for, as far as it is sound."""

    form: AbroadForm
    measure: str
    countries: list[str]
    first: int
    last: int
    query: str


@dataclass(frozen=True)
class MentionLink:
    """A number with the address of its quote."""

    text: str
    group: str
    report: str
    url: str


def compare_countries(request: ActingRequest) -> HttpResponse:
    """A measure in several countries over the years, and their tiers."""
    asked = asked_of(request)
    found = requested_comparison(request, asked)
    tiers = peer_countries.tiers_by_country(by=request.actor, countries=asked.countries)
    context = {
        "form": asked.form,
        "measure": labels.measure_label(asked.measure),
        "rows": [(country_name(c), cells_of(found, c)) for c in asked.countries],
        "table_years": found.years,
        "any": bool(found.cells),
        "picture": picture_of(found, asked.countries),
        "tiers": tier_rows(tiers),
        "tier_years": tier_years(tiers),
        "tier_picture": tier_picture(tiers),
        "formats": sorted(downloads.FORMATS),
        "query": asked.query,
    }
    return render(request, "narrative/compare_countries.html", context)


def asked_of(request: ActingRequest) -> PeerComparisonRequest:
    """The choices of the address; where it chooses nothing, or wrongly, what
    is usual.
    """
    known = peer_countries.countries_told(by=request.actor)
    measures = peer_countries.measures_told(by=request.actor, countries=known)
    this = clock.today().year
    usual = {
        "measure": USUAL if USUAL in measures else next(iter(measures), ""),
        "country": known,
        **year_span(peer_countries.years_told(by=request.actor), this),
    }
    given = {
        **usual,
        **{k: request.GET.getlist(k) for k in request.GET if k == "country"},
    }
    given |= {
        k: request.GET[k] for k in ("measure", "first", "last") if k in request.GET
    }
    form = AbroadForm(
        given,
        measures=measures,
        countries=known,
    )
    said = {**usual, **(form.cleaned_data if form.is_valid() else {})}
    return PeerComparisonRequest(
        form,
        said["measure"],
        said["country"] or known,
        said["first"],
        said["last"],
        urlencode(said, doseq=True),
    )


def year_span(years: Sequence[int], this: int) -> dict[str, int]:
    """The last years that reports tell of."""
    last = max(years, default=this)
    return {"first": max(min(years, default=last), last - SPAN), "last": last}


def requested_comparison(
    request: ActingRequest, asked: PeerComparisonRequest
) -> PeerComparison:
    """What was asked for."""
    return peer_countries.compare_peers(
        by=request.actor,
        measure=asked.measure,
        countries=asked.countries,
        first=asked.first,
        last=asked.last,
    )


def cells_of(found: PeerComparison, country: str) -> list[list[MentionLink]]:
    """A country's numbers, a cell a year."""
    return [
        [present_mention(m) for m in found.cells.get((country, year), ())]
        for year in found.years
    ]


def present_mention(mention: CountryMention) -> MentionLink:
    """A number in words."""
    figure, report = mention.figure, mention.report
    url = f"{reverse('show_narrative', args=[report.id])}#at-{figure.start}"
    told = f"{report.country} {report.report_year}"
    return MentionLink(
        presenting.present_stated_number(figure), figure.group, told, url
    )


def picture_of(found: PeerComparison, countries: Sequence[str]) -> str:
    """The numbers that can be drawn, a line a country."""
    series = {
        country_name(c): [
            (y, peer_countries.number_of(found.cells.get((c, y), ())))
            for y in found.years
        ]
        for c in countries
    }
    drawn = {
        name: points
        for name, points in series.items()
        if any(n is not None for _y, n in points)
    }
    return charts.multi_line_chart(drawn) if drawn else ""


Tiers = dict[str, dict[int, ReportSource]]
TierRow = tuple[str, list[tuple[str | Promise, str]]]


def tier_years(tiers: Tiers) -> list[int]:
    """Every year of which a report says a tier."""
    return sorted({year for given in tiers.values() for year in given})


def tier_rows(tiers: Tiers) -> list[TierRow]:
    """Each country's tiers with the address of the report, a cell a year."""
    years = tier_years(tiers)
    return [
        (country_name(country), [tier_cell(given.get(year)) for year in years])
        for country, given in tiers.items()
        if given
    ]


def tier_cell(report: ReportSource | None) -> tuple[str | Promise, str]:
    """A tier in words with the address of its report; nothing where no report
    says one.
    """
    if report is None:
        return "", ""
    return labels.TIERS[report.tier], reverse("show_narrative", args=[report.id])


def tier_picture(tiers: Tiers) -> str:
    """The tiers over the years, the darker the worse."""
    cells = [
        (country_name(country), year, report.tier, GRADES[report.tier])
        for country, given in tiers.items()
        for year, report in sorted(given.items())
    ]
    return charts.grade_heatmap(cells) if cells else ""


def download_countries(request: ActingRequest, form: str) -> HttpResponse:
    """The numbers of the page as a file."""
    if form not in downloads.FORMATS:
        raise Http404
    asked = asked_of(request)
    name = f"countries-{asked.measure or 'none'}"
    return as_file(
        form,
        presenting.COLUMNS_ABROAD,
        rows_of(requested_comparison(request, asked)),
        name,
    )


def rows_of(found: PeerComparison) -> Iterator[tuple[Any, ...]]:
    """One row a number."""
    for (country, year), mentions in sorted(found.cells.items()):
        for mention in mentions:
            yield presenting.mention_row(country_name(country), country, year, mention)
