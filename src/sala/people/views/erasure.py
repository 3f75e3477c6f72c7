"""Asking that an identity be erased, and deciding it: two people, never one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.access.permissions import require
from sala.desk.listing import (
    ListColumn,
    Listing,
    ListTable,
    list_page,
)
from sala.desk.lookup import missing_as_404
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.people import actions, lookup, queries
from sala.people.forms.erasing import AskErasureForm, ErasureDecisionForm
from sala.people.queries import ErasureRow
from sala.people.views import presenters


def ask_erasure(request: ActingRequest, code: str) -> HttpResponse:
    """Ask the data protection officer."""
    page = lookup.person_page_or_404(request, code)
    require(page.may_erase)
    form = AskErasureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked = {"person": page.person.id, "ground": form.cleaned_data["ground"]}
        with reporting_to(form):
            actions.ask_erasure(
                by=request.actor,
                at=clock.now(),
                **asked,
            )
            messages.success(
                request,
                _("The data protection officer is asked to erase it."),
            )
            return redirect("show_person", code)
    return render(request, "people/ask_erasure.html", {"form": form, "page": page})


def list_erasures(request: ActingRequest) -> HttpResponse:
    """Requests to decide first, then those decided."""
    rows = queries.erasure_requests(by=request.actor)
    waiting = ListTable(
        page=lambda r: reverse("decide_erasure", args=[r.id]),
        columns=ERASURE_COLUMNS,
        rows=[row for row in rows if row.state == "asked"],
        file="sala-erasures-to-decide",
        empty=_("Nothing waits for you."),
        title=_("To be decided"),
        name="waiting",
    )
    decided = ListTable(
        page=lambda r: reverse("decide_erasure", args=[r.id]),
        columns=[*ERASURE_COLUMNS, DECIDED],
        rows=[row for row in rows if row.state != "asked"],
        file="sala-erasures-decided",
        title=_("Decided"),
        name="decided",
    )
    tables = [waiting, decided] if decided.rows else [waiting]
    return list_page(request, Listing(title=_("Erasure requests"), tables=tables))


def decide_erasure(request: ActingRequest, request_id: UUID) -> HttpResponse:
    """Say what erasing does; erase once the code is typed, or decline."""
    row = request_of(request, request_id)
    form = ErasureDecisionForm(
        request.POST if request.method == "POST" else None,
        code=row.person_code,
    )
    if row.decidable and form.is_valid():
        save_decision(request, row, erases=form.cleaned_data["decision"] == "erase")
        return redirect("list_erasures")
    context = {
        "form": form,
        "line": presenters.present_erasure(row),
    }
    return render(request, "people/decide_erasure.html", context)


def request_of(request: ActingRequest, request_id: UUID) -> ErasureRow:
    """A request the viewer may know of."""
    rows = queries.erasure_requests(by=request.actor)
    row = next((r for r in rows if r.id == request_id), None)
    if row is None:
        raise Http404
    return row


def save_decision(request: ActingRequest, row: ErasureRow, *, erases: bool) -> None:
    """Do what was decided."""
    with missing_as_404():
        if erases:
            actions.erase_person(by=request.actor, request=row.id)
            messages.success(
                request,
                _("The identity is erased. Nobody can bring it back."),
            )
        else:
            actions.decline_erasure(
                by=request.actor,
                at=clock.now(),
                request=row.id,
            )
            messages.success(request, _("Declined. The identity stays sealed."))


ERASURE_COLUMNS: list[ListColumn[ErasureRow]] = [
    ListColumn(
        "person",
        gettext_lazy("Person"),
        lambda r: r.spoken_code,
    ),
    ListColumn(
        "state",
        gettext_lazy("State"),
        lambda r: r.state,
        lambda r: presenters.present_erasure(r).state,
    ),
    ListColumn(
        "ground",
        gettext_lazy("Reason"),
        lambda r: r.ground,
        lambda r: presenters.present_erasure(r).ground,
    ),
    ListColumn("asked_by", gettext_lazy("Asked by"), lambda r: r.asked_by),
    ListColumn("agency", gettext_lazy("Agency"), lambda r: r.agency),
    ListColumn("asked", gettext_lazy("Asked on"), lambda r: r.asked_at),
]
DECIDED: ListColumn[ErasureRow] = ListColumn(
    "decided", gettext_lazy("Decided on"), lambda r: r.decided_at
)
