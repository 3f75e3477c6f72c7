"""What the ledger says of each action of care: of what, of whom, and the detail."""

from datetime import timedelta

import pytest

from sala.access.roles import Role
from sala.access.steps import steps_that_count
from sala.protection.actions import entitlements, plans, returns, services, shelters
from sala.protection.models import FollowUp, PersonEntitlement, ServiceDelivered
from sala.protection.queries import entitlements as rights
from sala.protection.queries import shelters as houses


@pytest.mark.django_db
def test_of_a_shelter_and_who_lives_there(actor, now, person, entered):
    today = now.date()
    booking = {"from_on": today, "arrived": False, "exception": "family"}
    with entered("protection", person=person.id) as ledger:
        with actor(Role.SUPERVISOR) as by:
            house = shelters.add_shelter(
                by=by, at=now, code="HOUSE-1", name="Frangipani"
            )
            kind = shelters.BedKind("female", "adult")
            shelters.add_beds(by=by, at=now, shelter=house, number=3, kind=kind)
        with actor(Role.CASE_WORKER) as by:
            (row,) = houses.load_shelters(by=by)
            first, second, third = (bed.id for bed in row.beds)
            held = shelters.give_bed(
                by=by,
                at=now,
                person=person.id,
                booking=shelters.BedBooking(bed=first, **booking),
            )
            shelters.cancel_stay(
                by=by, at=now, stay=held, reason="other_place", version=1
            )
            again = shelters.give_bed(
                by=by,
                at=now,
                person=person.id,
                booking=shelters.BedBooking(bed=second, **booking),
            )
            shelters.record_arrival(by=by, at=now, stay=again, on=today, version=1)
            shelters.record_departure(
                by=by,
                at=now,
                stay=again,
                on=today,
                reason="own_wish",
                destination="home",
                version=2,
            )
            come = shelters.BedBooking(
                bed=first, from_on=today, arrived=True, exception="family"
            )
            ledger.names |= {"house": house, "held": held, "again": again}
            ledger.names["third"] = shelters.give_bed(
                by=by, at=now, person=person.id, booking=come
            )
        with actor(Role.SUPERVISOR) as by:
            shelters.retire_bed(by=by, at=now, bed=third)
    assert ledger.said == [
        "shelter_added shelter house",
        "beds_added shelter house number=3",
        "bed_held stay held person=person reason=family",
        "bed_freed stay held reason=other_place",
        "bed_held stay again person=person reason=family",
        "bed_given stay again",
        "shelter_left stay again reason=own_wish",
        "bed_given stay third person=person reason=family",
        "bed_retired shelter house",
    ]


@pytest.mark.django_db
def test_of_a_plan_and_its_goals(actor, now, alone, entered):
    today = now.date()
    with (
        entered("protection", person=alone.id) as ledger,
        actor(Role.CASE_WORKER) as by,
    ):
        plan = plans.start_plan(by=by, at=now, person=alone.id)
        ledger.names["plan"] = plan
        goal = plans.Goal("education", by.agency, note="Mornings only.")
        key = plans.add_goal(by=by, at=now, plan=plan, version=1, goal=goal)
        plans.change_goal(
            by=by,
            at=now,
            goal=key,
            version=2,
            responsible=by.agency,
            by_when=today,
        )
        plans.record_agreement(
            by=by,
            at=now,
            plan=plan,
            version=3,
            agreed_by="person",
            agreed_on=today,
            review_on=today + timedelta(days=30),
        )
        plans.move_goal(
            by=by,
            at=now,
            goal=key,
            version=4,
            move="drop",
            reason="not_needed",
        )
        plans.move_goal(by=by, at=now, goal=key, version=5, move="reopen")
        plans.move_goal(by=by, at=now, goal=key, version=6, move="reach")
        assert plans.open_note(by=by, goal=key) == "Mornings only."
        plans.end_plan(by=by, at=now, plan=plan, version=7, reason="reached")
    assert ledger.said == [
        "plan_started plan plan person=person",
        "goal_added plan plan service=education",
        "goal_changed plan plan service=education",
        "plan_agreed plan plan",
        "goal_dropped plan plan reason=not_needed service=education",
        "goal_open plan plan service=education",
        "goal_reached plan plan service=education",
        "plan_note_opened plan plan",
        "plan_ended plan plan reason=reached",
    ]


