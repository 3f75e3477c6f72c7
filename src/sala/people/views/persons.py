"""The people one may see, and one person's record."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.access.roles import SEES_GRANTED_RECORDS, SEES_OWN_RECORDS_FOR_A_DAY
from sala.desk.listing import (
    Cell,
    ListColumn,
    Listing,
    ListTable,
    list_page,
)
from sala.kit import clock
from sala.kit.tags import StateTag
from sala.people import lookup, queries
from sala.people.forms.opening import PurposeForm
from sala.people.queries import PersonPage, PersonRow, custody
from sala.people.views import presenters

A_DAY = timedelta(hours=24)


def list_people(request: ActingRequest) -> HttpResponse:
    """The people the viewer may see, the latest first."""
    registers = may(request.actor, "people.person.register")
    shown = Listing(
        title=_("People"),
        tables=[
            ListTable(
                page=lambda r: reverse("show_person", args=[r.code]),
                columns=PEOPLE_COLUMNS,
                rows=queries.load_people(by=request.actor),
                file="sala-people",
                empty=_("There is nobody here that you may see."),
            )
        ],
        extra={
            "may_register": registers,
            "for_a_day": request.actor.role in SEES_OWN_RECORDS_FOR_A_DAY,
        },
    )
    return list_page(request, shown, "people/list_people.html")


def show_person(request: ActingRequest, code: str) -> HttpResponse:
    """One person's record, the identity closed."""
    page = lookup.person_page_or_404(request, code)
    return present_record(
        request, page, PurposeForm(by=request.actor, glass=page.glass)
    )


def present_record(
    request: ActingRequest, page: PersonPage, form: PurposeForm
) -> HttpResponse:
    """The record with the form that opens the identity."""
    by, now, person = request.actor, clock.now(), page.person
    grants = presenters.grants_of_record(by, person)
    consents = queries.load_consents(by=by, person_id=person.id)
    papers = queries.load_attachments(by=by, person_id=person.id)
    keepers = custody.load_keepers(by=by, person_id=person.id)
    context = {
        "page": page,
        "person": person,
        "keepers": keepers,
        "form": form,
        "just_registered": "registered" in request.GET,
        "consents": presenters.present_consents(by, consents, clock.today()),
        "attachments": [presenters.present_attachment(row) for row in papers],
        "grants": presenters.present_grants(by, grants, now),
        "sees_sharing": by.role in SEES_GRANTED_RECORDS,
        "seen_until": person.registered_at + A_DAY
        if by.role in SEES_OWN_RECORDS_FOR_A_DAY
        else None,
    }
    return render(request, "people/show_person.html", context)


def keeper_cell(row: PersonRow) -> Cell:
    """Who keeps a record, and why it is open to another."""
    if row.erased_at:
        return [row.agency, StateTag(_("Erased"), "grey")]
    return [row.agency, None if row.own else StateTag(_("Open to you"))]


def record_state(row: PersonRow) -> str:
    """The same as a code."""
    if row.erased_at:
        return "erased"
    return "own" if row.own else "open"


PEOPLE_COLUMNS: list[ListColumn[PersonRow]] = [
    ListColumn("code", gettext_lazy("Code"), lambda r: r.spoken_code),
    ListColumn("", gettext_lazy("Name"), lambda _row: gettext_lazy("Confidential")),
    ListColumn("agency", gettext_lazy("Kept by"), lambda r: r.agency, keeper_cell),
    ListColumn("record", gettext_lazy("Record"), record_state, shown=False),
    ListColumn("since", gettext_lazy("Since"), lambda r: r.registered_at),
]
