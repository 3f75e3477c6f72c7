"""The second person: what waits for them, and what they say of it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from sala.access import actions, second_person
from sala.access.guards import ActingRequest
from sala.access.second_person import WaitingRow
from sala.administration.forms import SecondPersonForm, TakeBackForm
from sala.desk.lookup import missing_as_404


@dataclass(frozen=True)
class WaitingUser:
    """A user, with what waits of them for the viewer, or was confirmed of late."""

    key: UUID
    username: str
    full_name: str
    waiting: list[WaitingRow]
    confirmed: list[WaitingRow]

    @property
    def roles(self) -> list[WaitingRow]:
        """The roles among what waits."""
        return [row for row in self.waiting if row.role]

    @property
    def way_in(self) -> bool:
        """Whether a new way to sign in is among what waits."""
        return any(row.role is None for row in self.waiting)

    @property
    def asked_by(self) -> str:
        """Who asked last; empty for the operator."""
        return self.waiting[-1].asked_by

    @property
    def asked_at(self) -> datetime:
        """When that was."""
        return self.waiting[-1].asked_at


def users_waiting(request: ActingRequest) -> list[WaitingUser]:
    """Whatever the viewer is the second person for, user by user."""
    rows = second_person.waiting_authority(by=request.actor, settled=True)
    ordered = sorted(rows, key=lambda row: (row.username, row.asked_at, row.kind))
    grouped = [list(group) for _key, group in groupby(ordered, lambda r: r.user_id)]
    return [
        WaitingUser(
            key=own[0].user_id,
            username=own[0].username,
            full_name=own[0].full_name,
            waiting=[row for row in own if row.waits],
            confirmed=[row for row in own if not row.waits],
        )
        for own in grouped
    ]


def list_authority(request: ActingRequest) -> HttpResponse:
    """Who waits for the viewer, and which roles were confirmed in the last 30 days."""
    found = users_waiting(request)
    page = {
        "waiting": [user for user in found if user.waiting],
        "confirmed": [user for user in found if user.confirmed],
    }
    return render(request, "administration/list_authority.html", page)


@sensitive_variables("number")
def confirm_authority(request: ActingRequest, user: UUID) -> HttpResponse:
    """Confirm or refuse what waits of a user; the number to say to them, once."""
    found = next((u for u in users_waiting(request) if u.key == user), None)
    if found is None:
        raise Http404
    if request.GET.get("do") == "end":
        return take_back_role(request, found)
    if not found.waiting:
        raise Http404
    form = SecondPersonForm(
        request.POST if request.method == "POST" else None,
        initial={"shown": ",".join(str(row.id) for row in found.waiting)},
    )
    if form.is_valid():
        with missing_as_404():
            return answer_authority(request, found, form)
    page = {"form": form, "member": found}
    return render(request, "administration/confirm_authority.html", page)


@sensitive_variables("number")
def answer_authority(
    request: ActingRequest, member: WaitingUser, form: SecondPersonForm
) -> HttpResponse:
    """Do what the form says, of what was on its page."""
    shown = form.cleaned_data["shown"]
    if form.cleaned_data["answer"] == "refuse":
        actions.refuse_authority(by=request.actor, user=member.key, shown=shown)
        messages.success(request, _("Refused. It gives nothing, and others are told."))
        return redirect("list_authority")
    number = actions.confirm_authority(by=request.actor, user=member.key, shown=shown)
    if not number:
        messages.success(request, _("Confirmed. It is entered in the ledger."))
        return redirect("list_authority")
    spoken = " ".join(number[n : n + 3] for n in range(0, len(number), 3))
    page = {"member": member, "number": spoken}
    return render(request, "administration/spoken_number.html", page)


def take_back_role(request: ActingRequest, member: WaitingUser) -> HttpResponse:
    """Take back a role that was confirmed of late."""
    asked = request.GET.get("role")
    role = next((row for row in member.confirmed if str(row.id) == asked), None)
    if role is None:
        raise Http404
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with missing_as_404():
            actions.take_back_role(by=request.actor, membership=role.id)
        messages.success(request, _("Taken back. The user was signed out."))
        return redirect("list_authority")
    page = {"member": member, "role": role, "form": form}
    return render(request, "administration/take_back_role.html", page)
