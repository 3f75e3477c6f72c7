"""Whether somebody may open what is sealed of a person: for their own work, as the
record was opened to them, and no more people a day than work asks for.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from sala.access import purposes
from sala.access.context import Actor, for_purpose
from sala.access.notices import send_notice
from sala.access.permissions import may, require
from sala.access.queries import database_now
from sala.access.roles import Purpose, Role
from sala.people import policy, queries, rules
from sala.people.models import Person


@dataclass(frozen=True)
class AllowedOpening:
    """An opening that may go on: by broken glass or not, and whether the person is tied
    to the actor's own work.
    """

    glass: bool
    own: bool


def allow_opening(by: Actor, person: UUID, purpose: Purpose) -> AllowedOpening:
    """Check one opening before it is made, and tell the supervisor of many.

    Raises what `open_identity` raises where it may not be made.
    """
    found = Person.objects.get(id=person)
    broken = queries.broke_glass(by=by, person_id=person)
    require(
        policy.may_open_identity(
            by,
            erased=found.erased_at is not None,
            glass=broken,
        ),
    )
    purposes.check_purpose(by, purpose, glass=broken)
    if purpose is Purpose.EMERGENCY:
        return AllowedOpening(glass=True, own=True)
    if broken:
        with for_purpose(by, purpose.value):
            Person.objects.get(id=person)  # without what the glass shows
    if found.agency_id != by.agency_id:
        _check_shared_for(by, person, purpose)
    return AllowedOpening(glass=False, own=_is_own_or_counted(by, person))


def _check_shared_for(by: Actor, person: UUID, purpose: Purpose) -> None:
    """What another agency opened is opened only for what it was opened for; which that
    is, is not told to who asks for something else.
    """
    agreed = queries.shared_for(by=by, person_id=person)
    if agreed is not None and purpose not in agreed:
        raise ValidationError({"purpose": purposes.OTHER_PURPOSE.sentence})


def _is_own_or_counted(by: Actor, person: UUID) -> bool:
    """Whether a person is of the actor's own work; of others each is counted once a
    day, and there is an end to it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_opened_today(%s)", [person])
        others, before, own = cursor.fetchone()
    if own or before:
        return bool(own)
    if others >= rules.OTHERS_A_DAY:
        raise ValidationError({"purpose": _no_more_today(by)})
    if others + 1 == rules.OTHERS_A_DAY // 2:
        send_notice(
            by=by,
            at=database_now(),
            agency=by.agency,
            kind="people.many_opened",
            page="search_ledger",
            roles=[Role.SUPERVISOR],
        )
    return False


def _no_more_today(by: Actor) -> str:
    opened = _(
        "You have opened %(number)s people today whom you did not register. You can go"
        " on tomorrow.",
    )
    words = opened % {"number": rules.OTHERS_A_DAY}
    if may(by, "access.glass.break"):
        words += " " + _("If somebody is in danger now, use an emergency look.")
    return words
