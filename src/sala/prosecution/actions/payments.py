"""Money paid to the victims, or to the court until they have it in hand."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger.entries import EntryPlace
from sala.access.permissions import may, require
from sala.access.steps import last_step, take_step
from sala.kit.states import ChangedMeanwhileError
from sala.prosecution.actions.common import (
    record_event,
    require_choice,
    tried_case,
)
from sala.prosecution.actions.restitution import (
    counted_payments,
    lock_claim,
    record_claim_event,
)
from sala.prosecution.models import (
    Forfeiture,
    PaymentCorrection,
    RestitutionClaim,
    RestitutionPayment,
)
from sala.prosecution.rules import corrections
from sala.prosecution.rules import restitution as rules
from sala.prosecution.rules.forfeitures import left_of


@dataclass(frozen=True)
class PaymentInput:
    """Money that was paid towards a victim's share."""

    amount: int
    paid_on: date
    manner: str
    out_of: UUID | None = None  # a forfeiture that was collected in the same case


@dataclass(frozen=True)
class CorrectedPayment:
    """Why the entry of a payment was wrong, and what was paid, where anything was.

    `shown_by` is how it is known that a victim does not have what was entered.
    """

    reason: str
    right: PaymentInput | None = None
    shown_by: str = ""


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
    if row.state != "ordered":
        raise ValidationError({"amount": _("Nothing is owed.")})
    _check_day(row, paid, timezone.localdate(at))
    made = _enter_payment(by, at, row, paid)
    entry = record_claim_event(
        by,
        at,
        row.case_id,
        claim,
        "restitution_paid",
        on=paid.paid_on,
    )
    settle_if_paid(by, at, row, entry)
    return made.id


@transaction.atomic
def correct_payment(
    *,
    by: Actor,
    at: datetime,
    payment: UUID,
    correction: CorrectedPayment,
) -> None:
    """Put the entry of a payment right: another one is in its place, or nothing was
    paid. Never by whoever entered it; what it settled is owed again.

    Money that a victim holds is not booked back: raises `ValidationError` where less
    would be in their hands, and nobody says how that is known.
    """
    require(may(by, "prosecution.restitution.decide"))
    require_choice("reason", correction.reason, corrections.REASONS, _("Choose why."))
    found = RestitutionPayment.objects.get(id=payment, correction=None)
    row = lock_claim(by, found.claim_id)
    if not RestitutionPayment.objects.filter(id=payment, correction=None).exists():
        raise ChangedMeanwhileError
    shown_by = _check_correction(by, found, correction)
    entry = record_claim_event(
        by,
        at,
        row.case_id,
        row.id,
        "restitution_payment_corrected",
        on=timezone.localdate(at),
        detail={"reason": correction.reason, "payment": str(payment)},
    )
    if row.state == "paid":
        owe_again(by, at, row, entry, reason=correction.reason)
    right = _enter_instead(by, at, row, found, correction.right)
    PaymentCorrection.objects.create(
        case_id=row.case_id,
        payment_id=payment,
        right=right,
        reason=correction.reason,
        shown_by=shown_by,
        agency_id=by.agency,
        recorded_by_id=by.user,
        recorded_at=at,
    )
    settle_if_paid(by, at, row, entry)


def _enter_instead(
    by: Actor,
    at: datetime,
    claim: RestitutionClaim,
    wrong: RestitutionPayment,
    paid: PaymentInput | None,
) -> RestitutionPayment | None:
    """The entry in the place of a wrong one, if anything was paid."""
    if paid is None:
        return None
    _check_day(claim, paid, timezone.localdate(at))
    made = _enter_payment(by, at, claim, paid, instead=wrong.id)
    record_event(
        by=by,
        at=at,
        case=claim.case_id,
        kind="restitution_paid",
        on=made.paid_on,
        about=claim.id,
    )
    return made


