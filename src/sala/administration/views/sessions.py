"""Where the user is signed in, and ending it."""

from urllib.parse import urlencode

from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sala.access import sessions
from sala.access.guards import ActingRequest
from sala.kit import clock


def list_sessions(request: ActingRequest) -> HttpResponse:
    """Show the own sessions; end one of them, or all but this.

    Who has only found the phone ends none of its owner's others: a factor is asked.
    """
    here = request.session.session_key
    if request.method == "POST" and not gave_factor_lately(request):
        messages.info(request, _("Show that it is you. Then end it."))
        back = urlencode({"next": reverse("list_sessions")})
        return redirect(f"{reverse('account_reauthenticate')}?{back}")
    if request.method == "POST":
        only = request.POST.get("session")
        sessions.end_own_sessions(by=request.actor, only=only, but=here)
        messages.success(request, _("It is ended."))
        return redirect("list_sessions")
    rows = sessions.own_sessions(by=request.actor, here=here, at=clock.now())
    page = {"rows": rows, "others": len(rows) > 1}
    return render(request, "administration/list_sessions.html", page)


def gave_factor_lately(request: HttpRequest) -> bool:
    """Whether the user signed in, or gave a factor again, in the last five minutes."""
    records = get_authentication_records(request, request.user)
    latest = max((float(said["at"]) for said in records), default=0)
    return bool(clock.now().timestamp() - latest < REAUTHENTICATION_TIMEOUT)
