"""Pages on which the outside view stands beside the country's own figures."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.desk.refusals import reporting_to
from sala.figures import charts, downloads
from sala.figures import queries as figures
from sala.figures.definitions import FIGURES
from sala.figures.views.common import AnswerText, requested_year, years_to_choose
from sala.kit import clock
from sala.kit.states import ChangedMeanwhileError
from sala.narrative import actions, differences, labels, presenting
from sala.narrative.forms.comparison import ExplanationForm
from sala.narrative.places import country_name
from sala.narrative.policy import EXPLAIN
from sala.narrative.queries import comparison
from sala.narrative.queries.comparison import (
    ComparedYear,
    ComparisonLine,
    DifferenceExplanationRow,
    StatedFigure,
)

DRAWN = (
    "person",
    "case",
    "event",
    "thing",
)  # money and months would be as long as all else


@dataclass(frozen=True)
class StatedCell:
    """A number of a report in words, with the address of its quote."""

    text: str
    detail: str
    quote: str
    report: str
    url: str
    state: tuple[labels.Words, str]
    by: str
    ways: list[str]


@dataclass(frozen=True)
class ComparisonRow:
    """A line of the comparison in words."""

    line: ComparisonLine
    name: labels.Words
    own: AnswerText
    trace: str
    figure: str
    state: tuple[labels.Words, str]
    stated: list[StatedCell]
    explanation: tuple[labels.Words, DifferenceExplanationRow] | None


def compare_year(request: ActingRequest) -> HttpResponse:
    """A year of both views: what agrees, and what differs and how."""
    told = comparison.years_told(by=request.actor)
    year = requested_year(request) if "year" in request.GET or not told else told[0]
    years = sorted({*told, year}, reverse=True)
    sides = comparison.side_by_side(by=request.actor, years=years)
    side = next(side for side in sides if side.year == year)
    traces = figures.sees_small_groups(request.actor)
    context = {
        "side": side,
        "country": country_name(side.country),
        "years": [(each.year, lines_by_state(each)) for each in sides],
        "states": [labels.DIFFERENCES[state] for state in presenting.ORDER],
        "shown": [
            present_line(line, traces=traces) for line in side.lines if line.stated
        ],
        "ours_only": [
            present_line(line, traces=traces) for line in side.lines if not line.stated
        ],
        "picture": picture_of(side),
        "facts": figures.facts_manifest(),
        "formats": sorted(downloads.FORMATS),
        "year": year,
        "all_years": sorted({*years_to_choose(year), *years}, reverse=True),
    }
    return render(request, "narrative/compare_year.html", context)


def lines_by_state(side: ComparedYear) -> list[int]:
    """How many lines of a year say what."""
    counts = Counter(line.state for line in side.lines)
    return [counts[state] for state in presenting.ORDER]


def picture_of(side: ComparedYear) -> str:
    """Each measure's two numbers side by side, where both are numbers of one unit."""
    rows = [
        (str(labels.measure_label(line.measure)), line.own.value, stated)
        for line in side.lines
        if line.own.unit in DRAWN and (stated := whole_of(line)) is not None
    ]
    both = [(name, ours, theirs) for name, ours, theirs in rows if ours is not None]
    return charts.paired_bar_chart(both, (_("Ours"), _("Theirs"))) if both else ""


def whole_of(line: ComparisonLine) -> int | None:
    """The number that a picture draws as theirs: of the whole in our unit, the sum of
    its parts.
    """
    apart = {"unit", "currency", "group", "part_of_year"}
    for stated in line.stated:
        value = stated.figure.value
        if "together" in stated.difference.ways:
            return line.own.value
        if (
            value is not None
            and not apart & {*stated.difference.ways}
            and not stated.figure.group
        ):
            return int(value)
    return None


