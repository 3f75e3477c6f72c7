"""Budget lines: what there is, and what was spent up to the latest day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries.queries import in_language
from sala.kit.rows import row_of
from sala.partnership.models import BudgetLine, Spending
from sala.partnership.queries.steps import VIEW, may_move
from sala.partnership.rules.budget import is_overspent


@dataclass(frozen=True)
class SpendingRow:
    """How much was spent up to a day."""

    id: UUID
    spent: int
    up_to: date
    agency: str
    recorded_by: str
    own: bool


@dataclass(frozen=True)
class BudgetRow:
    """A budget line; `allocated` and `spent` are None where nobody wrote them down."""

    id: UUID
    fiscal_year: int
    purpose: str
    objective_id: UUID | None
    objective_number: str
    agency_code: str
    agency: str
    source: str
    allocated: int | None
    version: int
    spendings: tuple[SpendingRow, ...]
    may_spend: bool

    @property
    def spent(self) -> int | None:
        """What was spent up to the latest day."""
        return self.spendings[0].spent if self.spendings else None

    @property
    def overspent(self) -> bool:
        """Whether more was spent than there was."""
        return is_overspent(self.allocated, self.spent)


def budget_lines(
    *,
    by: Actor,
    year: int | None = None,
    objective: UUID | None = None,
) -> list[BudgetRow]:
    """The lines of a fiscal year, of an objective, or all; the latest year first."""
    require(may(by, VIEW))
    found = BudgetLine.objects.all()
    if year is not None:
        found = found.filter(fiscal_year=year)
    if objective:
        found = found.filter(objective_id=objective)
    return _budget_rows(by, found)


def budget_line(*, by: Actor, key: UUID) -> BudgetRow | None:
    """One budget line."""
    require(may(by, VIEW))
    return next(iter(_budget_rows(by, BudgetLine.objects.filter(id=key))), None)


def _budget_rows(by: Actor, found: QuerySet[BudgetLine]) -> list[BudgetRow]:
    spent = Spending.objects.filter(withdrawn_at=None).order_by(
        "-up_to",
        "-recorded_at",
    )
    rows = found.select_related("agency", "objective").prefetch_related(
        Prefetch("spendings", spent.select_related("agency", "recorded_by")),
    )
    return [
        row_of(
            BudgetRow,
            row,
            objective_number=row.objective.number if row.objective else "",
            agency_code=row.agency.code,
            agency=in_language(row.agency.names),
            spendings=tuple(
                _spending_row(by, spending) for spending in row.spendings.all()
            ),
            may_spend=bool(may_move(by, row.agency_id)),
        )
        for row in rows.order_by("-fiscal_year", "agency__code", "purpose", "id")
    ]


def _spending_row(by: Actor, row: Spending) -> SpendingRow:
    return SpendingRow(
        row.id,
        row.spent,
        row.up_to,
        in_language(row.agency.names),
        row.recorded_by.full_name,
        row.agency_id == by.agency_id,
    )
