"""Putting right what was recorded of what a court decided."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sala.access.guards import ActingRequest
from sala.desk.pages import edit_page, form_page, get_or_404, posted_data
from sala.kit import clock
from sala.prosecution import actions
from sala.prosecution.forms.corrections import (
    CorrectChargeForm,
    CorrectClaimForm,
    CorrectDefendantForm,
    CorrectVerdictForm,
    TakeOutVictimForm,
)
from sala.prosecution.labels import courts as labels
from sala.prosecution.queries import courts as queries
from sala.prosecution.queries.courts import ChargeRow, VerdictRow
from sala.prosecution.queries.restitution import ClaimRow
from sala.prosecution.views.cases import case_form_page, case_or_404
from sala.prosecution.views.courts import load_charge_form, of_charge
from sala.prosecution.views.people import victim_of
from sala.prosecution.views.presenters import claim_words, verdict_words
from sala.prosecution.views.restitution import kept_claim, of_claim, tried_claim


def correct_claim(request: ActingRequest, claim: UUID) -> HttpResponse:
    """An order, a refusal or a waiver was recorded wrongly."""
    row = tried_claim(request, claim)

    def form_of(sent: QueryDict | None, now: ClaimRow) -> CorrectClaimForm | None:
        return CorrectClaimForm(sent, claim=now) if now.state != "open" else None

    return edit_page(
        request,
        of_claim(row, _("Put what is recorded right"), claim_words(row)),
        lambda sent: kept_claim(request, claim, sent, form_of),
        lambda form: actions.correct_claim(
            by=request.actor,
            at=clock.now(),
            claim=claim,
            reason=form.cleaned_data["reason"],
            order=form.corrected_order(),
        ),
        lambda _nothing: reverse("show_claim", args=[claim]),
    )


def correct_verdict(
    request: ActingRequest, charge: UUID, verdict: UUID
) -> HttpResponse:
    """A verdict was recorded wrongly."""
    row = get_or_404(queries.find_charge(by=request.actor, key=charge))
    wrong = get_or_404(find_verdict(row, verdict))

    def form_of(sent: QueryDict | None, now: ChargeRow) -> CorrectVerdictForm | None:
        found = find_verdict(now, verdict)
        mine = found is not None and now.may_put_right(found)
        return CorrectVerdictForm(sent, initial=told_by(wrong)) if mine else None

    return edit_page(
        request,
        replace(of_charge(row, _("Put the verdict right")), intro=verdict_words(wrong)),
        lambda sent: load_charge_form(request, charge, sent, form_of),
        lambda form: actions.correct_verdict(
            by=request.actor,
            at=clock.now(),
            verdict=verdict,
            reason=form.cleaned_data["reason"],
            judgment=form.stated_judgment(),
        ),
        lambda _key: reverse("show_case", args=[row.case_code]),
    )


def correct_charge(request: ActingRequest, charge: UUID) -> HttpResponse:
    """The last thing recorded of a charge never happened."""
    row = get_or_404(queries.find_charge(by=request.actor, key=charge))
    if not row.files:
        raise Http404

    def form_of(sent: QueryDict | None, now: ChargeRow) -> CorrectChargeForm | None:
        return CorrectChargeForm(sent) if now.state != "filed" else None

    state = _("It is recorded as: %(state)s. That then counts no more.") % {
        "state": labels.CHARGE_STATES[row.state].words
    }
    return edit_page(
        request,
        replace(of_charge(row, _("That never happened")), intro=state),
        lambda sent: load_charge_form(request, charge, sent, form_of),
        lambda form: actions.correct_charge(
            by=request.actor,
            at=clock.now(),
            charge=charge,
            reason=form.cleaned_data["reason"],
        ),
        lambda _nothing: reverse("show_case", args=[row.case_code]),
    )


def take_out_victim(request: ActingRequest, code: str, victim: UUID) -> HttpResponse:
    """Somebody was named in a case that is not about them."""
    case = case_or_404(request, code)
    row = victim_of(case, victim)
    if not case.may_change:
        raise Http404
    form = TakeOutVictimForm(posted_data(request))
    intro = _(
        "%(code)s is then no victim of this case and claims nothing in it, and what was"
        " opened of the record for its sake is closed. The history of the case says so."
    ) % {"code": row.spoken_code}
    title = _("Not a victim of this case")
    return form_page(
        request,
        form,
        case_form_page(case, title, _("Record it"), intro),
        lambda: actions.take_out_victim(
            by=request.actor,
            at=clock.now(),
            victim=victim,
            reason=form.cleaned_data["reason"],
        ),
        lambda _nothing: reverse("show_case", args=[code]),
    )


def correct_defendant(
    request: ActingRequest, code: str, defendant: UUID
) -> HttpResponse:
    """The name of a defendant was wrong."""
    case = case_or_404(request, code)
    if not case.tries:
        raise Http404
    known = queries.find_defendants(by=request.actor, case_id=case.row.id)
    row = get_or_404(next((d for d in known if d.id == defendant), None))
    form = CorrectDefendantForm(posted_data(request))
    title = _("Put the name of a defendant right")
    return form_page(
        request,
        form,
        case_form_page(case, title, _("Record it"), row.name or row.spoken_code),
        lambda: actions.correct_defendant(
            by=request.actor,
            at=clock.now(),
            defendant=defendant,
            **form.cleaned_data,
        ),
        lambda _key: reverse("show_case", args=[code]),
    )


def find_verdict(row: ChargeRow, key: UUID) -> VerdictRow | None:
    """A verdict on a charge that counts."""
    return next((v for v in row.verdicts if v.id == key and v.counts), None)


def told_by(row: VerdictRow) -> dict[str, object]:
    """A verdict as a form is filled in with it."""
    return {
        "instance": row.instance,
        "outcome": row.outcome,
        "decided_on": row.decided_on,
        "prison_months": row.sentence.prison_months,
        "suspended_months": row.sentence.suspended_months,
        "life": row.sentence.life,
        "fine": row.sentence.fine,
        "outside_reason": row.outside_reason,
    }
