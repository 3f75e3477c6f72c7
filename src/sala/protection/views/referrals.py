"""Referrals: asking another agency to help, and answering."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sala.access.forms import reporting_to
from sala.access.guards import ActingRequest
from sala.access.views.missing import as_404
from sala.kit import clock
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.people import codes
from sala.people.forms import choices
from sala.people.views import found
from sala.protection.actions import referrals as actions
from sala.protection.forms import words
from sala.protection.forms.referrals import AnswerForm, ReferForm
from sala.protection.queries import referrals as queries
from sala.protection.queries.referrals import ReferralRow
from sala.screening.queries import identification


def list_referrals(request: ActingRequest) -> HttpResponse:
    """What waits for an answer, what was sent, and who is with nobody."""
    by = request.actor
    context = {
        "received": [line(row) for row in queries.received(by=by)],
        "sent": [line(row) for row in queries.sent(by=by)],
        "unreferred": [
            (row, codes.spoken(row.person_code) if row.person_code else "")
            for row in queries.without_referral(by=by)
        ],
    }
    return render(request, "protection/list_referrals.html", context)


def refer_person(request: ActingRequest, code: str) -> HttpResponse:
    """Refer a person to another agency."""
    person = found.person(request, code)
    known = identification.about(by=request.actor, person=person.id)
    initial = {name: getattr(known, name) for name in ("sex", "age_group", "citizenship")}
    posted = request.POST if request.method == "POST" else None
    form = ReferForm(posted, initial=initial, by=request.actor)
    if form.is_valid():
        with as_404(), reporting_to(form):
            actions.refer(by=request.actor, at=clock.now(), person=person.id, asked=form.asked())
            messages.success(request, _("The referral is sent."))
            return redirect("show_person", code)
    return render(request, "protection/refer_person.html", {"form": form, "person": person})


def show_referral(request: ActingRequest, referral: UUID) -> HttpResponse:
    """One referral, with the answer that the viewer may give."""
    row = queries.referral(by=request.actor, key=referral)
    if row is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None, moves=row.moves)
    if row.moves and form.is_valid():
        with as_404(), reporting_to(form):
            try:
                answer(request, referral, form.cleaned_data)
            except (ChangedMeanwhileError, NotAllowedError):
                form.add_error(None, _("Somebody answered this meanwhile."))
            else:
                messages.success(request, _("It is recorded."))
                return redirect("show_referral", referral)
    context = {"line": line(row), "form": form, "facts": facts(row)}
    return render(request, "protection/show_referral.html", context)


def answer(request: ActingRequest, referral: UUID, said: dict[str, Any]) -> None:
    """Do what the form says."""
    by, at = request.actor, clock.now()
    if said["move"] == "decline":
        actions.decline(by=by, at=at, referral=referral, reason=said["reason"])
    else:
        doing = {
            "accept": actions.accept,
            "withdraw": actions.withdraw,
            "complete": actions.complete,
        }
        doing[said["move"]](by=by, at=at, referral=referral)


def line(row: ReferralRow) -> dict[str, Any]:
    """A referral in words."""
    late = row.late(clock.today())
    return {
        "row": row,
        "state": words.REFERRALS["late" if late else row.state],
        "services": [words.SERVICES[code] for code in row.services],
        "urgency": words.URGENCY[row.urgency],
        "reason": words.REASONS.get(row.reason, ""),
        "spoken": codes.spoken(row.person_code) if row.person_code else "",
    }


def facts(row: ReferralRow) -> list[tuple[str, object]]:
    """What the receiver needs to answer, and no more."""
    told: list[tuple[str, object]] = [
        (_("Asked by"), row.agency),
        (_("Asked of"), row.receiver),
        (_("How soon?"), words.URGENCY[row.urgency]),
        (_("Sex"), words.GROUPS.get(row.sex, "") if row.sex else ""),
        (_("Age"), words.GROUPS.get(row.age_group, "") if row.age_group else ""),
        (_("Citizenship"), choices.country_name(row.citizenship) if row.citizenship else ""),
    ]
    return told
