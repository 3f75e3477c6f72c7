"""Complaints: registered, screened, referred, or closed for a reviewed reason."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.access.roles import Role
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
from sala.kit.forms import KeptForm
from sala.kit.tags import StateTag, in_words
from sala.prosecution import actions, queries
from sala.prosecution.forms.complaints import (
    CloseComplaintForm,
    ComplaintForm,
    ReferComplaintForm,
    ReviewComplaintForm,
    SignsForm,
)
from sala.prosecution.labels import complaints as labels
from sala.prosecution.queries import ComplaintRow
from sala.prosecution.queries.people import INVESTIGATES, agencies_with

LIST = _("Complaints")


def list_complaints(request: ActingRequest) -> HttpResponse:
    """The complaints the viewer sees, the latest first."""
    state: ListFilter[ComplaintRow] = ListFilter(
        "state", _("State"), in_words(labels.COMPLAINT_STATES)
    )
    table = ListTable(
        page=lambda r: reverse("show_complaint", args=[r.code]),
        columns=COMPLAINT_COLUMNS,
        rows=queries.find_complaints(by=request.actor, state=state.chosen(request.GET)),
        file="sala-complaints",
        empty=_("No complaints."),
        filters=[state],
    )
    registers = may(request.actor, "prosecution.complaint.register")
    shown = Listing(
        title=LIST,
        tables=[table],
        intro=_(
            "Each is asked for signs of trafficking. One with signs goes to police and"
            " is not settled in the village."
        ),
        add_url=reverse("register_complaint") if registers else "",
        add_label=_("Register a complaint"),
    )
    return list_page(request, shown)


def register_complaint(request: ActingRequest) -> HttpResponse:
    """Register what somebody came to complain about."""
    form = ComplaintForm(posted_data(request), initial={"received_on": clock.today()})
    page = PageWords(
        _("Register a complaint"),
        _("Register"),
        reverse("list_complaints"),
        LIST,
    )
    return form_page(
        request,
        form,
        page,
        lambda: actions.register_complaint(
            by=request.actor,
            at=clock.now(),
            heard=form.complaint_input(),
        ),
        lambda made: shown_to(request, made.code),
    )


def shown_to(request: ActingRequest, code: str) -> str:
    """The complaint's page; the list, for whom it is hidden from now on."""
    row = queries.find_complaint(by=request.actor, code=code)
    return reverse("show_complaint", args=[code]) if row else reverse("list_complaints")


def show_complaint(request: ActingRequest, code: str) -> HttpResponse:
    """One complaint, what was found in it, and what can be done."""
    row = get_or_404(queries.find_complaint(by=request.actor, code=code))
    context = {
        "line": present_complaint(row),
        "signs": [(labels.SIGNS[s], labels.ANSWERS[a]) for s, a in row.signs.items()],
        "ways": complaint_ways(request.actor, row),
    }
    return render(request, "prosecution/show_complaint.html", context)


def screen_complaint(request: ActingRequest, code: str) -> HttpResponse:
    """Ask for the signs of trafficking."""
    row = complaint_for_move(request, code, "screen")

    def load_complaint_form(sent: QueryDict | None) -> LoadedForm:
        now = complaint_for_move(request, code, "screen")
        return LoadedForm(SignsForm(sent, initial=now.signs), now.version)

    return edit_page(
        request,
        complaint_form_page(row, _("Signs of trafficking"), _("Record the answers")),
        load_complaint_form,
        lambda form: actions.screen_complaint(
            by=request.actor,
            at=clock.now(),
            complaint=row.id,
            answers=form.sign_answers(),
            version=form.cleaned_data["version"],
        ),
        lambda _found: reverse("show_complaint", args=[code]),
    )


def refer_complaint(request: ActingRequest, code: str) -> HttpResponse:
    """Refer it to an agency that investigates."""
    row = complaint_for_move(request, code, "refer")
    if row.concerns_official:
        raise Http404
    investigating = agencies_with(by=request.actor, word=INVESTIGATES)
    form = ReferComplaintForm(posted_data(request), agencies=investigating)
    return form_page(
        request,
        form,
        complaint_form_page(row, _("Refer the complaint"), _("Refer it")),
        lambda: actions.refer_complaint(
            by=request.actor,
            at=clock.now(),
            complaint=row.id,
            agency=UUID(form.cleaned_data["agency"]),
        ),
        lambda _incident: reverse("show_complaint", args=[code]),
    )


