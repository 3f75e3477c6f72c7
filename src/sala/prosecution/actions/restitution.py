"""What the court orders for the victims, refuses, and what they waive."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger.entries import EntryPlace
from sala.access.permissions import may, require
from sala.access.seats import get_seated_row
from sala.access.steps import take_step
from sala.kit.states import ChangedMeanwhileError
from sala.prosecution.actions.common import (
    case_entry,
    enter_in_ledger,
    naming_day,
    record_event,
    require_choice,
    tried_case,
)
from sala.prosecution.models import (
    CaseEvent,
    ClaimStep,
    RestitutionClaim,
    RestitutionPayment,
)
from sala.prosecution.rules import restitution as rules
from sala.prosecution.states import RESTITUTION

CLAIMED = RESTITUTION.terms["claim"].code
OPENS = {way: RESTITUTION.terms[way].code for way in ("ask_again", "lift")}
CLOSES = {way: RESTITUTION.terms[way].reasons for way in ("refuse", "waive")}


@dataclass(frozen=True)
class RestitutionOrder:
    """A court's order: the whole sum, and each victim's share where the court said it.

    Without a day by which it is to be paid, it is to be paid with the order.
    """

    total: int
    ordered_on: date
    due_on: date | None
    shares: Mapping[UUID, int]  # of a claim; empty is equal shares for every open claim


@dataclass(frozen=True)
class ClaimClosing:
    """How a claim is closed without an order: refused or waived, why, and for a waiver
    how.
    """

    way: str
    reason: str
    on: date
    how: str = ""


@dataclass(frozen=True)
class ClaimMove:
    """A move of a claim, the kind of event that it is, and the day; today without one.

    `amount` is what was ordered with it.
    """

    way: str
    kind: str
    on: date | None
    reason: str = ""
    amount: int | None = None


def claims_opened(*, by: Actor, at: datetime, case: UUID) -> None:
    """Tell of the claims that the database opened by itself in a case, each once."""
    told = CaseEvent.objects.filter(case_id=case, kind=CLAIMED).values("record_id")
    fresh = RestitutionClaim.objects.filter(case_id=case, state="open").exclude(
        id__in=told,
    )
    after = at + timedelta(microseconds=1)  # on the timeline, after what opened them
    for claim in fresh.values_list("id", flat=True):
        record_claim_event(
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
    order: RestitutionOrder,
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
    shares = _order_shares(
        order, [row.id for row in waiting.order_by("opened_at", "id")]
    )
    for claim, share in shares.items():
        with naming_day("ordered_on"):
            move_claim(
                by,
                at,
                claim,
                ClaimMove(
                    "order",
                    "restitution_ordered",
                    order.ordered_on,
                    amount=share,
                ),
                share=share,
                decided_on=order.ordered_on,
                due_on=due_on,
            )


def _order_shares(order: RestitutionOrder, waiting: list[UUID]) -> dict[UUID, int]:
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
    closing: ClaimClosing,
) -> None:
    """Record that the court refused restitution, or that the victim waived it, how and
    why.
    """
    require(may(by, "prosecution.restitution.decide"))
    require_choice("way", closing.way, CLOSES, _("Choose what is done."))
    require_choice(
        "reason",
        closing.reason,
        CLOSES[closing.way],
        _("Choose a reason that fits."),
    )
    how = closing.how if closing.way == "waive" else ""
    if closing.way == "waive":
        require_choice(
            "how", how, rules.WAIVED_HOW, _("Choose how the victim said it.")
        )
    if closing.on > timezone.localdate(at):
        raise ValidationError({"on": _("This day is in the future.")})
    found = get_seated_row(ClaimStep, RESTITUTION, closing.way, by=by, key=claim)
    after = RESTITUTION.after(found.state, closing.way)
    with naming_day("on"):
        move_claim(
            by,
            at,
            claim,
            ClaimMove(
                closing.way,
                f"restitution_{after}",
                closing.on,
                reason=closing.reason,
            ),
            decided_on=closing.on,
            waived_how=how,
        )


@transaction.atomic
def open_claim_again(
    *,
    by: Actor,
    at: datetime,
    claim: UUID,
    way: str,
    on: date | None = None,
) -> None:
    """Open a claim again: it was refused or waived, or a higher court lifted the order.

    Raises `ValidationError` where something of the order was paid already, or for a day
    that cannot be.
    """
    require(may(by, "prosecution.restitution.decide"))
    require_choice("way", way, OPENS, _("Choose what is done."))
    found = lock_claim(by, claim)
    if counted_payments(found).exists():
        raise ValidationError({"way": _("Something of it is paid already.")})
    with naming_day("on"):
        move_claim(
            by,
            at,
            claim,
            ClaimMove(way, OPENS[way], on),
            share=None,
            decided_on=None,
            due_on=None,
            waived_how="",
        )


def counted_payments(claim: RestitutionClaim) -> QuerySet[RestitutionPayment]:
    """What was paid of a claim, without entries that were put right."""
    return RestitutionPayment.objects.filter(claim_id=claim.id, correction=None)


def lock_claim(by: Actor, claim: UUID) -> RestitutionClaim:
    """The claim of a case the actor tries, with nobody else paying or lifting it
    meanwhile.
    """
    tried_case(by, RestitutionClaim.objects.get(id=claim).case_id)
    locked = RestitutionClaim.objects.select_for_update().filter(id=claim).first()
    # Nobody locks what nobody moves any more; it is read again, as it became meanwhile.
    return locked or RestitutionClaim.objects.get(id=claim)


def move_claim(
    by: Actor,
    at: datetime,
    claim: UUID,
    move: ClaimMove,
    **changes: object,
) -> None:
    """Take a step of a claim, and put it on the timeline of its case.

    A claim opens by itself on the day of the charge, and what courts decided before is
    still told: its opening stands first whenever it was.
    """
    row = RestitutionClaim.objects.get(id=claim)
    take_step(
        row,
        move.way,
        by=by,
        at=at,
        happened_on=move.on,
        reason=move.reason,
        entry=case_entry(
            move.kind,
            row.case_id,
            {"reason": move.reason} if move.reason else {},
        ),
        says={"amount": move.amount},
        columns=changes,
    )
    record_event(
        by=by,
        at=at,
        case=row.case_id,
        kind=move.kind,
        on=move.on,
        about=claim,
    )


def record_claim_event(
    by: Actor,
    at: datetime,
    case: UUID,
    claim: UUID,
    kind: str,
    *,
    on: date,
    detail: Mapping[str, object] | None = None,
) -> EntryPlace:
    """Put what became of a claim on the timeline of its case and in the ledger."""
    record_event(
        by=by,
        at=at,
        case=case,
        kind=kind,
        on=on,
        about=claim,
    )
    return enter_in_ledger(
        by=by,
        action=kind,
        case=case,
        kind="restitution",
        subject=claim,
        detail=detail,
    )
