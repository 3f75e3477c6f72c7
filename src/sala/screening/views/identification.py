"""Whether somebody is a victim: asked, decided, received, looked at again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.countries import queries as countries
from sala.desk import places
from sala.desk.listing import (
    Cell,
    CellLink,
    CellPart,
    ListColumn,
    Listing,
    ListTable,
    list_page,
)
from sala.desk.lookup import missing_as_404
from sala.desk.pages import LoadedForm, MovedOnError, get_or_404, say_late, submit_form
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.kit.merge_forms import in_words_of
from sala.kit.tags import StateTag
from sala.people import codes
from sala.people import lookup as found
from sala.people.queries import find_person as person_by_code
from sala.screening import labels
from sala.screening.actions import identification as actions
from sala.screening.forms.identification import (
    AskForm,
    IdentificationDecisionForm,
    ReceiveForm,
    ReviewForm,
)
from sala.screening.queries import identification as queries
from sala.screening.queries import screenings
from sala.screening.queries.identification import DecisionRow, RequestRow
from sala.screening.queries.screenings import ScreeningRow

DESCRIBED = ("sex", "age_group", "citizenship")


def person_fragment(request: ActingRequest, code: str) -> HttpResponse:
    """Whether a person is a victim, on the person's page."""
    by = request.actor
    person = found.person_or_404(request, code)
    about = queries.describe_person(by=by, person=person.id)
    waits = queries.requests_on(by=by, person=person.id)
    context = {
        "person": person,
        "status": labels.STATUS[about.status],
        "requests": [asked_line(row) for row in waits],
        "decisions": [
            decision_line(row) for row in queries.decisions_on(by=by, person=person.id)
        ],
        "screenings": [
            present_screening(row)
            for row in screenings.screenings_on(by=by, person=person.id)
        ],
        "may_screen": (
            may(by, "screening.screening.record") and person.erased_at is None
        ),
        "may_see_screening": may(by, "screening.screening.view"),
        "may_ask": (
            may(by, "screening.identification.ask")
            and about.status != "identified"
            and not waits
        ),
        "may_receive": may(by, "screening.identification.decide"),
        "may_review": may(by, "screening.identification.review") and not waits,
        # Who sees what help there is refers from there.
        "may_refer": (
            may(by, "protection.referral.send")
            and not may(by, "protection.person.view")
        ),
    }
    return render(request, "screening/of_person.html", context)


def ask_identification(request: ActingRequest, code: str) -> HttpResponse:
    """Ask the authority of the country."""
    person = found.person_or_404(request, code)
    about = queries.describe_person(by=request.actor, person=person.id)
    known = {name: getattr(about, name) for name in DESCRIBED}
    known["screening"] = request.GET.get("screening", "")
    form = AskForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        with missing_as_404(), reporting_to(form):
            actions.request_identification(
                by=request.actor,
                at=clock.now(),
                person=person.id,
                described=form.about(),
                screening=form.cleaned_data["screening"],
            )
            messages.success(request, _("The authority is asked."))
            return redirect("show_person", code)
    return render(
        request,
        "screening/ask_identification.html",
        {"form": form, "person": person},
    )


def present_screening(row: ScreeningRow) -> dict[str, Any]:
    """A screening on a person's page."""
    return {
        "row": row,
        "instrument": countries.instrument_names().get(row.instrument, row.instrument),
        "outcome": labels.CONCLUDED[row.outcome],
    }


def list_requests(request: ActingRequest) -> HttpResponse:
    """What the authority has to decide, what is due first on top."""
    decides = bool(may(request.actor, "screening.identification.decide"))
    table = ListTable(
        columns=[*REQUEST_COLUMNS, *([DECIDE] if decides else [])],
        rows=queries.to_decide(by=request.actor),
        file="sala-requests-for-identification",
        empty=_("Nothing waits for a decision."),
    )
    title = _("Requests for identification")
    return list_page(request, Listing(title=title, tables=[table]))


def decide_identification(request: ActingRequest, request_id: UUID) -> HttpResponse:
    """Decide on one request, on act, means and purpose."""

    def decide(form: IdentificationDecisionForm) -> None:
        actions.record_decision(
            by=request.actor,
            at=clock.now(),
            request=request_id,
            finding=form.finding(form.cleaned_data["outcome"]),
        )

    def kept(sent: QueryDict | None) -> LoadedForm:
        return to_decide(request, request_id, sent)

    try:
        done = submit_form(request, kept, decide, _("The decision is recorded."))
    except MovedOnError as late:
        return decided_meanwhile(request, request_id, late)
    if done.made:
        return redirect("list_requests")
    row = request_or_404(request, request_id)
    sees = person_by_code(by=request.actor, code=row.person_code)
    told = (
        screenings.screenings_on(by=request.actor, person=row.person_id) if sees else []
    )
    context = {
        "form": done.form,
        "overtaken": done.overtaken,
        "line": asked_line(row),
        "person": sees,
        "screenings": [present_screening(found) for found in told],
    }
    return render(request, "screening/decide_identification.html", context)


def request_or_404(request: ActingRequest, request_id: UUID) -> RequestRow:
    """A request to the viewer's authority; "not found" where there is none."""
    return get_or_404(queries.load_request(by=request.actor, key=request_id))


