"""A year that is over stays as it was, whatever becomes later of what happened in it."""

from datetime import timedelta

import pytest

from sala.access.actions import give_grant
from sala.access.roles import Role
from sala.people import actions as people
from sala.people import rules as people_rules
from sala.protection.actions import (
    entitlements,
    plans,
    referrals,
    returns,
    services,
    shelters,
)
from sala.protection.models import (
    FollowUp,
    PersonEntitlement,
    Return,
    ShelterStay,
    SupportPlan,
)
from sala.screening import signals
from sala.screening.models import IdentificationDecision

DESCRIBED = {"sex": "female", "age_group": "adult", "citizenship": "LA"}


def identified(by, at, person):
    """A decision of the past, and the rights that it opens."""
    decision = IdentificationDecision.objects.create(
        person_id=person.id,
        agency_id=by.agency,
        decided_by_id=by.user,
        decided_on=at.date(),
        recorded_at=at,
        outcome="identified",
        act="recruitment",
        act_evidence=["statement"],
        means=["deception"],
        means_evidence=["statement"],
        form="forced_labour",
        form_evidence=["statement"],
        **DESCRIBED,
    )
    signals.identified.send(
        sender=IdentificationDecision,
        by=by,
        at=at,
        person=person.id,
        decision=decision,
        described=DESCRIBED,
    )


def test_a_referral_stays_in_the_year_it_was_accepted_in(
    facts_before,
    in_the_past,
    actor,
    now,
    refer,
):
    with in_the_past(Role.CASE_WORKER) as (by, at):
        keys = [refer(by, at), refer(by, at, to=refer_to(by))]
    with in_the_past(Role.CASE_WORKER, "other", 790) as (by, at):
        referrals.accept_referral(by=by, at=at, referral=keys[0])
    before = facts_before(now.year)
    assert len(before["referral_accepted"]) == 1
    with actor(Role.CASE_WORKER, "other") as by:
        referrals.move_referral(by=by, at=now, referral=keys[0], move="complete")
    with actor(Role.CASE_WORKER) as by:
        referrals.move_referral(by=by, at=now, referral=keys[1], move="withdraw")
    assert facts_before(now.year) == before


def refer_to(_by):
    """A third agency, that never answers."""
    from sala.access import queries

    return queries.agency_by_code("MOH").id


def test_an_acceptance_that_is_taken_back_later_was_one(
    in_the_past,
    facts_before,
    actor,
    now,
    refer,
):
    with in_the_past(Role.CASE_WORKER) as (by, at):
        key = refer(by, at)
    with in_the_past(Role.CASE_WORKER, "other", 790) as (by, at):
        referrals.accept_referral(by=by, at=at, referral=key)
    before = facts_before(now.year)
    with actor(Role.CASE_WORKER) as by:
        referrals.move_referral(by=by, at=now, referral=key, move="withdraw")
    assert facts_before(now.year) == before


@pytest.fixture
def open_country(in_the_past):
    """Everything of protection that can be open, begun more than two years ago."""
    with in_the_past(Role.IDENTIFICATION_OFFICER, "other") as (by, _at):
        authority = by.agency
    with in_the_past(Role.CASE_WORKER, days=801) as (by, at):
        person = people.register_person(by=by, at=at, identity=people_rules.Identity())
        give_grant(
            by=by,
            at=at,
            record_kind="person",
            record_id=person.id,
            agency=authority,
            until=at + timedelta(days=30),
            basis="court_order",
        )
    with in_the_past(Role.IDENTIFICATION_OFFICER, "other") as (by, at):
        identified(by, at, person)
    with in_the_past(Role.SUPERVISOR) as (by, at):
        house = shelters.add_shelter(by=by, at=at, code="PAST-1", name="House")
        shelters.add_beds(
            by=by, at=at, shelter=house, number=2, kind=shelters.BedKind()
        )
    with in_the_past(Role.CASE_WORKER, days=795) as (by, at):
        first, second, *_rest = PersonEntitlement.objects.order_by("code")
        for right, move in ((first, "offer"), (second, "offer")):
            entitlements.move_entitlement(
                by=by,
                at=at,
                entitlement=right.id,
                move=move,
                happened_on=at.date(),
                version=1,
            )
        services.give_service(
            by=by,
            at=at,
            person=person.id,
            given=services.Service(
                service="education",
                happened_on=at.date(),
                entitlement=second.id,
                fulfils=True,
            ),
        )
        stay_of(by, at, person)
        plan = plans.start_plan(by=by, at=at, person=person.id)
        goal = plans.Goal(need="shelter", responsible=by.agency)
        plans.add_goal(by=by, at=at, plan=plan, version=1, goal=goal)
        going_home(by, at, person)
    return person


