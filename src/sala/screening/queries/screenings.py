"""Screenings one may see, and receipts of those one may see no longer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries import queries as countries
from sala.kit.rows import row_of
from sala.screening.models import Operation, Screening
from sala.screening.rules.frame import SAFETY

PAGE = 50


@dataclass(frozen=True)
class ScreeningRow:
    """One screening without its answers."""

    id: UUID
    receipt: str
    person_code: str
    person_id: UUID
    operation_id: UUID | None
    agency: str
    screened_by: str
    corrected_by: str  # nobody where it is empty
    instrument: str
    instrument_version: str
    written_at: datetime
    received_at: datetime
    sex: str
    age_group: str
    citizenship: str
    safety: dict[str, str]  # what was said before the questions, by field of the frame
    urgent: tuple[str, ...]
    outcome: str
    dimensions: tuple[str, ...]
    sent_on: bool
    own: bool


@dataclass(frozen=True)
class ScreeningReceipt:
    """That somebody was screened: a number, a moment, an occasion, and nothing of the
    person.
    """

    id: UUID
    number: str
    received_at: datetime
    operation: str
    open: bool
    corrected_by: str
    operation_id: UUID | None


def load_screening(*, by: Actor, key: UUID) -> ScreeningRow | None:
    """One screening that the actor sees."""
    require(may(by, "screening.screening.view"))
    return next(iter(_screening_rows(by, Screening.objects.filter(id=key))), None)


def screenings_on(*, by: Actor, person: UUID) -> list[ScreeningRow]:
    """Screenings of a person, the latest first."""
    require(may(by, "screening.person.view"))
    return _screening_rows(
        by, Screening.objects.filter(person_id=person).order_by("-written_at")
    )


def not_sent_on(*, by: Actor, page: int = 1) -> tuple[list[ScreeningRow], bool]:
    """A page of the people with signs of trafficking for whom nobody was asked to act,
    the oldest first; whether there are more.
    """
    require(may(by, "screening.screening.view"))
    start = (page - 1) * PAGE
    found = _not_sent_on(by).order_by("received_at", "id")[start : start + PAGE + 1]
    rows = _screening_rows(by, found)
    return rows[:PAGE], len(rows) > PAGE


def not_sent_on_of(*, by: Actor, operation: UUID) -> list[ScreeningRow]:
    """Those of an operation whom the actor sees, the oldest first; each person once, by
    their latest screening.
    """
    require(may(by, "screening.screening.view"))
    found = _not_sent_on(by).filter(operation_id=operation)
    rows = _screening_rows(by, found.order_by("received_at", "id"))
    return list({row.person_id: row for row in rows}.values())


def how_many_not_sent_on(*, by: Actor) -> int:
    """How many people those are."""
    require(may(by, "screening.screening.view"))
    return _not_sent_on(by).count()


def _not_sent_on(by: Actor) -> QuerySet[Screening]:
    return Screening.objects.filter(
        agency_id=by.agency,
        outcome="indicated",
        sent_on_at=None,
        person__isnull=False,
    )


def load_receipts(*, by: Actor, page: int = 1) -> tuple[list[ScreeningReceipt], bool]:
    """A page of what the actor screened, the latest first; whether there are more."""
    require(may(by, "screening.screening.record"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM screening_receipts(%s, %s)",
            [PAGE + 1, (page - 1) * PAGE],
        )
        rows = cursor.fetchall()
    return _receipt_rows(rows[:PAGE]), len(rows) > PAGE


def load_receipt(*, by: Actor, key: UUID) -> ScreeningReceipt | None:
    """The receipt of one screening of the actor's own, also when the day is over."""
    require(may(by, "screening.screening.record"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM screening_receipts(NULL, 0) WHERE id = %s", [key])
        rows = cursor.fetchall()
    return next(iter(_receipt_rows(rows)), None)


def _receipt_rows(
    rows: list[tuple[UUID, str, datetime, UUID | None, bool, str]],
) -> list[ScreeningReceipt]:
    found = Operation.objects.filter(id__in=[row[3] for row in rows if row[3]])
    operations = dict(found.values_list("id", "code"))
    return [
        ScreeningReceipt(
            key,
            number,
            at,
            operations.get(operation, "") if operation else "",
            is_open,
            name,
            operation if operation in operations else None,
        )
        for key, number, at, operation, is_open, name in rows
    ]


def _screening_rows(by: Actor, found: QuerySet[Screening]) -> list[ScreeningRow]:
    return [
        row_of(
            ScreeningRow,
            row,
            person_code=row.person.code,
            agency=countries.in_language(row.agency.names),
            screened_by=row.screened_by.full_name,
            corrected_by=row.corrected_by.full_name if row.corrected_by else "",
            safety={
                field.name: getattr(row, field.name)
                for field in SAFETY.fields
                if field.kind == "one_of"
            },
            urgent=tuple(row.urgent),
            dimensions=tuple(row.dimensions),
            sent_on=row.sent_on_at is not None,
            own=row.screened_by_id == by.user_id,
        )
        for row in found.select_related(
            "person",
            "agency",
            "screened_by",
            "corrected_by",
        )
    ]
