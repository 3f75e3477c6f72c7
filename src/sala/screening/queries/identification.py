"""Requests for identification, decisions, and what they make of one person."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries import queries as countries
from sala.kit.rows import row_of
from sala.screening.models import IdentificationDecision, IdentificationRequest
from sala.screening.rules.identification import (
    DefinitionElements,
    is_late,
    missing_elements,
)

PAGE = 25


@dataclass(frozen=True)
class IdentificationStatus:
    """What the events say of somebody: whether they count as a victim, and what
    describes them.
    """

    status: str
    sex: str
    age_group: str
    citizenship: str


@dataclass(frozen=True)
class RequestRow:
    """One request for a decision."""

    id: UUID
    person_id: UUID
    person_code: str
    agency: str
    asked_at: datetime
    due_on: date | None
    state: str
    sex: str
    age_group: str
    citizenship: str
    review: bool

    def late(self, today: date) -> bool:
        """Whether the day by which it was to be decided has passed."""
        return self.state != "decided" and is_late(self.due_on, today)


@dataclass(frozen=True)
class DecisionRow:
    """One decision, with the elements that are not shown."""

    id: UUID
    agency: str
    outcome: str
    origin: str
    neighbour: str
    neighbour_authority: str
    decided_on: date
    received_on: date | None
    act: str
    means: tuple[str, ...]
    form: str
    exploited_in: str
    unmet: tuple[str, ...]
    superseded: bool
    decided_by: (
        str  # a colleague of the viewer's agency, by name; empty of anybody else
    )


def describe_person(*, by: Actor, person: UUID) -> IdentificationStatus:
    """Status and description of a person the actor sees; empty words of anybody
    else.
    """
    require(may(by, "screening.person.view"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM screening_about(%s)", [person])
        return IdentificationStatus(*cursor.fetchone())


def to_decide(*, by: Actor) -> list[RequestRow]:
    """Requests that wait for the actor's authority, what is due first on top."""
    require(may(by, "screening.identification.watch"))
    waits = IdentificationRequest.objects.filter(authority_id=by.agency).exclude(
        state="decided",
    )
    return _request_rows(waits.order_by(F("due_on").asc(nulls_last=True), "asked_at"))


def load_request(*, by: Actor, key: UUID) -> RequestRow | None:
    """One request to the actor's authority."""
    require(may(by, "screening.identification.watch"))
    found = IdentificationRequest.objects.filter(id=key, authority_id=by.agency)
    return next(iter(_request_rows(found)), None)


def requests_on(*, by: Actor, person: UUID) -> list[RequestRow]:
    """What was asked about a person, and waits."""
    require(may(by, "screening.person.view"))
    found = IdentificationRequest.objects.filter(person_id=person).exclude(
        state="decided",
    )
    return _request_rows(found.order_by("asked_at"))


def decisions_on(*, by: Actor, person: UUID) -> list[DecisionRow]:
    """What was decided on a person, the latest first."""
    require(may(by, "screening.person.view"))
    found = IdentificationDecision.objects.filter(person_id=person)
    return _decision_rows(by, found.order_by("-recorded_at"))


def decisions_of_request(*, by: Actor, key: UUID) -> list[DecisionRow]:
    """What the actor's authority decided on one request, the latest first."""
    require(may(by, "screening.identification.watch"))
    found = IdentificationDecision.objects.filter(request_id=key, agency_id=by.agency)
    return _decision_rows(by, found.order_by("-recorded_at"))


def load_decision(*, by: Actor, key: UUID) -> tuple[DecisionRow, str] | None:
    """One decision and the code of its person."""
    require(may(by, "screening.decision.view"))
    found = IdentificationDecision.objects.filter(id=key, person__isnull=False)
    row = next(iter(_decision_rows(by, found)), None)
    code = found.values_list("person__code", flat=True).first()
    return (row, code) if row and code else None


def _request_rows(found: QuerySet[IdentificationRequest]) -> list[RequestRow]:
    return [
        row_of(
            RequestRow,
            row,
            person_code=row.person.code,
            agency=countries.in_language(row.agency.names),
            review=row.review_of_id is not None,
        )
        for row in found.select_related("agency", "person")
    ]


def _decision_rows(
    by: Actor, found: QuerySet[IdentificationDecision]
) -> list[DecisionRow]:
    rows = list(found.select_related("agency", "decided_by"))
    replaced = IdentificationDecision.objects.filter(supersedes__in=rows)
    gone = set(replaced.values_list("supersedes_id", flat=True))
    return [
        row_of(
            DecisionRow,
            row,
            agency=countries.in_language(row.agency.names),
            means=tuple(row.means),
            unmet=missing_elements(
                DefinitionElements(row.age_group, row.act, tuple(row.means), row.form)
            ),
            superseded=row.id in gone,
            decided_by=row.decided_by.full_name
            if row.agency_id == by.agency_id
            else "",
        )
        for row in rows
    ]
