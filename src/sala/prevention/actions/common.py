"""Checks that every record of this room passes, each naming its field."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.ledger.entries import EntryPlace
from sala.access.permissions import may, require
from sala.countries import queries as countries
from sala.kit.saving import refuse_unknown_code


def require_worker(by: Actor) -> None:
    """Stop whoever may not record the own agency's work."""
    require(may(by, "prevention.work.record"))


def record_entry(
    by: Actor,
    action: str,
    kind: str,
    subject: UUID,
    **detail: object,
) -> EntryPlace:
    """Enter in the ledger what was recorded; parts that are not recorded stay out."""
    told = {name: value for name, value in detail.items() if value not in {None, ""}}
    return record(
        by=by,
        action=f"prevention.{action}",
        kind=kind,
        subject=subject,
        detail=told,
    )


def known_place(code: str) -> None:
    """Refuse a place that the country pack does not know."""
    if code and countries.place_by_code(code) is None:
        raise ValidationError({"place_code": _("Choose a place from the list.")})


def known_crossing(code: str, *, blank: bool = False) -> None:
    """Refuse a crossing that the country pack does not know."""
    refuse_unknown_code(
        "crossing_code",
        code,
        {c.code for c in countries.border_crossings()},
        blank=blank,
    )
