"""The users of an administrator's agencies: adding them, their roles, their way in."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access import actions, queries, second_person
from sala.access.guards import ActingRequest
from sala.access.models import User
from sala.access.queries import MembershipRow
from sala.administration.forms import (
    AdministrationConfirmForm,
    EndRoleForm,
    RoleForm,
    UserForm,
)
from sala.desk.list_filters import ListFilter
from sala.desk.listing import (
    Cell,
    CellLink,
    CellPart,
    ListColumn,
    Listing,
    ListTable,
    list_page,
)
from sala.desk.lookup import missing_as_404
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.kit.tags import StateTag
from sala.kit.templatetags.kit import day

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class UserMemberships:
    """A user with their roles in the administrator's agencies."""

    username: str
    full_name: str
    current: list[MembershipRow]
    ended: list[MembershipRow]
    key: UUID


def list_users(request: ActingRequest) -> HttpResponse:
    """Everybody with a role in the administrator's agencies, or those of a name."""
    table = ListTable(
        columns=USER_COLUMNS,
        rows=group_by_user(queries.administered_memberships(by=request.actor)),
        file="sala-users",
        filters=[
            ListFilter(
                "name",
                _("Name or sign-in name"),
                None,
                lambda member: f"{member.full_name} {member.username}",
            )
        ],
    )
    shown = Listing(
        title=_("Users"),
        tables=[table],
        intro=_("Everybody with a role in your agency or a unit below it."),
        add_url=reverse("add_user"),
        add_label=_("Add a user"),
    )
    return list_page(request, shown)


def group_by_user(rows: list[MembershipRow]) -> list[UserMemberships]:
    """Memberships, user by user; those that have ended apart."""
    today = queries.database_today()
    grouped = [list(group) for _name, group in groupby(rows, lambda row: row.username)]
    return [
        UserMemberships(
            username=own[0].username,
            full_name=own[0].full_name,
            current=[m for m in own if m.ends_on is None or m.ends_on >= today],
            ended=[m for m in own if m.ends_on and m.ends_on < today],
            key=own[0].user_id,
        )
        for own in grouped
    ]


def add_user(request: ActingRequest) -> HttpResponse:
    """Add a user with a first role, and show the link with which they choose a
    password, once.
    """
    form = UserForm(
        request.POST if request.method == "POST" else None,
        agencies=queries.administered_agencies(by=request.actor),
    )
    if form.is_valid():
        typed = form.cleaned_data
        with reporting_to(form):
            link = actions.admit_user(
                by=request.actor,
                username=typed["username"],
                full_name=typed["full_name"],
                agency=typed["agency"].id,
                role=typed["role"],
                unit=typed["unit"],
                starts_on=queries.database_today(),
            )
            return show_link(request, typed["username"].lower(), link)
    return render(request, "administration/add_user.html", {"form": form})


def show_link(
    request: ActingRequest,
    username: str,
    link: tuple[str, str],
) -> HttpResponse:
    """The one page that shows an invitation."""
    address = request.build_absolute_uri(reverse("accept_invitation", args=link))
    return render(
        request,
        "administration/invitation.html",
        {"address": address, "username": username},
    )


def show_user(request: ActingRequest, username: str) -> HttpResponse:
    """One user, or the step of changing what they may do that the address names."""
    rows = queries.memberships_of(by=request.actor, username=username)
    if not rows:
        raise Http404
    steps = {
        "give": give_role,
        "end": end_role,
        "invite": invite_user,
        "reset": reset_sign_in,
        "recall": take_back_invitation,
    }
    step = steps.get(request.GET.get("do", ""), user_overview)
    return step(request, group_by_user(rows)[0])


def user_overview(request: ActingRequest, member: UserMemberships) -> HttpResponse:
    """A user's roles in the administrator's agencies."""
    page = {
        "member": member,
        "may_reset": queries.may_reset(by=request.actor, user=member.key),
        "link": second_person.way_in_standing(by=request.actor, user=member.key),
    }
    return render(request, "administration/show_user.html", page)


