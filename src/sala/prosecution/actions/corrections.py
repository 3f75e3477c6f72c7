"""What was recorded wrongly of a court's decision, put right by steps that say so.

Nobody says that a higher court lifted what no court had ordered: the wrong step counts
no more, the right one stands in its place, and both are read.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger.entries import EntryPlace
from sala.access.models import Step
from sala.access.permissions import may, require
from sala.access.steps import steps_that_count, take_step
from sala.prosecution.actions.common import naming_day, require_choice
from sala.prosecution.actions.payments import owe_again, settle_if_paid
from sala.prosecution.actions.restitution import (
    counted_payments,
    lock_claim,
    record_claim_event,
)
from sala.prosecution.models import RestitutionClaim
from sala.prosecution.rules import corrections as rules

DECISIONS = ("order", "refuse", "waive")
UNDECIDED = {
    "share": None,
    "decided_on": None,
    "due_on": None,
    "reason": "",
    "waived_how": "",
}


@dataclass(frozen=True)
class CorrectedOrder:
    """What a court ordered for one victim; without a day it is due with the order."""

    share: int
    ordered_on: date
    due_on: date | None = None


@transaction.atomic
def correct_claim(
    *,
    by: Actor,
    at: datetime,
    claim: UUID,
    reason: str,
    order: CorrectedOrder | None = None,
) -> None:
    """Put right what is recorded of a claim: another order, or nothing was decided.

    Raises `ValidationError` naming the field; an order of which something is paid is
    never less than that, and was not never made.
    """
    require(may(by, "prosecution.restitution.decide"))
    require_choice("reason", reason, rules.REASONS, _("Choose why."))
    row = lock_claim(by, claim)
    said = _decision(row)
    if order is not None:
        _check_order(row, said, order, timezone.localdate(at))
    elif counted_payments(row).exists():
        message = _("Something of it is paid: put the payments right first.")
        raise ValidationError({"reason": message})
    entry = record_claim_event(
        by,
        at,
        row.case_id,
        claim,
        "restitution_corrected",
        on=timezone.localdate(at),
        detail={"reason": reason},
    )
    if order is None:
        take_step(
            row,
            "",
            by=by,
            at=at,
            reason=reason,
            corrects=said.id,
            entry=entry,
            columns=UNDECIDED,
        )
    else:
        _order_instead(by, at, row, said, order, reason=reason, entry=entry)


def _decision(claim: RestitutionClaim) -> Step:
    """The step that says how a claim was decided."""
    if claim.state == "open":
        raise ValidationError({"reason": _("Nothing is decided.")})
    steps = reversed(steps_that_count(claim))
    return next(step for step in steps if step.move in DECISIONS)


def _check_order(
    claim: RestitutionClaim, said: Step, order: CorrectedOrder, today: date
) -> None:
    if said.move != "order":
        raise ValidationError({"share": _("Nothing is ordered.")})
    money = counted_payments(claim).aggregate(sum=Sum("amount"), first=Min("paid_on"))
    if order.share < max(money["sum"] or 0, 1):
        message = _("At least what is paid: %(paid)s.")
        paid = f"{max(money['sum'] or 0, 1):,}"
        raise ValidationError({"share": message % {"paid": paid}})
    if order.ordered_on > today:
        raise ValidationError({"ordered_on": _("This day is in the future.")})
    if money["first"] and order.ordered_on > money["first"]:
        message = _("Something of it was paid before this day.")
        raise ValidationError({"ordered_on": message})
    due_on = order.due_on or order.ordered_on
    if due_on < order.ordered_on:
        raise ValidationError({"due_on": _("It is due after it is ordered.")})
    recorded = claim.share, claim.decided_on, claim.due_on
    if (order.share, order.ordered_on, due_on) == recorded:
        raise ValidationError({"share": _("This is what is recorded already.")})


def _order_instead(
    by: Actor,
    at: datetime,
    claim: RestitutionClaim,
    said: Step,
    order: CorrectedOrder,
    *,
    reason: str,
    entry: EntryPlace,
) -> None:
    """Put the right order in the place of the wrong one; if paid, settle it anew."""
    if claim.state == "paid":
        owe_again(by, at, claim, entry, reason=reason)
    with naming_day("ordered_on"):
        take_step(
            claim,
            "order",
            by=by,
            at=at,
            happened_on=order.ordered_on,
            reason=reason,
            corrects=said.id,
            entry=entry,
            says={"amount": order.share},
            columns={
                "share": order.share,
                "decided_on": order.ordered_on,
                "due_on": order.due_on or order.ordered_on,
                "reason": "",
            },
        )
    settle_if_paid(by, at, claim, entry)
