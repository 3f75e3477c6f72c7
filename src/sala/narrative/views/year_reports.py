"""Pages of the year's report: sentence by sentence, each number a link to where it
comes from.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.access.labels import role_words
from sala.access.permissions import may
from sala.access.queries import local
from sala.desk.lookup import missing_as_404
from sala.desk.pages import PageWords, action_result, form_page, get_or_404, posted_data
from sala.figures.definitions import FIGURES
from sala.figures.views.common import year_asked
from sala.kit import clock
from sala.kit.states import ChangedMeanwhileError
from sala.narrative import actions, labels, policy
from sala.narrative.forms import year_reports as forms
from sala.narrative.queries import year_reports as queries
from sala.narrative.queries.year_reports import Signature, YearReportPage, YearReportRow
from sala.narrative.views.papers import FORMATS, NoPangoError, paper
from sala.narrative.writing import editing
from sala.narrative.writing.compose import Piece
from sala.narrative.writing.editing import Line
from sala.narrative.writing.templates import ROOMS

REPORTS = gettext_lazy("The year’s report")


@dataclass(frozen=True)
class Bit:
    """A run of a sentence: plain, a number with its figure, or one of no figure."""

    text: str
    url: str = ""
    name: str = ""
    wrong: bool = False


@dataclass(frozen=True)
class Shown:
    """A sentence on the page."""

    line: Line
    bits: list[Bit]
    composed: list[Bit]
    tag: tuple[str | Promise, str]


def list_year_reports(request: ActingRequest) -> HttpResponse:
    """Every report, by year and language."""
    rows = [
        (row, labels.REPORT_STATES[row.state], labels.language(row.language))
        for row in queries.year_reports(by=request.actor)
    ]
    context = {"rows": rows, "writes": may(request.actor, policy.WRITE)}
    return render(request, "narrative/list_year_reports.html", context)


def open_year_report(request: ActingRequest) -> HttpResponse:
    """Begin the report of a year, or the next version of one that was approved."""
    initial = {"year": year_asked(request), "language": request.LANGUAGE_CODE}
    form = forms.OpenForm(posted_data(request), initial=initial)
    page = PageWords(
        _("Open the report of a year"), _("Open it"), reverse("list_year_reports"), REPORTS,
        intro=_("Each sentence is written from the figures; you then edit what needs it."),
    )  # fmt: skip
    return form_page(
        request,
        form,
        page,
        lambda: actions.open_report(
            by=request.actor,
            at=clock.now(),
            **form.cleaned_data,
        ),
        lambda made: reverse("show_year_report", args=[made]),
    )


def find_year_report(
    request: ActingRequest,
    number: int,
    language: str,
) -> HttpResponse:
    """The last version of a year's report, by an address that can be said and written
    down.
    """
    rows = queries.year_reports(by=request.actor)
    row = next((r for r in rows if (r.year, r.language) == (number, language)), None)
    return redirect("show_year_report", get_or_404(row).id)


def show_year_report(request: ActingRequest, report: UUID) -> HttpResponse:
    """The report as it stands; where it is sent, the reader approves it."""
    page = get_or_404(queries.year_report(by=request.actor, key=report))
    if request.method == "POST":
        return approve(request, page)
    edits = bool(page.edit)
    lines = page.draft if edits and page.row.state == "draft" else page.lines
    context = {
        "row": page.row,
        "language": labels.language(page.row.language),
        "state": labels.REPORT_STATES[page.row.state],
        "basis": page.basis,
        "parts": parts_of(lines),
        "flagged": [shown(line) for line in page.lines if line.wrong],
        "unexplained": page.unexplained,
        "changed": page.changed,
        "follows": page.follows,
        "history": [(edit, labels.EDITS[edit.kind]) for edit in reversed(page.history)],
        "digest": page.digest,
        "approve": page.approve,
        "edits": edits,
        "signs": may(request.actor, policy.APPROVE),
        "writes": may(request.actor, policy.WRITE),
        "formats": FORMATS,
        "signed": signed(page.row),
    }
    return render(request, "narrative/show_year_report.html", context)


def signed(row: YearReportRow) -> list[tuple[Signature, str | Promise, str]]:
    """Who approved so far, with role and agency in words."""
    given = [each for each in (row.first, row.second) if each]
    return [(each, role_words(each.role), local(each.agency)) for each in given]


def approve(request: ActingRequest, page: YearReportPage) -> HttpResponse:
    """Give the first or the second approval to the text that was read."""
    told = request.POST.get("digest", "")
    try:
        with missing_as_404():
            state = actions.approve_report(
                by=request.actor,
                at=clock.now(),
                report=page.row.id,
                seen=told,
            )
        messages.success(request, str(labels.APPROVED[state]))
    except ChangedMeanwhileError:
        messages.error(
            request,
            _("The text is another one now. Read it again, and decide."),
        )
    return redirect("show_year_report", page.row.id)


def parts_of(lines: Iterable[Line]) -> list[tuple[str, str | Promise, list[Shown]]]:
    """The sentences under the four parts of the report."""
    made = [shown(line) for line in lines]
    return [
        (room, labels.ROOMS[room], [each for each in made if each.line.room == room])
        for room in ROOMS
    ]


def shown(line: Line) -> Shown:
    """A sentence with its links."""
    wrong = frozenset(line.wrong)
    return Shown(
        line,
        bits(line.pieces, wrong),
        bits(line.composed),
        labels.SENTENCES[line.kind],
    )


def bits(pieces: Iterable[Piece], wrong: frozenset[str] = frozenset()) -> list[Bit]:
    """Pieces with the address and the name of each number's figure."""
    return [
        (
            Bit(p.text, trace(p), named(p))
            if p.figure
            else Bit(p.text, wrong=p.text in wrong)
        )
        for p in pieces
    ]


