"""Referrals that wait for an answer, those that were sent, and who is with nobody."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Case, F, QuerySet, When

from sala.access.context import Actor
from sala.access.models import Agency
from sala.access.permissions import may, require
from sala.access.seats import OfferedMove, offered_moves
from sala.countries import queries as countries
from sala.desk.paging import QueryRows
from sala.kit.database_functions import ask_database
from sala.kit.rows import row_of
from sala.people import queries as people_queries
from sala.people.queries import custody
from sala.protection.models import Referral
from sala.protection.rules.referrals import TAKE_OVER, is_late
from sala.protection.states import REFERRAL, TAKE_OVER_BUTTONS


@dataclass(frozen=True)
class ReferralRow:
    """One referral, as the viewer may know it; `person_code` is empty before
    acceptance.
    """

    id: UUID
    person_code: str
    agency: str
    receiver: str
    receiver_id: UUID
    agency_id: UUID
    sent: bool
    kind: str
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
    offers: tuple[OfferedMove, ...]
    keeps: bool

    @property
    def moves(self) -> tuple[OfferedMove, ...]:
        """What the viewer may do with it now."""
        return tuple(offer for offer in self.offers if offer.decision)

    @property
    def refused_moves(self) -> tuple[OfferedMove, ...]:
        """What colleagues of the viewer may do, and the viewer not."""
        return tuple(offer for offer in self.offers if not offer.decision)

    def late(self, today: date) -> bool:
        """Whether nobody answered in time."""
        return is_late(self.state, self.due_on, today)


@dataclass(frozen=True)
class UnreferredVictim:
    """Somebody who was identified and is with nobody; the code only where it may be
    known.

    `asked` counts the referrals that came to nothing, `returned_on` the day they were
    sent home.
    """

    person_code: str
    decided_on: date
    asked: int
    returned_on: date | None


@dataclass(frozen=True)
class HelpWord:
    """Of a referral that an officer sent: when, to whom, and how it stands."""

    sent_at: datetime
    receiver: str
    state: str


def load_received_referrals(*, by: Actor) -> QueryRows[ReferralRow]:
    """What the actor's agency is or was asked, what waits first.

    What waits comes by its last day, what was answered after it, the latest first.
    """
    require(may(by, "protection.referral.view"))
    return _listed(by, Referral.objects.filter(receiver_id=by.agency))


def load_sent_referrals(*, by: Actor) -> QueryRows[ReferralRow]:
    """What the actor's agency asked of others, in the same order."""
    require(may(by, "protection.referral.view"))
    return _listed(by, Referral.objects.filter(agency_id=by.agency))


def words_of_help(*, by: Actor) -> list[HelpWord]:
    """What became of what the officer sent more than a day ago; nothing of whom it was
    about.
    """
    require(may(by, "protection.referral.view"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM protection_word_of_help()")
        found = cursor.fetchall()
    names = dict(Agency.objects.values_list("id", "names"))
    return [
        HelpWord(sent_at, countries.in_language(names[receiver]), state)
        for sent_at, receiver, state in found
    ]


def to_answer(*, by: Actor, today: date) -> tuple[int, int]:
    """How many referrals the actor's agency is to answer, and how many of them are
    late.
    """
    require(may(by, "protection.referral.view"))
    waits = Referral.objects.filter(receiver_id=by.agency, state="sent")
    return waits.count(), waits.filter(due_on__lt=today).count()


def count_unanswered(*, by: Actor, today: date) -> int:
    """How many referrals of the actor's agency nobody answered in time."""
    require(may(by, "protection.referral.view"))
    return Referral.objects.filter(
        agency_id=by.agency,
        state="sent",
        due_on__lt=today,
    ).count()


def load_referral(*, by: Actor, key: UUID) -> ReferralRow | None:
    """One referral that the actor's agency sent or received."""
    require(may(by, "protection.referral.view"))
    mine = Referral.objects.filter(id=key)
    found = mine.filter(agency_id=by.agency) | mine.filter(receiver_id=by.agency)
    return next(iter(_referral_rows(by, found)), None)


def referrals_of(*, by: Actor, person: UUID) -> list[ReferralRow]:
    """A person's referrals."""
    require(may(by, "protection.person.view"))
    return _referral_rows(by, _waiting_first(Referral.objects.filter(person_id=person)))


def is_handed_on(person: UUID) -> bool:
    """Whether the session's agency kept a record that another keeps now."""
    return bool(ask_database("people_handed_on", person))


def answers_referrals(agency: UUID) -> bool:
    """Whether somebody of an agency can answer a referral today."""
    return bool(ask_database("protection_answers", agency))


def without_referral(*, by: Actor) -> list[UnreferredVictim]:
    """Whom the actor's authority identified, or the actor sees, and nobody helps."""
    require(may(by, "protection.referral.watch"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM protection_without_referral()")
        found = cursor.fetchall()
    codes = people_queries.codes_of(row[0] for row in found)
    return [UnreferredVictim(codes.get(person, ""), *rest) for person, *rest in found]


def _listed(by: Actor, found: QuerySet[Referral]) -> QueryRows[ReferralRow]:
    return QueryRows(
        _waiting_first(found),
        lambda rows: _referral_rows(by, rows),
        {"sent": "sent_at", "due": "due_on"},
    )


def _waiting_first(found: QuerySet[Referral]) -> QuerySet[Referral]:
    waits = Case(When(state="sent", then=F("due_on")))
    ordered = found.order_by(waits.asc(nulls_last=True), "-sent_at", "id")
    return ordered.select_related("agency", "receiver")


def _referral_rows(by: Actor, found: Iterable[Referral]) -> list[ReferralRow]:
    kept = list(found)
    codes = people_queries.codes_of(row.person_id for row in kept)
    kept_here = custody.kept_by(by.agency, codes)
    return [
        row_of(
            ReferralRow,
            row,
            person_code=codes.get(row.person_id, ""),
            agency=countries.in_language(row.agency.names),
            receiver=countries.in_language(row.receiver.names),
            sent=row.agency_id == by.agency,
            services=tuple(row.services),
            offers=_offers(by, row, keeps=row.person_id in kept_here),
            keeps=row.person_id in kept_here,
        )
        for row in kept
    ]


def _offers(by: Actor, row: Referral, *, keeps: bool) -> tuple[OfferedMove, ...]:
    """What is open to the actor's agency: nobody takes back what they handed over."""
    offers = offered_moves(REFERRAL, by=by, row=row)
    if (
        row.state == "accepted"
        and row.agency_id == by.agency
        and (row.kind == TAKE_OVER or (not keeps and is_handed_on(row.person_id)))
    ):
        offers = tuple(offer for offer in offers if offer.name != "withdraw")
    if row.kind == TAKE_OVER:
        return tuple(
            replace(offer, button=TAKE_OVER_BUTTONS.get(offer.name, offer.button))
            for offer in offers
        )
    return offers
