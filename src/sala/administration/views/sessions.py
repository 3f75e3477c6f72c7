"""Where the user is signed in, and ending it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sala.access import sessions
from sala.access.guards import ActingRequest
from sala.kit import clock


def list_sessions(request: ActingRequest) -> HttpResponse:
    """Show the own sessions; end one of them, or all but this."""
    here = request.session.session_key
    if request.method == "POST":
        only = request.POST.get("session")
        sessions.end_own_sessions(by=request.actor, only=only, but=here)
        messages.success(request, _("It is ended."))
        return redirect("list_sessions")
    rows = sessions.own_sessions(by=request.actor, here=here, at=clock.now())
    page = {"rows": rows, "others": len(rows) > 1}
    return render(request, "administration/list_sessions.html", page)
