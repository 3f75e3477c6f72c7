"""A form is sent in the role it was opened in.

Every form carries the membership of the page it stands on (`templatetags.bound_forms`).
Where another was chosen since, in another window, nothing is done: what was sent waits
in a page that offers to go on in the first.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sala.access import held_requests, queries
from sala.access.context import acting_member
from sala.access.models import User

FIELD = "_role"
GO_ON = "_as_role"


def role_of_form(request: HttpRequest) -> UUID | None:
    """The membership that a form was opened in; None where it does not say."""
    try:
        return UUID(request.POST[FIELD]) if request.method == "POST" else None
    except (KeyError, ValueError):
        return None


def goes_on_as(request: HttpRequest, membership: UUID) -> bool:
    """Whether the sender chose to go on in the role of the form."""
    return getattr(request, "as_role", None) == str(membership)


def changed_role_page(
    request: HttpRequest, user: User, opened_in: UUID
) -> HttpResponse:
    """The page that says that the role was changed since, and offers the first one."""
    with acting_member(user.id, None) as bare:
        own = queries.own_memberships(by=bare)
    page = {
        "opened_in": next((m for m in own if m.id == opened_in), None),
        "held": held_requests.hold_request(request),
    }
    return render(request, "account/role_was_changed.html", page, status=409)
