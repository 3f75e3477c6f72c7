"""What a court took from a defendant of a case, and what became of it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sala.access.guards import ActingRequest
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
from sala.prosecution import actions
from sala.prosecution.forms.forfeitures import ForfeitureForm, MoveForfeitureForm
from sala.prosecution.labels import forfeitures as labels
from sala.prosecution.queries import courts
from sala.prosecution.queries import forfeitures as queries
from sala.prosecution.queries.forfeitures import ForfeitureRow
from sala.prosecution.states import FORFEITURE
from sala.prosecution.views.cases import case_form_page, case_or_404


def record_forfeiture(request: ActingRequest, code: str) -> HttpResponse:
    """What a court took from a defendant."""
    case = case_or_404(request, code)
    named = courts.find_defendants(by=request.actor, case_id=case.row.id)
    if not case.tries or not any(row.charges for row in named):
        raise Http404
    form = ForfeitureForm(
        posted_data(request),
        defendants=named,
        initial={"ordered_on": clock.today()},
    )
    return form_page(
        request,
        form,
        case_form_page(case, _("Record a forfeiture"), _("Record it")),
        lambda: actions.record_forfeiture(
            by=request.actor,
            at=clock.now(),
            defendant=UUID(form.cleaned_data["defendant"]),
            taken=form.forfeiture_input(),
        ),
        lambda _key: reverse("show_case", args=[code]),
    )


def move_forfeiture(request: ActingRequest, forfeiture: UUID) -> HttpResponse:
    """It was collected, or a higher court lifted it."""
    row = get_or_404(queries.find_forfeiture(by=request.actor, key=forfeiture))
    if not row.tries:
        raise Http404
    back = reverse("show_case", args=[row.case_code])

    def load_form(sent: QueryDict | None) -> LoadedForm:
        now = get_or_404(queries.find_forfeiture(by=request.actor, key=forfeiture))
        state = labels.STATES[now.state].words
        if not now.moves:
            raise MovedOnError(state, back)
        form = MoveForfeitureForm(
            sent,
            moves=now.moves,
            initial={"on": clock.today()},
        )
        return LoadedForm(form, FORFEITURE.place(now.state), state)

    page = PageWords(
        _("What became of it?"),
        _("Record it"),
        back,
        _("The case"),
        str(labels.KINDS[row.kind]),
    )
    return edit_page(
        request,
        page,
        load_form,
        lambda form: make_forfeiture_move(request, row, form.cleaned_data),
        lambda _n: back,
    )


def make_forfeiture_move(
    request: ActingRequest, row: ForfeitureRow, said: dict[str, Any]
) -> None:
    """Make the move that the form says."""
    told: dict[str, Any] = {
        "by": request.actor,
        "at": clock.now(),
        "forfeiture": row.id,
    }
    if said["way"] == "collect":
        actions.collect_forfeiture(
            **told,
            on=said["on"],
            collected=said["collected"],
        )
    else:
        actions.lift_forfeiture(**told, on=said["on"])
