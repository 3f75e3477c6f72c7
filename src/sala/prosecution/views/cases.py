"""Cases: the list, one case with all that hangs on it, and each thing that is done to
it.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.access.roles import Role
from sala.desk.listing import (
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
from sala.prosecution import actions, queries
from sala.prosecution.actions.courts import AT_COURT
from sala.prosecution.forms.cases import (
    HANDS_ON,
    AssignForm,
    FactsForm,
    MoveCaseForm,
    OpenCaseForm,
)
from sala.prosecution.labels import cases as labels
from sala.prosecution.labels.cases import Words
from sala.prosecution.labels.takeovers import REASONS as TAKEOVER_REASONS
from sala.prosecution.queries import CaseFilter, CasePage
from sala.prosecution.queries import courts as court_queries
from sala.prosecution.queries import restitution as restitution_queries
from sala.prosecution.queries.forfeitures import find_forfeitures
from sala.prosecution.queries.people import agencies_with
from sala.prosecution.states import CASE
from sala.prosecution.views.case_columns import CASE_COLUMNS, case_filters
from sala.prosecution.views.case_summary import (
    case_initial,
    case_summary,
    present_case,
    present_elements,
    present_timeline,
    victim_words,
)
from sala.prosecution.views.presenters import (
    claim_line,
    defendant_line,
    forfeiture_line,
)

LIST = _("Cases")


def list_cases(request: ActingRequest) -> HttpResponse:
    """The cases the viewer sees; an unclear one says which element is missing."""
    state, meets, free = case_filters(request)
    wanted = CaseFilter(
        state.chosen(request.GET),
        meets.chosen(request.GET),
        "free" in request.GET,
    )
    table = ListTable(
        page=lambda r: reverse("show_case", args=[r.code]),
        columns=CASE_COLUMNS,
        rows=queries.find_cases(by=request.actor, wanted=wanted),
        file="sala-cases",
        empty=_("No cases. A case is opened from an incident."),
        filters=[state, meets, *([free] if free.choices else [])],
    )
    opens = may(request.actor, "prosecution.case.open")
    shown = Listing(
        title=LIST,
        tables=[table],
        add_url=reverse("open_case") if opens else "",
        add_label=_("Open a case"),
    )
    return list_page(request, shown)


def open_case(request: ActingRequest) -> HttpResponse:
    """Open a case of the own agency."""
    form = OpenCaseForm(posted_data(request))
    page = PageWords(_("Open a case"), _("Open the case"), reverse("list_cases"), LIST)
    return form_page(
        request,
        form,
        page,
        lambda: actions.open_case(
            by=request.actor,
            at=clock.now(),
            facts=form.case_findings(),
            official_agency=form.cleaned_data["official_agency"],
        ),
        lambda made: shown_to(request, made.code),
    )


def shown_to(request: ActingRequest, code: str) -> str:
    """The case's page; the list, for whom it is hidden from now on."""
    row = queries.find_case(by=request.actor, code=code)
    return reverse("show_case", args=[code]) if row else reverse("list_cases")


def show_case(request: ActingRequest, code: str) -> HttpResponse:
    """One case: its definition, its victims, who works on it, what happened when."""
    case = case_or_404(request, code)
    today = clock.today()
    requests = queries.find_requests(
        by=request.actor,
        today=today,
        case_id=case.row.id,
    )
    investigates = not case.row.frozen and may(
        request.actor, "prosecution.investigation.change"
    )
    context = {
        "case": case,
        "line": present_case(case.row),
        "elements": present_elements(case),
        "facts": case_summary(case),
        "reason": labels.REASONS.get(case.closed_reason, ""),
        "why_taken": (
            TAKEOVER_REASONS.get(case.takeover.reason, "") if case.takeover else ""
        ),
        "victims": [(victim, victim_words(victim)) for victim in case.victims],
        "investigations": [
            (i, labels.INVESTIGATION_STATES[i.state], labels.REASONS.get(i.reason, ""))
            for i in case.investigations
        ],
        "identities": [
            (r, labels.IDENTITY_STATES[r.state]) for r in case.identity_requests
        ],
        "investigates": investigates,
        "opens_investigation": (
            investigates
            and request.actor.role == Role.INVESTIGATOR
            and case.row.state == "open"
        ),
        "assigned": [(a, Role(a.role).label) for a in case.assignments],
        **at_court(request, case),
        "cooperation": list(requests),
        **present_timeline(case, today),
    }
    return render(request, "prosecution/show_case.html", context)


