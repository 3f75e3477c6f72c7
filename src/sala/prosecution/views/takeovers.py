"""The central office takes a case over; oversight keeps it, or gives it back."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sala.access.guards import ActingRequest
from sala.desk.pages import form_page, posted_data
from sala.kit import clock
from sala.prosecution import actions
from sala.prosecution.forms.takeovers import SteerTakeoverForm, TakeOverForm
from sala.prosecution.queries import CasePage
from sala.prosecution.views.cases import case_form_page, case_or_404, shown_to

HOW_IT_WORKS = _(
    "The central office works on it from now on. You and everybody who sees the case"
    " today go on seeing it as it is now. Nobody but the central office learns why.",
)


def take_over_case(request: ActingRequest, code: str) -> HttpResponse:
    """Hand it to the central office, whatever the reason."""
    case = case_or_404(request, code)
    if case.takeover is not None and case.takeover.may_steer:
        return _steer(request, case)
    if not case.may_hand_over:
        raise Http404
    form = TakeOverForm(posted_data(request))
    return form_page(
        request,
        form,
        case_form_page(
            case,
            _("Hand the case to the central office"),
            _("Hand it over"),
            HOW_IT_WORKS,
        ),
        lambda: actions.take_over_case(
            by=request.actor,
            at=clock.now(),
            case=case.row.id,
            reason=form.cleaned_data["reason"],
            official_agency=form.cleaned_data["official_agency"],
        ),
        lambda _nothing: shown_to(request, code),
    )


def _steer(request: ActingRequest, case: CasePage) -> HttpResponse:
    form = SteerTakeoverForm(
        posted_data(request), confirmed=bool(case.takeover and case.takeover.confirmed)
    )
    by, key = request.actor, case.row.id

    def steer() -> None:
        if form.cleaned_data["do"] == "confirm":
            actions.confirm_takeover(by=by, case=key)
        elif form.cleaned_data["do"] == "give_back":
            actions.give_back_case(by=by, at=clock.now(), case=key)
        else:
            agency = form.cleaned_data["official_agency"]
            actions.name_official(by=by, case=key, agency_code=agency)

    return form_page(
        request,
        form,
        case_form_page(case, _("The case at the central office"), _("Record it")),
        steer,
        lambda _nothing: reverse("list_cases"),
    )
