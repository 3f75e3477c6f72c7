"""Services given: recording one, looking at one, and what the agency gave.

What the agency gave is no list page: it is asked for between two typed days, which
may be refused, and sums stand above the entries that they are made of.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.access.roles import Purpose
from sala.countries import queries as countries
from sala.desk import places
from sala.desk.lookup import missing_as_404
from sala.desk.pages import action_result, posted_data
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.kit.states import ChangedMeanwhileError
from sala.kit.templatetags.kit import day, number
from sala.people import codes, lookup
from sala.people import queries as people_queries
from sala.protection import labels
from sala.protection.actions import services as actions
from sala.protection.forms.entitlements import PeriodForm
from sala.protection.forms.services import (
    LateServiceForm,
    ServiceForm,
    StrikeForm,
)
from sala.protection.queries import late_care
from sala.protection.queries import services as queries
from sala.protection.queries.late_care import HelpedPerson
from sala.protection.queries.services import ServiceRow
from sala.protection.rules.services import ServiceTotal
from sala.protection.views.shelters import rights_of
from sala.screening.queries import identification


def record_service(request: ActingRequest, code: str) -> HttpResponse:
    """Record what a person was given."""
    if people_queries.person_key(code) is None and (
        late := late_care.helped_person(by=request.actor, code=code)
    ):
        return record_late_service(request, late)
    person = lookup.person_or_404(request, code)
    by = request.actor
    known = identification.describe_person(by=by, person=person.id)
    initial = {
        name: getattr(known, name) for name in ("sex", "age_group", "citizenship")
    }
    form = ServiceForm(
        request.POST if request.method == "POST" else None,
        initial=initial | {"happened_on": clock.today()},
        rights=rights_of(by, person.id),
        currency=countries.loaded_pack().currency,
    )
    if form.is_valid():
        with missing_as_404(), reporting_to(form):
            try:
                actions.give_service(
                    by=by,
                    at=clock.now(),
                    person=person.id,
                    given=form.given(),
                )
            except ChangedMeanwhileError:
                form.add_error(
                    None,
                    _("Somebody changed this right meanwhile. Send it again."),
                )
            else:
                messages.success(request, _("The service is recorded."))
                return redirect("show_person", code)
    return render(
        request,
        "protection/record_service.html",
        {"form": form, "person": person},
    )


def record_late_service(request: ActingRequest, person: HelpedPerson) -> HttpResponse:
    """Record what a person was given before their record was closed to the agency."""
    form = LateServiceForm(
        posted_data(request),
        initial={"happened_on": person.until},
        currency=countries.loaded_pack().currency,
    )
    made = action_result(
        request,
        form,
        lambda: actions.give_service(
            by=request.actor,
            at=clock.now(),
            person=person.id,
            given=form.given(),
        ),
    )
    if made:
        return redirect("show_service", made)
    context = {
        "form": form,
        "late": person,
        "title": _("Record a service"),
        "back": reverse("list_services"),
        "back_label": _("Services"),
    }
    return render(request, "protection/record_late_care.html", context)


def show_service(request: ActingRequest, service: UUID) -> HttpResponse:
    """One service; opening its note, or striking it out."""
    row = queries.load_service(by=request.actor, key=service)
    if row is None:
        raise Http404
    strikes = request.method == "POST" and "open" not in request.POST
    form = StrikeForm(request.POST if strikes else None)
    note = ""
    if request.method == "POST" and "open" in request.POST:
        with missing_as_404():
            note = actions.open_note(by=request.actor, service=service)
    elif row.may_strike and form.is_valid():
        return strike_out(request, service, form.cleaned_data["reason"])
    context = {
        "line": present_service(row),
        "facts": summary_rows(row),
        "form": form,
        "note": note,
        "opens": row.noted
        and row.person_code
        and may(request.actor, Purpose.SERVICES.word),
    }
    return render(request, "protection/show_service.html", context)


def strike_out(request: ActingRequest, service: UUID, reason: str) -> HttpResponse:
    """Strike a service out; one that is struck out already stays so."""
    with missing_as_404():
        try:
            actions.strike_service(
                by=request.actor,
                at=clock.now(),
                service=service,
                reason=reason,
            )
        except ChangedMeanwhileError:
            messages.warning(request, _("Somebody struck it out meanwhile."))
        else:
            messages.success(request, _("It is struck out."))
    return redirect("show_service", service)


def list_services(request: ActingRequest) -> HttpResponse:
    """What the agency gave, by service and each time."""
    today = clock.today()
    first = {"since": today.replace(month=1, day=1), "until": today}
    form = PeriodForm(
        request.GET if "until_day" in request.GET else None,
        initial=first,
    )
    period = form.cleaned_data if form.is_valid() else first
    sums, rows = queries.given_by_agency(by=request.actor, **period)
    context = {
        "form": form,
        "sums": [sum_line(given) for given in sums],
        "lines": [present_service(row) for row in rows],
        "currency": countries.loaded_pack().currency,
    }
    return render(request, "protection/list_services.html", context)


def sum_line(given: ServiceTotal) -> dict[str, Any]:
    """What was given of one service, in words."""
    return {"label": labels.SERVICES.get(given.service, given.service), "given": given}


def present_service(row: ServiceRow) -> dict[str, Any]:
    """A service in words."""
    return {
        "row": row,
        "label": labels.SERVICES.get(row.service, row.service),
        "spoken": codes.grouped_for_reading(row.person_code) if row.person_code else "",
        "reason": labels.REASONS.get(row.struck_reason, ""),
    }


def summary_rows(row: ServiceRow) -> list[tuple[str, object]]:
    """A service in words, without what was not recorded."""
    told: list[tuple[str, object]] = [
        (_("Day"), day(row.happened_on)),
        (_("Given by"), row.agency),
        (_("Place"), places.place_name(row.place_code)),
        (_("Of what the law gives"), row.right),
        (_("Number"), row.quantity),
        (_("Money"), f"{number(row.amount)} {row.currency}" if row.amount else ""),
        (_("Recorded by"), row.recorded_by),
    ]
    return [(name, said) for name, said in told if said]
