"""Nobody is sent into danger unseen, everybody who went is asked after, and coming back shows."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sala.access.roles import Role
from sala.countries import queries as countries
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.protection.actions import returns as actions
from sala.protection.models import FollowUp, Return
from sala.protection.queries import returns as queries
from sala.protection.queries.waiting import waiting
from sala.protection.rules import returns as rules

DAYS = st.dates(date(2016, 1, 1), date(2026, 1, 1))


def plan(now, **changes):
    usual = {
        "kind": "home",
        "agreed": "person",
        "risk": "safe",
        "accompanied": "case_worker",
        "planned_on": now.date(),
        "place_code": "LA01",
    }
    return actions.Plan(**usual | changes)


def returned(by, now, person, days_ago=0, **changes):
    key = actions.plan_return(by=by, at=now, person=person.id, plan=plan(now, **changes))
    day = now.date() - timedelta(days=days_ago)
    actions.send(by=by, at=now, returned=key, happened_on=day, version=1)
    return key


@pytest.mark.django_db
def test_who_returned_is_asked_after_for_a_year(actor, now, person):
    with actor(Role.CASE_WORKER) as by:
        key = returned(by, now, person, days_ago=100)
        row = queries.one_return(by=by, key=key)
        every = countries.deadline("follow_up")
        assert [f.due_on for f in row.follow_ups] == [
            row.happened_on + timedelta(days=n) for n in range(every, 361, every)
        ]
        (line,) = waiting(by=by, today=now.date())
        assert (line.number, line.late) == (1, 1)


@pytest.mark.django_db
def test_nobody_is_sent_into_danger_unless_they_insist(actor, now, person):
    with actor(Role.CASE_WORKER) as by:
        unsafe = plan(now, risk="not_safe")
        key = actions.plan_return(by=by, at=now, person=person.id, plan=unsafe)
        with pytest.raises(ValidationError):
            actions.send(by=by, at=now, returned=key, happened_on=now.date(), version=1)
        actions.send(by=by, at=now, returned=key, happened_on=now.date(), version=1, insists=True)
        assert queries.one_return(by=by, key=key).reason == "insists"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("country", {"kind": "abroad", "place_code": ""}),
        ("country", {"country": "VN"}),
        ("place_code", {"kind": "abroad", "country": "VN"}),
        ("agreed", {"agreed": ""}),
        ("risk", {"risk": "perhaps"}),
    ],
)
def test_a_plan_that_does_not_hold_together_names_the_field(field, changes, actor, now, person):
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(ValidationError) as refused:
            actions.plan_return(by=by, at=now, person=person.id, plan=plan(now, **changes))
        assert set(refused.value.message_dict) == {field}
        assert not Return.objects.exists()


@pytest.mark.django_db
def test_one_return_is_planned_at_a_time(actor, now, person):
    with actor(Role.CASE_WORKER) as by:
        key = actions.plan_return(by=by, at=now, person=person.id, plan=plan(now))
        with pytest.raises(ValidationError):
            actions.plan_return(by=by, at=now, person=person.id, plan=plan(now))
        actions.cancel_return(by=by, at=now, returned=key, reason="no_papers", version=1)
        with pytest.raises(NotAllowedError):
            actions.cancel_return(by=by, at=now, returned=key, reason="no_papers", version=2)
        again = actions.plan_return(by=by, at=now, person=person.id, plan=plan(now))
        with pytest.raises(ChangedMeanwhileError):
            actions.cancel_return(by=by, at=now, returned=again, reason="other", version=7)


@pytest.mark.django_db
def test_being_exploited_again_is_flagged_to_everybody_who_helps(actor, sign_in, now, person):
    with actor(Role.CASE_WORKER) as by:
        key = returned(by, now, person, days_ago=95)
        assert not queries.came_back(by=by, person=person.id)
        follow_up = queries.one_return(by=by, key=key).follow_ups[0].id
        with pytest.raises(ValidationError):
            actions.record_follow_up(by=by, at=now, follow_up=follow_up, found="well")
        actions.record_follow_up(
            by=by,
            at=now,
            follow_up=follow_up,
            happened_on=now.date(),
            manner="visit",
            found="exploited_again",
        )
        assert queries.came_back(by=by, person=person.id)
    page = reverse("show_person", kwargs={"code": person.code})
    assert "Exploited again" in sign_in(Role.SUPERVISOR).get(page).content.decode()


@pytest.mark.django_db
def test_identified_anew_after_a_return_is_flagged(actor, now, person, identify):
    identify(person, days_ago=300)
    with actor(Role.CASE_WORKER) as by:
        returned(by, now, person, days_ago=200)
        assert not queries.came_back(by=by, person=person.id)
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        assert queries.came_back(by=by, person=person.id)


@pytest.mark.django_db
def test_other_roles_and_agencies_see_and_change_nothing(actor, now, person):
    with actor(Role.CASE_WORKER) as by:
        key = returned(by, now, person)
    for role in set(Role) - {Role.CASE_WORKER}:
        with actor(role):
            assert Return.objects.filter(id=key).update(reason="other") == 0
            assert FollowUp.objects.update(reason="other") == 0
    with actor(Role.CASE_WORKER, "other") as by:
        assert Return.objects.filter(id=key).update(reason="other") == 0, "seen, and not theirs"


@given(DAYS, st.integers(1, 400))
def test_follow_ups_fall_due_within_a_year_in_order(day, every):
    days = rules.follow_up_days(day, every)
    assert list(days) == sorted(set(days))
    assert all(day < d <= day + timedelta(days=rules.FOLLOWED_FOR) for d in days)
    assert rules.follow_up_days(day, None) == ()


@given(st.lists(DAYS, max_size=3), st.lists(DAYS, max_size=3))
def test_without_a_return_or_a_second_decision_nobody_came_back(identified, seen):
    assert not rules.came_back(identified[:1], [], seen)


@given(st.sampled_from(rules.RISKS), st.sampled_from([*rules.AGREED, ""]), st.booleans())
def test_nobody_goes_who_did_not_agree(risk, agreed, insists):
    if rules.may_go(risk, agreed, insists=insists):
        assert agreed
        assert risk != "not_safe" or insists
