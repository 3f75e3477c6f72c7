"""Requests to and from other countries."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.desk import places
from sala.desk.list_filters import ListFilter
from sala.desk.listing import (
    CellLink,
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
from sala.kit.tags import StateTag
from sala.prosecution import actions, queries
from sala.prosecution.forms.cooperation import CooperationForm, MoveCooperationForm
from sala.prosecution.labels import complaints as labels
from sala.prosecution.queries import CooperationRow
from sala.prosecution.states import COOPERATION

LIST = _("Requests between countries")


def list_cooperation(request: ActingRequest) -> HttpResponse:
    """The requests the viewer sees, the latest first."""
    waits: ListFilter[CooperationRow] = ListFilter(
        "open", _("State"), {"yes": _("Not answered, not closed")}
    )
    changes = bool(may(request.actor, "prosecution.cooperation.change"))
    table = ListTable(
        columns=[*COOPERATION_COLUMNS, *([NEXT_STEP] if changes else [])],
        rows=queries.find_requests(
            by=request.actor,
            today=clock.today(),
            open_only=bool(waits.chosen(request.GET)),
        ),
        file="sala-requests-between-countries",
        empty=_("No requests."),
        filters=[waits],
    )
    shown = Listing(
        title=LIST,
        tables=[table],
        add_url=reverse("record_cooperation") if changes else "",
        add_label=_("Record a request"),
    )
    return list_page(request, shown)


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


COOPERATION_COLUMNS: list[ListColumn[CooperationRow]] = [
    ListColumn(
        "country",
        _("Country"),
        lambda r: r.country,
        lambda r: places.country_name(r.country),
    ),
    ListColumn(
        "kind", _("What is asked"), lambda r: r.kind, words=labels.COOPERATION_KINDS
    ),
    ListColumn(
        "direction", _("Who asks"), lambda r: r.direction, words=labels.DIRECTIONS
    ),
    ListColumn("made_on", _("Day"), lambda r: r.made_on),
    ListColumn("due_on", _("Answer due"), lambda r: r.due_on),
    ListColumn(
        "state",
        _("State"),
        lambda r: r.state,
        lambda r: [
            labels.COOPERATION_STATES[r.state],
            StateTag(_("Late"), "red") if r.late else None,
        ],
    ),
]
NEXT_STEP: ListColumn[CooperationRow] = ListColumn(
    "",
    _("Next step"),
    lambda r: (
        CellLink(
            _("What became of it?"),
            reverse("move_cooperation", args=[r.id]),
            r.spoken_code,
        )
        if r.moves
        else "–"
    ),
)
