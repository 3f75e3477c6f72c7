"""One figure: its definition, its years, its parts, and the events it is made of."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.countries import queries as countries
from sala.desk import paging
from sala.figures import answers as a
from sala.figures import charts, downloads, queries
from sala.figures.definitions import FigureDefinition
from sala.figures.dimensions import DIMENSIONS, PLACES
from sala.figures.labels import CodeLabels
from sala.figures.queries import FigureBreakdown
from sala.figures.views.common import (
    UNITS,
    AnswerText,
    facts_origin,
    figure_or_404,
    present_answer,
    present_part,
    requested_year,
    standards_of,
    unit_beside_number,
    years_to_choose,
)
from sala.kit.templatetags.kit import number as in_words

DRAWN = 15  # parts in a picture; the table has them all
# What tells events apart, in the order of the page; a figure shows what it is broken
# down by.
SHOWN = (
    "province",
    "exploited_in",
    "agency",
    "sex",
    "age_group",
    "citizenship",
    "form",
    "kind",
    "outcome",
    "reason",
)
COLUMNS = (
    "figure",
    "name",
    "year",
    "by",
    "code1",
    "label1",
    "code2",
    "label2",
    "code3",
    "label3",
    "state",
    "value",
    "unrecorded",
)


@dataclass(frozen=True)
class BreakdownTable:
    """A breakdown in words, with its picture, of the years that have a number to break
    down.
    """

    breakdown: FigureBreakdown
    title: str
    heads: list[str]
    years: list[int]
    rows: list[tuple[list[str], list[tuple[int, AnswerText]], str]]
    picture: str
    of_the_year: bool  # whether the year that is asked for is one of them


def show_figure(request: ActingRequest, code: str) -> HttpResponse:
    """One figure in every way that it may be looked at."""
    figure, year = figure_or_404(code), requested_year(request)
    trend = queries.figure_trend(
        by=request.actor,
        code=code,
        year=year,
    )
    labels = CodeLabels()
    years = [*range(year - len(trend) + 1, year + 1)]
    told = [
        y
        for y, a_year in zip(years, trend, strict=True)
        if a_year is None or a_year.is_number
    ]
    tables = [
        present_breakdown(
            found,
            labels,
            figure,
            year,
            told,
        )
        for found in queries.breakdowns_of_figure(
            by=request.actor,
            code=code,
            year=year,
        )
    ]
    context = {
        "figure": figure,
        "unit": UNITS[figure.measure.unit],
        "measured_in": unit_beside_number(figure),
        "standards": standards_of(figure),
        "year": year,
        "all_years": years_to_choose(year),
        "now": present_answer(trend[-1]) if trend else None,
        "answer": trend[-1] if trend else None,
        "trend": list(zip(years, map(present_answer, trend), strict=True)),
        "trend_picture": trend_picture(years, trend),
        "tables": tables,
        "facts": facts_origin(),
        "traces": queries.sees_small_groups(request.actor),
        "formats": sorted(downloads.FORMATS),
    }
    return render(request, "figures/show_figure.html", context)


def trend_picture(years: list[int], trend: list[a.FigureAnswer | None]) -> str:
    """The years as a picture, where at least one is a number."""
    points = [
        (y, answer.value if answer else None)
        for y, answer in zip(years, trend, strict=True)
    ]
    return (
        charts.trend_chart(points)
        if any(number is not None for _y, number in points)
        else ""
    )


def present_breakdown(
    found: FigureBreakdown,
    labels: CodeLabels,
    figure: FigureDefinition,
    year: int,
    told: list[int],
) -> BreakdownTable:
    """A breakdown in words, of the years that have a number to break down."""
    years = [*range(year, year - queries.YEARS_BEFORE - 1, -1)]
    heads = [str(DIMENSIONS[dimension].name) for dimension in found.way]
    rows = [
        (
            [
                labels.label_of(figure.event, d, key)
                for d, key in zip(found.way, part.keys, strict=True)
            ],
            [
                (y, present_part(cell))
                for y, cell in zip(years, part.cells, strict=True)
                if y in told
            ],
            part.keys[0] if part.keys[0] is not None else "",
        )
        for part in found.parts
    ]
    now = (
        [(names, cells[0][1].value, key) for names, cells, key in rows]
        if year in told
        else []
    )
    shown = [y for y in years if y in told]
    picture = breakdown_picture(found, [row for row in now if row[1]])
    return BreakdownTable(
        found,
        " × ".join(heads),
        heads,
        shown,
        rows,
        picture,
        year in told,
    )


def breakdown_picture(
    found: FigureBreakdown, told: list[tuple[list[str], int | None, str]]
) -> str:
    """A map of places, discs for flows, bars for the rest; of disclosed parts only."""
    if not told:
        return ""
    if found.way[0] in PLACES and len(found.way) == 1:
        outlines = countries.place_outlines(1)
        numbers = {key: n for _names, n, key in told if n and key in outlines}
        return charts.province_map(outlines, numbers) if numbers else ""
    if found.way == ("origin", "exploited_in"):
        return charts.flow_matrix(
            [(names[0], names[1], n) for names, n, _key in told if n]
        )
    if len(found.way) > 1 or len(told) == 1:
        return ""
    return charts.bar_chart([(names[0], n) for names, n, _key in told[:DRAWN] if n])


def download_figure(request: ActingRequest, code: str, form: str) -> HttpResponse:
    """What the page of a figure tells, as a file."""
    figure, year = figure_or_404(code), requested_year(request)
    if form not in downloads.FORMATS:
        raise Http404
    kind, write = downloads.FORMATS[form]
    answer = HttpResponse(
        write(COLUMNS, _download_rows(request, figure, year)),
        content_type=kind,
    )
    answer["Content-Disposition"] = f'attachment; filename="{code}-{year}.{form}"'
    return answer


def _download_rows(
    request: ActingRequest,
    figure: FigureDefinition,
    year: int,
) -> Iterator[tuple[Any, ...]]:
    labels, name = CodeLabels(), str(figure.name)
    years = [*range(year, year - queries.YEARS_BEFORE - 1, -1)]
    states: list[str] = [a.NUMBER] * len(years)
    for line in queries.figures_of_year(by=request.actor, year=year):
        if line.figure.code == figure.code:
            states = [answer.state if answer else a.NUMBER for answer in line.answers]
            for y, answer in zip(years, line.answers, strict=True):
                state = answer.state if answer else "withheld"
                value = answer.value if answer else None
                unrecorded = answer.unrecorded if answer else 0
                yield (figure.code, name, y, *[""] * 7, state, value, unrecorded)
    for found in queries.breakdowns_of_figure(
        by=request.actor,
        code=figure.code,
        year=year,
    ):
        for part in found.parts:
            pairs = [
                text
                for d, key in zip(found.way, part.keys, strict=True)
                for text in (
                    key or "not_recorded",
                    labels.label_of(figure.event, d, key),
                )
            ]
            padded = [*pairs, *[""] * (6 - len(pairs))]
            for y, cell, state in zip(years, part.cells, states, strict=True):
                shown = present_part(cell, state)
                yield (
                    figure.code,
                    name,
                    y,
                    "/".join(found.way),
                    *padded,
                    shown.kind,
                    shown.value,
                    cell.unrecorded if cell else 0,
                )


def list_events(request: ActingRequest, code: str) -> HttpResponse:
    """The events a number is made of, without anybody's identity."""
    figure, year = figure_or_404(code), requested_year(request)
    dimension, key = request.GET.get("by", ""), request.GET.get("key") or None
    if dimension and dimension not in figure.by:
        raise Http404
    number = paging.page_number(request.GET)
    rows, more = queries.events_of_figure(
        by=request.actor,
        code=code,
        year=year,
        dimension=dimension,
        key=key,
        page=number,
    )
    labels = CodeLabels()
    columns = [*event_columns(figure, rows, labels)]
    context = {
        "figure": figure,
        "year": year,
        "part": labels.label_of(figure.event, dimension, key) if dimension else "",
        "heads": [(head, numeric) for head, numeric, _say in columns],
        "rows": [
            (row, [(head, numeric, say(row)) for head, numeric, say in columns])
            for row in rows
        ],
        "page": paging.ListPage(number, more, request.GET),
        "query": {
            "year": year,
            "by": dimension,
            "key": key or "",
        },
    }
    return render(request, "figures/list_events.html", context)


