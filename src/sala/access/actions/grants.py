"""Records opened to another agency, and closed again."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.models import Grant
from sala.access.permissions import may, require
from sala.access.policy import may_end_grant


@transaction.atomic
def give_grant(
    *,
    by: Actor,
    at: datetime,
    record_kind: str,
    record_id: UUID,
    agency: UUID,
    until: datetime,
    basis: str,
    rests_on: UUID | None = None,
) -> Grant:
    """Open one record of the own agency to another until a moment, on a named basis.

    The room of the record checks that it is the actor's agency's, here and in the
    database.
    """
    require(may(by, "access.grant.give"))
    if until <= at:
        raise ValidationError({"until": _("The last day must be in the future.")})
    if agency == by.agency_id:
        raise ValidationError({"agency": _("The own agency sees the record already.")})
    grant = Grant.objects.create(
        record_kind=record_kind,
        record_id=record_id,
        agency_id=agency,
        basis=basis,
        rests_on=rests_on,
        given_by_id=by.user,
        given_by_agency_id=by.agency,
        given_at=at,
        until=until,
    )
    detail = {
        "record": str(record_id),
        "agency": str(agency),
        "basis": basis,
    }
    record(
        by=by,
        action="access.grant_given",
        kind="grant",
        subject=grant.id,
        detail=detail,
    )
    return grant


@transaction.atomic
def withdraw_grant(*, by: Actor, at: datetime, grant: UUID) -> None:
    """Take back a grant of a record that the own agency keeps or opened, or hand back
    one it received.

    Raises `Grant.DoesNotExist` for one the actor's agency has no part in, or that has
    ended.
    """
    found = Grant.objects.get(id=grant, withdrawn_at=None)
    require(may_end_grant(by, gave=found.agency_id != by.agency_id))
    _close_grant(
        by=by,
        at=at,
        found=found,
    )


def _close_grant(*, by: Actor, at: datetime, found: Grant) -> None:
    taken = Grant.objects.filter(id=found.id, withdrawn_at=None).update(
        withdrawn_at=at,
        withdrawn_by_id=by.user,
    )
    if not taken:
        raise Grant.DoesNotExist
    detail = {"record": str(found.record_id), "agency": str(found.agency_id)}
    record(
        by=by,
        action="access.grant_withdrawn",
        kind="grant",
        subject=found.id,
        detail=detail,
    )
