"""Services that a person was given, and what an agency gave."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries import queries as countries
from sala.kit.rows import row_of
from sala.people import queries as people_queries
from sala.protection.models import ServiceDelivered
from sala.protection.rules.services import ServiceTotal, sum_services

LISTED = 200


@dataclass(frozen=True)
class ServiceRow:
    """One service given."""

    id: UUID
    person_code: str
    agency: str
    own: bool
    service: str
    right: str
    fulfils: bool
    happened_on: date
    place_code: str
    quantity: int | None
    amount: int | None
    currency: str
    noted: bool
    recorded_by: str
    struck: bool
    struck_reason: str
    may_strike: bool


def services_of(
    *, by: Actor, person: UUID
) -> tuple[list[ServiceTotal], list[ServiceRow]]:
    """What a person was given: added up without what was struck out, and each time."""
    require(may(by, "protection.person.view"))
    found = ServiceDelivered.objects.filter(person_id=person)
    return _sum_services(found), _service_rows(by, found)


def load_service(*, by: Actor, key: UUID) -> ServiceRow | None:
    """One service of the actor's agency, or to a person they see."""
    require(may(by, "protection.person.view"))
    return next(iter(_service_rows(by, ServiceDelivered.objects.filter(id=key))), None)


def given_by_agency(
    *,
    by: Actor,
    since: date,
    until: date,
) -> tuple[list[ServiceTotal], list[ServiceRow]]:
    """What the actor's agency gave from a day to another: added up, and the last 200
    times.
    """
    require(may(by, "protection.person.view"))
    found = ServiceDelivered.objects.filter(
        agency_id=by.agency,
        happened_on__range=(since, until),
    )
    return _sum_services(found), _service_rows(by, found)


def _sum_services(found: QuerySet[ServiceDelivered]) -> list[ServiceTotal]:
    counted = found.filter(struck_at=None)
    return sum_services(
        counted.values_list("service", "person_id", "happened_on", "amount")
    )


def _service_rows(by: Actor, found: QuerySet[ServiceDelivered]) -> list[ServiceRow]:
    kept = found.select_related("agency", "entitlement", "recorded_by")
    rows = list(kept.order_by("-happened_on", "-recorded_at", "id")[:LISTED])
    codes = people_queries.codes_of(row.person_id for row in rows)
    names = countries.entitlement_names()
    strikes = bool(may(by, "protection.service.record"))
    return [
        row_of(
            ServiceRow,
            row,
            person_code=codes.get(row.person_id, ""),
            agency=countries.in_language(row.agency.names),
            own=row.agency_id == by.agency,
            right=names.get(row.entitlement.code, row.entitlement.code)
            if row.entitlement
            else "",
            noted=row.note is not None,
            recorded_by=row.recorded_by.full_name,
            struck=row.struck_at is not None,
            may_strike=strikes and row.agency_id == by.agency and row.struck_at is None,
        )
        for row in rows
    ]
