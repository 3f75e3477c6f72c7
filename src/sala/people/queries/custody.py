"""Who keeps a record, and who kept it before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from uuid import UUID

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries.queries import in_language
from sala.people.models import CustodyStep, Person
from sala.people.states import IN_CARE


@dataclass(frozen=True)
class KeeperRow:
    """An agency that keeps a record, or kept it: since when, and until when."""

    agency: str
    since: date
    until: date | None


@dataclass(frozen=True)
class PersonKeeper:
    """The agency that keeps a record now, and whether it has the person in care."""

    agency: UUID
    in_care: bool


def keeper_of(person: UUID) -> PersonKeeper:
    """Who keeps a record that the session sees.

    Raises `Person.DoesNotExist` for one that it does not see.
    """
    found = Person.objects.only("agency_id", "state").get(id=person)
    return PersonKeeper(found.agency_id, found.state == IN_CARE)


def load_keepers(*, by: Actor, person_id: UUID) -> list[KeeperRow]:
    """Who kept a record that the actor sees, one after the other; the last keeps it."""
    require(may(by, "people.person.view"))
    steps = CustodyStep.objects.filter(person_id=person_id).select_related("keeper")
    kept = list(steps.order_by("number"))
    ends = [step.happened_on for step in kept[1:]]
    return [
        KeeperRow(in_language(step.keeper.names), step.happened_on, until)
        for step, until in zip_longest(kept, ends)
    ]


def kept_by(agency: UUID, people: Iterable[UUID]) -> set[UUID]:
    """Those of these people whose record an agency keeps, that the session sees."""
    kept = Person.objects.filter(id__in=list(people), agency_id=agency)
    return set(kept.values_list("id", flat=True))
