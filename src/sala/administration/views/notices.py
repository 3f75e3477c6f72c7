"""Notices: what waits, and the page where."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from sala.access import notices
from sala.access.guards import ActingRequest
from sala.access.notices import NoticeRow
from sala.desk import paging
from sala.kit import clock


class ReadForm(forms.Form):
    """One notice to open, or none for all of them."""

    notice = forms.UUIDField(required=False)


def list_notices(request: ActingRequest) -> HttpResponse:
    """The viewer's notices; opening one, or saying that all are read, marks them."""
    at = clock.now()
    rows = notices.latest_notices(by=request.actor, at=at, like=like_of(request))
    form = ReadForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = form.cleaned_data["notice"]
        return read_and_open(request, chosen, rows) if chosen else read_all(request)
    number = paging.page_number(request.GET)
    on_page, more = paging.cut_page(rows, number, paging.PAGE)
    context = {
        "rows": on_page,
        "page": paging.ListPage(number, more, request.GET),
        "unread": any(row.unread for row in rows),
    }
    return render(request, "administration/list_notices.html", context)


def like_of(request: ActingRequest) -> UUID | None:
    """The notice like which all are asked for, if the address names one."""
    form = ReadForm(request.GET)
    return form.cleaned_data["notice"] if form.is_valid() else None


def read_all(request: ActingRequest) -> HttpResponse:
    """Mark everything as read."""
    notices.mark_all_read(by=request.actor, at=clock.now())
    return redirect("list_notices")


def read_and_open(
    request: ActingRequest,
    chosen: UUID,
    rows: list[NoticeRow],
) -> HttpResponse:
    """Mark one notice as read and go to what waits."""
    opened = [row for row in rows if row.id == chosen]
    notices.mark_read(
        by=request.actor,
        at=clock.now(),
        notices=[row.id for row in opened],
    )
    return redirect(opened[0].url if opened and opened[0].url else "list_notices")
