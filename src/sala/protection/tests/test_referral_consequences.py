"""What follows of a referral: who is told, who is offered what, and on which day."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from sala.access import queries as access
from sala.access.actions import add_agency, close_agency
from sala.access.context import acting_operator
from sala.access.ledger import record
from sala.access.models import Agency, Notice, User
from sala.access.roles import Role
from sala.access.rules import AgencyText
from sala.people import actions as people
from sala.people.rules import Identity
from sala.protection.actions import referrals as actions
from sala.protection.models import Referral
from sala.protection.queries import referrals as queries
from sala.protection.rules import referrals as rules


def kinds_told(actor, agency="own"):
    """What the people of an agency were told."""
    with actor(Role.CASE_WORKER, agency):
        return [notice.kind for notice in Notice.objects.all()]


@pytest.mark.django_db
def test_nobody_is_referred_to_the_own_agency(actor, refer):
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(ValidationError) as refused:
            refer(by, to=by.agency)
    assert refused.value.message_dict == {
        "receiver": ["Choose another agency than your own."],
    }


def test_nobody_is_referred_to_an_agency_that_is_closed(
    scratch,
    owner,
    actor,
    now,
    refer,
):
    with actor(Role.CASE_WORKER):
        closed = access.agency_by_code("MOH").id
    with owner(), acting_operator("setup") as operator:
        Agency.objects.filter(id=closed).update(retired_on=now.date())
        record(
            by=operator,
            action="access.agency_closed",
            kind="agency",
            subject=closed,
        )
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(ValidationError) as refused:
            refer(by, to=closed)
    assert refused.value.message_dict == {"receiver": ["Choose an agency."]}


def test_whose_accounts_are_shut_answers_nothing(scratch, owner, actor):
    with actor(Role.CASE_WORKER, "other") as by:
        agency = by.agency
    with actor(Role.CASE_WORKER):
        assert queries.answers_referrals(agency)
    with owner():
        User.objects.filter(memberships__agency=agency).update(is_active=False)
    with actor(Role.CASE_WORKER):
        assert not queries.answers_referrals(agency)


@pytest.mark.django_db
def test_the_sender_is_told_of_every_answer(actor, now, refer):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by)
    assert kinds_told(actor, "other") == ["protection.referral_sent"]
    with actor(Role.CASE_WORKER, "other") as other:
        actions.accept_referral(by=other, at=now, referral=key)
    assert kinds_told(actor) == ["protection.referral_accepted"]
    with actor(Role.CASE_WORKER, "other") as other:
        actions.move_referral(by=other, at=now, referral=key, move="complete")
    assert kinds_told(actor).count("protection.referral_completed") == 1


@pytest.mark.django_db
def test_the_sender_is_told_that_nobody_takes_the_person(actor, now, refer):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by)
    with actor(Role.CASE_WORKER, "other") as other:
        actions.move_referral(
            by=other,
            at=now,
            referral=key,
            move="decline",
            reason="no_place",
        )
    assert kinds_told(actor) == ["protection.referral_declined"]


@pytest.mark.django_db
def test_the_preview_says_one_year(actor, now, alone, receiver):
    asked = actions.ReferralRequest(
        receiver=receiver,
        services=["shelter"],
        urgency="days",
        basis="vital_interest",
        kind="help",
        sex="male",
    )
    with actor(Role.CASE_WORKER) as by:
        opening = actions.prepare_referral(
            by=by,
            at=now,
            person=alone.id,
            asked=asked,
        )
    assert opening.opens_until == now.date() + timedelta(days=365)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "for_sender", "for_receiver"),
    [
        ("sent", {"withdraw"}, {"accept", "decline"}),
        ("accepted", {"withdraw"}, {"complete"}),
        ("completed", set(), set()),
        ("declined", set(), set()),
        ("withdrawn", set(), set()),
    ],
)
def test_each_end_is_offered_its_own_moves(
    actor,
    now,
    refer,
    state,
    for_sender,
    for_receiver,
):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by)
    answers = {
        "accepted": ("accept",),
        "completed": ("accept", "complete"),
        "declined": ("decline",),
    }
    with actor(Role.CASE_WORKER, "other") as other:
        for answer in answers.get(state, ()):
            why = {"reason": "no_place"} if answer == "decline" else {}
            actions.answer_referral(by=other, at=now, referral=key, move=answer, **why)
    if state == "withdrawn":
        with actor(Role.CASE_WORKER) as by:
            actions.move_referral(by=by, at=now, referral=key, move="withdraw")
    for agency, offered in (("own", for_sender), ("other", for_receiver)):
        with actor(Role.CASE_WORKER, agency) as who:
            row = queries.load_referral(by=who, key=key)
            assert (row.state, {move.name for move in row.moves}) == (state, offered)


@pytest.mark.django_db
def test_what_is_due_today_is_not_late(actor, now, refer):
    with actor(Role.CASE_WORKER) as by:
        refer(by, urgency="now")
        assert queries.count_unanswered(by=by, today=now.date()) == 0
        assert (
            queries.count_unanswered(by=by, today=now.date() + timedelta(days=1)) == 1
        )
    with actor(Role.CASE_WORKER, "other") as other:
        assert queries.to_answer(by=other, today=now.date()) == (1, 0)
        assert queries.to_answer(by=other, today=now.date() + timedelta(days=1)) == (
            1,
            1,
        )
    assert not rules.is_late("sent", now.date(), now.date())


@pytest.mark.django_db
def test_after_a_refusal_the_sender_is_offered_to_ask_another(
    actor,
    sign_in,
    now,
    alone,
    refer,
):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by)
    page = reverse("show_referral", args=[key])
    asks = reverse("refer_person", args=[alone.code])
    sender, receiver = sign_in(Role.CASE_WORKER), sign_in(Role.CASE_WORKER, "other")
    assert asks not in sender.get(page).text
    with actor(Role.CASE_WORKER, "other") as other:
        actions.move_referral(
            by=other,
            at=now,
            referral=key,
            move="decline",
            reason="no_place",
        )
    assert asks in sender.get(page).text
    assert asks not in receiver.get(page).text


@pytest.mark.django_db
@pytest.mark.parametrize("sender", ["own", "third"])
def test_closing_an_agency_answers_what_waits_there_and_tells_the_sender(
    actor, now, refer, sender
):
    with actor(Role.ADMINISTRATOR) as by:
        text = AgencyText("LWU-NEW", "shelter", "district", {"en": "New"})
        unit = add_agency(by=by, parent=by.agency, text=text).id
    with actor(Role.CASE_WORKER, sender) as by:
        who = people.register_person(by=by, at=now, identity=Identity())
        waits = refer(by, person=who, to=unit)
    with actor(Role.ADMINISTRATOR) as by:
        close_agency(by=by, agency=unit, on=now.date())
    with actor(Role.CASE_WORKER, sender) as by:
        row = Referral.objects.get(id=waits)
        assert (row.state, row.reason) == ("declined", "agency_closed")
        assert refer(by, person=who), "another agency can be asked"
    assert kinds_told(actor, sender) == ["protection.referral_declined"]