def give_role(request: ActingRequest, member: UserMemberships) -> HttpResponse:
    """Give a further role."""
    form = RoleForm(
        request.POST if request.method == "POST" else None,
        agencies=queries.administered_agencies(by=request.actor),
    )
    if form.is_valid():
        typed = form.cleaned_data
        user = User.objects.get(username=member.username)
        with reporting_to(form):
            actions.give_role(
                by=request.actor,
                user=user,
                **(typed | {"agency": typed["agency"].id}),
            )
            if second_person.must_wait(typed["role"]):
                said = _("The role was asked for. A second person has to confirm it.")
            else:
                said = _("The role was given. The user signs in anew.")
            messages.success(request, said)
            return redirect("show_user", member.username)
    return render(
        request, "administration/give_role.html", {"form": form, "member": member}
    )


def end_role(request: ActingRequest, member: UserMemberships) -> HttpResponse:
    """End one of the roles."""
    asked = request.GET.get("role")
    role = next((m for m in member.current if str(m.id) == asked), None)
    if role is None:
        raise Http404
    if role.watches_administrators:
        raise Http404
    form = EndRoleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with reporting_to(form), missing_as_404():
            # What nobody confirmed never begins.
            earliest = role.starts_on - ONE_DAY if role.waits else role.starts_on
            last = max(form.cleaned_data["last_day"], earliest)
            actions.end_role(
                by=request.actor,
                membership=role.id,
                last_day=last,
            )
            said = _("The last day of the role is %(day)s. The user was signed out.")
            messages.success(request, said % {"day": day(last)})
            return redirect("show_user", member.username)
    own = role.user_id == request.actor.user_id
    return render(
        request,
        "administration/end_role.html",
        {
            "form": form,
            "member": member,
            "role": role,
            "own": own,
        },
    )


def invite_user(request: ActingRequest, member: UserMemberships) -> HttpResponse:
    """Make a new link to choose a password."""
    form = AdministrationConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with missing_as_404():
            user = User.objects.get(username=member.username)
            return show_link(
                request,
                member.username,
                actions.invite_user(by=request.actor, user=user),
            )
    return render(
        request, "administration/invite_user.html", {"form": form, "member": member}
    )


def take_back_invitation(
    request: ActingRequest, member: UserMemberships
) -> HttpResponse:
    """Let the link that was made lead nowhere."""
    if not second_person.way_in_standing(by=request.actor, user=member.key):
        raise Http404
    form = AdministrationConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with missing_as_404():
            user = User.objects.get(username=member.username)
            actions.take_back_invitation(by=request.actor, user=user)
        messages.success(request, _("Taken back. The link leads nowhere now."))
        return redirect("show_user", member.username)
    return render(
        request, "administration/take_back_link.html", {"form": form, "member": member}
    )


def reset_sign_in(request: ActingRequest, member: UserMemberships) -> HttpResponse:
    """Take away what somebody lost, and make a new link to choose a password."""
    if not queries.may_reset(by=request.actor, user=member.key):
        raise Http404
    form = AdministrationConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with missing_as_404():
            user = User.objects.get(username=member.username)
            link = actions.reset_sign_in(
                by=request.actor,
                at=clock.now(),
                user=user,
            )
            return show_link(request, member.username, link)
    return render(
        request, "administration/reset_user.html", {"form": form, "member": member}
    )


def role_words(row: MembershipRow) -> str:
    """A role, where it is held, and until when."""
    words = f"{row.role.label}, {row.agency}"
    if row.waits:
        return f"{words} ({row.standing.label})"
    if row.ends_on is None:
        return words
    until = _("(until %(day)s)") % {"day": day(row.ends_on)}
    return f"{words} {until}"


def roles_cell(member: UserMemberships) -> Cell:
    """The roles that somebody has now."""
    roles: list[CellPart] = [role_words(row) for row in member.current]
    return roles or StateTag(_("No role any more"), "grey")


USER_COLUMNS: list[ListColumn[UserMemberships]] = [
    ListColumn(
        "name",
        gettext_lazy("Name"),
        lambda r: r.full_name,
        lambda r: [
            CellLink(r.full_name, reverse("show_user", args=[r.username])),
            r.username,
        ],
    ),
    ListColumn(
        "username", gettext_lazy("Sign-in name"), lambda r: r.username, shown=False
    ),
    ListColumn(
        "roles",
        gettext_lazy("Roles"),
        lambda r: [role_words(row) for row in r.current],
        roles_cell,
    ),
]
