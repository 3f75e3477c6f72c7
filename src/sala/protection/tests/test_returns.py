"""Nobody is sent into danger unseen, everybody who went is asked after, and coming back shows."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sala.access.roles import Role
from sala.countries import queries as countries
from sala.kit import clock
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.protection.actions import returns as actions
from sala.protection.models import FollowUp, Return
from sala.protection.queries import returns as queries
from sala.protection.queries.worklist import worklist_items
from sala.protection.rules import returns as rules
from sala.protection.states import RETURN

DAYS = st.dates(date(2016, 1, 1), date(2026, 1, 1))


ABROAD = {
    "kind": "abroad",
    "country": "VN",
    "place_code": "",
    "authority": "Department of Social Affairs",
    "told": "code",
}


def plan(now, **changes):
    usual = {
        "kind": "home",
        "agreed": "person",
        "risk": "safe",
        "accompanied": "case_worker",
        "planned_on": now.date(),
        "place_code": "LA01",
    }
    return actions.ReturnInput(**usual | changes)


def returned(
    by,
    now,
    person,
    days_ago=0,
    **changes,
):
    key = actions.plan_return(
        by=by,
        at=now,
        person=person.id,
        plan=plan(now, **changes),
    )
    day = now.date() - timedelta(days=days_ago)
    actions.record_return(
        by=by,
        at=now,
        returned=key,
        happened_on=day,
        version=1,
    )
    return key


@pytest.mark.django_db
def test_who_returned_is_asked_after_for_a_year(actor, now, person):
    with actor(Role.CASE_WORKER) as by:
        key = returned(by, now, person, days_ago=100)
        row = queries.one_return(by=by, key=key)
        every = countries.deadline_days(countries.DeadlineCode.FOLLOW_UP)
        assert [f.due_on for f in row.follow_ups] == [
            row.happened_on + timedelta(days=n) for n in range(every, 361, every)
        ]
        (line,) = worklist_items(by=by, today=now.date())
        assert (line.number, line.late) == (1, 1)


@pytest.mark.django_db
def test_nobody_is_sent_into_danger_unless_they_insist(actor, now, person):
    with actor(Role.CASE_WORKER) as by:
        unsafe = plan(now, risk="not_safe")
        key = actions.plan_return(
            by=by,
            at=now,
            person=person.id,
            plan=unsafe,
        )
        with pytest.raises(ValidationError):
            actions.record_return(
                by=by,
                at=now,
                returned=key,
                happened_on=now.date(),
                version=1,
            )
        actions.record_return(
            by=by,
            at=now,
            returned=key,
            happened_on=now.date(),
            version=1,
            insists=True,
        )
        assert queries.one_return(by=by, key=key).reason == "insists"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("country", {"kind": "abroad", "place_code": ""}),
        (
            "authority",
            {
                "kind": "abroad",
                "country": "VN",
                "place_code": "",
                "told": "code",
            },
        ),
        (
            "told",
            {
                "kind": "abroad",
                "country": "VN",
                "place_code": "",
                "authority": "Police",
            },
        ),
        ("told", {"told": "code"}),
        ("country", {"country": "VN"}),
        ("place_code", ABROAD | {"place_code": "LA01"}),
        ("agreed", {"agreed": ""}),
        ("risk", {"risk": "perhaps"}),
    ],
)
def test_a_plan_that_does_not_hold_together_names_the_field(
    field,
    changes,
    actor,
    now,
    person,
):
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(ValidationError) as refused:
            actions.plan_return(
                by=by,
                at=now,
                person=person.id,
                plan=plan(now, **changes),
            )
        assert set(refused.value.message_dict) == {field}
        assert not Return.objects.exists()


@pytest.mark.django_db
def test_one_return_is_planned_at_a_time(actor, now, person):
    with actor(Role.CASE_WORKER) as by:
        key = actions.plan_return(
            by=by,
            at=now,
            person=person.id,
            plan=plan(now),
        )
        with pytest.raises(ValidationError):
            actions.plan_return(
                by=by,
                at=now,
                person=person.id,
                plan=plan(now),
            )
        actions.cancel_return(
            by=by,
            at=now,
            returned=key,
            reason="no_papers",
            version=1,
        )
        with pytest.raises(NotAllowedError):
            actions.cancel_return(
                by=by,
                at=now,
                returned=key,
                reason="no_papers",
                version=2,
            )
        again = actions.plan_return(
            by=by,
            at=now,
            person=person.id,
            plan=plan(now),
        )
        with pytest.raises(ChangedMeanwhileError):
            actions.cancel_return(
                by=by,
                at=now,
                returned=again,
                reason="other",
                version=7,
            )


@pytest.mark.django_db
def test_nobody_goes_abroad_to_whom_nobody_waits(
    actor,
    sign_in,
    now,
    person,
):
    today = clock.today()
    with actor(Role.CASE_WORKER) as by:
        key = actions.plan_return(
            by=by,
            at=now,
            person=person.id,
            plan=plan(now, **ABROAD),
        )
        assert queries.one_return(by=by, key=key).moves == ("confirm", "cancel")
        with pytest.raises(ValidationError) as refused:
            actions.record_return(
                by=by,
                at=now,
                returned=key,
                happened_on=today,
                version=1,
            )
        assert set(refused.value.message_dict) == {"outcome"}
        with (
            pytest.raises(IntegrityError, match="abroad_is_received"),
            transaction.atomic(),
        ):
            Return.objects.filter(id=key).update(state="returned", happened_on=today)
    page = reverse("show_return", args=[key])
    worker = sign_in(Role.CASE_WORKER)
    shown = worker.get(page).content.decode()
    assert "both countries count one person" in shown
    day = {
        f"happened_on_{part}": getattr(today, part) for part in ("day", "month", "year")
    }
    said = {
        "outcome": "confirm",
        "reference": "VN-118",
        "version": 1,
    } | day
    assert worker.post(page, said).status_code == 302
    assert "VN-118" in worker.get(page).content.decode()
    assert worker.post(page, {"outcome": "go", "version": 2} | day).status_code == 302
    with actor(Role.CASE_WORKER) as by:
        row = queries.one_return(by=by, key=key)
        assert (row.state, row.reference) == ("returned", "VN-118")
        assert row.follow_ups, "who went abroad is asked after too"


@pytest.mark.django_db
def test_a_return_in_the_country_is_confirmed_by_nobody_abroad(actor, now, person):
    with actor(Role.CASE_WORKER) as by:
        key = actions.plan_return(
            by=by,
            at=now,
            person=person.id,
            plan=plan(now),
        )
        with pytest.raises(NotAllowedError):
            actions.confirm_return(
                by=by,
                at=now,
                returned=key,
                confirmed_on=clock.today(),
                version=1,
            )


@pytest.mark.django_db
def test_a_return_whose_day_has_passed_is_on_the_work_list(
    actor,
    sign_in,
    now,
    person,
):
    yesterday = clock.today() - timedelta(days=1)
    with actor(Role.CASE_WORKER) as by:
        wanted = plan(now, planned_on=yesterday)
        actions.plan_return(
            by=by,
            at=now,
            person=person.id,
            plan=wanted,
        )
        (line,) = worklist_items(by=by, today=clock.today())
        assert (line.number, line.late) == (1, 1)
    page = sign_in(Role.SUPERVISOR).get(reverse("list_follow_ups")).content.decode()
    assert person.code in page


@pytest.mark.django_db
def test_planning_a_return_warns_where_nobody_was_asked(sign_in, person, identify):
    page = reverse("plan_return", args=[person.code])
    warning = "Nobody was asked to help this person"
    assert warning not in sign_in(Role.CASE_WORKER).get(page).content.decode()
    identify(person)
    assert warning in sign_in(Role.CASE_WORKER).get(page).content.decode()


@pytest.mark.django_db
def test_being_exploited_again_is_flagged_to_everybody_who_helps(
    actor,
    sign_in,
    now,
    person,
):
    with actor(Role.CASE_WORKER) as by:
        key = returned(by, now, person, days_ago=95)
        assert not queries.came_back(by=by, person=person.id)
        follow_up = queries.one_return(by=by, key=key).follow_ups[0].id
        with pytest.raises(ValidationError):
            actions.record_follow_up(
                by=by,
                at=now,
                follow_up=follow_up,
                found="well",
            )
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
def test_identified_anew_after_a_return_is_flagged(
    actor,
    now,
    person,
    identify,
):
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
    # A consular officer carries out the returns of the own mission.
    for role in set(Role) - {Role.CASE_WORKER, Role.CONSULAR_OFFICER}:
        with actor(role):
            assert Return.objects.filter(id=key).update(reason="other") == 0
            assert FollowUp.objects.update(reason="other") == 0
    with actor(Role.CASE_WORKER, "other") as by:
        assert Return.objects.filter(id=key).update(reason="other") == 0, (
            "seen, and not theirs"
        )


@given(DAYS, st.integers(1, 400))
def test_follow_ups_fall_due_within_a_year_in_order(day, every):
    days = rules.follow_up_days(day, every)
    assert list(days) == sorted(set(days))
    assert all(day < d <= day + timedelta(days=rules.FOLLOWED_FOR) for d in days)


@given(st.lists(DAYS, max_size=3), st.lists(DAYS, max_size=3))
def test_without_a_return_or_a_second_decision_nobody_came_back(identified, seen):
    assert not rules.came_back(identified[:1], [], seen)


@given(
    st.sampled_from(rules.RISKS),
    st.sampled_from([*rules.AGREED, ""]),
    st.booleans(),
)
def test_nobody_goes_who_did_not_agree(risk, agreed, insists):
    if rules.may_go(risk, agreed, insists=insists):
        assert agreed
        assert risk != "not_safe" or insists


@given(st.sampled_from(rules.KINDS), st.sampled_from(RETURN.all))
def test_abroad_is_agreed_before_anybody_goes(kind, state):
    moves = rules.moves_of(kind, RETURN.moves_from(state))
    assert set(moves) <= set(RETURN.moves_from(state))
    assert not {"confirm", "go"} <= set(moves)
    assert "confirm" not in moves or kind == "abroad"
