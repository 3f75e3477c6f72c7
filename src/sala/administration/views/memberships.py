"""The role in which a user works now."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from sala.access import queries
from sala.access.guards import ActingRequest
from sala.access.labels import ROLE_DOES


def choose_membership(request: ActingRequest) -> HttpResponse:
    """Show the user's own roles, and work on in the one chosen."""
    own = queries.own_memberships(by=request.actor)
    if request.method == "POST":
        chosen = next(
            (m for m in own if str(m.id) == request.POST.get("membership")),
            None,
        )
        if chosen is None:
            raise Http404
        request.session["membership"] = str(chosen.id)
        return redirect("start")
    rows = [(m, ROLE_DOES[m.role], is_current(request, m.id)) for m in own]
    return render(request, "administration/choose_membership.html", {"rows": rows})


def is_current(request: ActingRequest, membership: UUID) -> bool:
    """Whether the user works in this role now."""
    return request.actor.membership_id == membership
