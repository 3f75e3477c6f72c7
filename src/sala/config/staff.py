"""What the `sala user` commands do, in the name of the operator."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import click
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from sala.access import actions, queries
from sala.access.context import acting_operator
from sala.access.models import Membership, User
from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.kit import clock


@contextmanager
def refusals_as_usage() -> Iterator[None]:
    """Turn what is wrong with an argument into one clear line and exit code 2."""
    try:
        yield
    except User.DoesNotExist as error:
        raise click.UsageError("There is no user of this name.") from error
    except RefusedError as error:
        raise click.UsageError(str(error.decision.sentence)) from error
    except ValidationError as error:
        raise click.UsageError("; ".join(error.messages)) from error


def add_user(
    *,
    username: str,
    name: str,
    agency: str,
    role: str,
) -> str:
    """Add a user with one role; the path of the link to choose a password."""
    if role not in Role.values:
        raise ValidationError(
            f"{role!r} is not a role; choose one of {', '.join(Role.values)}.",
        )
    with transaction.atomic(), acting_operator("command line") as operator:
        return invitation_path(
            *actions.admit_user(
                by=operator,
                username=username,
                full_name=name,
                agency=_agency_of(agency),
                role=Role(role),
                starts_on=queries.database_today(),
            ),
        )


def add_first_two(
    administrator: tuple[str, str, str], oversight: tuple[str, str, str]
) -> tuple[actions.ConfirmedWayIn, actions.ConfirmedWayIn]:
    """Add the administrator and the oversight with whom an installation begins: of
    each the sign-in name, the full name and the code of the agency.
    """
    with transaction.atomic(), acting_operator("command line") as operator:
        return actions.add_first_two(
            by=operator,
            first=_first_user(*administrator),
            second=_first_user(*oversight),
            starts_on=queries.database_today(),
        )


def _first_user(username: str, name: str, agency: str) -> actions.FirstUser:
    return actions.FirstUser(username, name, _agency_of(agency))


def _agency_of(code: str) -> UUID:
    found = queries.agency_by_code(code)
    if found is None:
        raise ValidationError(
            f"{code!r} is not an agency; `sala agency list` lists them.",
        )
    return found.id


def confirm_user(username: str) -> str:
    """Confirm what waits of a user where no second is left; the number to say."""
    with acting_operator("command line") as operator:
        return actions.confirm_without_second(by=operator, username=username)


def invite_user(username: str) -> str:
    """The path of a new link to choose a password."""
    with acting_operator("command line") as operator:
        return invitation_path(
            *actions.invite_user(by=operator, user=User.objects.get(username=username)),
        )


def reset_sign_in(username: str) -> str:
    """Take away a user's password and second factors; the path of a link to choose a
    password.
    """
    with acting_operator("command line") as operator:
        user = User.objects.get(username=username)
        return invitation_path(
            *actions.reset_sign_in(
                by=operator,
                at=clock.now(),
                user=user,
            ),
        )


def invitation_path(user: str, token: str) -> str:
    """The path of an invitation."""
    return reverse("accept_invitation", args=[user, token])


def end_roles(username: str) -> int:
    """End every role of a user at once; returns how many."""
    with transaction.atomic(), acting_operator("command line") as operator:
        user = User.objects.get(username=username)
        yesterday = queries.database_today() - timedelta(days=1)
        open_ones = list(
            Membership.objects.filter(user=user).exclude(ends_on__lte=yesterday),
        )
        for membership in open_ones:
            actions.end_role(
                by=operator,
                membership=membership.id,
                last_day=yesterday,
            )
        return len(open_ones)


def roles_of_everybody() -> list[dict[str, str]]:
    """Every user with each of their roles, as rows of text."""
    with acting_operator("command line"):
        found = Membership.objects.select_related("user", "agency").order_by(
            "user__username",
        )
        return [
            {
                "user": m.user.username,
                "name": m.user.full_name,
                "agency": m.agency.code,
                "role": m.role,
                "from": m.starts_on.isoformat(),
                "to": m.ends_on.isoformat() if m.ends_on else "",
                "standing": m.standing,
            }
            for m in found
        ]
