"""Pages of published reports: the text and what was read in it, side by side."""

import itertools
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.desk.listing import (
    ListColumn,
    Listing,
    ListTable,
    list_page,
)
from sala.desk.lookup import missing_as_404
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.narrative import actions, labels, queries, rules
from sala.narrative.forms.published import (
    AddFigureForm,
    FigureReviewForm,
    ReadReportForm,
)
from sala.narrative.places import country_name
from sala.narrative.queries import PublishedReportRow, QuotedFigureRow
from sala.narrative.queries.published import PublishedReportLine
from sala.narrative.queries.taking_over import is_own

LONGEST_PLACE = 9  # figures of a place in a text


@dataclass(frozen=True)
class TextRun:
    """A run of the text: plain, of a quote, or of a number not understood; a quote
    begins at it.
    """

    text: str
    anchor: str
    marked: bool
    loose: bool
    finding: str  # where the list speaks of it


@dataclass(frozen=True)
class FigurePassage:
    """One figure beside the text: what it says, and the place of its quote."""

    row: QuotedFigureRow
    measure: labels.Words
    unit: labels.Words
    qualifier: labels.Words
    found: labels.Words
    state: tuple[labels.Words, str]
    anchor: str


def list_narratives(request: ActingRequest) -> HttpResponse:
    """The reports that were read."""
    rows = queries.published_reports(by=request.actor)
    table = ListTable[PublishedReportLine](
        page=lambda r: reverse("show_narrative", args=[r.id]),
        columns=PUBLISHED_COLUMNS,
        rows=rows,
        file="sala-published-reports",
        empty=_("No report was read yet."),
    )
    shown = Listing(
        title=_("Published reports"),
        tables=[table],
        intro=_(
            "What others publish about countries, read into figures with their exact"
            " quotes."
        ),
        extra={"lines": rows, "reads": may(request.actor, actions.READ)},
    )
    return list_page(request, shown, "narrative/list_narratives.html")


def read_narrative(request: ActingRequest) -> HttpResponse:
    """Give a report to read."""
    form = ReadReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        reading, title = form.read_report(), form.report_title()
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
    row = queries.published_report(by=request.actor, key=report)
    if row is None:
        raise Http404
    context = {
        "row": row,
        "country": country_name(row.country),
        "tier": labels.TIERS.get(row.tier, ""),
        "change": labels.CHANGES.get(row.tier_change, ""),
        "pieces": pieces_of(row),
        "findings": [present_figure(figure) for figure in row.figures],
        "loose": [
            (row.text[start:end], start, labels.NOT_UNDERSTOOD.get(reason, reason))
            for start, end, reason in row.not_understood
        ],
        "reads": may(request.actor, actions.READ),
        "own": is_own(row.country),
    }
    return render(request, "narrative/show_narrative.html", context)


def pieces_of(row: PublishedReportRow) -> list[TextRun]:
    """The text cut wherever a quote begins or ends, so that each quote has its own
    place.
    """
    quotes = {(f.start, f.end) for f in row.figures}
    loose = {(start, end) for start, end, _reason in row.not_understood}
    begins = {start for start, _end in quotes | loose}
    findings = {f.start: f"f-{f.id}" for f in reversed(row.figures)}
    findings |= {start: f"n-{start}" for start, _end in loose if start not in findings}
    cuts = sorted({0, len(row.text), *(at for place in quotes | loose for at in place)})
    return [
        TextRun(
            text=row.text[start:end],
            anchor=f"at-{start}" if start in begins else "",
            marked=_is_within(start, end, quotes | loose),
            loose=not _is_within(start, end, quotes),
            finding=findings.get(start, ""),
        )
        for start, end in itertools.pairwise(cuts)
    ]