def stay_of(by, at, person):
    from sala.protection.models import Bed

    shelters.give_bed(
        by=by,
        at=at,
        person=person.id,
        booking=shelters.BedBooking(
            bed=Bed.objects.order_by("number").first().id,
            from_on=at.date(),
            arrived=True,
            **DESCRIBED,
        ),
    )


def plan_home(by, at, person, place="LA0101"):
    plan = returns.ReturnInput(
        kind="home",
        agreed="person",
        risk="safe",
        accompanied="nobody",
        planned_on=at.date(),
        place_code=place,
        **DESCRIBED,
    )
    return returns.plan_return(by=by, at=at, person=person.id, plan=plan)


def going_home(by, at, person):
    key = plan_home(by, at, person)
    returns.record_return(by=by, at=at, returned=key, happened_on=at.date(), version=1)


def test_whatever_is_done_today_leaves_past_years_as_they_were(
    facts_before,
    open_country,
    actor,
    now,
):
    before = facts_before(now.year)
    assert {
        "identified",
        "entitlement_opened",
        "entitlement_given",
        "service_given",
        "sheltered",
        "returned",
        "shelter",
    } <= before.keys()
    with actor(Role.CASE_WORKER) as by:
        for right in PersonEntitlement.objects.exclude(state="given"):
            entitlements.move_entitlement(
                by=by,
                at=now,
                entitlement=right.id,
                move="decline" if right.state == "offered" else "lack",
                reason="afraid" if right.state == "offered" else "not_for_men",
                happened_on=now.date(),
                version=right.version,
            )
        stay = ShelterStay.objects.get()
        shelters.record_departure(
            by=by,
            at=now,
            stay=stay.id,
            on=now.date(),
            reason="goes_home",
            destination="home",
            version=stay.version,
        )
        plan = SupportPlan.objects.get()
        plans.end_plan(
            by=by,
            at=now,
            plan=plan.id,
            version=plan.version,
            reason="reached",
        )
        for due in FollowUp.objects.all():
            returns.record_follow_up(
                by=by,
                at=now,
                follow_up=due.id,
                missed="not_found",
            )
        assert Return.objects.get().state == "returned"
        again = plan_home(by, now, open_country, place="LA0201")
    assert facts_before(now.year) == before, "where home was, then"
    with actor(Role.CASE_WORKER) as by:
        returns.cancel_return(
            by=by,
            at=now,
            returned=again,
            reason="not_safe",
            version=1,
        )
    assert facts_before(now.year) == before


def test_a_mistake_named_by_its_correction_is_what_changes_a_past_year(
    facts_before,
    open_country,
    actor,
    now,
):
    before = facts_before(now.year)
    with actor(Role.CASE_WORKER) as by:
        given = PersonEntitlement.objects.get(state="given")
        entitlements.move_entitlement(
            by=by,
            at=now,
            entitlement=given.id,
            move="correct",
            reason="mistake",
            happened_on=now.date(),
            version=given.version,
        )
    after = facts_before(now.year)
    assert len(before["entitlement_given"]) == 1
    assert "entitlement_given" not in after
    changed = {event for event in before if before[event] != after.get(event)}
    assert changed == {"entitlement_given", "entitlement_opened"}
