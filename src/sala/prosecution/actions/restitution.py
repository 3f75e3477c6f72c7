"""What the court orders for the victims, what is waived, and what is paid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.kit.states import ChangedMeanwhileError
from sala.prosecution.actions.common import choose, enter, happened, move, tried_case
from sala.prosecution.models import (
    CaseEvent,
    Forfeiture,
    RestitutionClaim,
    RestitutionPayment,
)
from sala.prosecution.rules import restitution as rules
from sala.prosecution.rules.forfeitures import left_of
from sala.prosecution.states import RESTITUTION

CLAIMED = "restitution_claimed"
OPENS = {"ask_again": "restitution_open", "lift": "restitution_lifted"}


@dataclass(frozen=True)
class Order:
    """A court's order: the whole sum, and each victim's share where the court said it.

    Without a day by which it is to be paid, it is to be paid with the order.
    """

    total: int
    ordered_on: date
    due_on: date | None
    shares: Mapping[UUID, int]  # of a claim; empty is equal shares for every open claim


@dataclass(frozen=True)
class Closing:
    """How a claim is closed without an order: refused or waived, why, and for a waiver
    how.
    """

    way: str
    reason: str
    on: date
    how: str = ""


@dataclass(frozen=True)
class Paid:
    """Money that was paid towards a victim's share."""

    amount: int
    paid_on: date
    manner: str
    out_of: UUID | None = None  # a forfeiture that was collected in the same case


def claims_opened(*, by: Actor, at: datetime, case: UUID) -> None:
    """Tell of the claims that the database opened by itself in a case, each once."""
    told = CaseEvent.objects.filter(case_id=case, kind=CLAIMED).values("record_id")
    fresh = RestitutionClaim.objects.filter(case_id=case, state="open").exclude(
        id__in=told,
    )
    after = at + timedelta(microseconds=1)  # on the timeline, after what opened them
    for claim in fresh.values_list("id", flat=True):
        _tell(
            by,
            after,
            case,
            claim,
            CLAIMED,
            on=timezone.localdate(at),
        )


@transaction.atomic
def order_restitution(
    *,
    by: Actor,
    at: datetime,
    case: UUID,
    order: Order,
) -> None:
    """Record an order over the open claims of a case; the shares make exactly the
    whole.

    Raises `ValidationError` naming the field, `ChangedMeanwhileError` where a claim is
    no longer open.
    """
    require(may(by, "prosecution.restitution.decide"))
    tried_case(by, case)
    if order.ordered_on > timezone.localdate(at):
        raise ValidationError({"ordered_on": _("This day is in the future.")})
    due_on = order.due_on or order.ordered_on
    if due_on < order.ordered_on:
        raise ValidationError({"due_on": _("It is due after it is ordered.")})
    waiting = RestitutionClaim.objects.select_for_update().filter(
        case_id=case,
        state="open",
    )
    shares = _shares(order, [row.id for row in waiting.order_by("opened_at", "id")])
    decided = {
        "decided_on": order.ordered_on,
        "due_on": due_on,
        "reason": "",
    }
    for claim, share in shares.items():
        _move(
            by,
            at,
            claim,
            "order",
            share=share,
            **decided,
        )
        _tell(
            by,
            at,
            case,
            claim,
            "restitution_ordered",
            on=order.ordered_on,
        )


def _shares(order: Order, waiting: list[UUID]) -> dict[UUID, int]:
    if not waiting:
        raise ValidationError({"total": _("No claim is open in this case.")})
    if not order.shares:
        if order.total < len(waiting):
            raise ValidationError({"total": _("Every share is at least one.")})
        return dict(
            zip(waiting, rules.equal_shares(order.total, len(waiting)), strict=True),
        )
    if not set(order.shares) <= set(waiting):
        raise ChangedMeanwhileError
    if min(order.shares.values()) < 1:
        raise ValidationError({"total": _("Every share is at least one.")})
    if sum(order.shares.values()) != order.total:
        message = _("The shares make %(sum)s, and not the whole.")
        raise ValidationError({"total": message % {"sum": sum(order.shares.values())}})
    return dict(order.shares)


