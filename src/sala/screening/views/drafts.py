"""Writing a screening: safety first, a page at a time, each saved; what is begun can be
resumed.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.countries import queries as countries
from sala.countries.instruments import InstrumentSection
from sala.desk.lookup import missing_as_404
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.kit.states import NotAllowedError
from sala.people import actions as people
from sala.people.queries import PersonRow
from sala.screening import labels
from sala.screening.actions import drafts as actions
from sala.screening.forms.screenings import (
    NOBODY,
    ConclusionForm,
    PersonForm,
    QuestionsForm,
    SafetyForm,
    SameForm,
    StartForm,
)
from sala.screening.labels import Words
from sala.screening.models import ScreeningDraft
from sala.screening.queries import drafts as queries
from sala.screening.queries.drafts import Content, DraftPage
from sala.screening.queries.operations import usual_place
from sala.screening.rules.frame import CONCLUSION, FRAME, PERSON, QUESTIONS, SAFETY
from sala.screening.rules.submission import grade_submission
from sala.screening.views.naming import operation_of, person_of
from sala.screening.views.reasons import present_result
from sala.screening.views.sent_screenings import show_sent, show_sent_already
from sala.screening.views.summary import page_summaries, page_title
from sala.screening.views.whole_form import WholeForm
from sala.vault.client import vault_answers

# Before these nothing else is asked.
GATES = tuple(page.name for page in FRAME if page.is_gate)
FRAME_FORMS = {SAFETY.name: SafetyForm, CONCLUSION.name: ConclusionForm}


@dataclass(frozen=True)
class DraftStep:
    """One page of the list of pages."""

    name: str
    label: Words
    done: bool
    open: bool


def start_screening(request: ActingRequest) -> HttpResponse:
    """Begin: in an operation, of somebody who is registered, or of somebody who came
    by.
    """
    operation, person = operation_of(request), person_of(request)
    posted = request.POST if request.method == "POST" else None
    form = StartForm(
        posted,
        in_operation=operation is not None,
        initial={"place_code": usual_place(by=request.actor).place_code},
    )
    # Without the vault all of it is asked on one page, which asks whether it is safe.
    open_now = vault_answers()
    safety = SafetyForm(posted) if open_now else None
    both = WholeForm({"start": form, **({"safety": safety} if safety else {})})
    if both.is_valid():
        with missing_as_404(), reporting_to(form):
            instrument, version = form.chosen()
            if safety is None:
                return redirect(whole_form_address(request, form))
            made = actions.start_draft(
                by=request.actor,
                at=clock.now(),
                instrument=instrument,
                version=version,
                operation=operation,
                place_code=form.cleaned_data.get("place_code", ""),
                person=person,
                said={SAFETY.name: {**safety.cleaned_data, "done": True}},
            )
            return next_page(request, made, SAFETY.name)
    context = {
        "form": both,
        "start": form,
        "safety": safety,
        "operation": operation,
        "papers": paper_addresses(form),
    }
    return render(request, "screening/start_screening.html", context)


def whole_form_address(request: ActingRequest, form: StartForm) -> str:
    """Where the same is asked on one page, since nothing can be read back now."""
    named = {
        "operation": request.GET.get("operation", ""),
        "person": request.GET.get("person", ""),
        "place": form.cleaned_data.get("place_code", ""),
    }
    said = urlencode({name: value for name, value in named.items() if value})
    return f"{reverse('screen_on_one_page', args=form.chosen())}?{said}"


def paper_addresses(form: StartForm) -> list[tuple[str, str]]:
    """Where each instrument is found on paper."""
    return [
        (row.name, reverse("show_instrument", args=[row.code, row.version]))
        for row in form.rows.values()
    ]


def list_steps(request: ActingRequest, draft: UUID) -> HttpResponse:
    """The pages of a screening that is being written; throw it away, or get help at
    once.
    """
    page = queries.load_draft(by=request.actor, key=draft)
    if page is None:
        return show_sent_already(request, draft)
    if request.method == "POST":
        with missing_as_404():
            if request.POST.get("do") == "discard":
                actions.discard_draft(by=request.actor, draft=draft)
                messages.success(
                    request,
                    _("The draft is thrown away; nothing of it is kept."),
                )
                return redirect("list_screenings")
            if may(request.actor, "protection.referral.send"):
                code = actions.register_person(
                    by=request.actor,
                    at=clock.now(),
                    draft=draft,
                )
                return redirect("refer_person", code)
    return render(request, "screening/list_steps.html", page_context(request, page))


def write_screening(request: ActingRequest, draft: UUID, step: str) -> HttpResponse:
    """One page of a screening; what it says is kept before the next one comes."""
    page = queries.load_draft(by=request.actor, key=draft)
    if page is None:
        return show_sent_already(request, draft)
    if step not in page.steps:
        raise Http404
    if comes_first := page_before(page, step):
        return redirect("write_screening", draft, comes_first)
    posted = request.POST if request.method == "POST" else None
    form = form_of(page, step, posted)
    if form.is_valid():
        same = same_person(request, form) if step == PERSON.name else None
        if isinstance(same, SameForm):
            return present_page(
                request,
                page,
                step,
                form,
                same=same,
            )
        with missing_as_404():
            said = content_of(step, form, page, code=same or "")
            actions.save_page(
                by=request.actor,
                at=clock.now(),
                draft=draft,
                said=said,
            )
        if step == CONCLUSION.name:
            return send_and_show(request, page)
        return next_page(request, draft, step)
    return present_page(request, page, step, form)


def page_before(page: DraftPage, step: str) -> str:
    """The page that has to be filled in before one: is it safe, and before the
    conclusion all others.
    """
    if step in GATES:
        return ""
    if not page.safe:
        return GATES[0]
    last = step == CONCLUSION.name
    return page.next_step if last and page.next_step != step else ""


def next_page(request: ActingRequest, draft: UUID, step: str) -> HttpResponse:
    """Where to go after a page was saved."""
    page = queries.load_draft(by=request.actor, key=draft)
    if page is None:
        return show_sent_already(request, draft)
    if step in GATES and (not page.safe or page.urgent):
        return redirect("list_steps", draft)
    return redirect("write_screening", draft, page.next_step)


def present_page(
    request: ActingRequest,
    page: DraftPage,
    step: str,
    form: BaseForm | WholeForm,
    **more: Any,
) -> HttpResponse:
    """One page with its form."""
    context = page_context(request, page) | {
        "form": form,
        "parts": form_parts(page, form),
        "step": step,
        "title": page_title(page, step),
    }
    if step != CONCLUSION.name:
        return render(request, "screening/write_screening.html", context | more)
    context |= {
        "reasons": present_result(
            page.form, grade_submission(page.form.questions, page.written)
        ),
        "written": page_summaries(page),
    }
    return render(request, "screening/conclude_screening.html", context)


def form_parts(page: DraftPage, form: BaseForm | WholeForm) -> list[tuple[Words, Any]]:
    """The parts of a page's form, the questions each under their heading."""
    if not isinstance(form, WholeForm):
        return [("", form)]
    return [
        (page_title(page, name) if page.section(name) else "", part)
        for name, part in form.parts.items()
    ]


