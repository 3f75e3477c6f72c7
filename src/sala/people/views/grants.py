"""Opening a record to another agency, and ending that."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sala.access import actions as access_actions
from sala.access import queries as access
from sala.access.guards import ActingRequest
from sala.access.permissions import require
from sala.access.queries import GrantRow
from sala.desk.lookup import missing_as_404
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.people import actions, lookup, queries
from sala.people.forms.sharing import ShareForm
from sala.people.queries import PersonRow
from sala.people.views import presenters
from sala.people.views.consents import back_to_record


def share_person(request: ActingRequest, code: str) -> HttpResponse:
    """Open the record, on a consent in force or on a basis the law names."""
    page = lookup.person_page_or_404(request, code)
    require(page.may_share)
    consents = queries.load_consents(by=request.actor, person_id=page.person.id)
    in_force = [c for c in consents if c.in_force(clock.today())]
    typed = request.POST if request.method == "POST" else None
    form = ShareForm(
        typed,
        by=request.actor,
        consents=in_force,
    )
    if form.is_valid():
        with reporting_to(form, agency="recipient"), missing_as_404():
            save_grant(request, page.person, form)
            messages.success(request, _("The record is open to them."))
            return redirect("show_person", code)
    context = {
        "form": form,
        "person": page.person,
        "has_consent": bool(in_force),
        "asks": page.may_consent,
        "refused": {c.recipient for c in consents if c.answer == "refused"},
    }
    return render(request, "people/share_person.html", context)


def save_grant(request: ActingRequest, person: PersonRow, form: ShareForm) -> None:
    """Open it on what was chosen."""
    by, at, until = request.actor, clock.now(), form.cleaned_data["until"]
    if form.chosen_consent:
        actions.share_on_consent(
            by=by,
            at=at,
            consent=form.chosen_consent,
            until=until,
        )
    else:
        actions.share_on_lawful_basis(
            by=by,
            at=at,
            person=person.id,
            recipient=UUID(form.cleaned_data["recipient"]),
            basis=form.cleaned_data["basis"],
            until=until,
        )


def withdraw_grant(request: ActingRequest, code: str, grant: UUID) -> HttpResponse:
    """Take a record back, or hand it back."""
    person = lookup.person_or_404(request, code)
    row = in_force(request, person.id, grant)
    require(presenters.ending_decision(request.actor, row))
    if request.method == "POST":
        with missing_as_404():
            access_actions.withdraw_grant(
                by=request.actor,
                at=clock.now(),
                grant=grant,
            )
        done = (
            _("The record is closed to them.")
            if row.own
            else _("The record is handed back.")
        )
        messages.success(request, done)
        return back_to_record(request, code)
    context = {
        "person": person,
        "grant": presenters.present_grant(request.actor, row, clock.now()),
    }
    return render(request, "people/withdraw_grant.html", context)


def in_force(request: ActingRequest, person_id: UUID, grant: UUID) -> GrantRow:
    """A grant that can be ended."""
    rows = access.grants_of(
        by=request.actor,
        record_kind="person",
        record_id=person_id,
    )
    row = next((g for g in rows if g.id == grant), None)
    if row is None or not row.in_force(clock.now()):
        raise Http404
    return row