def present_line(line: ComparisonLine, *, traces: bool) -> ComparisonRow:
    """A line in words, its numbers with their addresses."""
    known, has = line.measure in FIGURES, line.own.state == differences.NUMBER
    page = (
        f"{reverse('show_figure', args=[line.measure])}?year={line.year}"
        if known
        else ""
    )
    events = (
        f"{reverse('list_events', args=[line.measure])}?year={line.year}"
        if known
        else ""
    )
    latest = line.explanations[0] if line.explanations else None
    return ComparisonRow(
        line=line,
        name=labels.measure_label(line.measure),
        own=presenting.present_own_number(line),
        trace=events if traces and has and line.own.value else page,
        figure=page,
        state=labels.DIFFERENCES[line.state],
        stated=[present_stated(each) for each in line.stated],
        explanation=(labels.EXPLANATIONS[latest.reason], latest) if latest else None,
    )


def present_stated(stated: StatedFigure) -> StatedCell:
    """A number of a report as a cell."""
    figure, report, difference = stated.figure, stated.report, stated.difference
    return StatedCell(
        text=presenting.present_stated_number(figure),
        detail=figure.group,
        quote=figure.quote,
        report=f"{report.country} {report.report_year}",
        url=f"{reverse('show_narrative', args=[report.id])}#at-{figure.start}",
        state=labels.DIFFERENCES[difference.state],
        by=presenting.signed_number(difference.by),
        ways=presenting.present_difference_ways(difference),
    )


def show_difference(request: ActingRequest, year: int, measure: str) -> HttpResponse:
    """One measure of a year in both views, and why they differ."""
    found = comparison.line_of(
        by=request.actor,
        year=year,
        measure=measure,
    )
    if found is None:
        raise Http404
    side, line = found
    posted = request.POST if request.method == "POST" else None
    form = ExplanationForm(posted, initial={"seen": line.compared})
    if form.is_valid() and record_explanation(request, line, form):
        return redirect(f"{reverse('compare_year')}?year={year}#{measure}")
    context = {
        "side": side,
        "country": country_name(side.country),
        "row": present_line(line, traces=figures.sees_small_groups(request.actor)),
        "definition": FIGURES.get(measure),
        "explanations": [(labels.EXPLANATIONS[e.reason], e) for e in line.explanations],
        "explains": may(request.actor, EXPLAIN) and line.state != differences.AGREES,
        "form": form,
    }
    return render(request, "narrative/show_difference.html", context)


def record_explanation(
    request: ActingRequest, line: ComparisonLine, form: ExplanationForm
) -> bool:
    """Record why the numbers differ; whether it was recorded."""
    try:
        with reporting_to(form):
            actions.explain_difference(
                by=request.actor,
                at=clock.now(),
                year=line.year,
                measure=line.measure,
                **form.cleaned_data,
            )
            messages.success(request, _("The explanation is recorded."))
            return True
    except ChangedMeanwhileError:
        form.add_error(None, _("The numbers are others now. Look at them again."))
    except actions.NoDifferenceError as error:
        raise Http404 from error
    return False


def download_comparison(request: ActingRequest, form: str) -> HttpResponse:
    """A year of both views as a file; without a year, every year that a report tells
    of.
    """
    if form not in downloads.FORMATS:
        raise Http404
    named = "year" in request.GET
    years = (
        [requested_year(request)] if named else comparison.years_told(by=request.actor)
    )
    sides = comparison.side_by_side(by=request.actor, years=years)
    return as_file(
        form, presenting.COLUMNS, presenting.comparison_rows(sides), _file_name(years)
    )


def _file_name(years: list[int]) -> str:
    ends = dict.fromkeys([*years[-1:], *years[:1]])
    return f"comparison-{'-'.join(str(year) for year in ends)}"


def as_file(
    form: str,
    columns: tuple[str, ...],
    rows: Iterator[tuple[Any, ...]],
    name: str,
) -> HttpResponse:
    """Rows as a file to download."""
    kind, write = downloads.FORMATS[form]
    answer = HttpResponse(write(columns, rows), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