def _check_correction(
    by: Actor,
    found: RestitutionPayment,
    correction: CorrectedPayment,
) -> str:
    """How it is known that the victim has less, where they have; else nothing."""
    if found.recorded_by_id == by.user:
        message = _("You recorded this payment. Somebody else puts it right.")
        raise ValidationError({"reason": message})
    right = correction.right
    in_hand = found.amount if found.reached_on else 0
    stays = right.amount if right and right.manner == "to_victim" else 0
    if right is not None:
        message = _("Choose who has the money.")
        require_choice("manner", right.manner, rules.MANNERS, message)
        said = right.amount, right.paid_on, stays
        if said == (found.amount, found.paid_on, in_hand):
            raise ValidationError({"amount": _("This is what is recorded already.")})
    if not corrections.takes_from_victim(in_hand, stays):
        return ""
    message = _(
        "The victim has this money, as it is recorded. Say how you know that they do"
        " not: what they hold is never booked back."
    )
    require_choice("shown_by", correction.shown_by, corrections.SHOWN_BY, message)
    return correction.shown_by


def settle_if_paid(
    by: Actor,
    at: datetime,
    claim: RestitutionClaim,
    entry: EntryPlace,
) -> None:
    """Settle a claim of which nothing is owed any more."""
    paid = counted_payments(claim).aggregate(sum=Sum("amount"))["sum"] or 0
    if claim.state == "ordered" and paid == claim.share:
        _settle_claim(by, at, claim, entry)


def owe_again(
    by: Actor,
    at: datetime,
    claim: RestitutionClaim,
    entry: EntryPlace,
    *,
    reason: str,
) -> None:
    """Say that a claim was never paid in full: what settled it does not count."""
    take_step(
        claim,
        "",
        by=by,
        at=at,
        reason=reason,
        corrects=last_step(claim).id,
        entry=entry,
        columns={"reason": ""},
    )


def _enter_payment(
    by: Actor,
    at: datetime,
    claim: RestitutionClaim,
    paid: PaymentInput,
    *,
    instead: UUID | None = None,
) -> RestitutionPayment:
    """Write a payment, within what is owed without the one that it stands for."""
    others = counted_payments(claim).filter(~Q(id=instead))
    before = others.aggregate(sum=Sum("amount"))["sum"] or 0
    left = rules.owed_amount(claim.share, [before])
    if not 0 < paid.amount <= left:
        raise ValidationError(
            {"amount": _("At most %(left)s is owed.") % {"left": f"{left:,}"}},
        )
    if paid.out_of is not None:
        _check_forfeiture(claim.case_id, paid, paid.out_of, instead)
    return RestitutionPayment.objects.create(
        case_id=claim.case_id,
        claim_id=claim.id,
        amount=paid.amount,
        paid_on=paid.paid_on,
        manner=paid.manner,
        forfeiture_id=paid.out_of,
        reached_on=paid.paid_on if paid.manner == "to_victim" else None,
        recorded_by_id=by.user,
        recorded_at=at,
    )


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
        happened_on=counted_payments(claim).aggregate(on=Max("paid_on"))["on"],
        entry=entry,
    )


def _check_day(claim: RestitutionClaim, paid: PaymentInput, today: date) -> None:
    if claim.decided_on is None or not claim.decided_on <= paid.paid_on <= today:
        raise ValidationError(
            {"paid_on": _("Choose a day between the order and today.")},
        )


def _check_forfeiture(
    case: UUID,
    paid: PaymentInput,
    out_of: UUID,
    instead: UUID | None,
) -> None:
    rows = Forfeiture.objects.select_for_update().filter(
        case_id=case,
        state="collected",
    )
    found = rows.filter(id=out_of).first()
    if found is None or found.collected_on is None or paid.paid_on < found.collected_on:
        raise ValidationError(
            {"out_of": _("Choose what was collected before this day.")},
        )
    counted = found.payments.filter(~Q(id=instead), correction=None)
    spent = list(counted.values_list("amount", flat=True))
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
    rows = RestitutionPayment.objects.filter(
        id=payment, reached_on=None, correction=None
    )
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
