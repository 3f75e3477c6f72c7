"""The country's border crossings: when they are open, who was trained there, who was
screened.
"""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db import connection

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries import queries as countries
from sala.countries.queries import CrossingRow, in_language
from sala.kit.periods import Period
from sala.kit.rows import row_of
from sala.kit.totals import total_of
from sala.prevention.models import CrossingHours
from sala.prevention.queries.work import VIEW, training_sessions
from sala.prevention.rules.crossings import CrossingCoverage


@dataclass(frozen=True)
class HoursRow:
    """When a crossing is open, and which level runs it."""

    id: UUID
    from_on: date
    all_day: bool
    opens_at: time | None
    closes_at: time | None
    managed_by: str
    agency: str
    recorded_by: str
    own: bool


@dataclass(frozen=True)
class CrossingLine:
    """A crossing of the country pack: what is known of it, and what was done there."""

    crossing: CrossingRow
    hours: HoursRow | None
    coverage: CrossingCoverage


def crossing_lines(*, by: Actor, period: Period) -> list[CrossingLine]:
    """Every crossing, by code, with its hours at the end of a time and what was done in
    it.
    """
    require(may(by, VIEW))
    hours = _hours_on(by, period.until)
    coverage = coverage_of(by=by, period=period)
    return [
        CrossingLine(c, hours.get(c.code), coverage.get(c.code, CrossingCoverage()))
        for c in countries.border_crossings()
    ]


def crossing_line(*, by: Actor, code: str, period: Period) -> CrossingLine | None:
    """One crossing of the country pack."""
    lines = crossing_lines(by=by, period=period)
    return next((line for line in lines if line.crossing.code == code), None)


def hours_of(*, by: Actor, crossing: str) -> list[HoursRow]:
    """Everything recorded of a crossing's hours, the latest first."""
    require(may(by, VIEW))
    found = CrossingHours.objects.filter(crossing_code=crossing, withdrawn_at=None)
    rows = found.select_related("agency", "recorded_by").order_by(
        "-from_on",
        "-recorded_at",
    )
    return [_hours_row(by, row) for row in rows]


def coverage_of(*, by: Actor, period: Period) -> dict[str, CrossingCoverage]:
    """Trainings and screenings at crossings in a time, by the crossing's code."""
    require(may(by, VIEW))
    trained: dict[str, list[int | None]] = {}
    for session in training_sessions(by=by, period=period):
        if session.crossing_code:
            trained.setdefault(session.crossing_code, []).append(session.number)
    screened = _screened_at_crossings(period)
    found = {}
    for code in trained.keys() | screened.keys():
        numbers = trained.get(code, [])
        found[code] = CrossingCoverage(
            len(numbers),
            total_of(numbers).number,
            *screened.get(code, (False, None, None)),
        )
    return found


def _screened_at_crossings(
    period: Period,
) -> dict[str, tuple[bool, int | None, int | None]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM prevention_screened(%s, %s)",
            [period.since, period.until],
        )
        return {
            code: (anybody, screened, None if met is None else int(met))
            for code, anybody, screened, met in cursor.fetchall()
        }


def _hours_on(by: Actor, day: date) -> dict[str, HoursRow]:
    found = CrossingHours.objects.filter(from_on__lte=day, withdrawn_at=None)
    rows = found.select_related("agency", "recorded_by").order_by(
        "from_on",
        "recorded_at",
    )
    return {row.crossing_code: _hours_row(by, row) for row in rows}


def _hours_row(by: Actor, row: CrossingHours) -> HoursRow:
    return row_of(
        HoursRow,
        row,
        agency=in_language(row.agency.names),
        recorded_by=row.recorded_by.full_name,
        own=row.agency_id == by.agency_id,
    )
