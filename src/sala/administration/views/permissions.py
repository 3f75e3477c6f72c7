"""Who may do what, generated from the words that guard the pages and actions."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.access.labels import ROLE_DOES, Words, role_sees
from sala.access.permissions import Permission, all_permissions
from sala.access.roles import Role
from sala.kit.spreadsheets import csv_file


@dataclass(frozen=True)
class RoleCard:
    """What a director needs to know of a role."""

    role: Role
    does: Words
    sees: list[Words]
    may: list[Permission]
    current: bool


def list_permissions(request: ActingRequest) -> HttpResponse:
    """Every role, and every role against every permission."""
    known = all_permissions()
    cards = [
        RoleCard(
            role=role,
            does=ROLE_DOES[role],
            sees=role_sees(role),
            may=[p for p in known if role in p.roles],
            current=request.actor.role == role,
        )
        for role in Role
    ]
    table = [(p, [(role, role in p.roles) for role in Role]) for p in known]
    page = {
        "cards": cards,
        "table": table,
        "roles": list(Role),
    }
    return render(request, "administration/list_permissions.html", page)


def list_permissions_csv(request: ActingRequest) -> HttpResponse:
    """The same table for a spreadsheet."""
    rows: list[list[object]] = [
        [_("Permission"), _("Sentence"), *(r.label for r in Role)],
    ]
    for p in all_permissions():
        answers = [_("yes") if role in p.roles else _("no") for role in Role]
        rows.append([p.word, p.sentence, *answers])
    return csv_file("sala-permissions", rows)