def trace(piece: Piece) -> str:
    """Where a number is explained: by its figure, or, of a part, by the events it is
    made of.
    """
    if piece.by and "+" not in piece.key:
        part = urlencode(
            {
                "year": piece.year,
                "by": piece.by,
                "key": piece.key,
            },
        )
        return f"{reverse('list_events', args=[piece.figure])}?{part}"
    return f"{reverse('show_figure', args=[piece.figure])}?year={piece.year}"


def named(piece: Piece) -> str:
    """What a number is, for whoever hears the link alone."""
    figure = FIGURES.get(piece.figure)
    return f"{figure.name if figure else piece.figure}, {piece.year}"


def choose_report_figures(request: ActingRequest, report: UUID) -> HttpResponse:
    """Let the report rest on frozen figures."""
    found = editable(request, report)
    snapshots = queries.snapshots_for(by=request.actor, year=found.row.year)
    chosen = str(found.basis.snapshot or "")
    form = forms.FiguresForm(
        posted_data(request),
        snapshots=snapshots,
        initial={"snapshot": chosen},
    )
    page = page_of(found.row, _("What the report rests on"), _("Choose"))

    def choose() -> bool:
        actions.choose_figures(
            by=request.actor,
            at=clock.now(),
            report=report,
            **form.cleaned_data,
        )
        return True

    return form_page(
        request,
        form,
        page,
        choose,
        lambda _done: address(report),
    )


def edit_sentence(request: ActingRequest, report: UUID, sentence: str) -> HttpResponse:
    """Write a sentence otherwise, leave it out, or take it back as composed."""
    found, line = sentence_of(request, report, sentence)
    initial = {
        "change": editing.EDITED,
        "text": line.text or editing.said(line.composed),
        "seen": line.edit.id if line.edit else 0,
    }
    form = forms.SentenceForm(
        posted_data(request),
        line=line,
        language=found.row.language,
        initial=initial,
    )

    def change() -> bool:
        actions.edit_sentence(
            by=request.actor,
            at=clock.now(),
            report=report,
            sentence=sentence,
            **form.cleaned_data,
        )
        return True

    if action_result(request, form, change):
        return redirect(address(report, sentence))
    context = {
        "form": form,
        "page": page_of(found.row, _("Edit a sentence"), _("Record it")),
        "row": found.row,
        "shown": shown(line),
    }
    return render(request, "narrative/edit_sentence.html", context)


def add_sentence(request: ActingRequest, report: UUID) -> HttpResponse:
    """Add a sentence of one's own."""
    found = editable(request, report)
    form = forms.AddSentenceForm(posted_data(request), page=found)
    page = page_of(found.row, _("Add a sentence"), _("Add it"))
    return form_page(
        request,
        form,
        page,
        lambda: actions.add_sentence(
            by=request.actor,
            at=clock.now(),
            report=report,
            **form.said(),
        ),
        lambda code: address(report, code),
    )


def acknowledge_numbers(
    request: ActingRequest,
    report: UUID,
    sentence: str,
) -> HttpResponse:
    """Say why a number stands that is of no figure."""
    found, line = sentence_of(request, report, sentence)
    if not line.wrong or not line.stands:
        raise Http404
    form = forms.AcknowledgeForm(posted_data(request), initial={"reason": line.reason})

    def acknowledge() -> bool:
        actions.acknowledge_numbers(
            by=request.actor,
            at=clock.now(),
            report=report,
            sentence=sentence,
            **form.cleaned_data,
        )
        return True

    if action_result(request, form, acknowledge):
        return redirect(address(report, sentence))
    context = {
        "form": form,
        "page": page_of(found.row, _("A number of no figure"), _("Record it")),
        "row": found.row,
        "shown": shown(line),
    }
    return render(request, "narrative/edit_sentence.html", context)


def download_year_report(
    request: ActingRequest,
    report: UUID,
    form: str,
) -> HttpResponse:
    """The report as a file, with who approved it, or that it is a draft."""
    page = get_or_404(queries.year_report(by=request.actor, key=report))
    if form not in FORMATS:
        raise Http404
    try:
        made = paper(page, form)
    except NoPangoError:
        return render(request, "narrative/no_pango.html", {"row": page.row}, status=503)
    answer = HttpResponse(made, content_type=FORMATS[form].kind)
    name = f"report-{page.row.year}-{page.row.language}-{page.row.version}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def editable(request: ActingRequest, report: UUID) -> YearReportPage:
    """A report that the actor may edit; anything else is not there."""
    page = get_or_404(queries.year_report(by=request.actor, key=report))
    if not page.edit:
        raise Http404
    return page


def sentence_of(
    request: ActingRequest,
    report: UUID,
    sentence: str,
) -> tuple[YearReportPage, Line]:
    """A sentence that the actor may edit."""
    page = editable(request, report)
    return page, get_or_404(
        next((line for line in page.draft if line.code == sentence), None),
    )


def address(report: UUID, sentence: str = "") -> str:
    """The page of the report, at a sentence."""
    page = reverse("show_year_report", args=[report])
    return f"{page}#s-{sentence}" if sentence else page


def page_of(row: YearReportRow, title: str, button: str) -> PageWords:
    """The words around a form on a report."""
    caption = f"{row.year}, {labels.language(row.language)}"
    return PageWords(
        title,
        button,
        address(row.id),
        REPORTS,
        caption,
    )
