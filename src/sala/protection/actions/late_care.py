"""Care of a day on which a record was open, recorded once it is closed."""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.kit.database_functions import ask_database
from sala.kit.saving import refuse_unknown_code
from sala.kit.states import ChangedMeanwhileError
from sala.kit.templatetags.kit import day
from sala.protection.models import FollowUp
from sala.protection.queries.late_care import late_follow_up
from sala.protection.rules import returns as rules


@transaction.atomic
def record_late_follow_up(
    *,
    by: Actor,
    at: datetime,
    follow_up: UUID,
    happened_on: date,
    manner: str,
    found: str,
) -> None:
    """Record what was found before the record was closed to the actor's agency.

    Raises `FollowUp.DoesNotExist` where there is none of somebody whom it helped,
    `ChangedMeanwhileError`, and `ValidationError` naming the field, as for a day after
    the record was closed.
    """
    require(may(by, "protection.return.change"))
    late = late_follow_up(by=by, key=follow_up)
    if late is None:
        raise FollowUp.DoesNotExist
    refuse_unknown_code("found", found, rules.FOUND)
    refuse_unknown_code("manner", manner, rules.MANNERS)
    if happened_on > late.until:
        raise ValidationError({"happened_on": closed_since(late.until)})
    if happened_on < late.returned_on:
        message = _("The day is after the return and not in the future.")
        raise ValidationError({"happened_on": message})
    if not ask_database("protection_ask_late", follow_up, happened_on, manner, found):
        raise ChangedMeanwhileError
    record(
        by=by,
        action="protection.follow_up_done",
        kind="follow_up",
        subject=follow_up,
        detail={"found": found},
    )


def closed_since(until: date) -> str:
    """Why care of a day is not recorded any more, and care of which day still is."""
    return _(
        "The record is closed to your agency since %(day)s. Only what was given until"
        " then can still be recorded.",
    ) % {"day": day(until)}
