"""Where a sent screening leads: to its receipt, once or however often it is sent."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sala.access.guards import ActingRequest
from sala.screening import labels
from sala.screening.actions.envelopes import ReceivedEnvelope, already_received


def show_sent(request: ActingRequest, received: ReceivedEnvelope) -> HttpResponse:
    """The receipt, or why it waits."""
    if received.state == "processed":
        return redirect(f"{reverse('show_screening', args=[received.id])}?sent")
    messages.warning(request, str(labels.FAULTS[received.fault]))
    return redirect("list_screenings")


def show_sent_already(request: ActingRequest, draft: UUID) -> HttpResponse:
    """Where a page leads that was left behind, or sent twice: to what became of it."""
    received = already_received(by=request.actor, key=draft)
    if received is None:
        raise Http404
    return show_sent(request, received)
