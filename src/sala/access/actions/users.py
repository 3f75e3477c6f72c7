"""Users: added, let in, given roles, and let go."""

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from sala.access import notices, queries
from sala.access.actions.common import may_administer
from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.models import Agency, Membership, User
from sala.access.permissions import require
from sala.access.policy import may_give
from sala.access.roles import OPERATOR, Role
from sala.kit.templatetags.kit import day

ONE_DAY = timedelta(days=1)


@transaction.atomic
def add_user(*, by: Actor, username: str, full_name: str) -> User:
    """Add a user who cannot sign in yet; `invitation` makes the link to choose a
    password.

    Raises `ValidationError` naming the field when the sign-in name is taken or
    ill-formed.
    """
    require(may_administer(by, "access.user.manage"))
    user = User(username=username.lower(), full_name=full_name.strip())
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        message = _(
            "“%(name)s” is taken or has characters other than a-z, 0-9, dot, dash.",
        )
        raise ValidationError({"username": message % {"name": username}}) from error
    record(
        by=by,
        action="access.user_added",
        kind="user",
        subject=user.id,
    )
    return user


@transaction.atomic
def admit_user(
    *,
    by: Actor,
    username: str,
    full_name: str,
    agency: UUID,
    role: Role,
    starts_on: date,
    unit: UUID | None = None,
) -> tuple[str, str]:
    """Add a user with a first role; the two parts of the link to choose a password.

    Raises `ValidationError` naming the field that is wrong; then nothing was added.
    """
    user = add_user(
        by=by,
        username=username,
        full_name=full_name,
    )
    give_role(
        by=by,
        user=user,
        agency=agency,
        role=role,
        starts_on=starts_on,
        unit=unit,
    )
    return invite_user(by=by, user=user)


@transaction.atomic
def invite_user(*, by: Actor, user: User) -> tuple[str, str]:
    """Make the two parts of a link with which a user chooses a password, once, within
    two days.

    Raises `User.DoesNotExist` for one whose way in is not the actor's to make.
    """
    require(may_administer(by, "access.user.manage"))
    if not queries.may_reset(by=by, user=user.id):
        raise User.DoesNotExist
    record(
        by=by,
        action="access.user_invited",
        kind="user",
        subject=user.id,
    )
    return urlsafe_base64_encode(
        force_bytes(user.pk),
    ), default_token_generator.make_token(user)


@transaction.atomic
def reset_sign_in(*, by: Actor, at: datetime, user: User) -> tuple[str, str]:
    """Take away the password and every second factor of a user who lost one, and make a
    new link.

    The user and the supervisors of their agencies are told. Raises `User.DoesNotExist`
    as `invite`.
    """
    require(may_administer(by, "access.user.manage"))
    if not queries.may_reset(by=by, user=user.id):
        raise User.DoesNotExist
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user_id=user.id)
    record(
        by=by,
        action="access.sign_in_reset",
        kind="user",
        subject=user.id,
    )
    if by.role != OPERATOR:
        _tell_of_reset(by, at, user)
    return invite_user(by=by, user=user)


def _tell_of_reset(by: Actor, at: datetime, user: User) -> None:
    rows = queries.memberships_of(by=by, username=user.username)
    kind = "access.sign_in_reset"
    for agency in {row.agency_id for row in rows}:
        tell = partial(
            notices.send_notice,
            by=by,
            at=at,
            agency=agency,
            kind=kind,
        )
        tell(page="mfa_index", user=user.id)
        tell(page="search_ledger", roles=[Role.SUPERVISOR])


@transaction.atomic
def set_password(*, by: Actor, user: User, password: str) -> None:
    """Set the own password and end all the own sessions; the operator may for anybody.

    Raises `User.DoesNotExist` for another's, `ValidationError` when the password is too
    weak.
    """
    if by.user_id != user.id and by.role != OPERATOR:
        raise User.DoesNotExist
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(
        by=by,
        action="access.password_set",
        kind="user",
        subject=user.id,
    )


@transaction.atomic
def give_role(
    *,
    by: Actor,
    user: User,
    agency: UUID,
    role: Role,
    starts_on: date,
    ends_on: date | None = None,
    unit: UUID | None = None,
) -> Membership:
    """Let a user act for an agency in a role, from a day on; their open sessions end.

    Raises `RefusedError` when somebody gives a role to themselves, or an administrator
    one that watches over administrators; `ValidationError` when the days are in the
    wrong order or the unit is another agency's.
    """
    require(may_administer(by, "access.user.manage"))
    require(
        may_give(
            by,
            to=user.id,
            role=role,
        ),
    )
    _refuse_wrong_days(starts_on, ends_on)
    _refuse_foreign_unit(agency, unit)
    membership = Membership.objects.create(
        user=user,
        agency_id=agency,
        unit_id=unit,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    end_sessions(user_id=user.id)
    detail = {
        "user": str(user.id),
        "agency": str(agency),
        "role": role.value,
        "starts_on": starts_on.isoformat(),
        **({"ends_on": ends_on.isoformat()} if ends_on else {}),
        **({"unit": str(unit)} if unit else {}),
    }
    record(
        by=by,
        action="access.role_given",
        kind="membership",
        subject=membership.id,
        detail=detail,
    )
    return membership


def _refuse_wrong_days(starts_on: date, ends_on: date | None) -> None:
    if ends_on and ends_on < starts_on:
        raise ValidationError(
            {"ends_on": _("The last day must not be before the first.")},
        )


def _refuse_foreign_unit(agency: UUID, unit: UUID | None) -> None:
    if unit and not Agency.objects.filter(id=unit, parent_id=agency).exists():
        raise ValidationError({"unit": _("This unit does not belong to the agency.")})


@transaction.atomic
def end_role(*, by: Actor, membership: UUID, last_day: date) -> None:
    """Let a membership end with a day (yesterday: at once); the user's open sessions
    end now.

    Raises `Membership.DoesNotExist` for one that is not the actor's to end,
    `ValidationError` when it ends before that day already.
    """
    require(may_administer(by, "access.user.manage"))
    found = Membership.objects.select_for_update(of=("self",)).get(id=membership)
    last = max(last_day, found.starts_on - ONE_DAY)
    if found.ends_on and last > found.ends_on:
        longer = _("The role ends on %(day)s. For a longer time, give it anew.")
        raise ValidationError({"last_day": longer % {"day": day(found.ends_on)}})
    found.ends_on = last
    found.save(update_fields=["ends_on"])
    end_sessions(user_id=found.user_id)
    record(
        by=by,
        action="access.role_ended",
        kind="membership",
        subject=membership,
        detail={"user": str(found.user_id), "last_day": last.isoformat()},
    )


def end_sessions(*, user_id: UUID) -> None:
    """End every open session of a user: their session hash no longer fits."""
    User.objects.filter(id=user_id).update(session_epoch=F("session_epoch") + 1)
