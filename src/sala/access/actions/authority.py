"""The second person: what waits is confirmed, refused, or taken back afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sala.access import notices, queries, second_person
from sala.access.actions.users import admit_user, end_sessions
from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.models import Membership, Standing, User
from sala.access.permissions import ALLOWED, Decision, require
from sala.access.permissions import may as may_word
from sala.access.roles import OPERATOR, Role
from sala.access.second_person import WaitingRow

NOT_OPERATOR = Decision(False, "not_operator", _("Only the operator does this."))
HAS_A_SECOND = Decision(
    False,
    "has_a_second",
    _("A supervisor or oversight can confirm this: the operator does not."),
)
NOT_THE_FIRST = Decision(
    False,
    "not_the_first",
    _("There are users already: a second person confirms each further one."),
)


@dataclass(frozen=True)
class FirstUser:
    """One of the two with whom an installation begins."""

    username: str
    full_name: str
    agency: UUID


@dataclass(frozen=True)
class ConfirmedWayIn:
    """A link that holds, and the number that it asks for, each told once."""

    username: str
    link: tuple[str, str]
    number: str


@transaction.atomic
def confirm_authority(*, by: Actor, user: UUID, shown: Iterable[UUID]) -> str:
    """Confirm, as the second person, what waits of a user and was shown; the number to
    say to them, empty where no new way to sign in was among it.

    Raises `User.DoesNotExist` where nothing of it waits for the actor.
    """
    return _settle_shown(by, user, set(shown), Standing.CONFIRMED)


@transaction.atomic
def refuse_authority(*, by: Actor, user: UUID, shown: Iterable[UUID]) -> None:
    """Refuse, as the second person, what waits of a user and was shown.

    Raises `User.DoesNotExist` as `confirm_authority`.
    """
    _settle_shown(by, user, set(shown), Standing.REFUSED)


def _settle_shown(by: Actor, user: UUID, shown: set[UUID], said: Standing) -> str:
    require(may_word(by, "access.authority.see"))
    rows = [
        row
        for row in second_person.waiting_authority(by=by)
        if row.user_id == user and row.id in shown
    ]
    if not rows:
        raise User.DoesNotExist
    numbers = [_settle(by, row.kind, row.id, user, said) for row in rows]
    _tell_of_answer(by, rows)
    return "".join(numbers)


def _settle(by: Actor, kind: str, key: UUID, user: UUID, said: Standing) -> str:
    """Enter what was said, then write it: the database asks for the entry."""
    enter = partial(
        record,
        by=by,
        action=f"access.{kind}_{said.value}",
        detail={"user": str(user)} | _alone(by),
    )
    if kind == second_person.ROLE:
        enter(kind="membership", subject=key)
        settled = second_person.settle_role(key, said)
        number = ""
    else:
        enter(kind="user", subject=user)
        number = second_person.make_number()
        settled = second_person.settle_way_in(key, said, user, number)
    if settled != user:  # settled by somebody else meanwhile
        raise User.DoesNotExist
    end_sessions(user_id=user)
    return number if said == Standing.CONFIRMED else ""


def _alone(by: Actor) -> dict[str, object]:
    return {"without_second": True} if by.role == OPERATOR else {}


@transaction.atomic
def take_back_role(*, by: Actor, membership: UUID) -> None:
    """End, as the second person, a role that was confirmed in the last 30 days.

    Raises `Membership.DoesNotExist` for any other.
    """
    require(may_word(by, "access.authority.see"))
    found = [
        row
        for row in second_person.waiting_authority(by=by, settled=True)
        if row.id == membership and not row.waits
    ]
    if not found:
        raise Membership.DoesNotExist
    user = found[0].user_id
    _settle(by, second_person.ROLE, membership, user, Standing.TAKEN_BACK)
    _tell_of_answer(by, found)


def _tell_of_answer(by: Actor, rows: list[WaitingRow]) -> None:
    """Tell supervisors, oversight and the agency's administrators of the answer."""
    for agency, user in {(row.agency_id, row.user_id) for row in rows}:
        kind = "access.authority_settled"
        second_person.tell_of_waiting(by=by, agency=agency, user=user, kind=kind)
        notices.send_notice(
            by=by,
            at=queries.database_now(),
            agency=agency,
            kind=kind,
            page="list_users",
            roles=[Role.ADMINISTRATOR],
        )


@transaction.atomic
def confirm_without_second(*, by: Actor, username: str) -> str:
    """Confirm what waits of a user where nobody is left who could be the second; the
    number to say to them.

    For the operator; each entry says that there was no second. Raises `RefusedError`
    where there is one, `User.DoesNotExist` where nothing waits.
    """
    require(ALLOWED if by.role == OPERATOR else NOT_OPERATOR)
    user = User.objects.get(username=username)
    waiting = second_person.waiting_of(user.id)
    if not waiting:
        raise User.DoesNotExist
    if second_person.has_second(user.id):
        require(HAS_A_SECOND)
    return "".join(
        _settle(by, kind, key, user.id, Standing.CONFIRMED) for kind, key in waiting
    )


@transaction.atomic
def add_first_two(
    *, by: Actor, first: FirstUser, second: FirstUser, starts_on: date
) -> tuple[ConfirmedWayIn, ConfirmedWayIn]:
    """Add the two users with whom an installation begins, in one act of the operator:
    an administrator, and oversight, who is the second person from then on.

    Raises `RefusedError` where there is a user already, or for anybody else.
    """
    require(ALLOWED if by.role == OPERATOR else NOT_OPERATOR)
    require(NOT_THE_FIRST if User.objects.exists() else ALLOWED)
    links = []
    for each, role in ((first, Role.ADMINISTRATOR), (second, Role.OVERSIGHT)):
        link = admit_user(
            by=by,
            username=each.username,
            full_name=each.full_name,
            agency=each.agency,
            role=role,
            starts_on=starts_on,
        )
        user = User.objects.get(username=each.username.lower())
        links.append((user, link))
    record(
        by=by,
        action="access.first_two_added",
        kind="user",
        subject=links[0][0].id,
        detail={"user": str(links[1][0].id)},
    )
    return (
        _confirmed_by_operator(by, *links[0]),
        _confirmed_by_operator(by, *links[1]),
    )


def _confirmed_by_operator(
    by: Actor, user: User, link: tuple[str, str]
) -> ConfirmedWayIn:
    waiting = second_person.waiting_of(user.id)
    numbers = [
        _settle(by, kind, key, user.id, Standing.CONFIRMED) for kind, key in waiting
    ]
    return ConfirmedWayIn(user.username, link, "".join(numbers))