@pytest.mark.django_db
def test_of_a_return_and_who_asks_after(actor, now, person, entered):
    today = now.date()
    went = now - timedelta(days=1)
    plan = {
        "agreed": "person",
        "risk": "safe",
        "accompanied": "case_worker",
        "planned_on": today,
    }
    home = returns.ReturnInput(kind="home", place_code="LA01", **plan)
    abroad = returns.ReturnInput(
        kind="abroad",
        country="VN",
        authority="Social Affairs",
        told="code",
        **plan,
    )
    with (
        entered("protection", person=person.id) as ledger,
        actor(Role.CASE_WORKER) as by,
    ):
        first = returns.plan_return(by=by, at=now, person=person.id, plan=home)
        returns.cancel_return(
            by=by,
            at=now,
            returned=first,
            reason="no_papers",
            version=1,
        )
        second = returns.plan_return(by=by, at=now, person=person.id, plan=abroad)
        returns.confirm_return(
            by=by,
            at=now,
            returned=second,
            confirmed_on=went.date(),
            version=1,
            reference="VN-7",
        )
        returns.record_return(
            by=by,
            at=now,
            returned=second,
            happened_on=went.date(),
            version=2,
        )
        ledger.names |= {"first": first, "second": second}
        due, later, *_rest = FollowUp.objects.filter(returned_id=second).order_by(
            "due_on"
        )
        ledger.names |= {"due": due.id, "later": later.id}
        returns.record_follow_up(by=by, at=now, follow_up=due.id, missed="too_far")
        returns.record_follow_up(
            by=by,
            at=now,
            follow_up=later.id,
            happened_on=today,
            manner="visit",
            found="well",
        )
    assert ledger.said == [
        "return_planned return first person=person way=home",
        "return_cancelled return first reason=no_papers",
        "return_planned return second person=person way=abroad",
        "return_confirmed return second",
        "returned return second follow_ups=4 way=abroad",
        "follow_up_missed follow_up due reason=too_far",
        "follow_up_done follow_up later found=well",
    ]


@pytest.mark.django_db
def test_of_a_right_and_what_serves_it(actor, now, person, identify, entered):
    today = now.date()
    with entered("protection", person=person.id) as ledger:
        identify(person)
        with actor(Role.CASE_WORKER) as by:
            rows = rights.entitlements_of(by=by, person=person.id)
            codes = {row.code: row for row in rows}
            care, other = (
                codes["health_care"],
                codes[min(codes.keys() - {"health_care"})],
            )
            entitlements.move_entitlement(
                by=by,
                at=now,
                entitlement=other.id,
                move="lack",
                happened_on=today,
                version=other.version,
                reason="no_place",
            )
            given = services.Service(
                service="health_care",
                happened_on=today,
                entitlement=care.id,
                fulfils=True,
                note="Afraid of the corridor.",
            )
            key = services.give_service(by=by, at=now, person=person.id, given=given)
            ledger.names |= {"care": care.id, "other": other.id, "given": key}
            services.open_note(by=by, service=key)
            services.strike_service(by=by, at=now, service=key, reason="twice")
    assert ledger.said == [
        "entitlements_opened person person basis=identified number=5",
        "entitlement_not_available entitlement other code=accommodation reason=no_place",
        "entitlement_offered entitlement care code=health_care",
        "entitlement_accepted entitlement care code=health_care",
        "entitlement_given entitlement care code=health_care",
        "service_given service given person=person service=health_care",
        "service_note_opened service given",
        "entitlement_accepted entitlement care code=health_care reason=mistake",
        "service_struck service given reason=twice",
    ]


@pytest.mark.django_db
def test_of_a_right_that_was_served_before_the_day_it_was_offered(
    actor,
    now,
    person,
    identify,
    entered,
):
    yesterday = now.date() - timedelta(days=1)
    identify(person, days_ago=2)
    with (
        entered("protection", person=person.id) as ledger,
        actor(Role.CASE_WORKER) as by,
    ):
        care = next(
            row
            for row in rights.entitlements_of(by=by, person=person.id)
            if row.code == "health_care"
        )
        entitlements.move_entitlement(
            by=by,
            at=now,
            entitlement=care.id,
            move="offer",
            happened_on=now.date(),
            version=care.version,
        )
        given = services.Service("health_care", yesterday, care.id, fulfils=True)
        key = services.give_service(by=by, at=now, person=person.id, given=given)
        row = PersonEntitlement.objects.get(id=care.id)
        days = {
            step.move: step.happened_on
            for step in steps_that_count(row)
            if not step.opening
        }
        kept = ServiceDelivered.objects.get(id=key)
        ledger.names |= {"care": care.id, "given": key}
    assert days == {"offer": yesterday, "accept": yesterday, "give": yesterday}
    assert ledger.said == [
        "entitlement_offered entitlement care code=health_care",
        "entitlement_corrected entitlement care code=health_care move=offer",
        "entitlement_accepted entitlement care code=health_care",
        "entitlement_given entitlement care code=health_care",
        "service_given service given person=person service=health_care",
    ]
    said = (kept.place_code, kept.sex, kept.age_group, kept.citizenship, kept.currency)
    assert said == ("", "", "", "", ""), "what nobody said is not recorded"
    assert (kept.quantity, kept.amount, kept.note) == (None, None, None)
