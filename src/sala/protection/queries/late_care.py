"""Whom an agency helped to whom their record is closed since, and until when."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.kit.database_functions import ask_database
from sala.people import codes


@dataclass(frozen=True)
class HelpedPerson:
    """A person by their code alone, and the last day on which the agency saw them."""

    id: UUID
    code: str
    until: date

    @property
    def spoken_code(self) -> str:
        """The person's code in groups."""
        return codes.grouped_for_reading(self.code)


@dataclass(frozen=True)
class LateFollowUp:
    """A time of asking after somebody, and until when their record was open."""

    id: UUID
    code: str
    due_on: date
    returned_on: date
    until: date

    @property
    def spoken_code(self) -> str:
        """The person's code in groups."""
        return codes.grouped_for_reading(self.code)


def late_follow_up(*, by: Actor, key: UUID) -> LateFollowUp | None:
    """A follow-up that is still to be done on somebody whom the actor's agency helped
    and sees no more.
    """
    require(may(by, "protection.return.change"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, due_on, returned_on, until"
            " FROM protection_late_follow_up(%s)",
            [key],
        )
        found = cursor.fetchone()
    return LateFollowUp(key, *found) if found else None


def helped_person(*, by: Actor, code: str) -> HelpedPerson | None:
    """The person of this code, if the actor's agency helped them and sees them no
    more.
    """
    require(may(by, "protection.service.record"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT person, until FROM protection_helped_person(%s)", [code])
        found = cursor.fetchone()
    return HelpedPerson(found[0], code, found[1]) if found else None


def helped_until(*, by: Actor, person: UUID) -> date | None:
    """The last day on which the actor's agency saw a person; None for whom it never
    did, or still does.
    """
    require(may(by, "protection.service.record"))
    until: date | None = ask_database("protection_helped_until", person)
    return until
