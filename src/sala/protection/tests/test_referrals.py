"""A referral opens nobody before it is accepted, and nobody is left with nobody unseen."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sala.access import actions as grants
from sala.access import queries as access
from sala.access.models import Grant, Notice
from sala.access.permissions import RefusedError
from sala.access.roles import Purpose, Role
from sala.desk import drafts
from sala.kit import clock
from sala.kit.states import NotAllowedError
from sala.people import actions as people
from sala.people import rules as people_rules
from sala.people.models import Person
from sala.people.tests.test_overtaken import browser
from sala.protection.actions import entitlements as rights
from sala.protection.actions import referrals as actions
from sala.protection.actions import returns
from sala.protection.models import Referral
from sala.protection.queries import entitlements as entitled
from sala.protection.queries import referrals as queries
from sala.protection.queries.worklist import worklist_items
from sala.protection.rules import referrals as rules


def consents(
    by,
    now,
    person,
    receiver,
    valid_until=None,
):
    answer = people.ConsentInput(
        recipient=receiver,
        purpose=Purpose.REFERRAL,
        given=True,
        manner="spoken",
        language="lo",
        answered_on=now.date(),
        valid_until=valid_until,
    )
    return people.record_consent(
        by=by,
        at=now,
        person=person.id,
        answer=answer,
    )


@pytest.mark.django_db
def test_before_it_answers_the_receiver_knows_what_is_asked_and_not_who(
    actor,
    sign_in,
    now,
    alone,
    refer,
):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by)
    with actor(Role.CASE_WORKER, "other") as by:
        (row,) = queries.load_received_referrals(by=by)
        assert (row.person_code, row.services, row.sex) == ("", ("shelter",), "male")
        assert not Person.objects.filter(id=alone.id).exists()
    page = sign_in(Role.CASE_WORKER, "other").get(reverse("show_referral", args=[key]))
    assert alone.code not in page.content.decode()
    with actor(Role.CASE_WORKER, "other") as by:
        actions.accept_referral(
            by=by,
            at=now,
            referral=key,
        )
    with actor(Role.CASE_WORKER, "other") as by:
        (row,) = queries.load_received_referrals(by=by)
        assert row.person_code == alone.code
        assert Person.objects.filter(id=alone.id).exists()


@pytest.mark.django_db
def test_a_third_agency_knows_of_no_referral(
    actor,
    sign_in,
    now,
    refer,
):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by, to=access.agency_by_code("MOH").id)
    for role in set(Role):
        with actor(role, "other") as by:
            assert not Referral.objects.exists()
            assert Referral.objects.update(reason="other") == 0
    with actor(Role.CASE_WORKER, "other") as by, pytest.raises(Referral.DoesNotExist):
        actions.accept_referral(
            by=by,
            at=now,
            referral=key,
        )
    page = reverse("show_referral", args=[key])
    assert sign_in(Role.CASE_WORKER, "other").get(page).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("age_group", ["adult", ""])
def test_nobody_is_referred_as_the_child_they_are_not(actor, refer, age_group):
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(ValidationError) as refused:
            refer(
                by,
                basis="child_protection",
                age_group=age_group,
            )
        assert set(refused.value.message_dict) == {"basis"}
        refer(
            by,
            basis="child_protection",
            age_group="child",
        )


@pytest.mark.django_db
def test_taking_back_the_consent_closes_what_the_referral_opened(
    actor,
    now,
    alone,
    refer,
    receiver,
):
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(ValidationError) as refused:
            refer(by, basis=rules.CONSENT)
        assert "basis" in refused.value.message_dict
        consent = consents(by, now, alone, receiver)
        key = refer(by, basis=rules.CONSENT)
    with actor(Role.CASE_WORKER, "other") as by:
        actions.accept_referral(
            by=by,
            at=now,
            referral=key,
        )
    with actor(Role.CASE_WORKER) as by:
        people.withdraw_consent(
            by=by,
            at=now,
            consent=consent,
        )
    for which in ("own", "other"):
        with actor(Role.CASE_WORKER, which) as by:
            row = queries.load_referral(by=by, key=key)
            assert (row.state, row.reason, row.moves) == (
                "withdrawn",
                "consent_withdrawn",
                (),
            )
            assert Referral.objects.get(id=key).accepted_at, (
                "that it was accepted stays known"
            )
            assert Person.objects.filter(id=alone.id).exists() == (which == "own")
    with actor(Role.CASE_WORKER, "other") as by:
        told = [notice.kind for notice in Notice.objects.all()]
        assert "protection.consent_withdrawn" in told


@pytest.mark.django_db
def test_a_referral_whose_consent_was_taken_back_cannot_be_accepted(
    actor,
    now,
    alone,
    refer,
    receiver,
):
    with actor(Role.CASE_WORKER) as by:
        consent = consents(by, now, alone, receiver)
        key = refer(by, basis=rules.CONSENT)
        people.withdraw_consent(
            by=by,
            at=now,
            consent=consent,
        )
    with actor(Role.CASE_WORKER, "other") as by:
        with pytest.raises(NotAllowedError):
            actions.accept_referral(
                by=by,
                at=now,
                referral=key,
            )
        assert not Person.objects.filter(id=alone.id).exists()
        assert queries.load_referral(by=by, key=key).reason == "consent_withdrawn"


@pytest.mark.django_db
def test_declining_needs_a_reason_and_an_answer_is_given_once(actor, now, refer):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by)
    with actor(Role.CASE_WORKER, "other") as by:
        with pytest.raises(ValidationError):
            actions.move_referral(
                by=by,
                at=now,
                referral=key,
                move="decline",
                reason="",
            )
        actions.move_referral(
            by=by,
            at=now,
            referral=key,
            move="decline",
            reason="no_place",
        )
        with pytest.raises(NotAllowedError):
            actions.accept_referral(
                by=by,
                at=now,
                referral=key,
            )
    with actor(Role.CASE_WORKER) as by:
        assert queries.load_referral(by=by, key=key).reason == "no_place"
        assert refer(by) != key, "another try is open"


@pytest.mark.django_db
def test_sending_twice_is_refused(actor, refer):
    with actor(Role.CASE_WORKER) as by:
        refer(by)
        with pytest.raises(ValidationError) as refused:
            refer(by)
    assert set(refused.value.message_dict) == {"receiver"}


@pytest.mark.django_db
def test_silence_is_late_at_both_ends(actor, now, refer):
    with actor(Role.CASE_WORKER) as by:
        refer(by, urgency="now")
    tomorrow = clock.today() + timedelta(days=1)
    for which, role in (("own", Role.SUPERVISOR), ("other", Role.CASE_WORKER)):
        with actor(role, which) as by:
            late = [line for line in worklist_items(by=by, today=tomorrow) if line.late]
            assert [line.url for line in late] == [reverse("list_referrals")]


WATCHERS = [
    (Role.CASE_WORKER, "own"),
    (Role.SUPERVISOR, "own"),
    (Role.SUPERVISOR, "other"),
    (Role.IDENTIFICATION_OFFICER, "other"),
]


@pytest.mark.django_db
def test_an_identified_victim_with_nobody_is_on_a_list(
    actor,
    now,
    person,
    identify,
    refer,
):
    identify(person)
    with actor(Role.IDENTIFICATION_OFFICER, "other") as by:
        (row,) = queries.without_referral(by=by)
        assert row.person_code == person.code
    with actor(Role.CASE_WORKER) as by:
        (row,) = queries.without_referral(by=by)
        assert (row.person_code, row.asked) == (person.code, 0)
        key = refer(by, person=person)
    for role, which in WATCHERS:
        with actor(role, which) as by:
            assert not queries.without_referral(by=by)
    with actor(Role.CASE_WORKER, "other") as by:
        actions.move_referral(
            by=by,
            at=now,
            referral=key,
            move="decline",
            reason="not_for_men",
        )
    for role, which in WATCHERS:
        with actor(role, which) as by:
            (row,) = queries.without_referral(by=by)
            assert row.asked == 1
            (line,) = [
                w
                for w in worklist_items(by=by, today=clock.today())
                if "nobody" in w.url
            ]
            assert (line.number, line.late) == (1, 1)


@pytest.mark.django_db
def test_who_was_sent_home_with_nobody_asked_is_marked(
    actor,
    sign_in,
    now,
    person,
    identify,
):
    identify(person)
    plan = returns.ReturnInput(
        "home",
        "person",
        "safe",
        "nobody",
        clock.today(),
        place_code="LA01",
    )
    with actor(Role.CASE_WORKER) as by:
        key = returns.plan_return(
            by=by,
            at=now,
            person=person.id,
            plan=plan,
        )
        returns.record_return(
            by=by,
            at=now,
            returned=key,
            happened_on=clock.today(),
            version=1,
        )
    for role, which in WATCHERS:
        page = sign_in(role, which).get(reverse("list_unreferred")).content.decode()
        assert "Sent home without referral" in page


@pytest.mark.django_db
def test_who_answers_second_sees_the_first_answer(actor, sign_in, refer):
    with actor(Role.CASE_WORKER) as by:
        page = reverse("show_referral", args=[refer(by)])
    client = sign_in(Role.CASE_WORKER, "other")
    first, second = (browser(client.get(page).context["form"]) for _n in range(2))
    assert client.post(page, first | {"move": "accept"}).status_code == 302
    late = client.post(page, second | {"move": "decline", "reason": "no_place"})
    assert "It is now: Accepted." in late.text
    with actor(Role.CASE_WORKER, "other"):
        assert Referral.objects.get().state == "accepted"
    withdrawn = sign_in(Role.CASE_WORKER)
    taken = withdrawn.post(page, {"move": "withdraw", "version": first["version"]})
    assert "It is now: Accepted." in taken.text, (
        "they learn that it was accepted meanwhile"
    )


@pytest.mark.django_db
def test_who_declined_everything_or_was_given_something_is_on_no_list(
    actor,
    now,
    person,
    identify,
):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        for row in entitled.entitlements_of(by=by, person=person.id):
            for n, move in enumerate(("offer", "decline"), 1):
                rights.move_entitlement(
                    by=by,
                    at=now,
                    entitlement=row.id,
                    move=move,
                    happened_on=clock.today(),
                    version=n,
                    reason="not_said" if move == "decline" else "",
                )
        assert not queries.without_referral(by=by)


@pytest.mark.django_db
def test_the_sender_takes_back_what_acceptance_opened(
    actor,
    now,
    alone,
    refer,
):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by)
    with actor(Role.CASE_WORKER, "other") as by:
        actions.accept_referral(
            by=by,
            at=now,
            referral=key,
        )
    with actor(Role.CASE_WORKER) as by:
        (grant,) = access.grants_of(
            by=by,
            record_kind="person",
            record_id=alone.id,
        )
        assert grant.own, "the sender sees the opening as its own"
        actions.move_referral(
            by=by,
            at=now,
            referral=key,
            move="withdraw",
        )
    with actor(Role.CASE_WORKER, "other") as by:
        assert not Person.objects.filter(id=alone.id).exists()
        assert queries.load_referral(by=by, key=key).state == "withdrawn"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("which", "reason"),
    [("own", "access_closed"), ("other", "handed_back")],
)
def test_closing_the_access_ends_the_referral(
    which,
    reason,
    actor,
    now,
    alone,
    refer,
):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by)
    with actor(Role.CASE_WORKER, "other") as by:
        actions.accept_referral(
            by=by,
            at=now,
            referral=key,
        )
    with actor(Role.CASE_WORKER, which) as by:
        grants.withdraw_grant(
            by=by,
            at=now,
            grant=Grant.objects.get(rests_on=key).id,
        )
    for side in ("own", "other"):
        with actor(Role.CASE_WORKER, side) as by:
            row = queries.load_referral(by=by, key=key)
            assert (row.state, row.reason) == ("withdrawn", reason)


@pytest.mark.django_db
def test_acceptance_opens_no_longer_than_the_consent(
    actor,
    now,
    alone,
    refer,
    receiver,
):
    until = clock.today() + timedelta(days=10)
    with actor(Role.CASE_WORKER) as by:
        consents(
            by,
            now,
            alone,
            receiver,
            valid_until=until,
        )
        key = refer(by, basis=rules.CONSENT)
    with actor(Role.CASE_WORKER, "other") as by:
        actions.accept_referral(
            by=by,
            at=now,
            referral=key,
        )
        grant = Grant.objects.get(record_id=alone.id)
        assert timezone.localdate(grant.until) == until + timedelta(days=1)


@pytest.mark.django_db
def test_a_receiver_cannot_take_back_what_it_did_not_ask(actor, refer):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by)
    with (
        actor(Role.CASE_WORKER, "other"),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        Referral.objects.filter(id=key).update(state="accepted")


@pytest.mark.django_db
def test_an_officer_records_the_consent_of_whom_they_met(
    actor,
    sign_in,
    now,
    receiver,
):
    with actor(Role.FRONTLINE_OFFICER) as by:
        met = people.register_person(
            by=by,
            at=now,
            identity=people_rules.Identity(),
        )
        consent = consents(by, now, met, receiver)
        asked = actions.ReferralRequest(
            receiver, ["shelter"], "now", rules.CONSENT, "help"
        )
        key = actions.send_referral(
            by=by,
            at=now,
            person=met.id,
            asked=asked,
        )
    officer = sign_in(Role.FRONTLINE_OFFICER)
    assert str(key) in officer.get(reverse("list_referrals")).content.decode()
    assert officer.get(reverse("show_referral", args=[key])).status_code == 200
    with actor(Role.FRONTLINE_OFFICER) as by:
        people.withdraw_consent(
            by=by,
            at=now,
            consent=consent,
        )
        assert queries.load_referral(by=by, key=key).state == "withdrawn"


@pytest.mark.django_db
def test_who_may_not_refer_is_refused(actor, refer):
    for role in (Role.INVESTIGATOR, Role.ANALYST, Role.SUPERVISOR):
        with actor(role) as by, pytest.raises(RefusedError):
            refer(by)


@given(
    st.dates(date(2016, 1, 1), date(2026, 1, 1)),
    st.sampled_from(rules.URGENCY),
    st.integers(1, 60),
)
def test_urgent_is_answered_the_same_day_and_all_else_in_time(sent, urgency, days):
    due = rules.due_on(sent, urgency, days)
    assert due >= sent
    assert due == (sent if urgency == "now" else sent + timedelta(days=days))
    assert not rules.is_late("accepted", due, date.max)
    assert rules.is_late("sent", due, due + timedelta(days=1))


@pytest.mark.django_db
def test_the_officer_who_met_somebody_refers_them(actor, sign_in, now):
    with actor(Role.FRONTLINE_OFFICER) as by:
        met = people.register_person(
            by=by,
            at=now,
            identity=people_rules.Identity(),
        )
        third = access.agency_by_code("MOH").id
    page = reverse("refer_person", args=[met.code])
    officer = sign_in(Role.FRONTLINE_OFFICER)
    assert (
        page
        in officer.get(reverse("screening_of_person", args=[met.code])).content.decode()
    )
    said = {
        "kind": "help",
        "receiver": str(third),
        "services": ["health_care"],
        "urgency": "now",
        "basis": "vital_interest",
    }
    shown = officer.get(page).content.decode()
    said["_form"] = re.search(r'name="_form" value="([^"]+)"', shown)[1]
    officer.post(page, said | {"_title": "Refer", "_later": "quietly"})
    looked = officer.post(page, said)
    assert looked.status_code == 200
    assert f'name="_form" value="{said["_form"]}"' in looked.content.decode()
    assert "Nothing is sent yet" in looked.content.decode()
    assert (
        "Nothing is sent yet"
        not in officer.post(page, said | {"change": "yes"}).content.decode()
    )
    assert not Referral.objects.exists()
    assert officer.post(page, said | {"confirmed": "yes"}).status_code == 302
    with actor(Role.FRONTLINE_OFFICER) as by:
        assert drafts.unfinished_forms(by=by, at=clock.now()) == [], (
            "what was put off went with it"
        )
    with actor(Role.SUPERVISOR) as by:
        (row,) = queries.load_sent_referrals(by=by)
        assert row.services == ("health_care",)
