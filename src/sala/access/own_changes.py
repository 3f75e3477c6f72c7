"""What a user did around signing in, in the ledger, and word of it to who must know."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest

from sala.access import notices, queries, sessions
from sala.access.context import acting_member
from sala.access.ledger import record
from sala.access.models import User
from sala.access.roles import Role
from sala.kit import clock


def enter_own_act(
    user: User, action: str, detail: dict[str, object] | None = None, *, tell: str = ""
) -> None:
    """Enter what a user did around signing in; tell them of a change that another may
    have made at their screen.
    """
    with transaction.atomic():
        with acting_member(user.id, None) as actor:
            record(
                by=actor,
                action=action,
                kind="user",
                subject=user.id,
                detail=detail,
            )
            own = queries.own_memberships(by=actor) if tell else []
        for membership in own:
            with acting_member(user.id, membership.id) as by:
                notices.send_notice(
                    by=by,
                    at=clock.now(),
                    agency=by.agency,
                    kind=f"access.own_{tell}_changed",
                    page="list_sessions",
                    user=user.id,
                )


def begins_second_steps(request: HttpRequest | None, user: User) -> bool:
    """Whether a user is only setting up their first second steps, since just now."""
    if request is None:
        return False
    row = sessions.row_of(request)
    older = Authenticator.objects.filter(user=user)
    return row is not None and not older.filter(created_at__lt=row.began_at).exists()


def tell_of_tries(user: User, failed: int) -> None:
    """Tell supervisors how many tries failed before a user signed in."""
    with acting_member(user.id, None) as bare:
        own = queries.own_memberships(by=bare)
    for membership in own:
        with acting_member(user.id, membership.id) as by:
            notices.send_notice(
                by=by,
                at=clock.now(),
                agency=by.agency,
                kind="access.sign_in_tried",
                page="search_ledger",
                roles=[Role.SUPERVISOR],
            )
            record(
                by=by,
                action="access.sign_in_tried",
                kind="user",
                subject=user.id,
                detail={"tries": failed},
            )