def to_decide(
    request: ActingRequest, request_id: UUID, sent: QueryDict | None
) -> LoadedForm:
    """The form to decide with, which knows what was decided so far."""
    row = request_or_404(request, request_id)
    made = queries.decisions_of_request(by=request.actor, key=request_id)
    state = labels.OUTCOMES[made[0].outcome] if made else ""
    if row.state == "decided":
        raise MovedOnError(state, reverse("show_decision", args=[request_id]))
    form = IdentificationDecisionForm(
        sent, initial={name: getattr(row, name) for name in DESCRIBED}
    )
    return LoadedForm(form, len(made) + 1, state)


def decided_meanwhile(
    request: ActingRequest,
    request_id: UUID,
    late: MovedOnError,
) -> HttpResponse:
    """What was decided, to whoever would have decided too; with what they typed, which
    counts for nothing unless a review is asked for.
    """
    if request.method != "POST":
        raise late
    say_late(request, late.state)
    return decision_shown(
        request, request_id, in_words_of(IdentificationDecisionForm(request.POST))
    )


def show_decision(request: ActingRequest, request_id: UUID) -> HttpResponse:
    """What the authority decided on a request, for its officers."""
    return decision_shown(request, request_id, [])


def decision_shown(
    request: ActingRequest,
    request_id: UUID,
    typed: list[tuple[labels.Words, str]],
) -> HttpResponse:
    """The decisions on a request, and what a colleague typed too late."""
    row = request_or_404(request, request_id)
    made = queries.decisions_of_request(by=request.actor, key=request_id)
    context = {
        "line": asked_line(row),
        "person": person_by_code(by=request.actor, code=row.person_code),
        "decisions": [decision_line(one) for one in made],
        "typed": typed,
    }
    return render(request, "screening/show_decision.html", context)


def receive_identified(request: ActingRequest, code: str) -> HttpResponse:
    """Record that a neighbour's authority identified the person, who is home now."""
    person = found.person_or_404(request, code)
    about = queries.describe_person(by=request.actor, person=person.id)
    known = {name: getattr(about, name) for name in DESCRIBED}
    form = ReceiveForm(
        request.POST if request.method == "POST" else None,
        initial=known,
    )
    if form.is_valid():
        with missing_as_404(), reporting_to(form):
            actions.receive_identification(
                by=request.actor,
                at=clock.now(),
                person=person.id,
                abroad=form.abroad(),
                finding=form.finding("identified"),
            )
            messages.success(request, _("The decision is recorded."))
            return redirect("show_person", code)
    return render(
        request,
        "screening/receive_identified.html",
        {"form": form, "person": person},
    )


def ask_review(request: ActingRequest, decision: UUID) -> HttpResponse:
    """Ask that another officer looks at a decision again."""
    known = queries.load_decision(by=request.actor, key=decision)
    if known is None:
        raise Http404
    row, code = known
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with missing_as_404(), reporting_to(form):
            actions.ask_review(
                by=request.actor,
                at=clock.now(),
                decision=decision,
                **form.cleaned_data,
            )
            messages.success(request, _("The authority is asked to look at it again."))
            return redirect("show_person", code)
    context = {
        "form": form,
        "line": decision_line(row),
        "code": code,
    }
    return render(request, "screening/ask_review.html", context)


def asked_line(row: RequestRow) -> dict[str, Any]:
    """A request in words."""
    return {
        "row": row,
        "spoken": codes.grouped_for_reading(row.person_code),
        "late": row.late(clock.today()),
        "citizenship": places.country_name(row.citizenship) if row.citizenship else "",
    }


def decision_line(row: DecisionRow) -> dict[str, Any]:
    """A decision in words, with the element that is missing named."""
    return {
        "row": row,
        "outcome": labels.OUTCOMES[row.outcome],
        "form": labels.FORMS.get(row.form, ""),
        "neighbour": places.country_name(row.neighbour) if row.neighbour else "",
        "exploited_in": (
            places.country_name(row.exploited_in) if row.exploited_in else ""
        ),
        "missing": [labels.ELEMENTS[name] for name in row.unmet],
    }


def request_state_cell(row: RequestRow) -> Cell:
    """What is to be known of a request before it is opened."""
    tags: list[CellPart] = []
    if row.late(clock.today()):
        tags.append(StateTag(_("Late"), "red"))
    if row.state == "more_information":
        tags.append(StateTag(_("More information is wanted"), "yellow"))
    if row.review:
        tags.append(StateTag(_("Review"), "blue"))
    return tags or StateTag(_("Waits for a decision"), "yellow")


REQUEST_COLUMNS: list[ListColumn[RequestRow]] = [
    ListColumn(
        "person",
        gettext_lazy("Person"),
        lambda r: codes.grouped_for_reading(r.person_code),
    ),
    ListColumn("state", gettext_lazy("State"), lambda r: r.state, request_state_cell),
    ListColumn("review", gettext_lazy("Review"), lambda r: r.review, shown=False),
    ListColumn("agency", gettext_lazy("Asked by"), lambda r: r.agency),
    ListColumn("asked", gettext_lazy("Asked on"), lambda r: r.asked_at),
    ListColumn("due", gettext_lazy("Decide by"), lambda r: r.due_on),
]
DECIDE: ListColumn[RequestRow] = ListColumn(
    "",
    gettext_lazy("Next step"),
    lambda r: CellLink(
        _("Decide"),
        reverse("decide_identification", args=[r.id]),
        codes.grouped_for_reading(r.person_code),
    ),
)