@transaction.atomic
def close_claim(
    *,
    by: Actor,
    at: datetime,
    claim: UUID,
    closing: Closing,
) -> None:
    """Record that the court refused restitution, or that the victim waived it, how and
    why.
    """
    require(may(by, "prosecution.restitution.decide"))
    reasons = {"refuse": rules.REFUSED_REASONS, "waive": rules.WAIVED_REASONS}
    choose("way", closing.way, reasons, _("Choose what is done."))
    choose(
        "reason",
        closing.reason,
        reasons[closing.way],
        _("Choose a reason that fits."),
    )
    how = closing.how if closing.way == "waive" else ""
    if closing.way == "waive":
        choose("how", how, rules.WAIVED_HOW, _("Choose how the victim said it."))
    if closing.on > timezone.localdate(at):
        raise ValidationError({"on": _("This day is in the future.")})
    found = RestitutionClaim.objects.get(id=claim)
    tried_case(by, found.case_id)
    said = {
        "reason": closing.reason,
        "decided_on": closing.on,
        "waived_how": how,
    }
    after = _move(
        by,
        at,
        claim,
        closing.way,
        **said,
    )
    kind = f"restitution_{after}"
    _tell(
        by,
        at,
        found.case_id,
        claim,
        kind,
        on=closing.on,
        reason=closing.reason,
    )


@transaction.atomic
def open_claim_again(
    *,
    by: Actor,
    at: datetime,
    claim: UUID,
    way: str,
) -> None:
    """Open a claim again: it was refused or waived, or a higher court lifted the order.

    Raises `ValidationError` where something of the order was paid already.
    """
    require(may(by, "prosecution.restitution.decide"))
    choose("way", way, OPENS, _("Choose what is done."))
    found = _locked(by, claim)
    if found.payments.exists():
        raise ValidationError({"way": _("Something of it is paid already.")})
    nothing = {
        "share": None,
        "decided_on": None,
        "due_on": None,
        "reason": "",
        "waived_how": "",
    }
    _move(
        by,
        at,
        claim,
        way,
        **nothing,
    )
    _tell(
        by,
        at,
        found.case_id,
        claim,
        OPENS[way],
        on=timezone.localdate(at),
    )


@transaction.atomic
def record_payment(
    *,
    by: Actor,
    at: datetime,
    claim: UUID,
    paid: Paid,
) -> UUID:
    """Record money paid to a victim, or to the court for them; the last of it settles
    the claim.

    Raises `ValidationError` for more than is owed or a day that cannot be.
    """
    require(may(by, "prosecution.restitution.decide"))
    choose("manner", paid.manner, rules.MANNERS, _("Choose who has the money."))
    row = _locked(by, claim)
    if row.state != "ordered" or row.decided_on is None:
        raise ValidationError({"amount": _("Nothing is owed.")})
    if not row.decided_on <= paid.paid_on <= timezone.localdate(at):
        raise ValidationError(
            {"paid_on": _("Choose a day between the order and today.")},
        )
    before = row.payments.aggregate(sum=Sum("amount"))["sum"] or 0
    left = rules.owed(row.share, [before])
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
    if paid.amount == left:
        _move(by, at, claim, "settle")
    _tell(
        by,
        at,
        row.case_id,
        claim,
        "restitution_paid",
        on=paid.paid_on,
    )
    return made.id


def _check_forfeiture(case: UUID, paid: Paid, out_of: UUID) -> None:
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
    _tell(
        by,
        at,
        found.case_id,
        found.claim_id,
        "restitution_reached",
        on=reached_on,
    )


def _locked(by: Actor, claim: UUID) -> RestitutionClaim:
    """The claim of a case the actor tries, with nobody else paying or lifting it
    meanwhile.
    """
    tried_case(by, RestitutionClaim.objects.get(id=claim).case_id)
    return RestitutionClaim.objects.select_for_update().get(id=claim)


def _move(
    by: Actor,
    at: datetime,
    claim: UUID,
    way: str,
    **changes: object,
) -> str:
    rows = RestitutionClaim.objects.filter(id=claim)
    return move(
        rows,
        RESTITUTION,
        way,
        **changes,
        changed_by_id=by.user,
        changed_at=at,
    )


def _tell(
    by: Actor,
    at: datetime,
    case: UUID,
    claim: UUID,
    kind: str,
    *,
    on: date,
    reason: str = "",
) -> None:
    happened(
        by=by,
        at=at,
        case=case,
        kind=kind,
        on=on,
        about=claim,
    )
    detail = {"reason": reason} if reason else {}
    enter(
        by=by,
        action=kind,
        case=case,
        kind="restitution",
        subject=claim,
        detail=detail,
    )
