"""Screenings that were set aside: why, who has them in hand, and what can be done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.desk.lookup import missing_as_404
from sala.desk.pages import MovedOnError, PageWords, form_page, get_or_404, posted_data
from sala.kit import clock
from sala.kit.states import NotAllowedError
from sala.kit.templatetags.kit import moment
from sala.screening import labels
from sala.screening.actions import envelopes
from sala.screening.actions import quarantine as actions
from sala.screening.actions.sealed_submissions import FaultError
from sala.screening.forms.quarantine import CloseForm, HandOverForm
from sala.screening.labels import Words
from sala.screening.queries import envelopes as queries
from sala.screening.queries.envelopes import AsideRow

STATES: dict[str, Words] = {
    "set_aside": gettext_lazy("Set aside"),
    "closed": gettext_lazy("Closed without being taken in"),
    "processed": gettext_lazy("Taken in"),
}


def show_envelope(request: ActingRequest, envelope: UUID) -> HttpResponse:
    """Why it waits, who has it, and what the viewer can do; nothing of the person."""
    row = get_or_404(
        queries.load_envelope(
            by=request.actor,
            key=envelope,
            at=clock.now(),
        ),
    )
    if row.state == "processed":  # what is left of it is the screening
        return redirect("show_screening", envelope)
    context = {
        "row": row,
        "fault": labels.FAULTS[row.fault],
        "facts": summary_rows(row),
    }
    return render(request, "screening/show_envelope.html", context)


def try_envelope(request: ActingRequest, envelope: UUID) -> HttpResponse:
    """Try again what was set aside."""
    if request.method == "POST":
        with missing_as_404():
            received = envelopes.try_again(
                by=request.actor,
                at=clock.now(),
                key=envelope,
            )
        if received.state == "processed":
            messages.success(request, _("It is taken in."))
        else:
            messages.warning(request, str(labels.FAULTS[received.fault]))
    return redirect("list_screenings")


def correct_envelope(request: ActingRequest, envelope: UUID) -> HttpResponse:
    """Open it as a draft, to put right what was wrong and send it again."""
    if request.method != "POST":
        return redirect("list_screenings")
    try:
        with missing_as_404():
            opened = actions.open_to_correct(
                by=request.actor,
                at=clock.now(),
                key=envelope,
            )
    except FaultError as error:
        messages.warning(request, str(labels.FAULTS[error.code]))
        return redirect("show_envelope", envelope)
    if opened.left_out:
        told = _("Left out, since the instrument has no such question: %(names)s.")
        messages.warning(request, told % {"names": ", ".join(opened.left_out)})
    return redirect("list_steps", opened.draft)


def hand_envelope(request: ActingRequest, envelope: UUID) -> HttpResponse:
    """Hand it to another officer of the agency."""
    row = to_move(request, envelope)
    known = queries.load_colleagues(by=request.actor)
    form = HandOverForm(posted_data(request), known=known)
    return form_page(
        request,
        form,
        page_of(row, _("Hand it to somebody else"), _("Hand it over")),
        lambda: actions.hand_over(
            by=request.actor,
            at=clock.now(),
            key=envelope,
            **form.said(),
        ),
        lambda _made: reverse("show_envelope", args=[envelope]),
    )


def close_envelope(request: ActingRequest, envelope: UUID) -> HttpResponse:
    """Close it without taking it in."""
    row = to_move(request, envelope)
    form = CloseForm(posted_data(request))
    return form_page(
        request,
        form,
        page_of(row, _("Close it without taking it in"), _("Close it")),
        lambda: actions.close_quarantined(
            by=request.actor,
            at=clock.now(),
            key=envelope,
            **form.cleaned_data,
        ),
        lambda _made: reverse("show_envelope", args=[envelope]),
    )


def reopen_envelope(request: ActingRequest, envelope: UUID) -> HttpResponse:
    """Take up again what was closed."""
    if request.method == "POST":
        try:
            with missing_as_404():
                actions.open_again(
                    by=request.actor,
                    at=clock.now(),
                    key=envelope,
                )
        except NotAllowedError as error:
            row = get_or_404(
                queries.load_envelope(
                    by=request.actor,
                    key=envelope,
                    at=clock.now(),
                ),
            )
            raise MovedOnError(state_of(row), envelope_address(envelope)) from error
        messages.success(request, _("It is recorded."))
    return redirect("show_envelope", envelope)


def to_move(request: ActingRequest, envelope: UUID) -> AsideRow:
    """What a supervisor can still move; leads to what became of it where a colleague
    was faster.
    """
    row = get_or_404(
        queries.load_envelope(
            by=request.actor,
            key=envelope,
            at=clock.now(),
        ),
    )
    if row.state != "set_aside":
        raise MovedOnError(state_of(row), envelope_address(envelope))
    return row


def envelope_address(envelope: UUID) -> str:
    """The page of one that was set aside."""
    return reverse("show_envelope", args=[envelope])


def state_of(row: AsideRow) -> Words:
    """Its state in words."""
    return STATES[row.state]


def page_of(row: AsideRow, title: str, button: str) -> PageWords:
    """The words around a form on one."""
    return PageWords(
        title=title,
        button=button,
        back=envelope_address(row.id),
        back_label=_("The screening that was set aside"),
        caption=f"{moment(row.received_at)}, {row.sent_by}",
        intro=labels.FAULTS[row.fault],
    )


def summary_rows(row: AsideRow) -> list[tuple[Words, Any]]:
    """Who sent it, who has it, what was done with it last."""
    told: list[tuple[Words, Any]] = [
        (_("State"), state_of(row)),
        (_("Arrived"), moment(row.received_at)),
        (_("Sent by"), row.sent_by),
        (_("In the hands of"), row.holder or row.sent_by),
    ]
    if row.moved_at:
        told += [
            (_("Last moved by"), f"{row.moved_by}, {moment(row.moved_at)}"),
            (_("Reason"), labels.MOVED[row.reason]),
        ]
    return told
