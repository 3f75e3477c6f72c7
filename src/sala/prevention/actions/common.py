"""Checks that every record of this room passes, each naming its field."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.countries import queries as countries


def begin(by: Actor) -> None:
    """Stop whoever may not record the own agency's work."""
    require(may(by, "prevention.work.record"))


def enter(by: Actor, action: str, kind: str, subject: UUID, **detail: object) -> None:
    """Enter in the ledger what was recorded; parts that are not recorded stay out."""
    told = {name: value for name, value in detail.items() if value not in {None, ""}}
    record(by=by, action=f"prevention.{action}", kind=kind, subject=subject, detail=told)


def chosen(field: str, value: str, known: Collection[str], *, blank: bool = False) -> None:
    """Refuse a code that is in no list."""
    if value not in known and not (blank and not value):
        raise ValidationError({field: _("Choose from the list.")})


def chosen_all(field: str, values: Sequence[str], known: Collection[str]) -> None:
    """Refuse no code at all, and codes that are in no list."""
    if not values or not set(values) <= set(known):
        raise ValidationError({field: _("Choose at least one from the list.")})


def not_later(field: str, day: date, at: datetime) -> None:
    """Refuse a day that has not come."""
    if day > timezone.localdate(at):
        raise ValidationError({field: _("The day is not in the future.")})


def known_place(code: str) -> None:
    """Refuse a place that the country pack does not know."""
    if code and countries.place(code) is None:
        raise ValidationError({"place_code": _("Choose a place from the list.")})


def known_crossing(code: str, *, blank: bool = False) -> None:
    """Refuse a crossing that the country pack does not know."""
    chosen("crossing_code", code, {c.code for c in countries.crossings()}, blank=blank)
