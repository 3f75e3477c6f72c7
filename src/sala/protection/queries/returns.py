"""Who went where, who is to be asked after, and who came back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries import queries as countries
from sala.desk.paging import QueryRows
from sala.kit.rows import row_of
from sala.people import codes
from sala.protection.models import FollowUp, Return
from sala.protection.rules import returns as rules
from sala.protection.states import FOLLOW_UP, RETURN
from sala.screening.models import IdentificationDecision, Screening

SOON = timedelta(days=14)
OPEN = ("planned", "confirmed")


@dataclass(frozen=True)
class FollowUpRow:
    """One time of asking after somebody."""

    id: UUID
    return_id: UUID
    person_code: str
    due_on: date
    state: str
    happened_on: date | None
    manner: str
    found: str
    reason: str
    moves: tuple[str, ...]

    def late(self, today: date) -> bool:
        """Whether the day has passed and nobody asked."""
        return self.state == "due" and self.due_on < today

    @property
    def spoken_code(self) -> str:
        """The person's code in groups."""
        return codes.grouped_for_reading(self.person_code)


@dataclass(frozen=True)
class ReturnRow:
    """One person's return."""

    id: UUID
    person_id: UUID
    person_code: str
    agency: str
    own: bool
    kind: str
    place_code: str
    country: str
    authority: str
    told: str
    reference: str
    confirmed_on: date | None
    agreed: str
    risk: str
    accompanied: str
    planned_on: date
    happened_on: date | None
    state: str
    reason: str
    version: int
    changed_by: str
    changed_at: datetime
    moves: tuple[str, ...]
    follow_ups: tuple[FollowUpRow, ...]

    @property
    def spoken_code(self) -> str:
        """The person's code in groups."""
        return codes.grouped_for_reading(self.person_code)


def returns_of(*, by: Actor, person: UUID) -> list[ReturnRow]:
    """A person's returns, the latest first."""
    require(may(by, "protection.person.view"))
    return _return_rows(by, Return.objects.filter(person_id=person))


def one_return(*, by: Actor, key: UUID) -> ReturnRow | None:
    """One return, if the actor may see its person."""
    require(may(by, "protection.person.view"))
    return next(iter(_return_rows(by, Return.objects.filter(id=key))), None)


def follow_up(*, by: Actor, key: UUID) -> FollowUpRow | None:
    """One follow-up, if the actor may see its person."""
    require(may(by, "protection.person.view"))
    found = FollowUp.objects.select_related("returned__person").filter(id=key).first()
    return _follow_up(found) if found else None


def follow_ups_due(*, by: Actor, today: date) -> QueryRows[FollowUpRow]:
    """The agency's follow-ups that are late or due within two weeks, the longest due
    first.
    """
    require(may(by, "protection.person.view"))
    due = (
        _follow_ups_due(by, today)
        .select_related("returned__person")
        .order_by("due_on", "id")
    )
    return QueryRows(
        due, lambda rows: [_follow_up(row) for row in rows], {"due": "due_on"}
    )


def to_ask_after(*, by: Actor, today: date) -> tuple[int, int]:
    """How many follow-ups are late or due within two weeks, and how many of them are
    late.
    """
    require(may(by, "protection.person.view"))
    due = _follow_ups_due(by, today)
    return due.count(), due.filter(due_on__lt=today).count()


def _follow_ups_due(by: Actor, today: date) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(
        state="due",
        due_on__lte=today + SOON,
    ).filter(_cared_for(by, "returned__"))


def past_their_day(*, by: Actor, today: date) -> int:
    """How many returns of the actor's agency are still planned although their day has
    passed.
    """
    require(may(by, "protection.person.view"))
    return _returns_open(by).filter(planned_on__lt=today).count()


def _returns_open(by: Actor) -> QuerySet[Return]:
    return Return.objects.filter(_cared_for(by), state__in=OPEN)


def _cared_for(by: Actor, row: str = "") -> Q:
    """What the actor's agency planned, or of a person whose record it keeps."""
    planned = Q(**{f"{row}agency_id": by.agency})
    return planned | Q(**{f"{row}person__agency_id": by.agency})


def returns_open(*, by: Actor) -> list[ReturnRow]:
    """Returns of the actor's agency that are planned and have not happened, the first
    day first.
    """
    require(may(by, "protection.person.view"))
    return sorted(_return_rows(by, _returns_open(by)), key=lambda row: row.planned_on)


def came_back(*, by: Actor, person: UUID) -> bool:
    """Whether a person was exploited anew after a return, or long after a first
    identification.
    """
    require(may(by, "protection.person.view"))
    went = Return.objects.filter(person_id=person, state="returned")
    if FollowUp.objects.filter(returned__in=went, found="exploited_again").exists():
        return True
    decisions = IdentificationDecision.objects.filter(
        person_id=person,
        outcome="identified",
        superseded=None,
    )
    signs = Screening.objects.filter(person_id=person, outcome="indicated")
    return rules.came_back(
        identified=decisions.values_list("decided_on", flat=True),
        returned=[day for day in went.values_list("happened_on", flat=True) if day],
        seen=[moment.date() for moment in signs.values_list("written_at", flat=True)],
    )


def exploited_again(*, by: Actor) -> int:
    """How many people whom the agency sent home were found exploited again."""
    found = FollowUp.objects.filter(
        found="exploited_again",
        returned__agency_id=by.agency,
    )
    return found.values("returned__person_id").distinct().count()


def _return_rows(by: Actor, found: QuerySet[Return]) -> list[ReturnRow]:
    rows = found.select_related("person", "agency", "changed_by").order_by(
        "-recorded_at",
        "id",
    )
    asked = FollowUp.objects.select_related("returned__person").order_by("due_on")
    return [
        _return_row(by, row)
        for row in rows.prefetch_related(Prefetch("follow_ups", asked))
    ]


def _return_row(by: Actor, row: Return) -> ReturnRow:
    own = by.agency in {row.agency_id, row.person.agency_id}
    changes = own and may(by, "protection.return.change")
    return row_of(
        ReturnRow,
        row,
        person_code=row.person.code,
        agency=countries.in_language(row.agency.names),
        own=own,
        changed_by=row.changed_by.full_name,
        moves=rules.moves_of(row.kind, RETURN.moves_from(row.state)) if changes else (),
        follow_ups=tuple(_follow_up(f) for f in row.follow_ups.all()),
    )


def _follow_up(row: FollowUp) -> FollowUpRow:
    return row_of(
        FollowUpRow,
        row,
        return_id=row.returned_id,
        person_code=row.returned.person.code,
        moves=FOLLOW_UP.moves_from(row.state),
    )