def send_and_show(request: ActingRequest, page: DraftPage) -> HttpResponse:
    """Send it, and show the receipt; a correction that does not help stays to be gone
    on with.
    """
    draft = page.row.id
    try:
        received = actions.send_draft(
            by=request.actor,
            at=clock.now(),
            draft=draft,
        )
    except ScreeningDraft.DoesNotExist:
        return show_sent_already(request, draft)
    except NotAllowedError:
        told = _(
            "A colleague took in, or closed, what this corrects. Nothing was sent.",
        )
        messages.warning(request, told)
        return redirect("list_steps", draft)
    if page.row.corrects_id and received.state != "processed":
        messages.warning(request, str(labels.FAULTS[received.fault]))
        return redirect("list_steps", draft)
    return show_sent(request, received)


def page_context(request: ActingRequest, page: DraftPage) -> dict[str, Any]:
    """What every page of a draft shows around its form."""
    named = countries.instrument_names()
    return {
        "draft": page.row,
        "page": page,
        "instrument": named.get(page.row.instrument, page.row.instrument),
        "steps": [
            DraftStep(
                name,
                page_title(page, name),
                page.is_done(name),
                page.safe or name in GATES,
            )
            for name in page.steps
        ],
        "number": (
            page.steps.index(page.next_step) + 1 if page.next_step in page.steps else 0
        ),
        "urgent": [labels.URGENT[code] for code in page.urgent],
        "may_refer": may(request.actor, "protection.referral.send"),
    }


def form_of(page: DraftPage, step: str, posted: Any) -> BaseForm | WholeForm:
    """The form of a page, filled with what it says so far."""
    section = page.section(step)
    if section:
        return questions_form(page, section, posted)
    said = page.content.get(step, {})
    if step != PERSON.name:
        return FRAME_FORMS[step](posted, initial=said)
    person = PersonForm(posted, known=bool(said.get("code")), initial=said)
    if not page.brief:
        return person
    # A question may be called as a field of the person is.
    asked = {
        QUESTIONS + section.name: questions_form(page, section, posted, prefix="q")
        for section in page.form.sections
    }
    return WholeForm({PERSON.name: person, **asked})


def questions_form(
    page: DraftPage,
    section: InstrumentSection,
    posted: Any,
    prefix: str | None = None,
) -> QuestionsForm:
    """The questions of a section, with what was answered so far."""
    return QuestionsForm(
        posted,
        asks=page.form,
        section=section,
        initial=page.answers,
        prefix=prefix,
    )


def content_of(
    step: str,
    form: BaseForm | WholeForm,
    page: DraftPage,
    *,
    code: str,
) -> Content:
    """What a page says, as the draft keeps it."""
    if isinstance(form, WholeForm):
        said: Content = {"answers": {}, "seen": {}}
        for name, part in form.parts.items():
            for kind, values in content_of(name, part, page, code=code).items():
                said[kind] = said.get(kind, {}) | values
        return said
    if isinstance(form, QuestionsForm):
        return {"answers": dict(form.answers()), "seen": {step: True}}
    if isinstance(form, PersonForm):
        known = page.content.get("person", {}).get("code", "") or code
        return {"person": {**form.said(), "code": known}}
    return {step: {**form.cleaned_data, "done": True}}


def same_person(
    request: ActingRequest,
    form: BaseForm | WholeForm,
) -> SameForm | str:
    """Search before anybody is made twice: the code of whom it is, or the question who
    it is.
    """
    person = form.parts[PERSON.name] if isinstance(form, WholeForm) else form
    rows = similar_people(request, person.cleaned_data)
    if not rows:
        return ""
    asked = SameForm(request.POST if "same" in request.POST else None, found=rows)
    if not asked.is_valid():
        return asked
    same: str = asked.cleaned_data["same"]
    return "" if same == NOBODY else same


def similar_people(request: ActingRequest, said: dict[str, Any]) -> list[PersonRow]:
    """People one sees who have the same name or telephone number."""
    kinds = {"name": said.get("name"), "phone": said.get("phone")}
    rows = [
        row
        for kind, text in kinds.items()
        if text
        for row in people.search_persons(
            by=request.actor,
            kind=kind,
            text=text,
        )
    ]
    return list({row.code: row for row in rows if row.erased_at is None}.values())
