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
from django.utils.translation import gettext_lazy as _l

from sala.access import notices, queries, second_person
from sala.access.actions.common import may_administer
from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.models import Agency, Membership, SignInSession, Standing, User
from sala.access.permissions import ALLOWED, Decision, require
from sala.access.policy import may_give
from sala.access.roles import OPERATOR, Role
from sala.kit.templatetags.kit import day

ONE_DAY = timedelta(days=1)
NOT_INVENTED = Decision(False, "not_invented", _l("Only the operator invents anybody."))


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

    The link, and a role that opens names, wait for a second person, who is told.
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
def invent_user(
    *,
    by: Actor,
    username: str,
    full_name: str,
    agency: UUID,
    role: Role,
    starts_on: date,
) -> Membership:
    """Add an invented user with a role that waits for nobody, for the demo and tests.

    Raises `RefusedError` for anybody but the operator; in production the database
    refuses a role that opens names.
    """
    require(ALLOWED if by.role == OPERATOR else NOT_INVENTED)
    user = add_user(by=by, username=username, full_name=full_name)
    membership = Membership(
        user=user,
        agency_id=agency,
        role=role,
        starts_on=starts_on,
        standing=Standing.CONFIRMED,
    )
    _enter_role(by, membership)
    return membership


@transaction.atomic
def invite_user(*, by: Actor, user: User) -> tuple[str, str]:
    """Make the two parts of a link with which a user chooses a password, once, within
    two days; it asks for a number that a second person says to them.

    Raises `User.DoesNotExist` for one whose way in is not the actor's to make.
    """
    require(may_administer(by, "access.user.manage"))
    if not queries.may_reset(by=by, user=user.id):
        raise User.DoesNotExist
    agency = second_person.ask_way_in(user.id)
    record(
        by=by,
        action="access.user_invited",
        kind="user",
        subject=user.id,
        detail={"waits": True},
    )
    second_person.tell_of_waiting(by=by, agency=agency, user=user.id)
    return urlsafe_base64_encode(
        force_bytes(user.pk),
    ), default_token_generator.make_token(user)


@transaction.atomic
def take_back_invitation(*, by: Actor, user: User) -> None:
    """Let a link that was made lead nowhere, whether or not it was confirmed.

    Raises `User.DoesNotExist` where there is none, or it is not the actor's.
    """
    require(may_administer(by, "access.user.manage"))
    if not second_person.take_back_way_in(user.id):
        raise User.DoesNotExist
    record(by=by, action="access.way_in_taken_back", kind="user", subject=user.id)


@transaction.atomic
def reset_sign_in(*, by: Actor, at: datetime, user: User) -> tuple[str, str]:
    """Take away the password and every second factor of a user who lost one, and make a
    new link, which waits for a second person.

    Taking away is at once: a thief is not waited for. The user, the supervisors of
    their agencies and oversight are told. Raises `User.DoesNotExist` as `invite`.
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
        detail={"waits": True},
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
    SignInSession.objects.filter(user=user).delete()
    record(
        by=by,
        action="access.password_set",
        kind="user",
        subject=user.id,
    )


@transaction.atomic
def choose_password(*, by: Actor, user: User, password: str, number: str) -> None:
    """Set the own password with a link, and the number that a second person said.

    Raises `ValidationError` at the field `number` for a wrong one, or before anybody
    confirmed the link; and as `set_password`.
    """
    if not second_person.use_way_in(user.id, number):
        wrong = _(
            "This number is not right, or nobody has confirmed you yet. Ask who told it"
            " to you.",
        )
        raise ValidationError({"number": wrong})
    set_password(by=by, user=user, password=password)


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

    A role that opens names waits for a second person, who is told. Raises
    `RefusedError` when somebody gives a role to themselves, or an administrator one
    that watches over administrators; `ValidationError` when the days are in the wrong
    order or the unit is another agency's.
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
    waits = second_person.must_wait(role)
    membership = Membership(
        user=user,
        agency_id=agency,
        unit_id=unit,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        standing=Standing.WAITING if waits else Standing.CONFIRMED,
    )
    _enter_role(by, membership)
    if waits:
        second_person.tell_of_waiting(by=by, agency=agency, unit=unit, user=user.id)
    return membership


def _enter_role(by: Actor, given: Membership) -> None:
    given.save(force_insert=True)
    end_sessions(user_id=given.user_id)
    detail = {
        "user": str(given.user_id),
        "agency": str(given.agency_id),
        "role": str(given.role),
        "starts_on": given.starts_on.isoformat(),
        **({"ends_on": given.ends_on.isoformat()} if given.ends_on else {}),
        **({"unit": str(given.unit_id)} if given.unit_id else {}),
        **({"waits": True} if given.standing == Standing.WAITING else {}),
    }
    record(
        by=by,
        action="access.role_given",
        kind="membership",
        subject=given.id,
        detail=detail,
    )


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
    """End every open session of a user: their session hash no longer fits, and no list
    shows them.
    """
    User.objects.filter(id=user_id).update(session_epoch=F("session_epoch") + 1)
    SignInSession.objects.filter(user_id=user_id).delete()
