"""Care given before a consent was taken back is recorded afterwards, and later care is not."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.roles import Purpose, Role
from sala.access.steps import steps_that_count
from sala.kit.database_functions import ask_database
from sala.kit.templatetags.kit import day
from sala.people import actions as people
from sala.people.models import Person
from sala.protection.actions import late_care as late_actions
from sala.protection.actions import referrals, returns, services
from sala.protection.models import FollowUp, ServiceDelivered
from sala.protection.queries import late_care
from sala.protection.rules import referrals as rules

DAY = timedelta(days=1)


@pytest.fixture
def closed_on(in_the_past, alone, refer, receiver):
    """The day, five days ago, on which the person took back the consent by which the
    agency `other` had helped them.
    """
    with in_the_past(Role.CASE_WORKER, days=40) as (by, at):
        answer = people.ConsentInput(
            recipient=receiver,
            purpose=Purpose.REFERRAL,
            given=True,
            manner="spoken",
            language="lo",
            answered_on=at.date(),
        )
        consent = people.record_consent(by=by, at=at, person=alone.id, answer=answer)
        key = refer(by, at, basis=rules.CONSENT)
    with in_the_past(Role.CASE_WORKER, "other", 39) as (by, at):
        referrals.accept_referral(by=by, at=at, referral=key)
        assert late_care.helped_until(by=by, person=alone.id) is None
    with in_the_past(Role.CASE_WORKER, days=5) as (by, at):
        people.withdraw_consent(by=by, at=at, consent=consent)
    return at.date()


def give(by, now, person, on, **changes):
    given = services.Service("health_care", on, sex="male", **changes)
    return services.give_service(by=by, at=now, person=person.id, given=given)


def test_care_before_the_withdrawal_is_recorded_and_later_care_is_not(
    closed_on, actor, now, alone
):
    with actor(Role.CASE_WORKER, "other") as by:
        assert not Person.objects.filter(id=alone.id).exists()
        helped = late_care.helped_person(by=by, code=alone.code)
        assert (helped.id, helped.until) == (alone.id, closed_on)
        for on in (closed_on - DAY, closed_on):
            key = give(by, now, alone, on)
            assert ServiceDelivered.objects.get(id=key).happened_on == on
        with pytest.raises(ValidationError) as refused:
            give(by, now, alone, closed_on + DAY)
        message = (
            f"The record is closed to your agency since {day(closed_on)}. Only what"
            " was given until then can still be recorded."
        )
        assert refused.value.message_dict == {"happened_on": [message]}
        with pytest.raises(ValidationError, match="neither a note nor what the law"):
            give(by, now, alone, closed_on, note="Afraid of the corridor.")
        assert not Person.objects.filter(id=alone.id).exists(), "it opens nothing"
    with actor(Role.CASE_WORKER):
        days = ServiceDelivered.objects.values_list("happened_on", flat=True)
        assert set(days) == {closed_on - DAY, closed_on}, "the keeper sees it"


def test_the_database_refuses_later_care_and_whom_one_never_helped(
    closed_on, actor, now, alone
):
    def write(by, on, **changes):
        usual = {"service": "health_care", "happened_on": on, "recorded_at": now}
        with transaction.atomic():
            ServiceDelivered.objects.create(
                person_id=alone.id,
                agency_id=by.agency,
                recorded_by_id=by.user,
                **usual | changes,
            )

    for agency, on, changes in (
        ("other", closed_on + DAY, {}),
        ("other", closed_on, {"note": b"sealed"}),
        ("third", closed_on, {}),
    ):
        with (
            actor(Role.CASE_WORKER, agency) as by,
            pytest.raises(ProgrammingError, match="row-level security"),
        ):
            write(by, on, **changes)
    with actor(Role.CASE_WORKER, "third") as by:
        assert late_care.helped_person(by=by, code=alone.code) is None
        with pytest.raises(Person.DoesNotExist):
            give(by, now, alone, closed_on)
    with actor(Role.CASE_WORKER) as by:
        assert late_care.helped_person(by=by, code=alone.code) is None, "it keeps them"
    with actor(Role.SUPERVISOR, "other") as by, pytest.raises(RefusedError):
        late_care.helped_person(by=by, code=alone.code)


def test_the_page_records_it_and_loses_no_word_in_silence(
    closed_on, actor, sign_in, alone
):
    worker = sign_in(Role.CASE_WORKER, "other")
    page = reverse("record_service", args=[alone.code])
    shown = worker.get(page).content.decode()
    assert f"closed to your agency since {day(closed_on)}" in shown
    assert 'name="note"' not in shown
    assert sign_in(Role.CASE_WORKER, "third").get(page).status_code == 404

    def said(on, **more):
        parts = {
            f"happened_on_{part}": getattr(on, part)
            for part in ("day", "month", "year")
        }
        return {"service": "health_care"} | parts | more

    told = worker.post(page, said(closed_on, note="She <sleeps> badly."))
    assert "closed to you while you wrote" in told.content.decode()
    assert "She &lt;sleeps&gt; badly." in told.content.decode()
    late = worker.post(page, said(closed_on + DAY)).content.decode()
    assert "Only what was given until then can still be recorded." in late
    with actor(Role.CASE_WORKER, "other"):
        assert not ServiceDelivered.objects.exists()
    answer = worker.post(page, said(closed_on))
    with actor(Role.CASE_WORKER, "other"):
        made = ServiceDelivered.objects.get()
    assert made.happened_on == closed_on
    assert answer["Location"] == reverse("show_service", args=[made.id])
    assert worker.get(answer["Location"]).status_code == 200
    assert worker.get(reverse("show_person", args=[alone.code])).status_code == 404


@pytest.fixture
def look(in_the_past, alone):
    """The first time of asking after the person, who went home 30 days ago."""
    with in_the_past(Role.CASE_WORKER, days=30) as (by, at):
        plan = returns.ReturnInput(
            "home", "person", "safe", "nobody", at.date(), place_code="LA01"
        )
        key = returns.plan_return(by=by, at=at, person=alone.id, plan=plan)
        told = {"happened_on": at.date(), "version": 1}
        returns.record_return(by=by, at=at, returned=key, **told)
        return FollowUp.objects.filter(returned_id=key).earliest("due_on").id


def ask(by, now, look, on, found="well", manner="visit"):
    told = {"follow_up": look, "happened_on": on, "manner": manner, "found": found}
    late_actions.record_late_follow_up(by=by, at=now, **told)


def test_a_follow_up_of_before_the_withdrawal_is_recorded(
    look, closed_on, actor, now, entered, alone
):
    with (
        entered("protection", person=alone.id) as ledger,
        actor(Role.CASE_WORKER, "other") as by,
    ):
        ledger.names["look"] = look
        for on, message in (
            (closed_on + DAY, "Only what was given until then"),
            (closed_on - 26 * DAY, "The day is after the return"),
        ):
            with pytest.raises(ValidationError, match=message) as refused:
                ask(by, now, look, on)
            assert "happened_on" in refused.value.message_dict
        for field in ("found", "manner"):
            with pytest.raises(ValidationError) as refused:
                ask(by, now, look, closed_on, **{field: "rain"})
            assert refused.value.message_dict == {field: ["Choose from the list."]}
        ask(by, now, look, closed_on, "exploited_again")
        assert not FollowUp.objects.exists(), "it opens nothing"
        with pytest.raises(FollowUp.DoesNotExist):
            ask(by, now, look, closed_on)
        worker = by.user_id
    with actor(Role.CASE_WORKER):
        row = FollowUp.objects.get(id=look)
        kept = (row.state, row.happened_on, row.found, row.recorded_by_id)
        assert kept == ("done", closed_on, "exploited_again", worker)
        last = steps_that_count(row)[-1]
        assert (last.move, last.happened_on) == ("do", closed_on)
    assert ledger.said == ["follow_up_done follow_up look found=exploited_again"]


def test_a_follow_up_is_nobodys_who_never_helped(look, closed_on, actor, now):
    with actor(Role.CASE_WORKER, "third") as by, pytest.raises(FollowUp.DoesNotExist):
        ask(by, now, look, closed_on)
    with actor(Role.SUPERVISOR, "other") as by, pytest.raises(RefusedError):
        ask(by, now, look, closed_on)
    for role, agency, on in (
        (Role.CASE_WORKER, "third", closed_on),
        (Role.SUPERVISOR, "other", closed_on),
        (Role.CASE_WORKER, "other", closed_on + DAY),
        (Role.CASE_WORKER, "other", closed_on - 26 * DAY),
    ):
        with actor(role, agency):
            told = (look, on, "visit", "well")
            assert ask_database("protection_ask_late", *told) is False
    with actor(Role.CASE_WORKER):
        assert FollowUp.objects.get(id=look).state == "due"


def test_the_page_of_a_follow_up_records_it_once_it_is_closed(
    look, closed_on, sign_in, actor
):
    page = reverse("record_follow_up", args=[look])
    worker = sign_in(Role.CASE_WORKER, "other")
    shown = worker.get(page).content.decode()
    assert f"closed to your agency since {day(closed_on)}" in shown
    assert sign_in(Role.CASE_WORKER, "third").get(page).status_code == 404

    def said(on):
        parts = {
            f"happened_on_{part}": getattr(on, part)
            for part in ("day", "month", "year")
        }
        return parts | {"manner": "phone", "found": "needs_help"}

    late = worker.post(page, said(closed_on + DAY)).content.decode()
    assert "Only what was given until then can still be recorded." in late
    assert worker.post(page, said(closed_on)).status_code == 302
    assert worker.get(page).status_code == 404
    with actor(Role.CASE_WORKER):
        assert FollowUp.objects.get(id=look).found == "needs_help"