def at_court(request: ActingRequest, case: CasePage) -> dict[str, Any]:
    """Who is charged, what the courts said and took, and what the victims are owed."""
    by, today = request.actor, clock.today()
    charges = case.tries and may(by, "prosecution.charge.file")
    defendants = court_queries.find_defendants(by=by, case_id=case.row.id)
    claims = restitution_queries.claims_of_case(
        by=by,
        case_id=case.row.id,
        today=today,
    )
    taken = find_forfeitures(by=by, case_id=case.row.id)
    return {
        "defendants": [defendant_line(row) for row in defendants],
        "claims": [claim_line(row) for row in claims],
        "forfeitures": [forfeiture_line(row) for row in taken],
        "may_forfeit": (
            case.tries
            and may(by, "prosecution.forfeiture.record")
            and any(row.charges for row in defendants)
        ),
        "may_charge": charges and case.row.state in AT_COURT,
        "may_rename": charges,
        "may_order": (
            case.tries
            and may(by, "prosecution.restitution.decide")
            and any(row.state == "open" for row in claims)
        ),
    }


def change_case(request: ActingRequest, code: str) -> HttpResponse:
    """Record what was found."""
    case = case_or_404(request, code)
    if not case.may_change:
        raise Http404

    def load_form(sent: QueryDict | None) -> LoadedForm:
        now = case_or_404(request, code)
        form = FactsForm(sent, initial=case_initial(now))
        return LoadedForm(
            form,
            now.version,
            name=now.changed_by,
            at=now.changed_at,
        )

    return edit_page(
        request,
        case_form_page(case, _("What was found"), _("Record it")),
        load_form,
        lambda form: actions.change_case(
            by=request.actor,
            at=clock.now(),
            case=case.row.id,
            facts=form.case_findings(),
            version=form.cleaned_data["version"],
        ),
        lambda _nothing: reverse("show_case", args=[code]),
    )


def move_case(request: ActingRequest, code: str) -> HttpResponse:
    """Hand it on, send it back, close it or open it again."""
    case = case_or_404(request, code)

    def load_form(sent: QueryDict | None) -> LoadedForm:
        now = case_or_404(request, code)
        state, moves = labels.CASE_STATES[now.row.state].words, now.moves
        if not moves:
            raise MovedOnError(state, reverse("show_case", args=[code]))
        takers = [
            agencies_with(by=request.actor, word=HANDS_ON[m])
            for m in moves
            if m in HANDS_ON
        ]
        form = MoveCaseForm(
            sent,
            moves=moves,
            agencies=[one for rows in takers for one in rows],
        )
        return LoadedForm(form, CASE.place(now.row.state), state)

    return edit_page(
        request,
        case_form_page(case, _("How does the case go on?"), _("Record it")),
        load_form,
        lambda form: make_case_move(request, case, form.cleaned_data),
        lambda _nothing: shown_to(request, code),
    )


def make_case_move(
    request: ActingRequest, case: CasePage, said: dict[str, Any]
) -> None:
    """Make the move that the form says."""
    by, at, way = request.actor, clock.now(), said["way"]
    if way == "close":
        actions.close_case(
            by=by,
            at=at,
            case=case.row.id,
            reason=said["reason"],
        )
    elif way == "reopen":
        actions.reopen_case(
            by=by,
            at=at,
            case=case.row.id,
        )
    else:
        agency = UUID(said["agency"]) if way in HANDS_ON else None
        actions.hand_on(
            by=by,
            at=at,
            case=case.row.id,
            way=way,
            agency=agency,
        )


def assign_case(request: ActingRequest, code: str) -> HttpResponse:
    """Give it to somebody."""
    case = case_or_404(request, code)
    posts = queries.assignable_posts(by=request.actor, case_id=case.row.id)
    form = AssignForm(posted_data(request), known=posts)
    return form_page(
        request,
        form,
        case_form_page(case, _("Who works on the case?"), _("Give it to them")),
        lambda: actions.assign_case(
            by=request.actor,
            at=clock.now(),
            case=case.row.id,
            **form.chosen_post(),
        ),
        lambda _key: reverse("show_case", args=[code]),
    )


def end_assignment(request: ActingRequest, code: str, assignment: UUID) -> HttpResponse:
    """Take it from somebody."""
    case = case_or_404(request, code)
    row = get_or_404(
        next((a for a in case.assignments if a.id == assignment and a.may_end), None),
    )
    return form_page(
        request,
        forms.Form(posted_data(request)),
        case_form_page(
            case, _("Take the case from somebody"), _("Take it from them"), row.name
        ),
        lambda: actions.end_assignment(
            by=request.actor,
            at=clock.now(),
            assignment=assignment,
        ),
        lambda _nothing: reverse("show_case", args=[code]),
    )


def case_or_404(request: ActingRequest, code: str) -> CasePage:
    """The case an address names; "not found" where the asker sees none."""
    return get_or_404(queries.case_page(by=request.actor, code=code))


def case_form_page(
    case: CasePage,
    title: Words,
    button: Words,
    intro: Words = "",
) -> PageWords:
    """The words around a form on one case."""
    back = reverse("show_case", args=[case.row.code])
    return PageWords(
        title,
        button,
        back,
        _("The case"),
        case.row.spoken_code,
        intro,
    )
