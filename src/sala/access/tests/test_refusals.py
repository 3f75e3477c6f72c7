"""What the actions of access refuse: to whom, at which field, in which sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from sala.access import actions, queries
from sala.access.models import (
    Agency,
    BrokenGlass,
    Grant,
    LedgerEntry,
    Membership,
    User,
)
from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.access.rules import AgencyText
from sala.kit.states import ChangedMeanwhileError

pytestmark = pytest.mark.django_db
NOT_IN_ROLE = "Your role does not include this."


@dataclass(frozen=True)
class Refusal:
    """One thing that is tried, by whom, and what is answered.

    `field` is the form's field where the sentence stands; empty for the whole form.
    """

    name: str
    by: Role
    tries: Callable[["Ground", Any], object]
    error: type[Exception]
    sentence: str = ""
    field: str = ""
    side: str = "own"


@dataclass(frozen=True)
class Ground:
    """The tests' country, as the rows below need it."""

    now: Any
    user_of: Callable[..., User]

    @property
    def today(self) -> Any:
        return queries.database_today()

    def agency(self, code: str) -> Any:
        return queries.agency_by_code(code).id

    def membership(self, role: Role) -> Any:
        """A membership of the own agency, as its administrator knows it."""
        return Membership.objects.filter(user=self.user_of(role)).first()

    def text(self, **changed: Any) -> AgencyText:
        usual = {"code": "LWU-X", "kind": "office", "level": "province"}
        return AgencyText(**(usual | {"names": {"en": "An office"}} | changed))


def gives(ground: Ground, by: Any, **changed: Any) -> object:
    usual = {
        "user": ground.user_of(Role.CASE_WORKER),
        "agency": by.agency_id,
        "role": Role.MEDIATOR,
        "starts_on": ground.today,
    }
    return actions.give_role(by=by, **(usual | changed))


def opens(ground: Ground, by: Any, **changed: Any) -> object:
    usual = {
        "record_kind": "person",
        "record_id": uuid4(),
        "agency": ground.agency("ATD"),
        "until": ground.now + timedelta(days=1),
        "basis": "referral",
    }
    return actions.give_grant(by=by, at=ground.now, **(usual | changed))


def ends_twice(ground: Ground, by: Any) -> object:
    row = ground.membership(Role.CASE_WORKER)
    yesterday = ground.today - timedelta(days=1)
    actions.end_role(by=by, membership=row.id, last_day=yesterday)
    return actions.end_role(by=by, membership=row.id, last_day=ground.today)


def renames(ground: Ground, by: Any, agency: Any) -> object:
    names, before = {"en": "Another"}, {"en": "What it never was"}
    return actions.rename_agency(by=by, agency=agency, names=names, before=before)


