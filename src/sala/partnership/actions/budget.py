"""Budget lines of the secretariat, and what agencies spend of theirs."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.permissions import require
from sala.desk.recorded import take_back
from sala.kit.periods import FIRST, LAST
from sala.kit.saving import refuse_future_day, refuse_unknown_code
from sala.kit.states import ChangedMeanwhileError
from sala.partnership.actions import common
from sala.partnership.models import BudgetLine, Objective, Spending
from sala.partnership.queries.steps import may_move
from sala.partnership.rules.budget import MOST, PURPOSES, SOURCES


@dataclass(frozen=True)
class AllocationInput:
    """What an agency has for a purpose in a fiscal year; `allocated` None is not
    recorded.
    """

    fiscal_year: int
    purpose: str
    agency: str
    source: str
    allocated: int | None = None
    objective: UUID | None = None


@transaction.atomic
def add_budget_line(*, by: Actor, at: datetime, allocation: AllocationInput) -> UUID:
    """Add a budget line. Raises `ValidationError` naming the field."""
    common.require_secretariat(by)
    if not FIRST <= allocation.fiscal_year <= LAST:
        raise ValidationError({"fiscal_year": _("Enter a year, for example 2018.")})
    refuse_unknown_code("purpose", allocation.purpose, PURPOSES)
    refuse_unknown_code("source", allocation.source, SOURCES)
    _check_amount("allocated", allocation.allocated)
    objective = allocation.objective
    if objective and not Objective.objects.filter(id=objective).exists():
        raise ValidationError({"objective": _("Choose from the list.")})
    made = BudgetLine.objects.create(
        fiscal_year=allocation.fiscal_year,
        purpose=allocation.purpose,
        source=allocation.source,
        allocated=allocation.allocated,
        objective_id=objective,
        agency_id=common.open_agency_key("agency", allocation.agency),
        **common.signature_columns(by, at),
    )
    detail = {"year": made.fiscal_year, "amount": made.allocated}
    common.record_entry(
        by,
        "budget_allocated",
        "budget_line",
        made.id,
        **detail,
    )
    return made.id


@transaction.atomic
def change_allocation(
    *,
    by: Actor,
    at: datetime,
    line: UUID,
    allocated: int | None,
    version: int,
) -> None:
    """Correct how much a line has.

    Raises `BudgetLine.DoesNotExist`, `ChangedMeanwhileError`, and `ValidationError`.
    """
    common.require_secretariat(by)
    BudgetLine.objects.get(id=line)
    _check_amount("allocated", allocated)
    found = BudgetLine.objects.filter(id=line, version=version)
    if not found.update(allocated=allocated, version=version + 1):
        raise ChangedMeanwhileError
    common.record_entry(
        by,
        "allocation_changed",
        "budget_line",
        line,
        amount=allocated,
    )


@transaction.atomic
def record_spending(
    *,
    by: Actor,
    at: datetime,
    line: UUID,
    spent: int,
    up_to: date,
) -> UUID:
    """Record how much of a line of the actor's agency was spent up to a day, all in
    all.

    Raises `BudgetLine.DoesNotExist`, `RefusedError` for another agency's, and
    `ValidationError`.
    """
    common.require_worker(by)
    row = BudgetLine.objects.get(id=line)
    require(may_move(by, row.agency_id))
    _check_amount("spent", spent)
    refuse_future_day("up_to", up_to, at)
    made = Spending.objects.create(
        line=row,
        agency_id=by.agency,
        spent=spent,
        up_to=up_to,
        **common.signature_columns(by, at),
    )
    common.record_entry(
        by,
        "spending_recorded",
        "budget_line",
        line,
        amount=spent,
    )
    return made.id


@transaction.atomic
def take_back_spending(*, by: Actor, at: datetime, spending: UUID) -> None:
    """Take back spending that was recorded by mistake."""
    common.require_worker(by)
    row = Spending.objects.get(id=spending)
    take_back(
        Spending.objects.filter(id=spending),
        by=by,
        at=at,
    )
    common.record_entry(by, "spending_taken_back", "budget_line", row.line_id)


def _check_amount(field: str, amount: int | None) -> None:
    if amount is not None and not 0 <= amount <= MOST:
        message = _("Enter whole units of the currency: 0 or more, without cents.")
        raise ValidationError({field: message})
