"""Emergency looks: acknowledged by a supervisor, judged by oversight."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.models import BrokenGlass
from sala.access.permissions import may, require


@transaction.atomic
def acknowledge_emergency_access(*, by: Actor, at: datetime, glass: UUID) -> None:
    """Note that the custodian's supervisor has seen an emergency look, not one of their
    own.

    Raises `BrokenGlass.DoesNotExist` for one the actor is not told of.
    """
    require(may(by, "access.glass.see"))
    found = BrokenGlass.objects.filter(id=glass, seen_at=None).exclude(user_id=by.user)
    if not found.update(seen_at=at, seen_by_id=by.user):
        raise BrokenGlass.DoesNotExist
    record(
        by=by,
        action="access.glass_seen",
        kind="glass",
        subject=glass,
    )


@transaction.atomic
def review_emergency_access(
    *,
    by: Actor,
    at: datetime,
    glass: UUID,
    justified: bool,
) -> None:
    """Judge an emergency look of somebody else, once.

    Raises `BrokenGlass.DoesNotExist` for one that is not there or was judged before.
    """
    require(may(by, "access.glass.review"))
    finding = "justified" if justified else "not_justified"
    found = BrokenGlass.objects.filter(id=glass, reviewed_at=None).exclude(
        user_id=by.user,
    )
    if not found.update(
        reviewed_at=at,
        reviewed_by_id=by.user,
        finding=finding,
    ):
        raise BrokenGlass.DoesNotExist
    detail = {"finding": finding}
    record(
        by=by,
        action="access.glass_reviewed",
        kind="glass",
        subject=glass,
        detail=detail,
    )
