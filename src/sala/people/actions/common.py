"""What the actions of this room share: whose record it is."""

from uuid import UUID

from sala.access.context import Actor
from sala.access.permissions import require
from sala.people import policy, queries
from sala.people.models import Person


def own_record(by: Actor, person: UUID, word: str) -> queries.PersonRow:
    """The person, if the actor's agency keeps the record and the actor may do this to
    it.
    """
    found = Person.objects.select_related("agency").get(id=person)
    row = queries.person_row(by, found)
    require(
        policy.may_as_custodian(
            by,
            word,
            own=row.own,
            erased=row.erased_at is not None,
        ),
    )
    return row
