"""Whoever shows signs is sent on to somebody who acts, or stands on a list."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from sala.access.roles import Purpose, Role
from sala.people import actions as people
from sala.people import rules as people_rules
from sala.protection.actions import referrals
from sala.screening.actions import identification, screenings
from sala.screening.models import Screening
from sala.screening.queries import operations as operation_queries
from sala.screening.queries import screenings as queries
from sala.screening.queries.worklist import worklist_items
from sala.screening.tests.conftest import SIGNS


@pytest.mark.django_db
def test_who_is_sent_on_to_nobody_is_on_a_list_until_somebody_is_asked(
    actor,
    now,
    raid,
    sent,
):
    received = sent(operation=str(raid))
    with actor(Role.SUPERVISOR) as by:
        ((row,), _more) = queries.not_sent_on(by=by)
        lines = {line.words for line in worklist_items(by=by, today=now.date())}
        assert "person with signs of trafficking, sent on to nobody" in lines
    with actor(Role.FRONTLINE_OFFICER) as by:
        about = identification.DescriptionInput("female", "adult", "LA")
        identification.request_identification(
            by=by,
            at=now,
            person=row.person_id,
            described=about,
            screening=received.id,
        )
    with actor(Role.SUPERVISOR) as by:
        assert queries.not_sent_on(by=by) == ([], False)
        assert (
            operation_queries.load_operation(by=by, key=raid).row.account.referred == 1
        )
    with actor(Role.IDENTIFICATION_OFFICER, "other") as by:
        assert queries.load_screening(by=by, key=received.id), "opened to the authority"
        opened = screenings.open_answers(
            by=by,
            screening=received.id,
            purpose=Purpose.IDENTIFICATION,
        )
        assert opened.answers == SIGNS
    again = sent(role=Role.CASE_WORKER, person={"code": row.person_code})
    with actor(Role.CASE_WORKER) as by:
        assert queries.load_screening(by=by, key=again.id).sent_on, (
            "an authority is asked already"
        )


@pytest.mark.django_db
def test_a_referral_to_another_agency_sends_somebody_on_too(
    actor,
    now,
    sent,
    raid,
):
    received = sent(
        operation=str(raid),
        age_group="child",
        person={"age": 15},
    )
    with actor(Role.CASE_WORKER, "other") as by:
        receiver = by.agency
    with actor(Role.FRONTLINE_OFFICER) as by:
        person = queries.load_screening(by=by, key=received.id).person_id
        asked = referrals.ReferralRequest(
            receiver=receiver,
            services=["shelter"],
            urgency="now",
            basis="child_protection",
            kind="take_over",
            age_group="child",
        )
        referrals.send_referral(
            by=by,
            at=now,
            person=person,
            asked=asked,
        )
        assert queries.load_screening(by=by, key=received.id).sent_on
        assert (
            operation_queries.load_operation(by=by, key=raid).row.account.referred == 1
        )


@pytest.mark.django_db
def test_nobody_says_by_themselves_that_somebody_was_sent_on(actor, now):
    with actor(Role.CASE_WORKER) as by:
        person = people.register_person(
            by=by,
            at=now,
            identity=people_rules.Identity(),
        )
        made = Screening.objects.create(
            id=uuid4(),
            receipt="0000000000",
            person_id=person.id,
            agency_id=by.agency,
            screened_by_id=by.user,
            instrument="triage",
            instrument_version="1.1.0",
            written_at=now,
            received_at=now,
            outcome="indicated",
            sent_on_at=now,
        )
        assert Screening.objects.get(id=made.id).sent_on_at is None
    with actor(Role.CASE_WORKER, "other") as by:
        assert screenings.send_on(by=by, person=person.id) == 0


@pytest.mark.django_db
def test_a_screening_of_another_person_is_not_shown_to_the_authority(actor, now, sent):
    one, two = sent(), sent(person={})
    with actor(Role.CASE_WORKER) as by:
        row = queries.load_screening(by=by, key=two.id)
        about = identification.DescriptionInput()
        with pytest.raises(Screening.DoesNotExist):
            identification.request_identification(
                by=by,
                at=now,
                person=row.person_id,
                described=about,
                screening=one.id,
            )


@pytest.mark.django_db
def test_a_long_list_of_people_sent_on_to_nobody_is_turned_page_by_page(
    actor,
    sign_in,
    now,
    sent,
    monkeypatch,
):
    for _ in range(2):
        sent(role=Role.CASE_WORKER)
    monkeypatch.setattr(queries, "PAGE", 1)
    with actor(Role.SUPERVISOR) as by:
        pages = [queries.not_sent_on(by=by, page=number) for number in (1, 2)]
        assert [more for _rows, more in pages] == [True, False]
        assert len({row.id for rows, _more in pages for row in rows}) == 2
        assert queries.how_many_not_sent_on(by=by) == 2
    page = sign_in(Role.SUPERVISOR).get(reverse("list_screenings")).content.decode()
    assert "?page=2" in page


@pytest.mark.django_db
def test_nobody_screened_is_no_success_when_a_reason_is_recorded(
    actor,
    sign_in,
    now,
    raid,
):
    client = sign_in(Role.SUPERVISOR)
    said = {"reason": "not_done", "number": "2"}
    client.post(reverse("explain_operation", args=[raid]), said)
    for address in (reverse("show_operation", args=[raid]), reverse("list_operations")):
        page = client.get(address).content.decode()
        assert "Nobody was screened; the reasons are recorded" in page
        assert "Everybody is accounted for" not in page
    listed = page.replace("\n", "")
    numbers = re.findall(r'data-head="(\w[^"]*)">([\d.,]+)</td>', listed)
    assert numbers == [
        ("Met", "2"),
        ("Screened", "0"),
        ("With signs of trafficking", "0"),
        ("Sent on", "0"),
    ]


@pytest.mark.django_db
def test_operations_are_told_apart_by_whether_they_are_accounted_for(
    actor, sign_in, now, raid
):
    with actor(Role.SUPERVISOR) as by:
        assert [row.id for row in operation_queries.find_operations(by=by)] == [raid]
        assert [
            row.id for row in operation_queries.find_operations(by=by, state="open")
        ] == [raid]
        assert [*operation_queries.find_operations(by=by, state="settled")] == []
    client = sign_in(Role.SUPERVISOR)
    said = {"reason": "refused", "number": "2"}
    client.post(reverse("explain_operation", args=[raid]), said)
    listed = reverse("list_operations")
    settled = client.get(listed, {"state": "settled"}).content.decode()
    assert reverse("show_operation", args=[raid]) in settled
    still = client.get(listed, {"state": "open"}).content.decode()
    assert reverse("show_operation", args=[raid]) not in still
    assert "Nothing in this list is as you chose." in still
