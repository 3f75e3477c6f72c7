"""When a crossing is open and who runs it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.desk.recorded import take_back
from sala.kit.saving import refuse_future_day, refuse_unknown_code
from sala.prevention.actions import common
from sala.prevention.models import CrossingHours
from sala.prevention.rules.crossings import MANAGED_BY


@dataclass(frozen=True)
class OpeningHoursInput:
    """From when on a crossing is open from when to when, and which level runs it."""

    from_on: date
    all_day: bool = False
    opens_at: time | None = None
    closes_at: time | None = None
    managed_by: str = ""


@transaction.atomic
def record_hours(
    *,
    by: Actor,
    at: datetime,
    crossing: str,
    hours: OpeningHoursInput,
) -> UUID:
    """Record the hours of a crossing of the country pack; the latest day counts.

    Raises `ValidationError` naming the field of hours that cannot be.
    """
    common.require_worker(by)
    common.known_crossing(crossing)
    refuse_unknown_code("managed_by", hours.managed_by, MANAGED_BY, blank=True)
    refuse_future_day("from_on", hours.from_on, at)
    _check_hours(hours)
    made = CrossingHours.objects.create(
        agency_id=by.agency,
        crossing_code=crossing,
        recorded_by_id=by.user,
        recorded_at=at,
        **vars(hours),
    )
    common.record_entry(
        by,
        "hours_recorded",
        "crossing",
        made.id,
        code=crossing,
    )
    return made.id


@transaction.atomic
def take_back_hours(*, by: Actor, at: datetime, hours: UUID) -> None:
    """Take back hours that were recorded by mistake."""
    common.require_worker(by)
    take_back(
        CrossingHours.objects.filter(id=hours),
        by=by,
        at=at,
    )
    common.record_entry(by, "hours_taken_back", "crossing", hours)


def _check_hours(hours: OpeningHoursInput) -> None:
    times = (hours.opens_at, hours.closes_at)
    if hours.all_day and any(times):
        raise ValidationError({"opens_at": _("Open day and night has no hours.")})
    if any(times) and not all(times):
        field = "opens_at" if hours.opens_at is None else "closes_at"
        raise ValidationError({field: _("Give both hours, or none.")})
    if hours.opens_at and hours.closes_at and hours.closes_at <= hours.opens_at:
        raise ValidationError({"closes_at": _("It closes after it opens.")})
    if not (hours.all_day or any(times) or hours.managed_by):
        raise ValidationError({"managed_by": _("Say when it is open, or who runs it.")})
