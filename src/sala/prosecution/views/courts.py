"""Defendants, charges and verdicts of a case, and sentences outside the range of the
law.
"""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sala.access.guards import ActingRequest
from sala.desk.lookup import missing_as_404
from sala.desk.pages import (
    LoadedForm,
    MovedOnError,
    PageWords,
    edit_page,
    form_page,
    get_or_404,
    posted_data,
)
from sala.kit import clock
from sala.kit.forms import KeptForm
from sala.people import codes
from sala.prosecution import actions
from sala.prosecution.actions.courts import AT_COURT
from sala.prosecution.forms.courts import (
    ChargeForm,
    DefendantForm,
    MoveChargeForm,
    VerdictForm,
)
from sala.prosecution.labels import courts as labels
from sala.prosecution.labels.cases import Words
from sala.prosecution.queries import courts as queries
from sala.prosecution.queries.courts import ChargeRow
from sala.prosecution.rules.sentences import usual_circumstance
from sala.prosecution.states import CHARGE
from sala.prosecution.views.cases import case_form_page, case_or_404
from sala.prosecution.views.presenters import charge_line, range_words, verdict_line


def add_defendant(request: ActingRequest, code: str) -> HttpResponse:
    """Name somebody who is charged."""
    case = case_or_404(request, code)
    if not case.tries or case.row.state not in AT_COURT:
        raise Http404
    form = DefendantForm(posted_data(request))
    return form_page(
        request,
        form,
        case_form_page(case, _("Name a defendant"), _("Name them")),
        lambda: actions.add_defendant(
            by=request.actor,
            at=clock.now(),
            case=case.row.id,
            **form.cleaned_data,
        ),
        lambda _key: reverse("show_case", args=[code]),
    )


def file_charge(request: ActingRequest, code: str, defendant: UUID) -> HttpResponse:
    """Charge a defendant; restitution opens for every victim."""
    case = case_or_404(request, code)
    named = queries.find_defendants(by=request.actor, case_id=case.row.id)
    row = get_or_404(next((d for d in named if d.id == defendant), None))
    if not case.tries or case.row.state not in AT_COURT:
        raise Http404
    ages = [victim.age_group for victim in case.victims]
    first = {
        "filed_on": clock.today(),
        "circumstance": usual_circumstance(labels.CIRCUMSTANCES, ages),
    }
    form = ChargeForm(
        posted_data(request),
        victims=case.victims,
        initial=first,
    )
    intro = _("With the charge, restitution is claimed for every victim of the case.")
    page = case_form_page(case, _("File a charge"), _("File the charge"), intro)
    return form_page(
        request,
        form,
        replace(page, caption=row.name or row.spoken_code),
        lambda: actions.file_charge(
            by=request.actor,
            at=clock.now(),
            defendant=defendant,
            under=form.charge_article(),
            filed_on=form.cleaned_data["filed_on"],
        ),
        lambda _key: reverse("show_case", args=[code]),
    )


def move_charge(request: ActingRequest, charge: UUID) -> HttpResponse:
    """Withdraw it, appeal, or say that the verdict is final."""
    row = get_or_404(queries.find_charge(by=request.actor, key=charge))

    def form_of(sent: QueryDict | None, now: ChargeRow) -> MoveChargeForm | None:
        moves = [move for move in now.moves if move in labels.CHARGE_MOVES]
        first = {"on": clock.today()}
        form = MoveChargeForm(
            sent,
            moves=moves,
            known=labels.CHARGE_MOVES,
            initial=first,
        )
        return form if moves else None

    return edit_page(
        request,
        of_charge(row, _("The charge")),
        lambda sent: load_charge_form(request, charge, sent, form_of),
        lambda form: actions.move_charge(
            by=request.actor,
            at=clock.now(),
            charge=charge,
            **form.said,
        ),
        lambda _nothing: reverse("show_case", args=[row.case_code]),
    )


def record_verdict(request: ActingRequest, charge: UUID) -> HttpResponse:
    """What a court said, and the sentence."""
    row = get_or_404(queries.find_charge(by=request.actor, key=charge))

    def form_of(sent: QueryDict | None, now: ChargeRow) -> VerdictForm | None:
        form = VerdictForm(sent, initial={"decided_on": clock.today()})
        return form if "judge" in now.moves else None

    return edit_page(
        request,
        of_charge(row, _("Record a verdict")),
        lambda sent: load_charge_form(request, charge, sent, form_of),
        lambda form: actions.record_verdict(
            by=request.actor,
            at=clock.now(),
            charge=charge,
            judgment=form.stated_judgment(),
        ),
        lambda _key: reverse("show_case", args=[row.case_code]),
    )


def load_charge_form(
    request: ActingRequest,
    charge: UUID,
    sent: QueryDict | None,
    form_of: Callable[[QueryDict | None, ChargeRow], KeptForm | None],
) -> LoadedForm:
    """A form on a charge, which knows its state and how often it was judged."""
    now = get_or_404(queries.find_charge(by=request.actor, key=charge))
    state, form = labels.CHARGE_STATES[now.state].words, form_of(sent, now)
    if not now.tries:
        raise Http404
    if form is None:
        raise MovedOnError(state, reverse("show_case", args=[now.case_code]))
    return LoadedForm(
        form,
        CHARGE.place(now.state) + len(CHARGE.all) * len(now.verdicts),
        state,
    )


def list_sentences(request: ActingRequest) -> HttpResponse:
    """Sentences outside the range, for the supervisor to look at."""
    if request.method == "POST":
        form = SeenSentenceForm(request.POST)
        if not form.is_valid():
            raise Http404
        with missing_as_404():
            actions.see_sentence(
                by=request.actor,
                at=clock.now(),
                **form.cleaned_data,
            )
        messages.success(request, _("It is recorded."))
        return redirect("list_sentences")
    rows = queries.sentences_to_see(by=request.actor)
    context = {"lines": [(charge_line(c), verdict_line(v)) for c, v in rows]}
    return render(request, "prosecution/list_sentences.html", context)


class SeenSentenceForm(forms.Form):
    """Which sentence was looked at."""

    verdict = forms.UUIDField()


def of_charge(row: ChargeRow, title: Words) -> PageWords:
    """The words around a form on one charge, with the range of its article."""
    back = reverse("show_case", args=[row.case_code])
    caption = codes.grouped_for_reading(row.defendant_code)
    return PageWords(
        title,
        _("Record it"),
        back,
        _("The case"),
        caption,
        range_words(row.range),
    )