def event_columns(
    figure: FigureDefinition,
    rows: Sequence[dict[str, Any]],
    labels: CodeLabels,
) -> Iterator[tuple[str, bool, Callable[[dict[str, Any]], str]]]:
    """What is said of each event: the heading, whether it is a number, and how to say
    it.
    """
    if any(row["case_key"] is not None for row in rows):
        yield _("Sign of the case"), False, lambda row: row["case_sign"] or "–"
    if any(row["person_key"] is not None for row in rows):
        yield _("Sign of the person"), False, lambda row: row["sign"] or "–"
    if figure.measure.unit in {"person", "thing"}:
        yield _("Stands for"), True, number_of_event
    elif figure.measure.column:
        name = unit_beside_number(figure)
        yield (
            name[:1].upper() + name[1:],
            True,
            lambda row: in_words(row[figure.measure.column]),
        )
    for dimension in SHOWN:
        if dimension in figure.by:
            yield (
                str(DIMENSIONS[dimension].name),
                False,
                partial(words_in_dimension, labels, figure, dimension),
            )


def number_of_event(row: dict[str, Any]) -> str:
    """How many people or things an event stands for: whoever is named is one."""
    return in_words(1 if row["person_key"] is not None else row["number"])


def words_in_dimension(
    labels: CodeLabels,
    figure: FigureDefinition,
    dimension: str,
    row: dict[str, Any],
) -> str:
    """What an event says in a dimension, in words."""
    return labels.label_of(figure.event, dimension, row[dimension])
