"""What was recorded of somebody's care by mistake is taken back by a step that says why."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.access.steps import steps_that_count
from sala.kit.states import NotAllowedError
from sala.protection.actions import corrections, returns
from sala.protection.models import FollowUp, FollowUpStep
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
