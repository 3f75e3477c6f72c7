"""What was recorded of somebody's care by mistake is taken back by a step that says why."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.access.steps import steps_that_count
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.protection.actions import (
    corrections,
    entitlements,
    plans,
    returns,
    services,
    shelters,
)
from sala.protection.models import (
    Bed,
    EntitlementStep,
    FollowUp,
    FollowUpStep,
    PersonEntitlement,
    PlanGoal,
    PlanVersion,
    Return,
    ShelterStay,
    StayStep,
    SupportPlan,
)
from sala.protection.queries import returns as return_queries

DAY = timedelta(days=1)


@pytest.fixture
def went(actor, now, person):
    """The return of the person, who went 100 days ago."""
    with actor(Role.CASE_WORKER) as by:
        plan = returns.ReturnInput(
            "home", "person", "safe", "nobody", now.date(), place_code="LA01"
        )
        key = returns.plan_return(by=by, at=now, person=person.id, plan=plan)
        day = now.date() - 100 * DAY
        returns.record_return(by=by, at=now, returned=key, happened_on=day, version=1)
    return key


def first_look(went):
    return FollowUp.objects.filter(returned_id=went).earliest("due_on")


def asked_after(by, now, key, found):
    returns.record_follow_up(
        by=by,
        at=now,
        follow_up=key,
        happened_on=now.date(),
        manner="visit",
        found=found,
    )


@pytest.mark.django_db
def test_exploited_again_is_put_right(actor, now, person, went, entered):
    with (
        entered("protection", person=person.id) as ledger,
        actor(Role.CASE_WORKER) as by,
    ):
        key = first_look(went).id
        ledger.names["look"] = key
        asked_after(by, now, key, "exploited_again")
        assert return_queries.came_back(by=by, person=person.id)
        assert return_queries.exploited_again(by=by) == 1
        corrections.correct_follow_up(
            by=by, at=now, follow_up=key, reason="wrong_person"
        )
        assert not return_queries.came_back(by=by, person=person.id)
        assert return_queries.exploited_again(by=by) == 0
        row = FollowUp.objects.get(id=key)
        assert (row.state, row.happened_on, row.found, row.manner, row.reason) == (
            "due",
            None,
            "",
            "",
            "",
        )
        assert (row.recorded_by_id, row.recorded_at) == (None, None)
        asked_after(by, now, key, "well")
        steps = list(FollowUpStep.objects.filter(follow_up=key).order_by("number"))
        assert [(s.move, s.reason) for s in steps] == [
            ("fall_due", ""),
            ("do", ""),
            ("", "wrong_person"),
            ("do", ""),
        ], "what happened stays in the history"
        assert steps[2].corrects_id == steps[1].id
        assert [s.number for s in steps_that_count(row)] == [1, 4]
    assert ledger.said == [
        "follow_up_done follow_up look found=exploited_again",
        "follow_up_corrected follow_up look reason=wrong_person taken_back=do",
        "follow_up_done follow_up look found=well",
    ]


@pytest.mark.django_db
def test_a_follow_up_that_was_missed_before_is_missed_again(actor, now, went):
    with actor(Role.CASE_WORKER) as by:
        key = first_look(went).id
        returns.record_follow_up(by=by, at=now, follow_up=key, missed="too_far")
        asked_after(by, now, key, "in_danger")
        for state, reason in (("missed", "too_far"), ("due", "")):
            corrections.correct_follow_up(by=by, at=now, follow_up=key, reason="twice")
            row = FollowUp.objects.get(id=key)
            assert (row.state, row.reason, row.found) == (state, reason, "")
            assert (row.recorded_at is None) == (state == "due")
        with pytest.raises(NotAllowedError, match="due cannot be put right"):
            corrections.correct_follow_up(by=by, at=now, follow_up=key, reason="twice")


@pytest.mark.django_db
def test_a_correction_says_why_and_is_for_who_may_record(actor, now, went):
    with actor(Role.CASE_WORKER) as by:
        key = first_look(went).id
        asked_after(by, now, key, "well")
        for reason in ("", "rain"):
            with pytest.raises(ValidationError) as refused, transaction.atomic():
                corrections.correct_follow_up(
                    by=by, at=now, follow_up=key, reason=reason
                )
            assert refused.value.message_dict == {"reason": ["Choose what was wrong."]}
    with actor(Role.SUPERVISOR) as by, pytest.raises(RefusedError):
        corrections.correct_follow_up(by=by, at=now, follow_up=key, reason="twice")
    with actor(Role.CASE_WORKER, "third") as by, pytest.raises(FollowUp.DoesNotExist):
        corrections.correct_follow_up(by=by, at=now, follow_up=key, reason="twice")
    with actor(Role.CASE_WORKER) as by:
        assert FollowUp.objects.get(id=key).found == "well"


@pytest.mark.django_db
def test_the_pages_of_a_follow_up_lead_to_its_correction(actor, sign_in, now, went):
    worker = sign_in(Role.CASE_WORKER)
    with actor(Role.CASE_WORKER) as by:
        key = first_look(went).id
        asked_after(by, now, key, "exploited_again")
    shown, page = (
        reverse("show_return", args=[went]),
        reverse("correct_follow_up", args=[key]),
    )
    assert page in worker.get(shown).content.decode()
    assert "The person is exploited again" in worker.get(page).content.decode()
    version = {"version": "2"}
    assert "What was wrong?" in worker.post(page, version).content.decode()
    answer = worker.post(page, version | {"reason": "did_not_happen"})
    assert (answer.status_code, answer["Location"]) == (302, shown)
    assert page not in worker.get(shown).content.decode()
    late = worker.get(page, follow=True).content.decode()
    assert "This can no longer be done. It is now: To be done." in late


@pytest.fixture
def two_beds(actor, now):
    """Two beds for anybody in a shelter of the agency `own`; their keys."""
    with actor(Role.SUPERVISOR) as by:
        house = shelters.add_shelter(by=by, at=now, code="RIGHT-1", name="House")
        shelters.add_beds(
            by=by, at=now, shelter=house, number=2, kind=shelters.BedKind()
        )
        return list(Bed.objects.order_by("number").values_list("id", flat=True))


def given_bed(by, now, person, bed, days_ago=0, **changes):
    usual = {"bed": bed, "from_on": now.date() - days_ago * DAY, "arrived": True}
    booking = shelters.BedBooking(**usual | changes)
    return shelters.give_bed(by=by, at=now, person=person, booking=booking)


def left(by, now, stay, version, days_ago=0):
    shelters.record_departure(
        by=by,
        at=now,
        stay=stay,
        on=now.date() - days_ago * DAY,
        reason="goes_home",
        destination="home",
        version=version,
    )


def put_right(by, now, stay, reason="wrong_details"):
    version = ShelterStay.objects.get(id=stay).version
    corrections.correct_stay(by=by, at=now, stay=stay, reason=reason, version=version)


def as_kept(stay):
    row = ShelterStay.objects.get(id=stay)
    return row.state, row.from_on, row.until_on, row.reason, row.destination


@pytest.mark.django_db
def test_a_finished_stay_is_put_right(actor, now, person, two_beds, entered):
    today = now.date()
    with (
        entered("protection", person=person.id) as ledger,
        actor(Role.CASE_WORKER) as by,
    ):
        stay = given_bed(by, now, person.id, two_beds[0], days_ago=9)
        ledger.names["stay"] = stay
        left(by, now, stay, 1, days_ago=3)
        put_right(by, now, stay)
        assert as_kept(stay) == ("in", today - 9 * DAY, None, "", "")
        left(by, now, stay, 3, days_ago=2)
        finished = ("left", today - 9 * DAY, today - 2 * DAY, "goes_home", "home")
        assert as_kept(stay) == finished
        row = ShelterStay.objects.get(id=stay)
        assert [s.move for s in steps_that_count(row)] == ["come", "leave"]
        kept = list(StayStep.objects.filter(stay=stay).order_by("number"))
        assert [(s.move, s.happened_on) for s in kept][1] == (
            "leave",
            today - 3 * DAY,
        ), "what was said first stays in the history"
    assert ledger.said == [
        "bed_given stay stay person=person",
        "shelter_left stay stay reason=goes_home",
        "stay_corrected stay stay reason=wrong_details taken_back=leave",
        "shelter_left stay stay reason=goes_home",
    ]


@pytest.mark.django_db
def test_a_stay_that_never_was_gives_no_right(actor, now, person, two_beds, identify):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        place = PersonEntitlement.objects.get(code="accommodation")
        stay = given_bed(by, now, person.id, two_beds[0], 4, entitlement=place.id)
        place.refresh_from_db()
        assert place.state == "given"
        put_right(by, now, stay, "wrong_person")
        place.refresh_from_db()
        assert (place.state, as_kept(stay)[0]) == ("accepted", "expected")
        with pytest.raises(NotAllowedError, match="expected cannot be put right"):
            put_right(by, now, stay, "wrong_person")
        shelters.cancel_stay(by=by, at=now, stay=stay, reason="did_not_come", version=2)
        row = ShelterStay.objects.get(id=stay)
        assert [s.move for s in steps_that_count(row)] == ["hold", "cancel"]
        put_right(by, now, stay, "did_not_happen")
        arrived = now.date() - DAY
        shelters.record_arrival(by=by, at=now, stay=stay, on=arrived, version=4)
        place.refresh_from_db()
        assert place.state == "given", "the person came after all"
        assert as_kept(stay)[:2] == ("in", arrived)
        put_right(by, now, stay, "twice")
        assert as_kept(stay)[0] == "expected"
        place.refresh_from_db()
        assert place.state == "accepted"


@pytest.mark.django_db
def test_a_bed_that_somebody_else_has_by_now_is_put_right_first(
    actor, now, person, alone, two_beds
):
    with actor(Role.CASE_WORKER) as by:
        stay = given_bed(by, now, person.id, two_beds[0], days_ago=9)
        left(by, now, stay, 1, days_ago=5)
        other = given_bed(by, now, alone.id, two_beds[0], days_ago=4)
        with pytest.raises(ValidationError, match="Somebody else has this bed"):
            put_right(by, now, stay)
        left(by, now, other, 1, days_ago=2)
        again = given_bed(by, now, alone.id, two_beds[1], days_ago=1)
        with pytest.raises(ValidationError, match="The person has another bed"):
            put_right(by, now, other)
        assert as_kept(again)[0] == "in"
        assert as_kept(stay)[0] == "left", "what was refused left nothing"


@pytest.mark.django_db
def test_a_stay_is_put_right_by_its_own_house_once(actor, now, person, two_beds):
    with actor(Role.CASE_WORKER) as by:
        stay = given_bed(by, now, person.id, two_beds[0])
        told = {"at": now, "stay": stay, "reason": "twice", "version": 1}
        with pytest.raises(ValidationError, match="Choose what was wrong"):
            corrections.correct_stay(by=by, **told | {"reason": "goes_home"})
    with (
        actor(Role.CASE_WORKER, "other") as by,
        pytest.raises(ShelterStay.DoesNotExist),
    ):
        corrections.correct_stay(by=by, **told)
    with actor(Role.SUPERVISOR) as by, pytest.raises(RefusedError):
        corrections.correct_stay(by=by, **told)
    with actor(Role.CASE_WORKER) as by:
        left(by, now, stay, 1)
        with pytest.raises(ChangedMeanwhileError):
            corrections.correct_stay(by=by, **told)
        assert as_kept(stay)[0] == "left"


@pytest.mark.django_db
def test_the_page_of_a_stay_leads_to_its_correction(
    actor, sign_in, now, person, two_beds
):
    worker = sign_in(Role.CASE_WORKER)
    with actor(Role.CASE_WORKER) as by:
        stay = given_bed(by, now, person.id, two_beds[0])
        left(by, now, stay, 1)
    shown, page = (
        reverse("show_stay", args=[stay]),
        reverse("correct_stay", args=[stay]),
    )
    assert page in worker.get(shown).content.decode()
    assert page not in sign_in(Role.SUPERVISOR).get(shown).content.decode()
    said = worker.get(page).content.decode()
    assert "Left the shelter" in said
    assert "The person goes home" in said
    answer = worker.post(page, {"reason": "wrong_details", "version": "2"})
    assert (answer.status_code, answer["Location"]) == (302, shown)
    assert "In the shelter" in worker.get(shown).content.decode()
    assert "Put it right" in worker.get(shown).content.decode()


def undo_return(by, now, key, reason="wrong_details"):
    version = Return.objects.get(id=key).version
    corrections.correct_return(
        by=by, at=now, returned=key, reason=reason, version=version
    )


def go(by, now, key, days_ago):
    returns.record_return(
        by=by,
        at=now,
        returned=key,
        happened_on=now.date() - days_ago * DAY,
        version=Return.objects.get(id=key).version,
    )


def days_due(went):
    found = FollowUp.objects.filter(returned_id=went, state="due")
    return sorted(found.values_list("due_on", flat=True))


@pytest.mark.django_db
def test_who_did_not_go_is_not_asked_after(actor, now, person, went, entered):
    with (
        entered("protection", person=person.id) as ledger,
        actor(Role.CASE_WORKER) as by,
    ):
        ledger.names["went"] = went
        look, due = first_look(went).id, days_due(went)
        assert return_queries.to_ask_after(by=by, today=now.date()) == (1, 1)
        undo_return(by, now, went, "did_not_happen")
        row = return_queries.one_return(by=by, key=went)
        assert (row.state, row.happened_on, row.follow_ups) == ("planned", None, ())
        assert return_queries.to_ask_after(by=by, today=now.date()) == (0, 0)
        assert return_queries.follow_up(by=by, key=look) is None
        with pytest.raises(FollowUp.DoesNotExist):
            asked_after(by, now, look, "well")
        with pytest.raises(FollowUp.DoesNotExist):
            corrections.correct_follow_up(by=by, at=now, follow_up=look, reason="twice")
        with pytest.raises(NotAllowedError, match="planned cannot be put right"):
            undo_return(by, now, went)
        go(by, now, went, 100)
        assert days_due(went) == due, "due again, and not twice"
        asked_after(by, now, look, "well")
    assert ledger.said == [
        "return_corrected return went reason=did_not_happen taken_back=go",
        "returned return went follow_ups=4 way=home",
        f"follow_up_done follow_up {look} found=well",
    ]


@pytest.mark.django_db
def test_another_day_of_return_keeps_who_was_asked_after(actor, now, went):
    with actor(Role.CASE_WORKER) as by:
        asked_after(by, now, first_look(went).id, "well")
        before = days_due(went)
        undo_return(by, now, went)
        assert days_due(went) == []
        go(by, now, went, 98)
        assert days_due(went) == [day + 2 * DAY for day in before]
        row = return_queries.one_return(by=by, key=went)
        assert [f.state for f in row.follow_ups] == ["done", "due", "due", "due"]
        undo_return(by, now, went)
        row = Return.objects.get(id=went)
        told = {"at": now, "returned": went, "version": row.version}
        asked = now + 3 * DAY
        with pytest.raises(ValidationError, match="was asked after before this day"):
            returns.record_return(
                by=by, **told | {"at": asked}, happened_on=asked.date()
            )


@pytest.mark.django_db
def test_what_was_given_up_or_agreed_abroad_is_put_right(actor, now, person):
    abroad = returns.ReturnInput(
        kind="abroad",
        agreed="person",
        risk="safe",
        accompanied="consular",
        planned_on=now.date(),
        country="TH",
        authority="Ministry",
        told="code",
    )
    with actor(Role.CASE_WORKER) as by:
        key = returns.plan_return(by=by, at=now, person=person.id, plan=abroad)
        agreed = {"confirmed_on": now.date(), "reference": "TH-12"}
        returns.confirm_return(by=by, at=now, returned=key, version=1, **agreed)
        go(by, now, key, 0)
        undo_return(by, now, key)
        row = Return.objects.get(id=key)
        assert (row.state, row.reference) == ("confirmed", "TH-12")
        undo_return(by, now, key)
        row.refresh_from_db()
        assert (row.state, row.confirmed_on, row.reference) == ("planned", None, "")
        told = {"at": now, "returned": key, "reason": "no_papers"}
        returns.cancel_return(by=by, version=row.version, **told)
        again = returns.plan_return(by=by, at=now, person=person.id, plan=abroad)
        with pytest.raises(ValidationError, match="Another return"):
            undo_return(by, now, key)
        version = Return.objects.get(id=again).version
        returns.cancel_return(by=by, version=version, **told | {"returned": again})
        undo_return(by, now, key)
        row.refresh_from_db()
        assert (row.state, row.reason) == ("planned", "")


@pytest.mark.django_db
def test_a_return_is_put_right_by_whose_it_is_once(actor, sign_in, now, went):
    told = {"at": now, "returned": went, "reason": "twice", "version": 2}
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(ValidationError, match="Choose what was wrong"):
            corrections.correct_return(by=by, **told | {"reason": "no_papers"})
        with pytest.raises(ChangedMeanwhileError):
            corrections.correct_return(by=by, **told | {"version": 1})
    with actor(Role.CASE_WORKER, "other") as by, pytest.raises(Return.DoesNotExist):
        corrections.correct_return(by=by, **told)
    with actor(Role.SUPERVISOR) as by, pytest.raises(RefusedError):
        corrections.correct_return(by=by, **told)
    worker = sign_in(Role.CASE_WORKER)
    shown, page = (
        reverse("show_return", args=[went]),
        reverse("correct_return", args=[went]),
    )
    assert page in worker.get(shown).content.decode()
    assert page not in sign_in(Role.SUPERVISOR).get(shown).content.decode()
    answer = worker.post(page, {"reason": "wrong_details", "version": "2"})
    assert (answer.status_code, answer["Location"]) == (302, shown)
    assert "Planned" in worker.get(shown).content.decode()
    assert page not in worker.get(shown).content.decode()


def step_to(by, now, right, move, reason=""):
    version = PersonEntitlement.objects.get(id=right).version
    entitlements.move_entitlement(
        by=by,
        at=now,
        entitlement=right,
        move=move,
        happened_on=now.date(),
        version=version,
        reason=reason,
    )


def undo_right(by, now, right, reason="did_not_happen"):
    version = PersonEntitlement.objects.get(id=right).version
    told = {"entitlement": right, "reason": reason, "version": version}
    corrections.correct_entitlement(by=by, at=now, **told)


@pytest.mark.django_db
def test_each_step_to_a_right_is_put_right(actor, now, person, identify, entered):
    identify(person)
    with (
        entered("protection", person=person.id) as ledger,
        actor(Role.CASE_WORKER) as by,
    ):
        row = PersonEntitlement.objects.get(code="education")
        ledger.names["school"] = row.id

        def stands():
            row.refresh_from_db()
            return row.state, row.reason, row.agency_id

        step_to(by, now, row.id, "offer")
        step_to(by, now, row.id, "decline", "wants_home")
        undo_right(by, now, row.id)
        assert stands() == ("offered", "", by.agency)
        step_to(by, now, row.id, "lack", "no_place")
        undo_right(by, now, row.id, "wrong_details")
        assert stands() == ("offered", "", by.agency)
        undo_right(by, now, row.id, "wrong_person")
        assert stands() == ("opened", "", None), "nobody offered it"
        with pytest.raises(NotAllowedError, match="opened cannot be put right"):
            undo_right(by, now, row.id)
        kept = EntitlementStep.objects.filter(entitlement=row).order_by("number")
        assert [step.move for step in kept] == [
            "open",
            "offer",
            "decline",
            "",
            "lack",
            "",
            "",
        ], "what happened stays in the history"
    assert ledger.said[2:] == [
        (
            "entitlement_corrected entitlement school reason=did_not_happen"
            " taken_back=decline"
        ),
        "entitlement_not_available entitlement school code=education reason=no_place",
        "entitlement_corrected entitlement school reason=wrong_details taken_back=lack",
        "entitlement_corrected entitlement school reason=wrong_person taken_back=offer",
    ]


@pytest.mark.django_db
def test_a_right_that_a_service_gives_is_not_undone_beside_it(
    actor, now, person, identify
):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        right = PersonEntitlement.objects.get(code="education").id
        given = services.Service("education", now.date(), right)
        key = services.give_service(by=by, at=now, person=person.id, given=given)
        with pytest.raises(ValidationError, match="Strike that one out first"):
            undo_right(by, now, right)
        services.strike_service(by=by, at=now, service=key, reason="not_given")
        undo_right(by, now, right)
        assert PersonEntitlement.objects.get(id=right).state == "offered"
        step_to(by, now, right, "accept")
        step_to(by, now, right, "give")
        with pytest.raises(NotAllowedError, match="given cannot be put right"):
            undo_right(by, now, right)


@pytest.mark.django_db
def test_a_right_is_put_right_by_who_may_give_it(actor, sign_in, now, person, identify):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        right = PersonEntitlement.objects.get(code="education").id
        step_to(by, now, right, "offer")
        told = {"at": now, "entitlement": right, "reason": "twice", "version": 2}
        with pytest.raises(ValidationError, match="Choose what was wrong"):
            corrections.correct_entitlement(by=by, **told | {"reason": "no_place"})
        with pytest.raises(ChangedMeanwhileError):
            corrections.correct_entitlement(by=by, **told | {"version": 1})
    with actor(Role.IDENTIFICATION_OFFICER, "other") as by, pytest.raises(RefusedError):
        corrections.correct_entitlement(by=by, **told)
    with (
        actor(Role.CASE_WORKER, "third") as by,
        pytest.raises(PersonEntitlement.DoesNotExist),
    ):
        corrections.correct_entitlement(by=by, **told)
    worker = sign_in(Role.CASE_WORKER)
    shown, page = (
        reverse("show_entitlement", args=[right]),
        reverse("correct_entitlement", args=[right]),
    )
    assert page in worker.get(shown).content.decode()
    assert page not in sign_in(Role.SUPERVISOR).get(shown).content.decode()
    answer = worker.post(page, {"reason": "twice", "version": "2"})
    assert (answer.status_code, answer["Location"]) == (302, shown)
    assert "Never offered" in worker.get(shown).content.decode()


@pytest.fixture
def goal(actor, now, person):
    """A goal of a plan to which the person agreed; the plan is in its third version."""
    with actor(Role.CASE_WORKER) as by:
        plan = plans.start_plan(by=by, at=now, person=person.id)
        wanted = plans.Goal("work", by.agency)
        key = plans.add_goal(by=by, at=now, plan=plan, version=1, goal=wanted)
        plans.record_agreement(
            by=by,
            at=now,
            plan=plan,
            version=2,
            agreed_by="person",
            agreed_on=now.date(),
            review_on=now.date() + 30 * DAY,
        )
    return PlanGoal(id=key, plan_id=plan)


def plan_stands(goal):
    row = SupportPlan.objects.get(id=goal.plan_id)
    last = PlanVersion.objects.filter(plan_id=goal.plan_id).latest("version")
    assert (last.version, last.content["state"]) == (row.version, row.state)
    return row.state, row.reason, row.version


@pytest.mark.django_db
def test_an_ended_plan_goes_on_as_it_stood(actor, now, person, goal, entered):
    with (
        entered("protection", person=person.id) as ledger,
        actor(Role.CASE_WORKER) as by,
    ):
        ledger.names["plan"] = goal.plan_id
        told = {"plan": goal.plan_id, "by": by, "at": now}
        with pytest.raises(NotAllowedError, match="agreed cannot be put right"):
            corrections.correct_plan(**told, reason="twice", version=3)
        plans.end_plan(**told, version=3, reason="moved_away")
        with pytest.raises(ValidationError, match="Choose what was wrong"):
            corrections.correct_plan(**told, reason="reached", version=4)
        with pytest.raises(ChangedMeanwhileError):
            corrections.correct_plan(**told, reason="twice", version=3)
        corrections.correct_plan(**told, reason="wrong_person", version=4)
        assert plan_stands(goal) == ("agreed", "", 5)
        plans.end_plan(**told, version=5, reason="moved_away")
        plans.start_plan(by=by, at=now, person=person.id)
        with pytest.raises(ValidationError, match="Another plan of this person"):
            corrections.correct_plan(**told, reason="wrong_person", version=6)
        assert plan_stands(goal) == ("ended", "moved_away", 6)
    assert ledger.said[:2] == [
        "plan_ended plan plan reason=moved_away",
        "plan_corrected plan plan reason=wrong_person taken_back=end",
    ]


@pytest.mark.django_db
def test_a_goal_that_was_not_reached_is_to_be_reached(actor, now, goal, entered):
    with entered("protection") as ledger, actor(Role.CASE_WORKER) as by:
        ledger.names["plan"] = goal.plan_id
        told = {"goal": goal.id, "by": by, "at": now}
        with pytest.raises(NotAllowedError, match="open cannot be put right"):
            corrections.correct_goal(**told, reason="twice", version=3)
        plans.move_goal(**told, version=3, move="reach")
        with pytest.raises(ChangedMeanwhileError):
            corrections.correct_goal(**told, reason="twice", version=3)
        corrections.correct_goal(**told, reason="did_not_happen", version=4)
        assert PlanGoal.objects.get(id=goal.id).state == "open"
        assert plan_stands(goal) == ("agreed", "", 5), "what was agreed stays so"
        plans.move_goal(**told, version=5, move="drop", reason="not_needed")
        corrections.correct_goal(**told, reason="wrong_details", version=6)
        row = PlanGoal.objects.get(id=goal.id)
        assert (row.state, row.reason) == ("open", "")
        assert plan_stands(goal) == ("draft", "", 7)
        assert len(steps_that_count(row)) == 1
    assert ledger.said == [
        "goal_reached plan plan service=work",
        "goal_corrected plan plan reason=did_not_happen taken_back=reach",
        "goal_dropped plan plan reason=not_needed service=work",
        "goal_corrected plan plan reason=wrong_details taken_back=drop",
    ]


@pytest.mark.django_db
def test_the_pages_of_a_plan_lead_to_its_correction(actor, sign_in, now, person, goal):
    worker, code = sign_in(Role.CASE_WORKER), person.code
    shown = reverse("show_plan", args=[code])
    for word, key, at in (("goal", goal.id, "goal"), ("plan", goal.plan_id, "plan")):
        page = reverse(f"correct_{word}", args=[key])
        late = worker.get(page, follow=True).content.decode()
        assert "This can no longer be done" in late
        with actor(Role.CASE_WORKER) as by:
            version = SupportPlan.objects.get(id=goal.plan_id).version
            told = {"by": by, "at": now, at: key, "version": version}
            if word == "goal":
                plans.move_goal(**told, move="reach")
            else:
                plans.end_plan(**told, reason="reached")
        of_it = reverse("show_goal", args=[key]) if word == "goal" else shown
        assert page in worker.get(of_it).content.decode()
        assert page not in sign_in(Role.SUPERVISOR).get(of_it).content.decode()
        answer = worker.post(page, {"reason": "twice", "version": str(version + 1)})
        assert (answer.status_code, answer["Location"]) == (302, of_it)
        assert page not in worker.get(of_it).content.decode()
    for refused, error in (
        ((Role.SUPERVISOR, "own"), RefusedError),
        ((Role.CASE_WORKER, "third"), SupportPlan.DoesNotExist),
    ):
        with actor(*refused) as by, pytest.raises(error):
            corrections.correct_plan(
                by=by, at=now, plan=goal.plan_id, reason="twice", version=1
            )