def close_complaint(request: ActingRequest, code: str) -> HttpResponse:
    """Close it without police."""
    row = complaint_for_move(request, code, "close")
    return edit_page(
        request,
        complaint_form_page(row, _("Close the complaint"), _("Close it")),
        lambda sent: load_complaint_form(
            CloseComplaintForm(sent), complaint_for_move(request, code, "close")
        ),
        lambda form: actions.close_complaint(
            by=request.actor,
            at=clock.now(),
            complaint=row.id,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        ),
        lambda _nothing: reverse("show_complaint", args=[code]),
    )


def review_complaint(request: ActingRequest, code: str) -> HttpResponse:
    """Look again at one that was closed."""
    row = complaint_for_move(request, code, "agree")
    return edit_page(
        request,
        complaint_form_page(row, _("Review the closing"), _("Record the review")),
        lambda sent: load_complaint_form(
            ReviewComplaintForm(sent), complaint_for_move(request, code, "agree")
        ),
        lambda form: actions.review_closing(
            by=request.actor,
            at=clock.now(),
            complaint=row.id,
            agrees=form.cleaned_data["agrees"] == "yes",
            version=form.cleaned_data["version"],
        ),
        lambda _nothing: reverse("show_complaint", args=[code]),
    )


def take_up_complaint(request: ActingRequest, code: str) -> HttpResponse:
    """Oversight makes a case of a complaint about an official."""
    row = complaint_for_move(request, code, "refer")
    if not row.concerns_official:
        raise Http404
    form = forms.Form(posted_data(request))
    return form_page(
        request,
        form,
        complaint_form_page(row, _("Make it a case"), _("Open the case")),
        lambda: actions.open_case_on_official(
            by=request.actor,
            at=clock.now(),
            complaint=row.id,
        ),
        lambda made: reverse("show_case", args=[made.code]),
    )


def complaint_for_move(request: ActingRequest, code: str, move: str) -> ComplaintRow:
    """A complaint on which a move is open to the viewer's agency."""
    row = get_or_404(queries.find_complaint(by=request.actor, code=code))
    if not row.own:
        raise Http404
    if move not in row.moves:
        state = labels.COMPLAINT_STATES[row.state].words
        raise MovedOnError(state, reverse("show_complaint", args=[code]))
    return row


def load_complaint_form(form: KeptForm, row: ComplaintRow) -> LoadedForm:
    """A form for a step with a complaint, which knows where the complaint stands."""
    return LoadedForm(form, row.version, labels.COMPLAINT_STATES[row.state].words)


def complaint_form_page(row: ComplaintRow, title: Any, button: Any) -> PageWords:
    """The words around a form on one complaint."""
    back = reverse("show_complaint", args=[row.code])
    return PageWords(
        title,
        button,
        back,
        _("The complaint"),
        caption=row.spoken_code,
    )


def complaint_ways(by: Actor, row: ComplaintRow) -> list[tuple[str, Any]]:
    """The addresses of what the viewer can do next."""
    decides = may(by, "prosecution.complaint.decide")
    reviews = may(by, "prosecution.complaint.review") and not row.closed_by_viewer
    oversees = by.role == Role.OVERSIGHT
    known: tuple[tuple[str, str, Any, Any], ...] = (
        ("screen", "screen_complaint", _("Ask for signs of trafficking"), decides),
        ("refer", "refer_complaint", _("Refer it to police"), decides and not oversees),
        ("refer", "take_up_complaint", _("Make it a case"), oversees),
        ("close", "close_complaint", _("Close it without police"), decides),
        ("agree", "review_complaint", _("Review the closing"), reviews),
    )
    return [
        (reverse(name, args=[row.code]), label)
        for move, name, label, allowed in known
        if move in row.moves and allowed
    ]


def present_complaint(row: ComplaintRow) -> dict[str, Any]:
    """A complaint in words."""
    return {
        "row": row,
        "state": labels.COMPLAINT_STATES[row.state],
        "channel": labels.CHANNELS[row.channel],
        "about": labels.ABOUT[row.about],
        "place": places.place_name(row.place_code),
        "found": [labels.SIGNS[sign] for sign in row.found],
        "reason": labels.CLOSED_REASONS.get(row.closed_reason, ""),
    }


COMPLAINT_COLUMNS: list[ListColumn[ComplaintRow]] = [
    ListColumn("code", _("Complaint"), lambda r: r.spoken_code),
    ListColumn("about", _("About what"), lambda r: r.about, words=labels.ABOUT),
    ListColumn("received_on", _("Day"), lambda r: r.received_on),
    ListColumn(
        "state",
        _("State"),
        lambda r: r.state,
        lambda r: [
            labels.COMPLAINT_STATES[r.state],
            StateTag(_("Signs of trafficking"), "red") if r.found else None,
        ],
    ),
    ListColumn(
        "signs", _("Signs of trafficking"), lambda r: bool(r.found), shown=False
    ),
]
