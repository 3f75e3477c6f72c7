"""A plan is agreed with the person, says who answers for what, and loses nobody's change."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sala.access import queries as access
from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.kit import clock
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.people import actions as people
from sala.people import rules as people_rules
from sala.protection.actions import plans as actions
from sala.protection.actions import referrals
from sala.protection.models import PersonEntitlement, PlanGoal, PlanVersion, SupportPlan
from sala.protection.queries import plans as queries
from sala.protection.queries.worklist import worklist_items
from sala.protection.rules import plans as rules

SOON = timedelta(days=30)


@pytest.fixture
def alone(actor, now):
    """A person whom nobody but the agency `own` may see."""
    with actor(Role.CASE_WORKER) as by:
        return people.register_person(
            by=by,
            at=now,
            identity=people_rules.Identity(),
        )


def begun(
    by,
    now,
    person,
    needs=("education",),
):
    """A plan with goals that the own agency answers for."""
    key = actions.start_plan(
        by=by,
        at=now,
        person=person.id,
    )
    for n, need in enumerate(needs, 1):
        goal = actions.Goal(need, by.agency, clock.today() + SOON)
        actions.add_goal(
            by=by,
            at=now,
            plan=key,
            version=n,
            goal=goal,
        )
    return key


def unasked(by, plan):
    return {g.need for g in queries.load_plan(by=by, key=plan).goals if g.unasked}


def agreed(
    by,
    now,
    plan,
    version,
    days=30,
):
    actions.record_agreement(
        by=by,
        at=now,
        plan=plan,
        version=version,
        agreed_by="person",
        agreed_on=clock.today(),
        review_on=clock.today() + timedelta(days=days),
    )


@pytest.mark.django_db
def test_what_is_changed_is_to_be_agreed_anew(actor, now, alone):
    with actor(Role.CASE_WORKER) as by:
        key = begun(by, now, alone)
        agreed(by, now, key, 2)
        assert queries.load_plan(by=by, key=key).state == "agreed"
        goal = queries.load_plan(by=by, key=key).goals[0].id
        actions.move_goal(
            by=by,
            at=now,
            goal=goal,
            version=3,
            move="reach",
        )
        assert queries.load_plan(by=by, key=key).state == "agreed", (
            "what is reached changes nothing"
        )
        actions.add_goal(
            by=by,
            at=now,
            plan=key,
            version=4,
            goal=actions.Goal("work", by.agency),
        )
        assert queries.load_plan(by=by, key=key).state == "draft"


@pytest.mark.django_db
def test_nothing_is_agreed_to_where_nothing_is_planned(actor, now, alone):
    with actor(Role.CASE_WORKER) as by:
        key = actions.start_plan(
            by=by,
            at=now,
            person=alone.id,
        )
        with pytest.raises(ValidationError), transaction.atomic():
            agreed(by, now, key, 1)
        assert queries.load_plan(by=by, key=key).version == 1


@pytest.mark.django_db
def test_one_plan_at_a_time(actor, now, alone):
    with actor(Role.CASE_WORKER) as by:
        key = begun(by, now, alone)
        with pytest.raises(ChangedMeanwhileError):
            actions.start_plan(
                by=by,
                at=now,
                person=alone.id,
            )
        actions.end_plan(
            by=by,
            at=now,
            plan=key,
            version=2,
            reason="reached",
        )
        with pytest.raises(NotAllowedError):
            agreed(by, now, key, 3)
        assert begun(by, now, alone) != key


@pytest.mark.django_db
def test_every_version_is_kept_and_says_who_changed_what(actor, now, alone):
    with actor(Role.CASE_WORKER) as by:
        key = begun(by, now, alone, ("education", "work"))
        goal = next(
            g.id
            for g in queries.load_plan(by=by, key=key).goals
            if g.need == "education"
        )
        health = access.agency_by_code("MOH").id
        actions.change_goal(
            by=by,
            at=now,
            goal=goal,
            version=3,
            responsible=health,
            by_when=None,
        )
        rows = queries.load_versions(by=by, plan=key)
        assert [row.version for row in rows] == [4, 3, 2, 1]
        assert [(c.need, c.kind) for c in rows[0].changes] == [
            ("education", "responsible"),
            ("education", "by_when"),
        ]
        assert rows[0].changes[0].after == "MOH"
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            PlanVersion.objects.update(content={})


@pytest.mark.django_db
def test_the_second_of_two_sees_what_the_first_changed_and_loses_nothing(
    actor,
    sign_in,
    now,
    alone,
):
    with actor(Role.CASE_WORKER) as by:
        key = begun(by, now, alone)
        agency = by.agency
    page = reverse("add_goal", args=[key])
    second = sign_in(Role.CASE_WORKER)
    assert 'name="version" value="2"' in second.get(page).content.decode()
    with actor(Role.CASE_WORKER) as by:
        goal = actions.Goal("work", agency)
        actions.add_goal(
            by=by,
            at=now,
            plan=key,
            version=2,
            goal=goal,
        )
    said = {
        "need": "documents",
        "responsible": str(agency),
        "note": "A border pass",
        "version": 2,
    }
    answer = second.post(page, said).content.decode()
    assert "Somebody changed this meanwhile" in answer
    assert "Work: added" in answer, "what the first one changed"
    assert "A border pass" in answer, "what the second one typed"
    assert 'name="version" value="3"' in answer
    assert second.post(page, said | {"version": 3}).status_code == 302
    with actor(Role.CASE_WORKER) as by:
        needs = {goal.need for goal in queries.load_plan(by=by, key=key).goals}
    assert needs == {"education", "work", "documents"}


@pytest.mark.django_db
def test_who_answers_for_a_goal_and_was_not_asked_is_marked(actor, now, alone):
    with actor(Role.CASE_WORKER) as by:
        key = begun(by, now, alone)
        health = access.agency_by_code("MOH").id
        goal = actions.Goal("health_care", health)
        actions.add_goal(
            by=by,
            at=now,
            plan=key,
            version=2,
            goal=goal,
        )
        assert unasked(by, key) == {"health_care"}
        law = "vital_interest"
        asked = referrals.ReferralRequest(health, ["health_care"], "days", law, "help")
        referrals.send_referral(
            by=by,
            at=now,
            person=alone.id,
            asked=asked,
        )
        assert unasked(by, key) == set()


@pytest.mark.django_db
def test_whoever_helps_the_person_writes_the_same_plan(actor, now, alone):
    with actor(Role.CASE_WORKER, "other") as by:
        other = by.agency
    with actor(Role.CASE_WORKER) as by:
        key = begun(by, now, alone)
        law = "vital_interest"
        asked = referrals.ReferralRequest(other, ["work"], "days", law, "help")
        sent = referrals.send_referral(
            by=by,
            at=now,
            person=alone.id,
            asked=asked,
        )
    with actor(Role.CASE_WORKER, "other") as by:
        assert not SupportPlan.objects.exists()
        assert not PlanGoal.objects.exists()
        assert not PlanVersion.objects.exists()
        referrals.accept_referral(
            by=by,
            at=now,
            referral=sent,
        )
        goal = actions.Goal("work", by.agency)
        actions.add_goal(
            by=by,
            at=now,
            plan=key,
            version=2,
            goal=goal,
        )
    with actor(Role.CASE_WORKER) as by:
        assert queries.load_versions(by=by, plan=key)[0].changed_by.endswith("other")


@pytest.mark.django_db
@pytest.mark.parametrize("role", [r for r in Role if r != Role.CASE_WORKER])
def test_only_case_workers_write_a_plan(
    role,
    actor,
    now,
    alone,
):
    with actor(Role.CASE_WORKER) as by:
        key = begun(by, now, alone)
    with actor(role) as by:
        sees = role in {
            Role.SUPERVISOR,
            Role.IDENTIFICATION_OFFICER,
            Role.CONSULAR_OFFICER,  # of a mission, until the person is handed on
        }
        assert SupportPlan.objects.exists() == PlanGoal.objects.exists() == sees
        assert SupportPlan.objects.update(version=9) == 0
        assert PlanGoal.objects.update(state="reached") == 0
        with pytest.raises(RefusedError):
            actions.end_plan(
                by=by,
                at=now,
                plan=key,
                version=2,
                reason="other",
            )


@pytest.mark.django_db
def test_a_review_that_is_due_is_on_the_work_list(actor, now, alone):
    with actor(Role.CASE_WORKER) as by:
        key = begun(by, now, alone)
        agreed(
            by,
            now,
            key,
            2,
            days=10,
        )
    for days, late in ((2, None), (5, 0), (11, 1)):
        with actor(Role.SUPERVISOR) as by:
            lines = worklist_items(by=by, today=clock.today() + timedelta(days=days))
            found = [line.late for line in lines if line.url == reverse("list_plans")]
            assert found == ([] if late is None else [late])


@pytest.mark.django_db
def test_whom_we_took_on_without_a_plan_is_on_the_work_list(
    actor,
    sign_in,
    now,
    alone,
):
    with actor(Role.CASE_WORKER, "other") as by:
        other = by.agency
    with actor(Role.CASE_WORKER) as by:
        asked = referrals.ReferralRequest(
            other, ["work"], "days", "vital_interest", "help"
        )
        sent = referrals.send_referral(
            by=by,
            at=now,
            person=alone.id,
            asked=asked,
        )
    with actor(Role.CASE_WORKER, "other") as by:
        referrals.accept_referral(
            by=by,
            at=now,
            referral=sent,
        )
        assert queries.helped_without_plan(by=by) == [alone.code]
    page = (
        sign_in(Role.CASE_WORKER, "other").get(reverse("list_plans")).content.decode()
    )
    assert "Taken on, and without a plan" in page
    with actor(Role.CASE_WORKER, "other") as by:
        begun(by, now, alone)
        assert not queries.helped_without_plan(by=by)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("need", {"need": "gold"}),
        ("responsible", {"responsible": "00000000-0000-0000-0000-000000000000"}),
        ("by_when", {"by_when": clock.today() - timedelta(days=1)}),
    ],
)
def test_a_faulty_goal_names_its_field(
    field,
    changes,
    actor,
    now,
    alone,
):
    with actor(Role.CASE_WORKER) as by:
        key = begun(by, now, alone)
        goal = actions.Goal(**{"need": "work", "responsible": by.agency} | changes)
        with pytest.raises(ValidationError) as refused:
            actions.add_goal(
                by=by,
                at=now,
                plan=key,
                version=2,
                goal=goal,
            )
        assert set(refused.value.message_dict) == {field}


@pytest.mark.django_db
def test_anothers_right_is_no_goal(
    actor,
    now,
    person,
    identify,
    alone,
):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        right = PersonEntitlement.objects.first().id
        key = begun(by, now, alone)
        goal = actions.Goal("work", by.agency, entitlement=right)
        with pytest.raises(PersonEntitlement.DoesNotExist):
            actions.add_goal(
                by=by,
                at=now,
                plan=key,
                version=2,
                goal=goal,
            )


@pytest.mark.django_db
def test_the_pages_of_a_plan(
    actor,
    sign_in,
    now,
    alone,
):
    worker = sign_in(Role.CASE_WORKER)
    page = reverse("show_plan", args=[alone.code])
    assert "There is no plan yet" in worker.get(page).content.decode()
    assert worker.post(page).status_code == 302
    with actor(Role.CASE_WORKER) as by:
        plan, agency = queries.plan_of(by=by, person=alone.id), by.agency
    said = {
        "need": "work",
        "responsible": str(agency),
        "note": "A stall",
        "version": 1,
    }
    assert worker.post(reverse("add_goal", args=[plan.id]), said).status_code == 302
    with actor(Role.CASE_WORKER) as by:
        goal = queries.load_plan(by=by, key=plan.id).goals[0].id
    shown = reverse("show_goal", args=[goal])
    assert "A stall" not in worker.get(shown).content.decode()
    assert "A stall" in worker.post(shown, {"open": "yes"}).content.decode()
    assert (
        "Choose why"
        in worker.post(shown, {"move": "drop", "version": 2}).content.decode()
    )
    assert worker.post(shown, {"move": "reach", "version": 2}).status_code == 302
    assert "Reached" in worker.get(page).content.decode()
    assert (
        "Work" in worker.get(reverse("list_versions", args=[plan.id])).content.decode()
    )
    ended = reverse("end_plan", args=[plan.id])
    assert worker.post(ended, {"reason": "reached", "version": 3}).status_code == 302
    assert "Plan ended" in worker.get(page).content.decode()


GOALS = st.dictionaries(  # what a goal is for never changes
    st.sampled_from("abcd"),
    st.fixed_dictionaries(
        {
            "need": st.just("work"),
            "responsible": st.sampled_from(["LWU", "MOH"]),
            "by_when": st.sampled_from(["", "2026-01-01"]),
            "state": st.sampled_from(["open", "reached"]),
            "entitlement": st.just(""),
        },
    ),
)
PLANS = st.fixed_dictionaries(
    {
        "goals": GOALS,
        "state": st.sampled_from(["draft", "agreed"]),
        "review_on": st.just(""),
    },
)


@given(PLANS, PLANS)
def test_a_change_is_told_where_something_changed_and_nowhere_else(before, after):
    assert rules.list_changes(before, before) == []
    told = rules.list_changes(before, after)
    same = all(before["goals"].get(k) == goal for k, goal in after["goals"].items())
    assert (told == []) == (same and before["state"] == after["state"])
    assert all(change.before != change.after for change in told)


@given(st.dates(date(2025, 1, 1), date(2026, 1, 1)), st.integers(-400, 400))
def test_late_is_never_before_due(today, days):
    review = today + timedelta(days=days)
    if rules.is_late("agreed", review, today):
        assert rules.to_review("agreed", review, today)
    assert not rules.is_late("draft", review, today)
    assert not rules.to_review("agreed", None, today)
