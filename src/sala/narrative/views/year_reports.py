"""Pages of the year's report: sentence by sentence, each number a link to where it
comes from.
"""

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
    CellLink,
    ListColumn,
    Listing,
    ListTable,
    list_page,
)
from sala.desk.lookup import missing_as_404
from sala.desk.pages import PageWords, action_result, form_page, get_or_404, posted_data
from sala.figures.views.common import requested_year
from sala.kit import clock
from sala.kit.states import ChangedMeanwhileError
from sala.narrative import actions, labels, policy
from sala.narrative.forms import year_reports as forms
from sala.narrative.queries import year_reports as queries
from sala.narrative.queries.year_reports import (
    YearReportPage,
    YearReportRow,
)
from sala.narrative.views.papers import FORMATS, NoPangoError, report_paper
from sala.narrative.views.report_presenters import (
    parts_of,
    present_sentence,
    present_signatures,
)
from sala.narrative.writing import editing
from sala.narrative.writing.editing import DraftSentence

REPORTS = gettext_lazy("The year’s report")


def list_year_reports(request: ActingRequest) -> HttpResponse:
    """Every report, by year and language."""
    table = ListTable(
        columns=REPORT_COLUMNS,
        rows=queries.year_reports(by=request.actor),
        file="sala-year-reports",
        empty=_("No report is open yet."),
    )
    shown = Listing(
        title=REPORTS,
        tables=[table],
        intro=_(
            "What the country says of a year, written from its figures, each number a"
            " link to where it comes from. Two people approve it, and then it never"
            " changes."
        ),
        add_url=(
            reverse("open_year_report") if may(request.actor, policy.WRITE) else ""
        ),
        add_label=_("Open the report of a year"),
    )
    return list_page(request, shown)


def open_year_report(request: ActingRequest) -> HttpResponse:
    """Begin the report of a year, or the next version of one that was approved."""
    initial = {"year": requested_year(request), "language": request.LANGUAGE_CODE}
    form = forms.OpenReportForm(posted_data(request), initial=initial)
    page = PageWords(
        _("Open the report of a year"),
        _("Open it"),
        reverse("list_year_reports"),
        REPORTS,
        intro=_(
            "Each sentence is written from the figures; you then edit what needs it."
        ),
    )
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
        return give_approval(request, page)
    edits = bool(page.edit)
    lines = page.draft if edits and page.row.state == "draft" else page.lines
    context = {
        "row": page.row,
        "language": labels.language_label(page.row.language),
        "state": labels.REPORT_STATES[page.row.state],
        "basis": page.basis,
        "parts": parts_of(lines),
        "flagged": [present_sentence(line) for line in page.lines if line.wrong],
        "unexplained": page.unexplained_count,
        "changed": page.changed,
        "follows": page.follows,
        "history": [(edit, labels.EDITS[edit.kind]) for edit in reversed(page.history)],
        "digest": page.digest,
        "approve": page.approve,
        "edits": edits,
        "signs": may(request.actor, policy.APPROVE),
        "writes": may(request.actor, policy.WRITE),
        "formats": FORMATS,
        "signed": present_signatures(page.row),
    }
    return render(request, "narrative/show_year_report.html", context)


def give_approval(request: ActingRequest, page: YearReportPage) -> HttpResponse:
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


def choose_report_figures(request: ActingRequest, report: UUID) -> HttpResponse:
    """Let the report rest on frozen figures."""
    found = editable_report(request, report)
    snapshots = queries.snapshots_for(by=request.actor, year=found.row.year)
    chosen = str(found.basis.snapshot or "")
    form = forms.ReportFiguresForm(
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
        lambda _done: sentence_address(report),
    )


