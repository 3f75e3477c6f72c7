"""The country's assessment of a year by the minimum standards and indicia."""

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.access.permissions import RefusedError, may
from sala.access.roles import Role
from sala.desk.listing import ListColumn, Listing, ListTable, list_page
from sala.desk.lookup import missing_as_404
from sala.desk.pages import (
    LoadedForm,
    PageWords,
    form_page,
    get_or_404,
    posted_data,
    posted_files,
    submit_form,
)
from sala.kit import clock
from sala.kit.bar_charts import bar_lines
from sala.kit.states import ChangedMeanwhileError
from sala.kit.tags import in_words
from sala.kit.templatetags.kit import moment
from sala.partnership import actions, labels
from sala.partnership.forms.assessments import DocumentForm, JudgeForm, OpenForm
from sala.partnership.policy import APPROVE, ASSESS
from sala.partnership.queries import assessments as queries
from sala.partnership.queries.assessments import (
    ApprovalSignature,
    AssessmentPage,
    AssessmentRow,
    ItemRow,
)
from sala.partnership.rules.assessments import CHANGES, count_verdicts

ASSESSMENTS = gettext_lazy("Assessments by the minimum standards")


def list_assessments(request: ActingRequest) -> HttpResponse:
    """Every assessment that the asker may see."""
    rows = queries.load_assessments(by=request.actor)
    columns: list[ListColumn[AssessmentRow]] = [
        ListColumn("id", _("Code"), lambda r: r.id, shown=False),
        ListColumn("year", _("Year"), lambda r: r.year, lambda r: str(r.year)),
        ListColumn("version", _("Version"), lambda r: r.version),
        ListColumn("state", _("State"), lambda r: r.state, words=labels.ASSESSMENTS),
        ListColumn("", _("Agency"), lambda r: r.agency),
    ]
    table = ListTable(
        page=lambda r: reverse("show_assessment", args=[r.id]),
        columns=columns,
        rows=rows,
        file="sala-assessments",
        empty=_("No assessment is approved yet."),
    )
    shown = Listing(
        title=ASSESSMENTS,
        tables=[table],
        intro=_(
            "How the country stands by the minimum standards of the TVPA, in its own"
            " judgement.",
        ),
        add_url=reverse("open_assessment") if may(request.actor, ASSESS) else "",
        add_label=_("Open an assessment"),
        back=reverse("show_partnership"),
        back_label=_("Partnership"),
    )
    return list_page(request, shown)


def open_assessment(request: ActingRequest) -> HttpResponse:
    """Begin the assessment of a year."""
    form = OpenForm(posted_data(request), initial={"year": clock.today().year - 1})
    page = PageWords(
        _("Open an assessment"),
        _("Open"),
        reverse("list_assessments"),
        ASSESSMENTS,
    )
    return form_page(
        request,
        form,
        page,
        lambda: actions.open_assessment(
            by=request.actor,
            at=clock.now(),
            **form.cleaned_data,
        ),
        lambda made: reverse("show_assessment", args=[made]),
    )


def show_assessment(request: ActingRequest, assessment: UUID) -> HttpResponse:
    """The whole assessment, as it is also printed."""
    if request.method == "POST":
        return give_approval(request, assessment)
    page = get_or_404(queries.load_assessment(by=request.actor, key=assessment))
    counts = count_verdicts(row.verdict for row in page.items)
    changed = Counter(row.change for row in page.items)
    standards = [present_item(row) for row in page.items if row.item.is_standard]
    context = {
        "page": page,
        "row": page.row,
        "title": assessment_title(page.row),
        "state": labels.ASSESSMENTS[page.row.state],
        "parts": [
            (_("The four minimum standards"), standards),
            (
                _("The twelve indicia"),
                [present_item(row) for row in page.items][len(standards) :],
            ),
        ],
        "counts": bar_lines(
            (said, counts[code], "") for code, said in in_words(labels.VERDICTS).items()
        ),
        "changes": [(labels.VERDICT_CHANGES[code], changed[code]) for code in CHANGES],
        "signatures": [
            present_signature(s) for s in (page.row.first, page.row.second) if s
        ],
        "signs": may(request.actor, APPROVE),
    }
    return render(request, "partnership/show_assessment.html", context)


