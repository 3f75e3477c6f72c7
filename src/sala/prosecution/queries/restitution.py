"""What is claimed, ordered, paid and owed: overall, case by case, victim by victim."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.access.roles import Role
from sala.access.seats import OfferedMove, offered_moves
from sala.desk.paging import QueryRows
from sala.kit.rows import row_of
from sala.people import codes
from sala.prosecution.actions.common import tried_by
from sala.prosecution.models import Charge, RestitutionClaim, RestitutionPayment
from sala.prosecution.rules.courts import JUDGED
from sala.prosecution.rules.restitution import is_overdue, owed_amount
from sala.prosecution.states import RESTITUTION

SHOW = ("forgotten", "overdue", "kept", "open")


@dataclass(frozen=True)
class PaymentRow:
    """Money that was paid; `reached_on` is the day the victim had it."""

    id: UUID
    amount: int
    paid_on: date
    manner: str
    reached_on: date | None
    forfeited: bool  # out of what was forfeited
    out_of: UUID | None
    entered_by: UUID
    wrong: str  # why the entry was put right; empty where it counts


@dataclass(frozen=True)
class ClaimRow:
    """What one victim is owed, in whole units of the country's currency."""

    id: UUID
    case_id: UUID
    case_code: str
    person_code: str
    state: str
    share: int | None
    decided_on: date | None
    due_on: date | None
    reason: str
    waived_how: str
    paid: int
    owed: int
    overdue: bool
    payments: tuple[PaymentRow, ...]
    put_right: tuple[PaymentRow, ...]  # entries that were wrong, and do not count
    offers: tuple[OfferedMove, ...]
    tries: bool  # the asker may decide on it

    @property
    def moves(self) -> tuple[str, ...]:
        """What the asker may make of it; what is partly paid is not lifted."""
        return tuple(
            offer.name
            for offer in self.offers
            if offer.decision and not (offer.name == "lift" and self.payments)
        )

    @property
    def spoken_code(self) -> str:
        """The code of the victim's record in groups."""
        return codes.grouped_for_reading(self.person_code)

    @property
    def spoken_case(self) -> str:
        """The code of the case in groups."""
        return codes.grouped_for_reading(self.case_code)


@dataclass(frozen=True)
class RestitutionMoney:
    """Claims of victims, and money: what the courts ordered, what was paid, what is
    owed.
    """

    claims: int
    undecided: int
    ordered: int
    paid: int
    reached: int
    overdue: int

    @property
    def owed(self) -> int:
        """What was ordered and not paid."""
        return self.ordered - self.paid

    @property
    def kept(self) -> int:
        """What was paid and has not reached the victims: the court keeps it."""
        return self.paid - self.reached


@dataclass(frozen=True)
class CaseMoney(RestitutionMoney):
    """The restitution of one case. `judged`: a court has spoken in it."""

    case_code: str
    judged: bool

    @property
    def spoken_case(self) -> str:
        """The code of the case in groups."""
        return codes.grouped_for_reading(self.case_code)

    @property
    def forgotten(self) -> bool:
        """Whether a court has spoken and a claim is still not decided."""
        return self.judged and self.undecided > 0


@dataclass(frozen=True)
class PersonClaimRow:
    """What is owed to a person, for those who keep their record."""

    state: str
    share: int | None
    paid: int
    reached: int
    due_on: date | None
    overdue: bool


def restitution_totals(*, by: Actor, today: date) -> RestitutionMoney:
    """What was ordered, paid and is owed in all the cases the actor sees."""
    require(may(by, "prosecution.case.view"))
    found = _with_payments().aggregate(**_money_sums(today))
    return RestitutionMoney(**{name: value or 0 for name, value in found.items()})


def restitution_by_case(
    *,
    by: Actor,
    today: date,
    show: str = "",
) -> QueryRows[CaseMoney]:
    """The cases with a claim, those longest overdue first."""
    require(may(by, "prosecution.case.view"))
    found = _with_payments()
    if show in SHOW:
        found = found.filter(case_id__in=claims_on_list(show, today).values("case_id"))
    rows = found.values("case_id", "case__code").annotate(
        **_money_sums(today),
        waits_since=Min("due_on", filter=_overdue_condition(today)),
        opened=Max("opened_at"),
    )
    ordered = rows.order_by(F("waits_since").asc(nulls_last=True), "-opened", "case_id")

    def make_rows(some: list[dict[str, Any]]) -> list[CaseMoney]:
        judged = _judged_cases({row["case_id"] for row in some})
        return [_case_money(row, judged) for row in some]

    sums = ("claims", "undecided", "ordered", "paid")
    return QueryRows(ordered, make_rows, {name: name for name in sums})


def claims_on_list(show: str, today: date) -> QuerySet[RestitutionClaim]:
    """The claims of one work list: not decided though a court has spoken, overdue, kept
    by the court, or not decided.
    """
    claims = RestitutionClaim.objects.all()
    if show == "overdue":
        return claims.filter(_overdue_condition(today))
    if show == "kept":
        return claims.filter(
            id__in=RestitutionPayment.objects.filter(
                reached_on=None, correction=None
            ).values("claim_id"),
        )
    waiting = claims.filter(state="open")
    if show == "forgotten":
        spoken = Charge.objects.filter(state__in=JUDGED)
        return waiting.filter(case_id__in=spoken.values("case_id"))
    return waiting


