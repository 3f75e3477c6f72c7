"""Requests to and from other countries."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.desk import paging, places
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
from sala.prosecution import actions, queries
from sala.prosecution.forms.cooperation import CooperationForm, MoveCooperationForm
from sala.prosecution.labels import complaints as labels
from sala.prosecution.queries import CooperationRow
from sala.prosecution.states import COOPERATION
from sala.prosecution.views.presenters import list_filters

LIST = _("Requests between countries")


def list_cooperation(request: ActingRequest) -> HttpResponse:
    """The requests the viewer sees, the latest first."""
    number = paging.page_number(request.GET)
    rows, more = queries.find_requests(
        by=request.actor,
        today=clock.today(),
        open_only="open" in request.GET,
        page=number,
    )
    context = {
        "lines": [present_request(row) for row in rows],
        "may_record": may(request.actor, "prosecution.cooperation.change"),
        "filters": list_filters(
            request.GET, open={"yes": _("Not answered, not closed")}
        ),
        "page": paging.ListPage(number, more),
    }
    return render(request, "prosecution/list_cooperation.html", context)


def record_cooperation(request: ActingRequest) -> HttpResponse:
    """Record a request; `?case=` ties it to a case the viewer sees."""
    asked = request.GET.get("case", "")
    case = (
        get_or_404(queries.find_case(by=request.actor, code=asked)) if asked else None
    )
    form = CooperationForm(posted_data(request), initial={"made_on": clock.today()})
    back = (
        reverse("show_case", args=[case.code]) if case else reverse("list_cooperation")
    )
    page = PageWords(
        _("Record a request"),
        _("Record it"),
        back,
        _("The case") if case else LIST,
        case.spoken_code if case else "",
    )
    return form_page(
        request,
        form,
        page,
        lambda: actions.record_cooperation(
            by=request.actor,
            at=clock.now(),
            wanted=form.cooperation_input(),
            case=case.id if case else None,
        ),
        lambda _key: back,
    )


def move_cooperation(request: ActingRequest, asked: UUID) -> HttpResponse:
    """Say what became of a request."""
    today, back = clock.today(), reverse("list_cooperation")
    row = get_or_404(
        queries.find_request(
            by=request.actor,
            request_id=asked,
            today=today,
        ),
    )

    def load_form(sent: QueryDict | None) -> LoadedForm:
        now = get_or_404(
            queries.find_request(
                by=request.actor,
                request_id=asked,
                today=today,
            ),
        )
        state = labels.COOPERATION_STATES[now.state].words
        if not now.moves:
            raise MovedOnError(state, back)
        form = MoveCooperationForm(
            sent,
            moves=now.moves,
            known=labels.COOPERATION_MOVES,
            initial={"on": today},
        )
        return LoadedForm(form, COOPERATION.place(now.state), state)

    page = PageWords(
        labels.COOPERATION_KINDS[row.kind],
        _("Record it"),
        back,
        LIST,
        row.spoken_code,
    )
    return edit_page(
        request,
        page,
        load_form,
        lambda form: actions.move_cooperation(
            by=request.actor,
            at=clock.now(),
            request=asked,
            **form.said,
        ),
        lambda _nothing: back,
    )


def present_request(row: CooperationRow) -> dict[str, Any]:
    """A request in words."""
    return {
        "row": row,
        "state": labels.COOPERATION_STATES[row.state],
        "direction": labels.DIRECTIONS[row.direction],
        "kind": labels.COOPERATION_KINDS[row.kind],
        "country": places.country_name(row.country),
    }
