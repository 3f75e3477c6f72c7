"""Victims of a case and their records, investigations, and that a person has a case."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.access.roles import Role
from sala.desk import conflicts
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
from sala.people import lookup as people
from sala.prosecution import actions, queries
from sala.prosecution.forms.cases import (
    AnswerIdentityForm,
    AskIdentityForm,
    InvestigationForm,
    MoveInvestigationForm,
    VictimFactsForm,
    VictimForm,
)
from sala.prosecution.labels import cases as labels
from sala.prosecution.labels import restitution as money
from sala.prosecution.queries import CasePage, restitution
from sala.prosecution.queries.people import IdentityRow, VictimRow
from sala.prosecution.states import IDENTITY_REQUEST, INVESTIGATION
from sala.prosecution.views.cases import case_form_page, case_or_404


def person_fragment(request: ActingRequest, code: str) -> HttpResponse:
    """That there is a case on a person, and how far it is."""
    person = people.person_or_404(request, code)
    rows = queries.cases_of_person(by=request.actor, person_id=person.id)
    today = clock.today()
    owed = restitution.restitution_of_person(
        by=request.actor,
        person_id=person.id,
        today=today,
    )
    context = {
        "rows": [(row, labels.CASE_STATES[row.state]) for row in rows],
        "claims": [(row, money.CLAIM_STATES[row.state]) for row in owed],
    }
    return render(request, "prosecution/of_person.html", context)


def add_victim(request: ActingRequest, code: str) -> HttpResponse:
    """Name a victim by the code of their record."""
    case = case_or_404(request, code)
    if not case.may_change:
        raise Http404
    form = VictimForm(posted_data(request))
    intro = _(
        "The case learns the code and what you fill in, and nothing else of the"
        " record.",
    )
    return form_page(
        request,
        form,
        case_form_page(case, _("Name a victim"), _("Name them"), intro),
        lambda: actions.add_victim(
            by=request.actor,
            at=clock.now(),
            case=case.row.id,
            code=form.cleaned_data["code"],
            **form.described(),
        ),
        lambda _key: reverse("show_case", args=[code]),
    )


def describe_victim(request: ActingRequest, code: str, victim: UUID) -> HttpResponse:
    """Correct what the case says of a victim: the law asks whether they are a child."""
    case = case_or_404(request, code)
    row = victim_of(case, victim)
    if not case.may_change:
        raise Http404

    def load_form(sent: QueryDict | None) -> LoadedForm:
        now = victim_of(case_or_404(request, code), victim)
        first = {
            "sex": now.sex,
            "age_group": now.age_group,
            "citizenship": now.citizenship,
        }
        return LoadedForm(VictimFactsForm(sent, initial=first))

    return edit_page(
        request,
        case_form_page(case, _("The victim"), _("Record it"), row.spoken_code),
        load_form,
        lambda form: actions.describe_victim(
            by=request.actor,
            victim=victim,
            now=form.described(),
            before=conflicts.shown_values(form) or {},
        ),
        lambda _nothing: reverse("show_case", args=[code]),
    )


def victim_of(case: CasePage, victim: UUID) -> VictimRow:
    """A victim whom the case names; "not found" where there is none."""
    return get_or_404(next((v for v in case.victims if v.id == victim), None))


def ask_identity(request: ActingRequest, code: str, victim: UUID) -> HttpResponse:
    """Ask the agency that keeps a victim's record to open it."""
    case = case_or_404(request, code)
    row = victim_of(case, victim)
    form = AskIdentityForm(posted_data(request))
    return form_page(
        request,
        form,
        case_form_page(
            case, _("Ask to see a victim’s record"), _("Ask"), row.spoken_code
        ),
        lambda: actions.ask_identity(
            by=request.actor,
            at=clock.now(),
            victim=victim,
            reason=form.cleaned_data["reason"],
        ),
        lambda _key: reverse("show_case", args=[code]),
    )


def list_identity_requests(request: ActingRequest) -> HttpResponse:
    """Who asks to see a record that the viewer's agency keeps."""
    table = ListTable(
        columns=IDENTITY_COLUMNS,
        rows=queries.identity_requests(by=request.actor),
        file="sala-requests-to-see-a-record",
        empty=_("Nobody asks to see a record."),
    )
    title = _("Requests to see a record for a case")
    return list_page(request, Listing(title=title, tables=[table]))