def give_approval(request: ActingRequest, assessment: UUID) -> HttpResponse:
    """Give one of the two approvals."""
    with missing_as_404():
        try:
            actions.approve_assessment(
                by=request.actor,
                at=clock.now(),
                assessment=assessment,
                seen=request.POST.get("digest", ""),
            )
        except ChangedMeanwhileError:
            messages.warning(
                request,
                _("It was changed meanwhile. Read it again, and decide."),
            )
        except RefusedError as refused:
            if not may(request.actor, APPROVE):
                raise
            messages.warning(request, str(refused.decision.sentence))
        else:
            messages.success(request, _("Your approval is recorded."))
    return redirect("show_assessment", assessment)


def judge_item(request: ActingRequest, assessment: UUID, item: str) -> HttpResponse:
    """Judge one standard or indicium, beside its evidence."""
    page, row = to_edit(request, assessment, item)
    if request.method == "POST" and "evidence" in request.POST:
        return remove_evidence(request, assessment, row)

    def kept(sent: QueryDict | None) -> LoadedForm:
        _page, now = to_edit(request, assessment, item)
        form = JudgeForm(sent, initial={"verdict": now.verdict, "reasons": now.reasons})
        return LoadedForm(
            form,
            now.seen,
            name=now.judged_by,
            at=now.judged_at,
        )

    judged = submit_form(
        request, kept, lambda form: save_judgement(request, assessment, item, form)
    )
    if judged.made:
        return redirect(reverse("show_assessment", args=[assessment]) + f"#{item}")
    context = {
        "page": page,
        "title": assessment_title(page.row),
        "line": present_item(row),
        "documents": [e for e in row.evidence if e.kind == "document"],
        "form": judged.form,
        "overtaken": judged.overtaken,
    }
    return render(request, "partnership/judge_item.html", context)


def save_judgement(
    request: ActingRequest,
    assessment: UUID,
    item: str,
    form: JudgeForm,
) -> None:
    """Keep a judgement."""
    actions.judge_item(
        by=request.actor,
        at=clock.now(),
        assessment=assessment,
        item=item,
        judgement=form.judgement(),
    )


def remove_evidence(
    request: ActingRequest, assessment: UUID, row: ItemRow
) -> HttpResponse:
    """Take a piece of evidence back."""
    wanted = [e.id for e in row.evidence if str(e.id) == request.POST["evidence"]]
    with missing_as_404():
        actions.remove_evidence(
            by=request.actor,
            at=clock.now(),
            assessment=assessment,
            item=row.item.code,
            evidence=next(iter(wanted), 0),
        )
    messages.success(request, _("It is taken back."))
    return redirect("judge_item", assessment, row.item.code)


def cite_document(request: ActingRequest, assessment: UUID, item: str) -> HttpResponse:
    """Give a document as evidence."""
    to_edit(request, assessment, item)
    form = DocumentForm(posted_data(request), posted_files(request))
    back = reverse("judge_item", args=[assessment, item])
    return form_page(
        request,
        form,
        PageWords(
            _("Give a document as evidence"),
            _("Save"),
            back,
            item,
            item,
        ),
        lambda: actions.cite_document(
            by=request.actor,
            at=clock.now(),
            assessment=assessment,
            item=item,
            cited=form.cited(),
        ),
        lambda _made: back,
    )


def to_edit(
    request: ActingRequest,
    assessment: UUID,
    item: str,
) -> tuple[AssessmentPage, ItemRow]:
    """An assessment that the asker may change, and one of its items."""
    page = get_or_404(queries.load_assessment(by=request.actor, key=assessment))
    if not page.edits:
        raise Http404
    return page, get_or_404(page.item(item))


def assessment_title(row: AssessmentRow) -> str:
    """An assessment by its year."""
    return _("Assessment of %(year)s") % {"year": row.year}


def present_item(row: ItemRow) -> dict[str, object]:
    """A standard or indicium in words."""
    return {
        "row": row,
        "item": row.item,
        "name": labels.ITEMS[row.item.code],
        "verdict": labels.VERDICTS.get(row.verdict, labels.NOT_JUDGED),
        "before": labels.VERDICTS.get(row.before),
        "change": labels.VERDICT_CHANGES.get(row.change, ""),
        "figures": [e for e in row.evidence if e.kind == "figure"],
        "documents": [e for e in row.evidence if e.kind == "document"],
    }


def present_signature(signature: ApprovalSignature) -> str:
    """Who approved, in which role, and when."""
    role = Role(signature.role).label
    return f"{signature.name}, {role}, {signature.agency}, {moment(signature.at)}"
