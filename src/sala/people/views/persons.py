"""The people one may see, and one person's record."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render

from sala.access import queries as access
from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.access.roles import SEES_GRANTED_RECORDS, SEES_OWN_RECORDS_FOR_A_DAY
from sala.desk import paging
from sala.kit import clock
from sala.people import lookup, queries
from sala.people.forms.opening import PurposeForm
from sala.people.queries import PersonPage
from sala.people.views import presenters

A_DAY = timedelta(hours=24)


def list_people(request: ActingRequest) -> HttpResponse:
    """The people the viewer may see, the latest first."""
    number = paging.page_number(request.GET)
    rows, more = queries.people(by=request.actor, page=number)
    page = {
        "people": rows,
        "page": paging.ListPage(number, more),
        "may_register": may(request.actor, "people.person.register"),
        "for_a_day": request.actor.role in SEES_OWN_RECORDS_FOR_A_DAY,
    }
    return render(request, "people/list_people.html", page)


def show_person(request: ActingRequest, code: str) -> HttpResponse:
    """One person's record, the identity closed."""
    page = lookup.person_page_or_404(request, code)
    return shown(request, page, PurposeForm(glass=page.glass))


def shown(request: ActingRequest, page: PersonPage, form: PurposeForm) -> HttpResponse:
    """The record with the form that opens the identity."""
    by, now, person = request.actor, clock.now(), page.person
    grants = access.grants_of(
        by=by,
        record_kind="person",
        record_id=person.id,
    )
    consents = queries.consents(by=by, person_id=person.id)
    papers = queries.attachments(by=by, person_id=person.id)
    context = {
        "page": page,
        "person": person,
        "form": form,
        "just_registered": "registered" in request.GET,
        "consents": presenters.consents(by, consents, clock.today()),
        "attachments": [presenters.attachment(row) for row in papers],
        "grants": presenters.grants(by, grants, now),
        "sees_sharing": by.role in SEES_GRANTED_RECORDS,
        "seen_until": person.registered_at + A_DAY
        if by.role in SEES_OWN_RECORDS_FOR_A_DAY
        else None,
    }
    return render(request, "people/show_person.html", context)
