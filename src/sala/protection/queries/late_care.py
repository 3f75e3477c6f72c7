"""Whom an agency helped to whom their record is closed since, and until when."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from sala.access.context import Actor
from sala.access.permissions import may, require
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
    with connection.cursor() as cursor:
        cursor.execute("SELECT protection_helped_until(%s)", [person])
        until: date | None = cursor.fetchone()[0]
    return until
