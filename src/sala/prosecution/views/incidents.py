"""Incidents: what police came to know of, and whether it becomes a case."""

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.desk import places
from sala.desk.list_filters import ListFilter
from sala.desk.listing import (
    ListColumn,
    Listing,
    ListTable,
    list_page,
)
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
from sala.kit.tags import in_words
from sala.prosecution import actions, queries
from sala.prosecution.forms.complaints import DecideIncidentForm, IncidentForm
from sala.prosecution.labels import complaints as labels
from sala.prosecution.queries import IncidentRow
from sala.prosecution.states import INCIDENT

LIST = _("Incidents")


def list_incidents(request: ActingRequest) -> HttpResponse:
    """The incidents the viewer sees, the latest first."""
    state: ListFilter[IncidentRow] = ListFilter(
        "state", _("State"), in_words(labels.INCIDENT_STATES)
    )
    table = ListTable(
        page=lambda r: reverse("show_incident", args=[r.code]),
        columns=INCIDENT_COLUMNS,
        rows=queries.find_incidents(by=request.actor, state=state.chosen(request.GET)),
        file="sala-incidents",
        empty=_("No incidents."),
        filters=[state],
    )
    records = may(request.actor, "prosecution.incident.record")
    shown = Listing(
        title=LIST,
        tables=[table],
        add_url=reverse("record_incident") if records else "",
        add_label=_("Record an incident"),
    )
    return list_page(request, shown)


def record_incident(request: ActingRequest) -> HttpResponse:
    """Record something that happened."""
    form = IncidentForm(posted_data(request))
    page = PageWords(
        _("Record an incident"),
        _("Record it"),
        reverse("list_incidents"),
        LIST,
    )
    return form_page(
        request,
        form,
        page,
        lambda: actions.record_incident(
            by=request.actor,
            at=clock.now(),
            told=form.incident_input(),
        ),
        lambda made: reverse("show_incident", args=[made.code]),
    )


def show_incident(request: ActingRequest, code: str) -> HttpResponse:
    """One incident, and what became of it."""
    row = get_or_404(queries.find_incident(by=request.actor, code=code))
    return render(
        request, "prosecution/show_incident.html", {"line": present_incident(row)}
    )


def decide_incident(request: ActingRequest, code: str) -> HttpResponse:
    """Make a case of it, or say why it is none."""
    row = get_or_404(queries.find_incident(by=request.actor, code=code))
    if not row.own:
        raise Http404
    back = reverse("show_incident", args=[code])

    def load_form(sent: QueryDict | None) -> LoadedForm:
        now = get_or_404(queries.find_incident(by=request.actor, code=code))
        state = labels.INCIDENT_STATES[now.state].words
        if not now.moves:
            raise MovedOnError(state, back)
        form = DecideIncidentForm(sent, moves=now.moves)
        return LoadedForm(form, INCIDENT.place(now.state), state)

    page = PageWords(
        _("Decide on the incident"),
        _("Record it"),
        back,
        _("The incident"),
        row.spoken_code,
    )
    return edit_page(
        request,
        page,
        load_form,
        lambda form: make_incident_decision(request, row, form.cleaned_data),
        lambda made: made,
    )


def make_incident_decision(
    request: ActingRequest, row: IncidentRow, said: dict[str, Any]
) -> str:
    """Do what the form says; the page to go on with."""
    by, at = request.actor, clock.now()
    if said["way"] == "open_case":
        official = said["official_agency"]
        case = actions.open_case_from_incident(
            by=by,
            at=at,
            incident=row.id,
            official_agency=official,
        )
        return (
            reverse("list_cases")
            if official
            else reverse("show_case", args=[case.code])
        )
    if said["way"] == "reject":
        actions.reject_incident(
            by=by,
            at=at,
            incident=row.id,
            reason=said["reason"],
        )
    else:
        actions.reconsider_incident(by=by, at=at, incident=row.id)
    return reverse("show_incident", args=[row.code])


def present_incident(row: IncidentRow) -> dict[str, Any]:
    """An incident in words."""
    return {
        "row": row,
        "state": labels.INCIDENT_STATES[row.state],
        "source": labels.SOURCES[row.source],
        "place": places.place_name(row.place_code),
        "country": places.country_name(row.country) if row.country else "",
        "reason": labels.NOT_A_CASE.get(row.reason, ""),
        "signs": [labels.SIGNS[sign] for sign in row.signs],
    }


INCIDENT_COLUMNS: list[ListColumn[IncidentRow]] = [
    ListColumn("code", _("Incident"), lambda r: r.spoken_code),
    ListColumn("source", _("How it came"), lambda r: r.source, words=labels.SOURCES),
    ListColumn("recorded", _("Day"), lambda r: r.recorded_at),
    ListColumn("state", _("State"), lambda r: r.state, words=labels.INCIDENT_STATES),
]
