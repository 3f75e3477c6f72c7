"""What courts took from defendants, and what is left of it for the victims."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, Sum

from sala.access.closed_words import read_words
from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.kit.rows import row_of
from sala.people import codes
from sala.prosecution.actions.common import tried_by
from sala.prosecution.models import Forfeiture, RestitutionPayment
from sala.prosecution.queries.cases import live_cases
from sala.prosecution.rules.forfeitures import left_of
from sala.prosecution.states import FORFEITURE
from sala.vault.sealed_columns import sealed_place


@dataclass(frozen=True)
class ForfeitureRow:
    """Something a court took; sums in whole units of the country's currency, None not
    recorded.
    """

    id: UUID
    case_code: str
    defendant_code: str
    kind: str
    what: str
    value: int | None
    ordered_on: date
    state: str
    collected_on: date | None
    collected: int | None
    left: int
    moves: tuple[str, ...]
    tries: bool  # the asker prosecutes or tries its case

    @property
    def spoken_defendant(self) -> str:
        """The code of the defendant in groups."""
        return codes.grouped_for_reading(self.defendant_code)


@dataclass(frozen=True)
class ForfeitureTotals:
    """Over all the cases the asker sees: what was forfeited and not lifted, and what it
    brought.

    `valued` leaves out what has no value recorded; `unvalued` counts that.
    """

    valued: int
    unvalued: int
    collected: int


def find_forfeitures(*, by: Actor, case_id: UUID) -> list[ForfeitureRow]:
    """What was taken in a case, in the order it was taken."""
    require(may(by, "prosecution.case.view"))
    found = (
        _forfeitures_with_payments()
        .filter(case_id=case_id)
        .order_by("ordered_on", "recorded_at", "id")
    )
    return _forfeiture_rows(by, list(found))


def find_forfeiture(*, by: Actor, key: UUID) -> ForfeitureRow | None:
    """One thing that was taken, if the actor sees its case."""
    require(may(by, "prosecution.case.view"))
    found = _forfeitures_with_payments().filter(id=key).first()
    return _forfeiture_rows(by, [found])[0] if found else None


def forfeiture_totals(*, by: Actor) -> ForfeitureTotals:
    """What was forfeited and collected in all the cases the actor sees."""
    require(may(by, "prosecution.case.view"))
    rows = Forfeiture.objects.filter(case__in=live_cases()).exclude(state="lifted")
    sums = rows.aggregate(valued=Sum("value"), collected=Sum("collected"))
    unvalued = rows.filter(Q(value=None)).count()
    return ForfeitureTotals(sums["valued"] or 0, unvalued, sums["collected"] or 0)


def _forfeitures_with_payments() -> QuerySet[Forfeiture]:
    return Forfeiture.objects.select_related(
        "case", "defendant", "continues"
    ).prefetch_related(
        Prefetch("payments", RestitutionPayment.objects.filter(correction=None)),
    )


def _forfeiture_rows(by: Actor, found: list[Forfeiture]) -> list[ForfeitureRow]:
    first = [one.continues or one for one in found]
    words = read_words(
        [(one.what, sealed_place(Forfeiture, "what", one.id)) for one in first]
    )
    return [
        _forfeiture_row(by, one, what) for one, what in zip(found, words, strict=True)
    ]


def _forfeiture_row(by: Actor, found: Forfeiture, what: str) -> ForfeitureRow:
    spent = [payment.amount for payment in found.payments.all()]
    moves = FORFEITURE.moves_from(found.state)
    return row_of(
        ForfeitureRow,
        found,
        case_code=found.case.code,
        defendant_code=found.defendant.code,
        what=what,
        left=left_of(found.collected, spent),
        moves=tuple(move for move in moves if not (move == "lift" and spent)),
        tries=tried_by(by, found.case),
    )