def edit_sentence(request: ActingRequest, report: UUID, sentence: str) -> HttpResponse:
    """Write a sentence otherwise, leave it out, or take it back as composed."""
    found, line = sentence_of(request, report, sentence)
    initial = {
        "change": editing.EDITED,
        "text": line.text or editing.plain_text(line.composed),
        "seen": line.edit.id if line.edit else 0,
    }
    form = forms.EditSentenceForm(
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
        return redirect(sentence_address(report, sentence))
    context = {
        "form": form,
        "page": page_of(found.row, _("Edit a sentence"), _("Record it")),
        "row": found.row,
        "shown": present_sentence(line),
    }
    return render(request, "narrative/edit_sentence.html", context)


def add_sentence(request: ActingRequest, report: UUID) -> HttpResponse:
    """Add a sentence of one's own."""
    found = editable_report(request, report)
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
            **form.sentence_fields(),
        ),
        lambda code: sentence_address(report, code),
    )


def acknowledge_numbers(
    request: ActingRequest,
    report: UUID,
    sentence: str,
) -> HttpResponse:
    """Say why a number stands that is of no figure."""
    found, line = sentence_of(request, report, sentence)
    if not line.wrong or not line.is_in_report:
        raise Http404
    form = forms.AcknowledgeNumbersForm(
        posted_data(request), initial={"reason": line.reason}
    )

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
        return redirect(sentence_address(report, sentence))
    context = {
        "form": form,
        "page": page_of(found.row, _("A number of no figure"), _("Record it")),
        "row": found.row,
        "shown": present_sentence(line),
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
        made = report_paper(page, form)
    except NoPangoError:
        return render(request, "narrative/no_pango.html", {"row": page.row}, status=503)
    answer = HttpResponse(made, content_type=FORMATS[form].kind)
    name = f"report-{page.row.year}-{page.row.language}-{page.row.version}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def editable_report(request: ActingRequest, report: UUID) -> YearReportPage:
    """A report that the actor may edit; anything else is not there."""
    page = get_or_404(queries.year_report(by=request.actor, key=report))
    if not page.edit:
        raise Http404
    return page


def sentence_of(
    request: ActingRequest,
    report: UUID,
    sentence: str,
) -> tuple[YearReportPage, DraftSentence]:
    """A sentence that the actor may edit."""
    page = editable_report(request, report)
    return page, get_or_404(
        next((line for line in page.draft if line.code == sentence), None),
    )


def sentence_address(report: UUID, sentence: str = "") -> str:
    """The page of the report, at a sentence."""
    page = reverse("show_year_report", args=[report])
    return f"{page}#s-{sentence}" if sentence else page


def page_of(row: YearReportRow, title: str, button: str) -> PageWords:
    """The words around a form on a report."""
    caption = f"{row.year}, {labels.language_label(row.language)}"
    return PageWords(
        title,
        button,
        sentence_address(row.id),
        REPORTS,
        caption,
    )


def report_cell(row: YearReportRow) -> CellLink:
    """A report by its year, language and version."""
    words = f"{row.year}, {labels.language_label(row.language)}"
    if row.version > 1:
        words += ", " + _("version %(number)s") % {"number": row.version}
    return CellLink(words, reverse("show_year_report", args=[row.id]))


REPORT_COLUMNS: list[ListColumn[YearReportRow]] = [
    ListColumn("year", gettext_lazy("Report"), lambda r: r.year, report_cell),
    ListColumn("language", gettext_lazy("Language"), lambda r: r.language, shown=False),
    ListColumn("version", gettext_lazy("Version"), lambda r: r.version, shown=False),
    ListColumn(
        "state",
        gettext_lazy("State"),
        lambda r: r.state,
        words=labels.REPORT_STATES,
        filters=True,
    ),
    ListColumn("agency", gettext_lazy("Agency"), lambda r: r.agency),
    ListColumn("opened", gettext_lazy("Opened"), lambda r: r.opened_at),
    ListColumn(
        "reason", gettext_lazy("Reason"), lambda r: r.reason, lambda r: r.reason or "–"
    ),
]
