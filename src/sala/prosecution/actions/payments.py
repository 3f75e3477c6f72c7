"""Money paid to the victims, or to the court until they have it in hand."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger.entries import EntryPlace
from sala.access.permissions import may, require
from sala.access.steps import take_step
from sala.prosecution.actions.common import (
    require_choice,
    tried_case,
)
from sala.prosecution.actions.restitution import (
    lock_claim,
    record_claim_event,
)
from sala.prosecution.models import (
    Forfeiture,
    RestitutionClaim,
    RestitutionPayment,
)
from sala.prosecution.rules import restitution as rules
from sala.prosecution.rules.forfeitures import left_of


@dataclass(frozen=True)
class PaymentInput:
    """Money that was paid towards a victim's share."""

    amount: int
    paid_on: date
    manner: str
    out_of: UUID | None = None  # a forfeiture that was collected in the same case


@transaction.atomic
def record_payment(
    *,
    by: Actor,
    at: datetime,
    claim: UUID,
    paid: PaymentInput,
) -> UUID:
    """Record money paid to a victim, or to the court for them; the last of it settles
    the claim.

    Raises `ValidationError` for more than is owed or a day that cannot be.
    """
    require(may(by, "prosecution.restitution.decide"))
    require_choice("manner", paid.manner, rules.MANNERS, _("Choose who has the money."))
    row = lock_claim(by, claim)
    if row.state != "ordered" or row.decided_on is None:
        raise ValidationError({"amount": _("Nothing is owed.")})
    if not row.decided_on <= paid.paid_on <= timezone.localdate(at):
        raise ValidationError(
            {"paid_on": _("Choose a day between the order and today.")},
        )
    before = row.payments.aggregate(sum=Sum("amount"))["sum"] or 0
    left = rules.owed_amount(row.share, [before])
    if not 0 < paid.amount <= left:
        raise ValidationError(
            {"amount": _("At most %(left)s is owed.") % {"left": f"{left:,}"}},
        )
    if paid.out_of is not None:
        _check_forfeiture(row.case_id, paid, paid.out_of)
    made = RestitutionPayment.objects.create(
        case_id=row.case_id,
        claim_id=claim,
        amount=paid.amount,
        paid_on=paid.paid_on,
        manner=paid.manner,
        forfeiture_id=paid.out_of,
        reached_on=paid.paid_on if paid.manner == "to_victim" else None,
        recorded_by_id=by.user,
        recorded_at=at,
    )
    entry = record_claim_event(
        by,
        at,
        row.case_id,
        claim,
        "restitution_paid",
        on=paid.paid_on,
    )
    if paid.amount == left:
        _settle_claim(by, at, row, entry)
    return made.id


def _settle_claim(
    by: Actor,
    at: datetime,
    claim: RestitutionClaim,
    entry: EntryPlace,
) -> None:
    take_step(
        claim,
        "settle",
        by=by,
        at=at,
        happened_on=claim.payments.aggregate(on=Max("paid_on"))["on"],
        entry=entry,
    )


def _check_forfeiture(case: UUID, paid: PaymentInput, out_of: UUID) -> None:
    rows = Forfeiture.objects.select_for_update().filter(
        case_id=case,
        state="collected",
    )
    found = rows.filter(id=out_of).first()
    if found is None or found.collected_on is None or paid.paid_on < found.collected_on:
        raise ValidationError(
            {"out_of": _("Choose what was collected before this day.")},
        )
    spent = list(found.payments.values_list("amount", flat=True))
    left = left_of(found.collected, spent)
    if paid.amount > left:
        message = _("At most %(left)s is left of it.") % {"left": f"{left:,}"}
        raise ValidationError({"amount": message})


@transaction.atomic
def hand_over_payment(
    *,
    by: Actor,
    at: datetime,
    payment: UUID,
    reached_on: date,
) -> None:
    """Record the day on which a victim had in hand what the court kept for them."""
    require(may(by, "prosecution.restitution.decide"))
    rows = RestitutionPayment.objects.filter(id=payment, reached_on=None)
    found = rows.get()
    tried_case(by, found.case_id)
    if not found.paid_on <= reached_on <= timezone.localdate(at):
        raise ValidationError(
            {"reached_on": _("Choose a day between the payment and today.")},
        )
    if not rows.update(reached_on=reached_on):
        raise RestitutionPayment.DoesNotExist
    record_claim_event(
        by,
        at,
        found.case_id,
        found.claim_id,
        "restitution_reached",
        on=reached_on,
    )
