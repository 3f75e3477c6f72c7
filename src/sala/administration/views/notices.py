"""Notices: what waits, and the page where."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from sala.access import notices
from sala.access.guards import ActingRequest
from sala.kit import clock


class ReadForm(forms.Form):
    """One notice to open, or none for all of them."""

    notice = forms.UUIDField(required=False)


def list_notices(request: ActingRequest) -> HttpResponse:
    """The viewer's notices; opening one, or saying that all are read, marks them."""
    rows = notices.latest_notices(by=request.actor, at=clock.now())
    form = ReadForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = form.cleaned_data["notice"]
        opened = [row for row in rows if chosen is None or row.id == chosen]
        notices.mark_read(
            by=request.actor,
            at=clock.now(),
            notices=[row.id for row in opened],
        )
        return redirect(
            opened[0].url if chosen and opened and opened[0].url else "list_notices",
        )
    waiting = sum(row.unread for row in rows)
    return render(
        request,
        "administration/list_notices.html",
        {"rows": rows, "unread": waiting},
    )
