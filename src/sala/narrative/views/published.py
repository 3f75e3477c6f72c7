"""Pages of published reports: the text and what was read in it, side by side."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sala.access.forms import reporting_to
from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.access.views.missing import as_404
from sala.kit import clock
from sala.narrative import actions, queries, rules, words
from sala.narrative.forms.published import AddForm, ReadForm, ReviewForm
from sala.narrative.queries import FigureRow, ReportRow
from sala.narrative.queries.taking_over import is_own


@dataclass(frozen=True)
class Piece:
    """A run of the text: plain, a quote, or a number not understood."""

    text: str
    anchor: str = ""
    loose: bool = False


@dataclass(frozen=True)
class Finding:
    """One figure beside the text: what it says, and the place of its quote."""

    row: FigureRow
    measure: words.Words
    unit: words.Words
    state: tuple[words.Words, str]
    anchor: str


def list_narratives(request: ActingRequest) -> HttpResponse:
    """The reports that were read."""
    lines = [(row, words.TIERS.get(row.tier, "")) for row in queries.reports(by=request.actor)]
    context = {"lines": lines, "reads": may(request.actor, actions.READ)}
    return render(request, "narrative/list_narratives.html", context)


def read_narrative(request: ActingRequest) -> HttpResponse:
    """Give a report to read."""
    form = ReadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        reading, title = form.reading(), form.title()
        with reporting_to(form):
            made = actions.keep_reading(
                by=request.actor,
                at=clock.now(),
                reading=reading,
                title=title or str(_("Pasted text")),
            )
            messages.success(request, _("The report was read. Look at each figure."))
            return redirect("show_narrative", made)
    return render(request, "narrative/read_narrative.html", {"form": form})


def show_narrative(request: ActingRequest, report: UUID) -> HttpResponse:
    """The text and its findings side by side."""
    row = queries.report(by=request.actor, key=report)
    if row is None:
        raise Http404
    pieces, anchors = pieces_of(row)
    context = {
        "row": row,
        "tier": words.TIERS.get(row.tier, ""),
        "change": words.CHANGES.get(row.tier_change, ""),
        "pieces": pieces,
        "findings": [finding(figure, anchors) for figure in row.figures],
        "loose": [
            (row.text[start:end], anchors[start], start)
            for start, end, _reason in row.not_understood
        ],
        "reads": may(request.actor, actions.READ),
        "own": is_own(row.country),
    }
    return render(request, "narrative/show_narrative.html", context)


def pieces_of(row: ReportRow) -> tuple[list[Piece], dict[int, str]]:
    """The text cut at its quotes, and for each quote's beginning the place to go to."""
    places = [(f.start, f.end, False) for f in row.figures]
    places += [(start, end, True) for start, end, _reason in row.not_understood]
    pieces: list[Piece] = []
    anchors: dict[int, str] = {}
    at, last = 0, ""
    for start, end, loose in sorted(places, key=lambda place: (place[0], -place[1])):
        if start < at:  # stands in a quote that is marked already
            anchors.setdefault(start, last)
            continue
        last = anchors[start] = f"at-{start}"
        pieces += [Piece(row.text[at:start]), Piece(row.text[start:end], last, loose)]
        at = end
    return [*pieces, Piece(row.text[at:])], anchors


def finding(row: FigureRow, anchors: dict[int, str]) -> Finding:
    """A figure in words."""
    unit = row.currency or words.UNITS.get(row.unit, "")
    return Finding(
        row, words.measure(row.measure), unit, words.STATES[row.verdict], anchors[row.start]
    )


def review_figure(request: ActingRequest, figure: UUID) -> HttpResponse:
    """Say of one figure whether it was read rightly."""
    shown = queries.figure(by=request.actor, key=figure)
    if shown is None:
        raise Http404
    row, before, behind = shown
    initial = {"measure": row.measure, "value": row.value, "year": row.year}
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with as_404(), reporting_to(form):
            actions.review_figure(
                by=request.actor, at=clock.now(), figure=figure, **form.cleaned_data
            )
            messages.success(request, _("It is recorded."))
            return redirect(f"{reverse('show_narrative', args=[row.report_id])}#f-{figure}")
    context = {
        "row": row,
        "before": before,
        "behind": behind,
        "form": form,
        "measure": words.measure(row.measure),
        "state": words.STATES[row.verdict],
        "open": row.verdict == rules.OPEN,
    }
    return render(request, "narrative/review_figure.html", context)


def add_figure(request: ActingRequest, report: UUID) -> HttpResponse:
    """Add a figure that the reader did not understand."""
    row = queries.report(by=request.actor, key=report)
    if row is None:
        raise Http404
    form = AddForm(request.POST if request.method == "POST" else None, initial=first_words(request))
    if form.is_valid():
        said = form.cleaned_data
        with as_404(), reporting_to(form):
            actions.add_figure(
                by=request.actor,
                at=clock.now(),
                report=report,
                **said | {"near": said["near"] or 0},
            )
            messages.success(request, _("The figure is added."))
            return redirect("show_narrative", report)
    return render(request, "narrative/add_figure.html", {"form": form, "row": row})


def first_words(request: ActingRequest) -> dict[str, str]:
    """What the link from a number not understood brings along."""
    return {name: request.GET[name][:400] for name in ("quote", "near") if name in request.GET}