def _is_within(start: int, end: int, places: set[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in places)


def present_figure(row: QuotedFigureRow) -> FigurePassage:
    """A figure in words."""
    return FigurePassage(
        row=row,
        measure=labels.measure_label(row.measure),
        unit=row.currency or labels.UNITS.get(row.unit, ""),
        qualifier=labels.QUALIFIERS.get(row.qualifier, ""),
        found=labels.finding_label(row.found_by),
        state=labels.STATES[row.verdict],
        anchor=f"at-{row.start}",
    )


def dismiss_number(request: ActingRequest, report: UUID) -> HttpResponse:
    """Say of a number that was not understood that it is no figure."""
    start = request.POST.get("start", "")
    if request.method == "POST":
        if not start.isdecimal() or len(start) > LONGEST_PLACE:
            raise Http404
        with missing_as_404():
            actions.dismiss_number(
                by=request.actor,
                at=clock.now(),
                report=report,
                start=int(start),
            )
        messages.success(request, _("It is recorded."))
    return redirect(f"{reverse('show_narrative', args=[report])}#loose")


def review_figure(request: ActingRequest, figure: UUID) -> HttpResponse:
    """Say of one figure whether it was read rightly."""
    shown = queries.figure_in_context(by=request.actor, key=figure)
    if shown is None:
        raise Http404
    row, before, behind = shown
    initial = {
        "measure": row.measure,
        "value": rules.without_trailing_zeros(row.value),
        "year": row.year,
    }
    form = FigureReviewForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
    )
    if form.is_valid():
        with missing_as_404(), reporting_to(form):
            actions.review_figure(
                by=request.actor,
                at=clock.now(),
                figure=figure,
                **form.cleaned_data,
            )
            messages.success(request, _("It is recorded."))
            return redirect(
                f"{reverse('show_narrative', args=[row.report_id])}#f-{figure}",
            )
    context = {
        "row": row,
        "before": before,
        "behind": behind,
        "form": form,
        "measure": labels.measure_label(row.measure),
        "state": labels.STATES[row.verdict],
        "found": labels.finding_label(row.found_by),
        "qualifier": labels.QUALIFIERS.get(row.qualifier, ""),
        "open": row.verdict == rules.OPEN,
    }
    return render(request, "narrative/review_figure.html", context)


def add_figure(request: ActingRequest, report: UUID) -> HttpResponse:
    """Add a figure that the reader did not understand."""
    row = queries.published_report(by=request.actor, key=report)
    if row is None:
        raise Http404
    form = AddFigureForm(
        request.POST if request.method == "POST" else None,
        initial=first_words(request),
    )
    if form.is_valid():
        said = form.cleaned_data
        with missing_as_404(), reporting_to(form):
            made = actions.add_figure(
                by=request.actor,
                at=clock.now(),
                report=report,
                **said | {"near": said["near"] or 0},
            )
            messages.success(request, _("The figure is added."))
            return redirect(f"{reverse('show_narrative', args=[report])}#f-{made}")
    context = {
        "form": form,
        "row": row,
        "country": country_name(row.country),
    }
    return render(
        request, "narrative/add_figure.html", context | passage_fields(request, row)
    )


def passage_fields(request: ActingRequest, row: PublishedReportRow) -> dict[str, str]:
    """The words around the number that the link brings along, to copy from."""
    near = first_words(request).get("near", "")
    if not near.isdecimal() or int(near) >= len(row.text):
        return {}
    before, behind = rules.words_around(row.text, int(near), int(near))
    return {"passage": before + behind}


def first_words(request: ActingRequest) -> dict[str, str]:
    """What the link from a number not understood brings along."""
    return {
        name: request.GET[name][:400]
        for name in ("quote", "near")
        if name in request.GET
    }


PUBLISHED_COLUMNS: list[ListColumn[PublishedReportLine]] = [
    ListColumn(
        "year",
        gettext_lazy("Report"),
        lambda r: r.report_year,
        lambda r: [f"{country_name(r.country)} {r.report_year}", r.title],
    ),
    ListColumn("title", gettext_lazy("Title"), lambda r: r.title, shown=False),
    ListColumn(
        "country",
        gettext_lazy("Country"),
        lambda r: r.country,
        lambda r: country_name(r.country),
        filters=True,
    ),
    ListColumn("tier", gettext_lazy("Tier"), lambda r: r.tier, words=labels.TIERS),
    ListColumn("figures", gettext_lazy("Figures"), lambda r: r.figures, numeric=True),
    ListColumn(
        "to_review", gettext_lazy("To review"), lambda r: r.waiting_count, numeric=True
    ),
]