def claims_of_actor(
    by: Actor, claims: QuerySet[RestitutionClaim]
) -> QuerySet[RestitutionClaim]:
    """Of these claims, those of cases that the actor's agency opened, prosecutes or
    holds; of cases about officials all that the actor sees.
    """
    if by.role == Role.OVERSIGHT:
        return claims
    sides = ["held_by_id", "prosecuted_by_id"]
    if by.role == Role.SUPERVISOR:
        sides.append("agency_id")
    own = Q(case__in_compartment=True)
    for side in sides:
        own |= Q(**{f"case__{side}": by.agency}, case__taken_over_at=None)
    return claims.filter(own)


def claims_of_case(*, by: Actor, case_id: UUID, today: date) -> list[ClaimRow]:
    """The claims of a case, in the order they opened."""
    require(may(by, "prosecution.case.view"))
    found = _claims_with_payments().filter(case_id=case_id).order_by("opened_at", "id")
    return [_claim_row(by, row, today) for row in found]


def find_claim(*, by: Actor, key: UUID, today: date) -> ClaimRow | None:
    """One claim, if the actor sees its case."""
    require(may(by, "prosecution.case.view"))
    found = _claims_with_payments().filter(id=key).first()
    return _claim_row(by, found, today) if found else None


def restitution_of_person(
    *,
    by: Actor,
    person_id: UUID,
    today: date,
) -> list[PersonClaimRow]:
    """What a person is owed and was paid; for those who keep or share their record."""
    require(may(by, "prosecution.person.view"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, share, paid, reached, due_on FROM"
            " prosecution_restitution_of_person(%s)",
            [person_id],
        )
        rows = cursor.fetchall()
    return [
        PersonClaimRow(
            state,
            share,
            paid,
            reached,
            due_on,
            is_overdue(state, due_on, today),
        )
        for state, share, paid, reached, due_on in rows
    ]


def _with_payments() -> QuerySet[RestitutionClaim]:
    """Claims, each with what was paid of it and what of that reached the victim."""
    mine = RestitutionPayment.objects.filter(
        claim_id=OuterRef("id"), correction=None
    ).values("claim_id")
    reached = mine.exclude(reached_on=None)
    return RestitutionClaim.objects.annotate(
        paid_of_it=Coalesce(
            Subquery(mine.annotate(sum=Sum("amount")).values("sum")),
            0,
        ),
        reached_of_it=Coalesce(
            Subquery(reached.annotate(sum=Sum("amount")).values("sum")),
            0,
        ),
    )


def _money_sums(today: date) -> dict[str, Any]:
    return {
        "claims": Count("id"),
        "undecided": Count("id", filter=Q(state="open")),
        "ordered": Coalesce(Sum("share"), 0),
        "paid": Coalesce(Sum("paid_of_it"), 0),
        "reached": Coalesce(Sum("reached_of_it"), 0),
        "overdue": Coalesce(
            Sum(F("share") - F("paid_of_it"), filter=_overdue_condition(today)),
            0,
        ),
    }


def _overdue_condition(today: date) -> Q:
    return Q(state="ordered", due_on__lt=today)


def _judged_cases(cases: set[UUID]) -> set[UUID]:
    found = Charge.objects.filter(case_id__in=cases, state__in=JUDGED)
    return set(found.values_list("case_id", flat=True))


def _case_money(row: Mapping[str, Any], judged: set[UUID]) -> CaseMoney:
    names = ("claims", "undecided", "ordered", "paid", "reached", "overdue")
    sums = {name: row[name] for name in names}
    return CaseMoney(
        **sums,
        case_code=row["case__code"],
        judged=row["case_id"] in judged,
    )


def _claims_with_payments() -> QuerySet[RestitutionClaim]:
    return RestitutionClaim.objects.select_related("case", "victim").prefetch_related(
        "payments__correction",
    )


def _claim_row(by: Actor, found: RestitutionClaim, today: date) -> ClaimRow:
    entered = sorted(found.payments.all(), key=lambda p: (p.paid_on, p.recorded_at))
    rows = tuple(map(_payment_row, entered))
    payments = tuple(row for row in rows if not row.wrong)
    amounts = [p.amount for p in payments]
    tries = tried_by(by, found.case)
    return row_of(
        ClaimRow,
        found,
        case_code=found.case.code,
        person_code=found.victim.person_code,
        paid=sum(amounts),
        owed=owed_amount(found.share, amounts),
        overdue=is_overdue(found.state, found.due_on, today),
        payments=payments,
        put_right=tuple(row for row in rows if row.wrong),
        offers=offered_moves(
            RESTITUTION,
            by=by,
            row=found,
            sits_in={"tries"} if tries else (),
        ),
        tries=tries,
    )


def _payment_row(found: RestitutionPayment) -> PaymentRow:
    corrected = getattr(found, "correction", None)
    return row_of(
        PaymentRow,
        found,
        forfeited=found.forfeiture_id is not None,
        out_of=found.forfeiture_id,
        entered_by=found.recorded_by_id,
        wrong=corrected.reason if corrected else "",
    )