def answer_identity(request: ActingRequest, asked: UUID) -> HttpResponse:
    """Open the record to them until a day, or say why not."""
    row = get_or_404(queries.identity_request(by=request.actor, request_id=asked))
    if row.state == "asked" and not row.answerable:
        raise Http404
    back = reverse("list_identity_requests")

    def load_form(sent: QueryDict | None) -> LoadedForm:
        now = get_or_404(queries.identity_request(by=request.actor, request_id=asked))
        state = labels.IDENTITY_STATES[now.state].words
        if now.state != "asked":
            raise MovedOnError(state, back)
        return LoadedForm(
            AnswerIdentityForm(sent), IDENTITY_REQUEST.place(now.state), state
        )

    page = PageWords(
        labels.IDENTITY_REASONS[row.reason],
        _("Send the answer"),
        back,
        _("Requests"),
        row.spoken_code,
        row.agency,
    )
    return edit_page(
        request,
        page,
        load_form,
        lambda form: send_answer(request, asked, form.cleaned_data),
        lambda _n: back,
    )


def send_answer(request: ActingRequest, asked: UUID, said: dict[str, Any]) -> None:
    """Give the answer that the form says."""
    if said["answer"] == "grant":
        actions.grant_identity(
            by=request.actor,
            at=clock.now(),
            request=asked,
            until=said["until"],
        )
    else:
        actions.decline_identity(
            by=request.actor,
            at=clock.now(),
            request=asked,
            reason=said["reason"],
        )


def open_investigation(request: ActingRequest, code: str) -> HttpResponse:
    """Open an investigation in a case."""
    case = case_or_404(request, code)
    if request.actor.role != Role.INVESTIGATOR:
        raise Http404
    if case.row.state != "open":
        state = labels.CASE_STATES[case.row.state].words
        raise MovedOnError(state, reverse("show_case", args=[code]))
    form = InvestigationForm(posted_data(request), initial={"opened_on": clock.today()})
    return form_page(
        request,
        form,
        case_form_page(case, _("Open an investigation"), _("Open it")),
        lambda: actions.open_investigation(
            by=request.actor,
            at=clock.now(),
            case=case.row.id,
            opened_on=form.cleaned_data["opened_on"],
        ),
        lambda _key: reverse("show_case", args=[code]),
    )


def move_investigation(
    request: ActingRequest,
    code: str,
    investigation: UUID,
) -> HttpResponse:
    """Say what became of an investigation."""
    case = case_or_404(request, code)
    if not may(request.actor, "prosecution.investigation.change"):
        raise Http404

    def load_form(sent: QueryDict | None) -> LoadedForm:
        rows = case_or_404(request, code).investigations
        now = get_or_404(next((i for i in rows if i.id == investigation), None))
        state = labels.INVESTIGATION_STATES[now.state].words
        if not now.moves:
            raise MovedOnError(state, reverse("show_case", args=[code]))
        form = MoveInvestigationForm(
            sent,
            moves=now.moves,
            known=labels.INVESTIGATION_MOVES,
            initial={"on": clock.today()},
        )
        return LoadedForm(form, INVESTIGATION.place(now.state), state)

    return edit_page(
        request,
        case_form_page(case, _("The investigation"), _("Record it")),
        load_form,
        lambda form: actions.move_investigation(
            by=request.actor,
            at=clock.now(),
            investigation=investigation,
            **form.said,
        ),
        lambda _nothing: reverse("show_case", args=[code]),
    )


IDENTITY_COLUMNS: list[ListColumn[IdentityRow]] = [
    ListColumn("person", _("Person"), lambda r: r.spoken_code),
    ListColumn("agency", _("Agency"), lambda r: r.agency),
    ListColumn("asked_at", _("Day"), lambda r: r.asked_at),
    ListColumn(
        "reason",
        _("Reason"),
        lambda r: r.reason,
        words=labels.IDENTITY_REASONS,
        filters=True,
    ),
    ListColumn(
        "",
        _("Next step"),
        lambda r: (
            CellLink(
                _("Answer"), reverse("answer_identity", args=[r.id]), r.spoken_code
            )
            if r.answerable
            else "–"
        ),
    ),
]
