"""Who may do what, generated from the words that guard the pages and actions."""

import csv
from dataclasses import dataclass
from io import StringIO

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.access.permissions import Permission, all_permissions
from sala.access.roles import Role
from sala.access.words import ROLE_DOES, Words, role_sees

# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


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
    page = {"cards": cards, "table": table, "roles": list(Role)}
    return render(request, "access/list_permissions.html", page)


def list_permissions_csv(request: ActingRequest) -> HttpResponse:
    """The same table for a spreadsheet, with the mark that makes it read Lao."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(map(safe_cell, [_("Permission"), _("Sentence"), *(r.label for r in Role)]))
    for p in all_permissions():
        answers = [_("yes") if role in p.roles else _("no") for role in Role]
        writer.writerow(map(safe_cell, [p.word, p.sentence, *answers]))
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="sala-permissions.csv"'
    return response


def safe_cell(value: object) -> str:
    """A cell that a spreadsheet shows and never runs."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
