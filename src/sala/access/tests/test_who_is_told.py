"""Who is told of what an administrator or an emergency does, and how often it counts."""

from datetime import timedelta

import pytest

from sala.access import actions, notices, queries
from sala.access.models import BrokenGlass, Grant
from sala.access.roles import Role
from sala.people import actions as people
from sala.people import rules

pytestmark = pytest.mark.django_db
WAITS = "A user, a role or a way to sign in waits for a second person"
REASON = "She is in danger tonight."


@pytest.fixture
def emergency(actor, now):
    """An investigator of another agency looked at a person of the own one."""
    with actor(Role.CASE_WORKER) as by:
        person = people.register_person(by=by, at=now, identity=rules.Identity())
    with actor(Role.INVESTIGATOR, "other") as by:
        people.break_glass(by=by, code=person.code, reason=REASON)
    return person


@pytest.mark.parametrize(
    ("role", "side", "told"),
    [
        (Role.SUPERVISOR, "own", True),
        (Role.OVERSIGHT, "own", True),
        (Role.OVERSIGHT, "other", True),
        (Role.SUPERVISOR, "other", False),
        (Role.CASE_WORKER, "own", False),
        (Role.INVESTIGATOR, "other", False),
    ],
)
@pytest.mark.usefixtures("emergency")
def test_of_an_emergency_access_the_custodian_and_oversight_are_told(
    actor,
    role,
    side,
    told,
):
    with actor(role, side) as by:
        assert bool(queries.emergency_accesses(by=by, open_only=True)) is told


@pytest.mark.usefixtures("emergency")
def test_an_emergency_access_is_acknowledged_once_and_judged_once(actor, now):
    for role, act, more in (
        (Role.SUPERVISOR, actions.acknowledge_emergency_access, {}),
        (Role.OVERSIGHT, actions.review_emergency_access, {"justified": True}),
    ):
        with actor(role) as by:
            (look,) = queries.emergency_accesses(by=by, open_only=True)
            act(by=by, at=now, glass=look.id, **more)
            assert queries.emergency_accesses(by=by, open_only=True) == []
            with pytest.raises(BrokenGlass.DoesNotExist):
                act(by=by, at=now, glass=look.id, **more)


@pytest.mark.usefixtures("emergency")
def test_another_agencys_supervisor_acknowledges_nothing(actor, now):
    with actor(Role.OVERSIGHT) as by:
        (look,) = queries.emergency_accesses(by=by)
    with (
        actor(Role.SUPERVISOR, "other") as by,
        pytest.raises(BrokenGlass.DoesNotExist),
    ):
        actions.acknowledge_emergency_access(by=by, at=now, glass=look.id)


@pytest.mark.parametrize(
    ("role", "side", "kinds"),
    [
        (Role.CASE_WORKER, "own", 1),
        (Role.SUPERVISOR, "own", 1),
        (Role.ADMINISTRATOR, "own", 0),
        (Role.INVESTIGATOR, "own", 0),
        (Role.SUPERVISOR, "other", 0),
    ],
)
def test_of_a_new_way_to_sign_in_its_user_and_their_supervisor_are_told(
    actor,
    now,
    user_of,
    role,
    side,
    kinds,
):
    with actor(Role.ADMINISTRATOR) as by:
        actions.reset_sign_in(by=by, at=now, user=user_of(Role.CASE_WORKER))
    with actor(role, side) as by:
        rows = [str(row.words) for row in notices.latest_notices(by=by, at=now)]
        said = "An administrator made a new way to sign in for somebody"
        assert rows.count(said) == kinds
        assert not {*rows} - {said, WAITS}, "and that it waits, if anything"
        assert rows.count(WAITS) == (role is Role.SUPERVISOR and side == "own")


def test_a_grant_is_taken_back_once_by_whoever_gave_or_got_it(actor, now):
    with actor(Role.CASE_WORKER) as by:
        person = people.register_person(by=by, at=now, identity=rules.Identity())
        grant = actions.give_grant(
            by=by,
            at=now,
            record_kind="person",
            record_id=person.id,
            agency=queries.agency_by_code("ATD").id,
            until=now + timedelta(days=1),
            basis="referral",
        )
    with actor(Role.ADMINISTRATOR, "other") as by, pytest.raises(Grant.DoesNotExist):
        actions.withdraw_grant(by=by, at=now, grant=grant.id)
    with actor(Role.INVESTIGATOR, "other") as by:
        actions.withdraw_grant(by=by, at=now, grant=grant.id)
    with actor(Role.CASE_WORKER) as by, pytest.raises(Grant.DoesNotExist):
        actions.withdraw_grant(by=by, at=now, grant=grant.id)
