"""A long list is turned page by page, and what waits stands on the first."""

from datetime import timedelta

import pytest
from django.urls import reverse

from sala.access.roles import Role
from sala.desk import paging
from sala.protection.actions import referrals as actions
from sala.protection.models import Return
from sala.protection.queries import referrals as queries
from sala.protection.queries import returns
from sala.protection.tests.test_returns import returned


@pytest.mark.django_db
def test_referrals_that_wait_come_before_those_that_were_answered(
    actor,
    sign_in,
    now,
    refer,
    monkeypatch,
):
    later = now.date() + timedelta(days=30)
    with actor(Role.CASE_WORKER) as by:
        declined = refer(by)
    with actor(Role.CASE_WORKER, "other") as by:
        actions.move_referral(
            by=by,
            at=now,
            referral=declined,
            move="decline",
            reason="no_place",
        )
    with actor(Role.CASE_WORKER) as by:
        waits = refer(by)
        assert queries.count_unanswered(by=by, today=later) == 1
        assert [row.id for row in queries.load_sent_referrals(by=by)] == [
            waits,
            declined,
        ]
    monkeypatch.setattr(paging, "PAGE", 1)
    with actor(Role.CASE_WORKER, "other") as by:
        assert queries.to_answer(by=by, today=now.date()) == (1, 0)
        assert queries.to_answer(by=by, today=later) == (1, 1)
        assert [row.id for row in queries.load_received_referrals(by=by)] == [
            waits,
            declined,
        ]
    officer = sign_in(Role.CASE_WORKER, "other")
    assert "received-page=2" in officer.get(reverse("list_referrals")).content.decode()
    assert (
        str(declined)
        in officer.get(reverse("list_referrals"), {"received-page": 2}).content.decode()
    )


@pytest.mark.django_db
def test_a_long_list_of_follow_ups_is_turned_page_by_page(
    actor,
    sign_in,
    now,
    person,
    monkeypatch,
):
    with actor(Role.CASE_WORKER) as by:
        returned(by, now, person, days_ago=400)
        today, year = (
            now.date(),
            len(returns.one_return(by=by, key=Return.objects.get().id).follow_ups),
        )
        assert returns.to_ask_after(by=by, today=today) == (year, year)
        first, *_rest = due = list(returns.follow_ups_due(by=by, today=today))
        assert len(due) == year
        assert [row.due_on for row in due] == sorted({row.due_on for row in due})
    monkeypatch.setattr(paging, "PAGE", 1)
    page = sign_in(Role.CASE_WORKER).get(reverse("list_follow_ups")).content.decode()
    assert "?page=2" in page
    assert first.spoken_code in page
    assert f"/people/{person.code}/" in page
