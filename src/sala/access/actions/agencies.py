"""Agencies and their units: added, renamed, closed, brought in with a country pack."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.actions.common import may_administer
from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.models import Agency
from sala.access.permissions import require
from sala.access.rules import AgencyText, faulty_fields
from sala.countries.contract import AgencyDefinition
from sala.kit.states import ChangedMeanwhileError

FAULTS = {
    "code": gettext_lazy(
        "Use capital letters, digits and dashes, beginning with a letter, for example"
        " LWU-VTE.",
    ),
    "names": gettext_lazy("Give the name in at least one language."),
}


@transaction.atomic
def add_agency(*, by: Actor, parent: UUID, text: AgencyText) -> Agency:
    """Add a unit below an agency the actor administers.

    Raises `ValidationError` naming the field that is wrong.
    """
    require(may_administer(by, "access.agency.manage"))
    problems = {field: str(FAULTS[field]) for field in faulty_fields(text)}
    if Agency.objects.filter(code=text.code).exists():
        problems["code"] = _("This code is taken.")
    if problems:
        raise ValidationError(problems)
    agency = Agency.objects.create(
        parent_id=parent,
        code=text.code,
        kind=text.kind,
        level=text.level,
        names=text.names,
    )
    record(
        by=by,
        action="access.agency_added",
        kind="agency",
        subject=agency.id,
    )
    return agency


@transaction.atomic
def rename_agency(
    *,
    by: Actor,
    agency: UUID,
    names: dict[str, str],
    before: dict[str, str],
) -> None:
    """Change the names of an agency the actor administers from what they were; its code
    stays.

    Raises `ChangedMeanwhileError` when somebody else was faster, `Agency.DoesNotExist`.
    """
    require(may_administer(by, "access.agency.manage"))
    found = Agency.objects.filter(id=agency)
    if not found.filter(names=before).update(names=names):
        if found.exists():
            raise ChangedMeanwhileError
        raise Agency.DoesNotExist
    record(
        by=by,
        action="access.agency_renamed",
        kind="agency",
        subject=agency,
    )


@transaction.atomic
def close_agency(*, by: Actor, agency: UUID, on: date) -> None:
    """Close a unit: nobody acts for it from now on; what points at it stays.

    Raises `ValidationError` for the agency the actor acts for, which only one above it
    closes.
    """
    require(may_administer(by, "access.agency.manage"))
    if agency == by.agency_id:
        raise ValidationError(
            _("You act for this agency: only an agency above it can close it."),
        )
    if not Agency.objects.filter(id=agency, retired_on=None).update(retired_on=on):
        raise Agency.DoesNotExist
    record(
        by=by,
        action="access.agency_closed",
        kind="agency",
        subject=agency,
    )


@transaction.atomic
def take_over_agencies(
    *,
    by: Actor,
    agencies: Iterable[AgencyDefinition],
    on: date,
) -> int:
    """Bring the agencies of a country pack in: new ones added, known ones updated, none
    removed.

    Returns how many changed.
    """
    require(may_administer(by, "access.agency.manage"))
    definitions = list(agencies)
    known = {a.code: a for a in Agency.objects.all()}
    there = set(known)
    changed = set[str]()
    for d in definitions:
        agency = known.setdefault(d.code, Agency(code=d.code))
        before = (
            agency.kind,
            agency.level,
            agency.names,
            agency.place_code,
            agency.identifies,
        )
        agency.kind, agency.level, agency.names = d.kind, d.level, dict(d.names)
        agency.place_code, agency.identifies = d.place_code or "", d.identifies
        after = (
            agency.kind,
            agency.level,
            agency.names,
            agency.place_code,
            agency.identifies,
        )
        if d.code not in there or before != after:
            agency.save()
            changed.add(d.code)
    for d in definitions:
        parent = known[d.parent_code].id if d.parent_code else None
        if known[d.code].parent_id != parent:
            Agency.objects.filter(code=d.code).update(parent_id=parent)
            changed.add(d.code)
    record(
        by=by,
        action="access.agencies_loaded",
        kind="pack",
        subject="agencies",
        detail={"changed": len(changed)},
    )
    return len(changed)
