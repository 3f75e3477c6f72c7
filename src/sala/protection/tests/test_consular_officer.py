"""A mission sees the people it helps until another agency takes them on."""

import pytest
from django.urls import reverse

from sala.access.actions import give_grant
from sala.access.models import Grant, Notice
from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.people import actions as people
from sala.people import queries
from sala.people import rules as identities
from sala.protection.actions import referrals, returns
from sala.protection.tests.test_returns import plan

pytestmark = pytest.mark.django_db
CONSUL = Role.CONSULAR_OFFICER


@pytest.fixture
def citizen(actor, now):
    """A citizen whom a consular officer of the agency `own` registered."""
    with actor(CONSUL) as by:
        return people.register_person(
            by=by,
            at=now,
            identity=identities.Identity(),
        )


def sees(actor, citizen, agency="own"):
    with actor(CONSUL, agency) as by:
        return queries.find_person(by=by, code=citizen.code) is not None


def test_the_mission_sees_its_people_also_after_a_day_and_no_other_mission_does(
    actor,
    citizen,
):
    assert sees(actor, citizen)
    assert not sees(actor, citizen, "other")


def test_who_was_taken_over_is_no_longer_seen_and_who_is_handed_back_is_again(
    actor,
    citizen,
    now,
    refer,
):
    with actor(CONSUL) as by:
        mission = by.agency
        helps = refer(by, person=citizen)
    with actor(Role.CASE_WORKER, "other") as by:
        referrals.accept_referral(by=by, at=now, referral=helps)
    assert sees(actor, citizen), "whoever helps takes nobody over"
    with actor(CONSUL) as by:
        sent = refer(by, person=citizen, kind="take_over")
    assert sees(actor, citizen), "nobody answered yet"
    with actor(Role.CASE_WORKER, "other") as by:
        referrals.accept_referral(by=by, at=now, referral=sent)
    assert not sees(actor, citizen)
    with actor(Role.CASE_WORKER, "other") as by:
        back = refer(by, person=citizen, to=mission, kind="take_over")
    with actor(Role.CASE_WORKER) as by:
        referrals.accept_referral(by=by, at=now, referral=back)
    assert sees(actor, citizen)


def test_a_journey_that_the_mission_plans_is_seen_to_its_end_and_a_day_longer(
    actor,
    citizen,
    now,
    refer,
):
    with actor(CONSUL) as by:
        home = returns.plan_return(
            by=by,
            at=now,
            person=citizen.id,
            plan=plan(now),
        )
        sent = refer(by, person=citizen, kind="take_over")
    with actor(Role.CASE_WORKER, "other") as by:
        referrals.accept_referral(by=by, at=now, referral=sent)
    assert sees(actor, citizen), "still to be brought home"
    with actor(CONSUL) as by:
        returns.record_return(
            by=by,
            at=now,
            returned=home,
            happened_on=now.date(),
            version=1,
        )
    assert sees(actor, citizen)


def test_what_another_agency_opens_to_a_mission_is_not_for_its_consular_officers(
    actor,
    now,
    person,
    receiver,
):
    with actor(Role.CASE_WORKER) as by:
        give_grant(
            by=by,
            at=now,
            record_kind="person",
            record_id=person.id,
            agency=receiver,
            until=now.replace(year=now.year + 1, day=1),
            basis="court_order",
        )
    assert not sees(actor, person, "other")
    with actor(CONSUL, "other"):
        assert not Grant.objects.filter(record_id=person.id).exists()


def test_a_mission_is_told_what_becomes_of_a_referral(actor, citizen, now, refer):
    with actor(CONSUL) as by:
        sent = refer(by, person=citizen)
    with actor(Role.CASE_WORKER, "other") as by:
        referrals.move_referral(
            by=by, at=now, referral=sent, move="decline", reason="no_place"
        )
    with actor(CONSUL):
        (told,) = Notice.objects.all()
        assert (told.kind, told.args) == ("protection.referral_declined", [str(sent)])


def test_a_mission_takes_nobody_on_and_gives_no_bed(actor, now, citizen, refer):
    with actor(CONSUL) as by:
        sent = refer(by, person=citizen)
    with actor(CONSUL, "other") as by, pytest.raises(RefusedError):
        referrals.accept_referral(by=by, at=now, referral=sent)


def test_the_start_page_of_a_consular_officer_begins_with_people(sign_in):
    page = sign_in(CONSUL).get(reverse("start"))
    begun = [str(task.label) for task in page.context["work"].tasks]
    assert begun[:3] == ["Register a person", "Screen somebody", "Record an operation"]
    assert "until another agency takes them on" in page.content.decode()