ADMIN, WORKER = Role.ADMINISTRATOR, Role.CASE_WORKER
TABLE = (
    Refusal(
        "give_role: another role than an administrator's",
        WORKER,
        gives,
        RefusedError,
        NOT_IN_ROLE,
    ),
    Refusal(
        "give_role: to oneself",
        ADMIN,
        lambda g, by: gives(g, by, user=g.user_of(ADMIN)),
        RefusedError,
        "Nobody gives a role to themselves.",
    ),
    *(
        Refusal(
            f"give_role: {role.value}, who watches over administrators",
            ADMIN,
            lambda g, by, role=role: gives(g, by, role=role),
            RefusedError,
            "This role watches over administrators: the operator gives it.",
        )
        for role in (Role.OVERSIGHT, Role.DATA_PROTECTION_OFFICER)
    ),
    Refusal(
        "give_role: the last day before the first",
        ADMIN,
        lambda g, by: gives(g, by, ends_on=g.today - timedelta(days=1)),
        ValidationError,
        "The last day must not be before the first.",
        "ends_on",
    ),
    Refusal(
        "give_role: a unit of another agency",
        ADMIN,
        lambda g, by: gives(g, by, unit=g.agency("ATD")),
        ValidationError,
        "This unit does not belong to the agency.",
        "unit",
    ),
    Refusal(
        "end_role: another role than an administrator's",
        WORKER,
        lambda g, by: actions.end_role(by=by, membership=uuid4(), last_day=g.today),
        RefusedError,
        NOT_IN_ROLE,
    ),
    Refusal(
        "end_role: one that nobody has",
        ADMIN,
        lambda g, by: actions.end_role(by=by, membership=uuid4(), last_day=g.today),
        Membership.DoesNotExist,
    ),
    Refusal(
        "end_role: later than it ends already",
        ADMIN,
        ends_twice,
        ValidationError,
        "For a longer time, give it anew.",
        "last_day",
    ),
    Refusal(
        "add_user: another role than an administrator's",
        WORKER,
        lambda _g, by: actions.add_user(by=by, username="kham", full_name="Kham"),
        RefusedError,
        NOT_IN_ROLE,
    ),
    *(
        Refusal(
            f"add_user: the name {name!r}",
            ADMIN,
            lambda _g, by, name=name: actions.add_user(
                by=by, username=name, full_name="Kham"
            ),
            ValidationError,
            f"“{name}” is taken or has characters other than",
            "username",
        )
        for name in ("case-worker.own", "two words", "ຄຳ")
    ),
    Refusal(
        "admit_user: a role that an administrator does not give",
        ADMIN,
        lambda g, by: actions.admit_user(
            by=by,
            username="kham",
            full_name="Kham",
            agency=by.agency_id,
            role=Role.OVERSIGHT,
            starts_on=g.today,
        ),
        RefusedError,
        "the operator gives it.",
    ),
    Refusal(
        "invite_user: another role than an administrator's",
        WORKER,
        lambda g, by: actions.invite_user(by=by, user=g.user_of(WORKER)),
        RefusedError,
        NOT_IN_ROLE,
    ),
    Refusal(
        "invite_user: somebody of another agency",
        ADMIN,
        lambda g, by: actions.invite_user(by=by, user=g.user_of(WORKER, "other")),
        User.DoesNotExist,
    ),
    Refusal(
        "invite_user: who watches over administrators",
        ADMIN,
        lambda g, by: actions.invite_user(by=by, user=g.user_of(Role.OVERSIGHT)),
        User.DoesNotExist,
    ),
    Refusal(
        "reset_sign_in: another role than an administrator's",
        WORKER,
        lambda g, by: actions.reset_sign_in(by=by, at=g.now, user=g.user_of(WORKER)),
        RefusedError,
        NOT_IN_ROLE,
    ),
    Refusal(
        "reset_sign_in: somebody of another agency",
        ADMIN,
        lambda g, by: actions.reset_sign_in(
            by=by, at=g.now, user=g.user_of(WORKER, "other")
        ),
        User.DoesNotExist,
    ),
    Refusal(
        "set_password: another's",
        ADMIN,
        lambda g, by: actions.set_password(
            by=by, user=g.user_of(WORKER), password="boat lamp river stone"
        ),
        User.DoesNotExist,
    ),
    Refusal(
        "set_password: a weak one",
        WORKER,
        lambda g, by: actions.set_password(
            by=by, user=g.user_of(WORKER), password="12345"
        ),
        ValidationError,
        "This password is",
    ),
    Refusal(
        "give_grant: a role without records", ADMIN, opens, RefusedError, NOT_IN_ROLE
    ),
    Refusal(
        "give_grant: until now",
        WORKER,
        lambda g, by: opens(g, by, until=g.now),
        ValidationError,
        "The last day must be in the future.",
        "until",
    ),
    Refusal(
        "give_grant: to oneself",
        WORKER,
        lambda g, by: opens(g, by, agency=by.agency_id),
        ValidationError,
        "The own agency sees the record already.",
        "agency",
    ),
    Refusal(
        "withdraw_grant: one that is not there",
        WORKER,
        lambda g, by: actions.withdraw_grant(by=by, at=g.now, grant=uuid4()),
        Grant.DoesNotExist,
    ),
    Refusal(
        "add_agency: another role than an administrator's",
        WORKER,
        lambda g, by: actions.add_agency(by=by, parent=by.agency_id, text=g.text()),
        RefusedError,
        NOT_IN_ROLE,
    ),
    Refusal(
        "add_agency: small letters",
        ADMIN,
        lambda g, by: actions.add_agency(
            by=by, parent=by.agency_id, text=g.text(code="lwu")
        ),
        ValidationError,
        "Use capital letters, digits and dashes",
        "code",
    ),
    Refusal(
        "add_agency: a code that another has",
        ADMIN,
        lambda g, by: actions.add_agency(
            by=by, parent=by.agency_id, text=g.text(code="ATD")
        ),
        ValidationError,
        "This code is taken.",
        "code",
    ),
    Refusal(
        "add_agency: no name",
        ADMIN,
        lambda g, by: actions.add_agency(
            by=by, parent=by.agency_id, text=g.text(names={"en": " "})
        ),
        ValidationError,
        "Give the name in at least one language.",
        "names",
    ),
    Refusal(
        "rename_agency: somebody was faster",
        ADMIN,
        lambda g, by: renames(g, by, by.agency_id),
        ChangedMeanwhileError,
    ),
    Refusal(
        "rename_agency: one that is not there",
        ADMIN,
        lambda g, by: renames(g, by, uuid4()),
        Agency.DoesNotExist,
    ),
    Refusal(
        "close_agency: the own one",
        ADMIN,
        lambda g, by: actions.close_agency(by=by, agency=by.agency_id, on=g.today),
        ValidationError,
        "You act for this agency: only an agency above it can close it.",
    ),
    Refusal(
        "acknowledge_emergency_access: no supervisor",
        WORKER,
        lambda g, by: actions.acknowledge_emergency_access(
            by=by, at=g.now, glass=uuid4()
        ),
        RefusedError,
        NOT_IN_ROLE,
    ),
    Refusal(
        "acknowledge_emergency_access: one not there",
        Role.SUPERVISOR,
        lambda g, by: actions.acknowledge_emergency_access(
            by=by, at=g.now, glass=uuid4()
        ),
        BrokenGlass.DoesNotExist,
    ),
    Refusal(
        "review_emergency_access: a supervisor judges none",
        Role.SUPERVISOR,
        lambda g, by: actions.review_emergency_access(
            by=by, at=g.now, glass=uuid4(), justified=True
        ),
        RefusedError,
        NOT_IN_ROLE,
    ),
)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_what_is_refused_is_said_at_its_field_and_leaves_nothing(
    row,
    actor,
    now,
    user_of,
):
    with actor(row.by, row.side) as by:
        with pytest.raises(row.error) as refused:
            row.tries(Ground(now, user_of), by)
        if isinstance(refused.value, RefusedError):
            said = str(refused.value.decision.sentence)
        elif isinstance(refused.value, ValidationError):
            said = " ".join(refused.value.messages)
            fields = getattr(refused.value, "error_dict", {})
            assert set(fields) == ({row.field} if row.field else set())
        else:
            said = ""
        assert row.sentence in said
        assert bool(row.sentence) == bool(said)
    assert not User.objects.filter(username="kham").exists()
    assert not LedgerEntry.objects.filter(action__contains="grant").exists()


def test_an_administrator_ends_no_role_in_another_agency(actor, user_of, membership_of):
    user = user_of(Role.CASE_WORKER, "other")
    theirs = membership_of(user)
    with actor(Role.ADMINISTRATOR) as by, pytest.raises(Membership.DoesNotExist):
        actions.end_role(
            by=by,
            membership=theirs,
            last_day=queries.database_today(),
        )
    assert membership_of(user) == theirs
