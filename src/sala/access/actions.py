"""Every write of `access`, each with its ledger entry in the same transaction."""

from collections.abc import Iterable
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
from django.utils.translation import gettext_lazy

from sala.access import notices, queries
from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.models import Agency, BrokenGlass, Grant, Membership, User
from sala.access.permissions import ALLOWED, Decision, may, require
from sala.access.policy import may_end_grant, may_give
from sala.access.roles import OPERATOR, Role
from sala.access.rules import AgencyText, faulty_fields
from sala.countries.contract import AgencyDefinition
from sala.kit.states import ChangedMeanwhileError
from sala.kit.templatetags.kit import day

ONE_DAY = timedelta(days=1)
FAULTS = {
    "code": gettext_lazy(
        "Use capital letters, digits and dashes, beginning with a letter, for example"
        " LWU-VTE.",
    ),
    "names": gettext_lazy("Give the name in at least one language."),
}


def may_administer(by: Actor, word: str) -> Decision:
    """Whether the actor administers: an administrator, or the operator of the server."""
    return ALLOWED if by.role == OPERATOR else may(by, word)


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
def admit(
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
    return invite(by=by, user=user)


@transaction.atomic
def invite(*, by: Actor, user: User) -> tuple[str, str]:
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
    return invite(by=by, user=user)


def _tell_of_reset(by: Actor, at: datetime, user: User) -> None:
    rows = queries.memberships_of(by=by, username=user.username)
    kind = "access.sign_in_reset"
    for agency in {row.agency_id for row in rows}:
        tell = partial(
            notices.send,
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
    if ends_on and ends_on < starts_on:
        raise ValidationError(
            {"ends_on": _("The last day must not be before the first.")},
        )
    if unit and not Agency.objects.filter(id=unit, parent_id=agency).exists():
        raise ValidationError({"unit": _("This unit does not belong to the agency.")})
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
    }
    record(
        by=by,
        action="access.role_given",
        kind="membership",
        subject=membership.id,
        detail=detail,
    )
    return membership


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
    )


def end_sessions(*, user_id: UUID) -> None:
    """End every open session of a user: their session hash no longer fits."""
    User.objects.filter(id=user_id).update(session_epoch=F("session_epoch") + 1)


@transaction.atomic
def add_agency(*, by: Actor, parent: UUID, text: AgencyText) -> Agency:
    """Add a unit below an agency the actor administers.

    Raises `ValidationError` naming the field that is wrong.
    """
    require(may_administer(by, "access.agency.manage"))
    problems = {field: str(FAULTS[field]) for field in faulty_fields(text)}
    if Agency.objects.filter(code=text.code).exists():
        problems["code"] = _("This code is taken.")
    if problems:
        raise ValidationError(problems)
    agency = Agency.objects.create(
        parent_id=parent,
        code=text.code,
        kind=text.kind,
        level=text.level,
        names=text.names,
    )
    record(
        by=by,
        action="access.agency_added",
        kind="agency",
        subject=agency.id,
    )
    return agency


@transaction.atomic
def rename_agency(
    *,
    by: Actor,
    agency: UUID,
    names: dict[str, str],
    before: dict[str, str],
) -> None:
    """Change the names of an agency the actor administers from what they were; its code
    stays.

    Raises `ChangedMeanwhileError` when somebody else was faster, `Agency.DoesNotExist`.
    """
    require(may_administer(by, "access.agency.manage"))
    found = Agency.objects.filter(id=agency)
    if not found.filter(names=before).update(names=names):
        if found.exists():
            raise ChangedMeanwhileError
        raise Agency.DoesNotExist
    record(
        by=by,
        action="access.agency_renamed",
        kind="agency",
        subject=agency,
    )


@transaction.atomic
def close_agency(*, by: Actor, agency: UUID, on: date) -> None:
    """Close a unit: nobody acts for it from now on; what points at it stays.

    Raises `ValidationError` for the agency the actor acts for, which only one above it
    closes.
    """
    require(may_administer(by, "access.agency.manage"))
    if agency == by.agency_id:
        raise ValidationError(
            _("You act for this agency: only an agency above it can close it."),
        )
    if not Agency.objects.filter(id=agency, retired_on=None).update(retired_on=on):
        raise Agency.DoesNotExist
    record(
        by=by,
        action="access.agency_closed",
        kind="agency",
        subject=agency,
    )


@transaction.atomic
def take_over_agencies(
    *,
    by: Actor,
    agencies: Iterable[AgencyDefinition],
    on: date,
) -> int:
    """Bring the agencies of a country pack in: new ones added, known ones updated, none
    removed.

    Returns how many changed.
    """
    require(may_administer(by, "access.agency.manage"))
    definitions = list(agencies)
    known = {a.code: a for a in Agency.objects.all()}
    there = set(known)
    changed = set[str]()
    for d in definitions:
        agency = known.setdefault(d.code, Agency(code=d.code))
        before = (
            agency.kind,
            agency.level,
            agency.names,
            agency.place_code,
            agency.identifies,
        )
        agency.kind, agency.level, agency.names = d.kind, d.level, dict(d.names)
        agency.place_code, agency.identifies = d.place_code or "", d.identifies
        after = (
            agency.kind,
            agency.level,
            agency.names,
            agency.place_code,
            agency.identifies,
        )
        if d.code not in there or before != after:
            agency.save()
            changed.add(d.code)
    for d in definitions:
        parent = known[d.parent_code].id if d.parent_code else None
        if known[d.code].parent_id != parent:
            Agency.objects.filter(code=d.code).update(parent_id=parent)
            changed.add(d.code)
    record(
        by=by,
        action="access.agencies_loaded",
        kind="pack",
        subject="agencies",
        detail={"changed": len(changed)},
    )
    return len(changed)


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
    """Take back a grant of the own agency, or hand back one it received.

    Raises `Grant.DoesNotExist` for one the actor's agency has no part in, or that has
    ended.
    """
    found = Grant.objects.get(id=grant, withdrawn_at=None)
    require(may_end_grant(by, gave=found.given_by_agency_id == by.agency_id))
    _withdraw(
        by=by,
        at=at,
        found=found,
    )


def _withdraw(*, by: Actor, at: datetime, found: Grant) -> None:
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


@transaction.atomic
def acknowledge_glass(*, by: Actor, at: datetime, glass: UUID) -> None:
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
def review_glass(
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
