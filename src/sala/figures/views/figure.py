"""One figure: its definition, its years, its parts, and the events it is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from sala.access import paging
from sala.access.guards import ActingRequest
from sala.countries import queries as countries
from sala.figures import answers as a
from sala.figures import charts, downloads, queries
from sala.figures.definitions import Figure
from sala.figures.dimensions import DIMENSIONS, PLACES
from sala.figures.labels import Labels
from sala.figures.queries import Breakdown
from sala.figures.views.common import (
    UNITS,
    Said,
    figure_asked,
    said,
    said_of_part,
    year_asked,
)

DRAWN = 15  # parts in a picture; the table has them all
COLUMNS = (
    *("figure", "name", "year", "by", "code1", "label1", "code2", "label2", "code3", "label3"),
    *("state", "value", "unrecorded"),
)


@dataclass(frozen=True)
class Table:
    """A breakdown in words, with its picture."""

    breakdown: Breakdown
    title: str
    heads: list[str]
    rows: list[tuple[list[str], list[Said], str]]
    picture: str


def show_figure(request: ActingRequest, code: str) -> HttpResponse:
    """One figure in every way that it may be looked at."""
    figure, year = figure_asked(code), year_asked(request)
    trend = queries.trend(by=request.actor, code=code, year=year)
    labels = Labels()
    tables = [
        table(found, labels, figure, year)
        for found in queries.breakdowns(by=request.actor, code=code, year=year)
    ]
    years = [*range(year - len(trend) + 1, year + 1)]
    context = {
        "figure": figure,
        "unit": UNITS[figure.measure.unit],
        "year": year,
        "years": [*range(year, year - queries.COMPARED - 1, -1)],
        "now": said(trend[-1]) if trend else None,
        "answer": trend[-1] if trend else None,
        "trend": list(zip(years, map(said, trend), strict=True)),
        "trend_picture": trend_of(years, trend),
        "tables": tables,
        "facts": queries.manifest(),
        "traces": queries.sees_small(request.actor),
        "formats": sorted(downloads.FORMATS),
    }
    return render(request, "figures/show_figure.html", context)


def trend_of(years: list[int], trend: list[a.Answer | None]) -> str:
    """The years as a picture, where at least one is a number."""
    points = [(y, answer.value if answer else None) for y, answer in zip(years, trend, strict=True)]
    return charts.trend(points) if any(number is not None for _y, number in points) else ""


def table(found: Breakdown, labels: Labels, figure: Figure, year: int) -> Table:
    """A breakdown in words."""
    heads = [str(DIMENSIONS[dimension].name) for dimension in found.way]
    rows = [
        (
            [labels.label(d, key) for d, key in zip(found.way, part.keys, strict=True)],
            [said_of_part(cell) for cell in part.cells],
            part.keys[0] if part.keys[0] is not None else "",
        )
        for part in found.parts
    ]
    return Table(found, " × ".join(heads), heads, rows, picture_of(found, rows))


def picture_of(found: Breakdown, rows: list[tuple[list[str], list[Said], str]]) -> str:
    """A map of places, discs for flows, bars for everything else; of what is told only."""
    told = [(names, cells[0].value, key) for names, cells, key in rows if cells[0].value]
    if not told:
        return ""
    if found.way[0] in PLACES and len(found.way) == 1:
        outlines = countries.outlines(1)
        numbers = {key: n for _names, n, key in told if n and key in outlines}
        return charts.provinces(outlines, numbers) if numbers else ""
    if found.way == ("origin", "exploited_in"):
        return charts.flows([(names[0], names[1], n) for names, n, _key in told if n])
    if len(found.way) > 1:
        return ""
    return charts.bars([(names[0], n) for names, n, _key in told[:DRAWN] if n])


def download_figure(request: ActingRequest, code: str, form: str) -> HttpResponse:
    """What the page of a figure tells, as a file."""
    figure, year = figure_asked(code), year_asked(request)
    if form not in downloads.FORMATS:
        raise Http404
    kind, write = downloads.FORMATS[form]
    answer = HttpResponse(write(COLUMNS, _rows(request, figure, year)), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{code}-{year}.{form}"'
    return answer


def _rows(request: ActingRequest, figure: Figure, year: int) -> Iterator[tuple[Any, ...]]:
    labels, name = Labels(), str(figure.name)
    years = [*range(year, year - queries.COMPARED - 1, -1)]
    for line in queries.glance(by=request.actor, year=year):
        if line.figure.code == figure.code:
            for y, answer in zip(years, line.answers, strict=True):
                state = answer.state if answer else "withheld"
                value = answer.value if answer else None
                unrecorded = answer.unrecorded if answer else 0
                yield (figure.code, name, y, *[""] * 7, state, value, unrecorded)
    for found in queries.breakdowns(by=request.actor, code=figure.code, year=year):
        for part in found.parts:
            pairs = [
                text
                for d, key in zip(found.way, part.keys, strict=True)
                for text in (key or "not_recorded", labels.label(d, key))
            ]
            padded = [*pairs, *[""] * (6 - len(pairs))]
            for y, cell in zip(years, part.cells, strict=True):
                shown = said_of_part(cell)
                yield (
                    *(figure.code, name, y, "/".join(found.way), *padded),
                    *(shown.kind, shown.value, cell.unrecorded if cell else 0),
                )


def list_events(request: ActingRequest, code: str) -> HttpResponse:
    """The events a number is made of, without anybody's identity."""
    figure, year = figure_asked(code), year_asked(request)
    dimension, key = request.GET.get("by", ""), request.GET.get("key") or None
    if dimension and dimension not in figure.by:
        raise Http404
    number = paging.asked(request.GET)
    rows, more = queries.events_of(
        by=request.actor, code=code, year=year, dimension=dimension, key=key, page=number
    )
    labels = Labels()
    shown = ("province", "agency", "sex", "age_group", "citizenship", "form", "kind", "outcome")
    context = {
        "figure": figure,
        "year": year,
        "part": labels.label(dimension, key) if dimension else "",
        "heads": [DIMENSIONS[d].name for d in shown],
        "rows": [(row, [labels.label(d, row[d]) for d in shown]) for row in rows],
        "page": paging.Page(number, more),
        "query": {"year": year, "by": dimension, "key": key or ""},
    }
    return render(request, "figures/list_events.html", context)
