"""Operations of the actor's agency, and what became of the people they met."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.access.queries import agency_by_id
from sala.countries import queries as countries
from sala.desk.paging import QueryRows
from sala.kit.rows import row_of
from sala.screening.models import Operation
from sala.screening.rules.operations import (
    GroupAccount,
    MetAtOperation,
    OperationAccount,
    group_accounts,
)


@dataclass(frozen=True)
class ExplainedRow:
    """For how many there will be no screening, and why."""

    id: int
    reason: str
    number: int
    recorded_by: str
    recorded_at: datetime
    own: bool


@dataclass(frozen=True)
class OperationRow:
    """One operation with its account."""

    id: UUID
    code: str
    kind: str
    place_code: str
    crossing_code: str
    happened_on: date
    state: str
    version: int
    recorded_by: str
    recorded_at: datetime
    account: OperationAccount


@dataclass(frozen=True)
class OperationPage:
    """One operation with everything that is recorded about it."""

    row: OperationRow
    met: tuple[MetAtOperation, ...]
    groups: tuple[GroupAccount, ...]
    explained: tuple[ExplainedRow, ...]


@dataclass(frozen=True)
class UsualPlace:
    """Where the actor's agency works: its own place, and where it met people last."""

    place_code: str = ""
    crossing_code: str = ""


def usual_place(*, by: Actor) -> UsualPlace:
    """The place that a form can begin with; empty where neither is known."""
    own = agency_by_id(by.agency) if by.agency else None
    last = (
        Operation.objects.filter(agency_id=by.agency)
        .order_by("-happened_on", "-recorded_at")
        .values_list("place_code", "crossing_code")
        .first()
    )
    place, crossing = last or ("", "")
    return UsualPlace((own.place_code if own else "") or place, crossing)


def find_operations(*, by: Actor, state: str = "") -> QueryRows[OperationRow]:
    """The agency's operations, those not accounted for first, or those of a state."""
    require(may(by, "screening.operation.view"))
    found = Operation.objects.select_related("recorded_by")
    wanted = found.filter(state=state) if state else found
    return QueryRows(
        wanted.order_by("state", "-happened_on", "id"),
        _operation_rows,
        {"happened_on": "happened_on"},
    )


def load_operation(*, by: Actor, key: UUID) -> OperationPage | None:
    """One operation of the actor's agency."""
    require(may(by, "screening.operation.view"))
    found = Operation.objects.select_related("recorded_by").filter(id=key)
    kept = found.first()
    if kept is None:
        return None
    (row,) = _operation_rows([kept])
    met = tuple(
        MetAtOperation(m.sex, m.age_group, m.national, m.number)
        for m in kept.met.order_by("sex", "age_group", "national")
    )
    explained = kept.not_screened.filter(withdrawn_at=None).select_related(
        "recorded_by",
    )
    return OperationPage(
        row,
        met,
        group_accounts(met, _screened_groups(key)),
        tuple(
            ExplainedRow(
                n.id,
                n.reason,
                n.number,
                n.recorded_by.full_name,
                n.recorded_at,
                n.recorded_by_id == by.user,
            )
            for n in explained.order_by("recorded_at", "id")
        ),
    )


def count_unaccounted(*, by: Actor) -> int:
    """How many of the agency's operations met people who are neither screened nor
    explained.
    """
    return Operation.objects.filter(state="open", agency_id=by.agency).count()


def _operation_rows(kept: Sequence[Operation]) -> list[OperationRow]:
    accounts = _accounts_of_operations([row.id for row in kept])
    return [
        row_of(
            OperationRow,
            row,
            recorded_by=row.recorded_by.full_name,
            account=accounts.get(
                row.id,
                OperationAccount(
                    None,
                    0,
                    0,
                    0,
                    0,
                ),
            ),
        )
        for row in kept
    ]


def _screened_groups(key: UUID) -> list[MetAtOperation]:
    own = countries.loaded_pack().code
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM screening_groups(%s, %s)", [key, own])
        return [MetAtOperation(*row) for row in cursor.fetchall()]


def _accounts_of_operations(keys: Sequence[UUID]) -> dict[UUID, OperationAccount]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM screening_accounts(%s)", [list(keys)])
        return {row[0]: OperationAccount(*row[1:]) for row in cursor.fetchall()}
