"""What a person agrees to, and that they no longer do."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sala.access import queries as access
from sala.access.guards import ActingRequest
from sala.access.permissions import require
from sala.access.queries import GrantRow
from sala.desk.lookup import missing_as_404
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.people import actions, lookup, queries
from sala.people.forms.sharing import ConsentForm
from sala.people.queries import ConsentRow
from sala.people.views import presenters


def record_consent(request: ActingRequest, code: str) -> HttpResponse:
    """Explain sharing in plain words, and record the answer."""
    page = lookup.person_page_or_404(request, code)
    require(page.may_consent)
    form = ConsentForm(
        request.POST if request.method == "POST" else None,
        by=request.actor,
    )
    if form.is_valid():
        with reporting_to(form):
            actions.record_consent(
                by=request.actor,
                at=clock.now(),
                person=page.person.id,
                answer=form.answer_given(),
            )
            messages.success(request, _("The answer is recorded."))
            return redirect("show_person", code)
    return render(
        request,
        "people/record_consent.html",
        {"form": form, "person": page.person},
    )


def withdraw_consent(request: ActingRequest, code: str, consent: UUID) -> HttpResponse:
    """Ask whether, saying which openings end; then withdraw."""
    person = lookup.person_or_404(request, code)
    row = consent_or_404(request, person.id, consent)
    if request.method == "POST":
        with missing_as_404():
            actions.withdraw_consent(
                by=request.actor,
                at=clock.now(),
                consent=consent,
            )
        messages.success(
            request,
            _("The consent is withdrawn, and what rested on it has ended."),
        )
        return back_to_record(request, code)
    context = {
        "person": person,
        "consent": presenters.present_consent(request.actor, row, clock.today()),
        "grants": resting_on(request, row, person.id),
    }
    return render(request, "people/withdraw_consent.html", context)


def consent_or_404(
    request: ActingRequest, person_id: UUID, consent: UUID
) -> ConsentRow:
    """A consent that can be withdrawn."""
    rows = queries.load_consents(by=request.actor, person_id=person_id)
    row = next((c for c in rows if c.id == consent), None)
    if row is None or row.answer != "given" or row.withdrawn_at is not None:
        raise Http404
    return row


def resting_on(
    request: ActingRequest,
    consent: ConsentRow,
    person_id: UUID,
) -> list[GrantRow]:
    """The openings that end with a consent."""
    rows = access.grants_of(
        by=request.actor,
        record_kind="person",
        record_id=person_id,
    )
    return [g for g in rows if g.rests_on == consent.id and g.in_force(clock.now())]


def back_to_record(request: ActingRequest, code: str) -> HttpResponse:
    """Back to the record, unless what just ended was what showed it."""
    seen = queries.find_person(by=request.actor, code=code)
    return redirect("show_person", code) if seen else redirect("start")
