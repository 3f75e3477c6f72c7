"""Referrals that wait for an answer, those that were sent, and who is with nobody."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Case, QuerySet, Value, When

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries import queries as countries
from sala.people.models import Person
from sala.protection.models import Referral
from sala.protection.rules.referrals import is_late
from sala.protection.states import REFERRAL


@dataclass(frozen=True)
class ReferralRow:
    """One referral, as the viewer may know it; `person_code` is empty before acceptance."""

    id: UUID
    person_code: str
    agency: str
    receiver: str
    sent: bool
    services: tuple[str, ...]
    urgency: str
    basis: str
    sex: str
    age_group: str
    citizenship: str
    sent_at: datetime
    due_on: date
    state: str
    reason: str
    changed_at: datetime
    moves: tuple[str, ...]

    def late(self, today: date) -> bool:
        """Whether nobody answered in time."""
        return is_late(self.state, self.due_on, today)


@dataclass(frozen=True)
class Unreferred:
    """Somebody who was identified and is with nobody; the code only where it may be known.

    `asked` counts the referrals that came to nothing, `returned_on` the day they were sent home.
    """

    person_code: str
    decided_on: date
    asked: int
    returned_on: date | None


def received(*, by: Actor) -> list[ReferralRow]:
    """What the actor's agency is or was asked, what waits first, by its last day."""
    require(may(by, "protection.referral.view"))
    return _rows(by, Referral.objects.filter(receiver_id=by.agency))


def sent(*, by: Actor) -> list[ReferralRow]:
    """What the actor's agency asked of others, what waits first, by its last day."""
    require(may(by, "protection.referral.view"))
    return _rows(by, Referral.objects.filter(agency_id=by.agency))


def referral(*, by: Actor, key: UUID) -> ReferralRow | None:
    """One referral that the actor's agency sent or received."""
    require(may(by, "protection.referral.view"))
    mine = Referral.objects.filter(id=key)
    found = mine.filter(agency_id=by.agency) | mine.filter(receiver_id=by.agency)
    return next(iter(_rows(by, found)), None)


def referrals_of(*, by: Actor, person: UUID) -> list[ReferralRow]:
    """A person's referrals."""
    require(may(by, "protection.person.view"))
    return _rows(by, Referral.objects.filter(person_id=person))


def without_referral(*, by: Actor) -> list[Unreferred]:
    """Whom the actor's authority identified, or the actor sees, and whom nobody helps."""
    require(may(by, "protection.referral.watch"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM protection_without_referral()")
        found = cursor.fetchall()
    codes = dict(Person.objects.filter(id__in=[row[0] for row in found]).values_list("id", "code"))
    return [Unreferred(codes.get(person, ""), *rest) for person, *rest in found]


def _rows(by: Actor, found: QuerySet[Referral]) -> list[ReferralRow]:
    waits = Case(When(state="sent", then=Value(0)), default=Value(1))
    kept = list(found.select_related("agency", "receiver").order_by(waits, "due_on", "id")[:200])
    seen = Person.objects.filter(id__in=[row.person_id for row in kept])
    codes = dict(seen.values_list("id", "code"))
    copied = (
        *("id", "urgency", "basis", "sex", "age_group", "citizenship", "sent_at", "due_on"),
        *("state", "reason", "changed_at"),
    )
    return [
        ReferralRow(
            **{name: getattr(row, name) for name in copied},
            person_code=codes.get(row.person_id, ""),
            agency=countries.in_language(row.agency.names),
            receiver=countries.in_language(row.receiver.names),
            sent=row.agency_id == by.agency,
            services=tuple(row.services),
            moves=_moves(by, row),
        )
        for row in kept
    ]


def _moves(by: Actor, row: Referral) -> tuple[str, ...]:
    moves = REFERRAL.moves_from(row.state)
    if row.agency_id == by.agency and may(by, "protection.referral.send"):
        return tuple(move for move in moves if move == "withdraw")
    if row.receiver_id == by.agency and may(by, "protection.referral.answer"):
        return tuple(move for move in moves if move != "withdraw")
    return ()
