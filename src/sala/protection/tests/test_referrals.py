"""A referral opens nobody before it is accepted, and nobody is left with nobody unseen."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sala.access import queries as access
from sala.access.permissions import RefusedError
from sala.access.roles import Purpose, Role
from sala.countries import queries as countries
from sala.kit.states import NotAllowedError
from sala.people import actions as people
from sala.people import rules as people_rules
from sala.people.models import Person
from sala.protection.actions import referrals as actions
from sala.protection.models import Referral
from sala.protection.queries import referrals as queries
from sala.protection.queries.waiting import waiting
from sala.protection.rules import referrals as rules


@pytest.fixture
def alone(actor, now):
    """A person whom nobody but the agency `own` may see."""
    with actor(Role.CASE_WORKER) as by:
        return people.register_person(by=by, at=now, identity=people_rules.Identity())


@pytest.fixture
def receiver(actor):
    """The key of the agency `other`."""
    with actor(Role.CASE_WORKER, "other") as by:
        return by.agency


@pytest.fixture
def refer(actor, now, alone, receiver):
    """`refer(by, **changes)` refers the person to the agency `other`, on a basis in law."""

    def sending(by, at=now, person=alone, to=receiver, **changes):
        law = countries.lawful_bases()[0].code
        usual = {"services": ["shelter"], "urgency": "days", "basis": law, "sex": "male"}
        asked = actions.Asked(receiver=to, **usual | changes)
        return actions.refer(by=by, at=at, person=person.id, asked=asked)

    return sending


def consents(by, now, person, receiver):
    answer = people.Answer(
        recipient=receiver,
        purpose=Purpose.REFERRAL,
        given=True,
        manner="spoken",
        language="lo",
        answered_on=now.date(),
    )
    return people.record_consent(by=by, at=now, person=person.id, answer=answer)


@pytest.mark.django_db
def test_before_it_answers_the_receiver_knows_what_is_asked_and_not_who(
    actor, sign_in, now, alone, refer
):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by)
    with actor(Role.CASE_WORKER, "other") as by:
        (row,) = queries.received(by=by)
        assert (row.person_code, row.services, row.sex) == ("", ("shelter",), "male")
        assert not Person.objects.filter(id=alone.id).exists()
    page = sign_in(Role.CASE_WORKER, "other").get(reverse("show_referral", args=[key]))
    assert alone.code not in page.content.decode()
    with actor(Role.CASE_WORKER, "other") as by:
        actions.accept(by=by, at=now, referral=key)
    with actor(Role.CASE_WORKER, "other") as by:
        (row,) = queries.received(by=by)
        assert row.person_code == alone.code
        assert Person.objects.filter(id=alone.id).exists()


@pytest.mark.django_db
def test_a_third_agency_knows_of_no_referral(actor, sign_in, now, refer):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by, to=access.agency("MOH").id)
    for role in set(Role):
        with actor(role, "other") as by:
            assert not Referral.objects.exists()
            assert Referral.objects.update(reason="other") == 0
    with actor(Role.CASE_WORKER, "other") as by, pytest.raises(Referral.DoesNotExist):
        actions.accept(by=by, at=now, referral=key)
    page = reverse("show_referral", args=[key])
    assert sign_in(Role.CASE_WORKER, "other").get(page).status_code == 404


@pytest.mark.django_db
def test_taking_back_the_consent_closes_what_the_referral_opened(
    actor, now, alone, refer, receiver
):
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(ValidationError) as refused:
            refer(by, basis=rules.CONSENT)
        assert "basis" in refused.value.message_dict
        consent = consents(by, now, alone, receiver)
        key = refer(by, basis=rules.CONSENT)
    with actor(Role.CASE_WORKER, "other") as by:
        actions.accept(by=by, at=now, referral=key)
    with actor(Role.CASE_WORKER) as by:
        people.withdraw_consent(by=by, at=now, consent=consent)
    with actor(Role.CASE_WORKER, "other"):
        assert not Person.objects.filter(id=alone.id).exists()


@pytest.mark.django_db
def test_a_referral_whose_consent_was_taken_back_cannot_be_accepted(
    actor, now, alone, refer, receiver
):
    with actor(Role.CASE_WORKER) as by:
        consent = consents(by, now, alone, receiver)
        key = refer(by, basis=rules.CONSENT)
        people.withdraw_consent(by=by, at=now, consent=consent)
    with actor(Role.CASE_WORKER, "other") as by:
        with pytest.raises(ValidationError):
            actions.accept(by=by, at=now, referral=key)
        assert not Person.objects.filter(id=alone.id).exists()
        actions.decline(by=by, at=now, referral=key, reason="other")


@pytest.mark.django_db
def test_declining_needs_a_reason_and_an_answer_is_given_once(actor, now, refer):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by)
    with actor(Role.CASE_WORKER, "other") as by:
        with pytest.raises(ValidationError):
            actions.decline(by=by, at=now, referral=key, reason="")
        actions.decline(by=by, at=now, referral=key, reason="no_place")
        with pytest.raises(NotAllowedError):
            actions.accept(by=by, at=now, referral=key)
    with actor(Role.CASE_WORKER) as by:
        assert queries.referral(by=by, key=key).reason == "no_place"
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
    tomorrow = now.date() + timedelta(days=1)
    for which, role in (("own", Role.SUPERVISOR), ("other", Role.CASE_WORKER)):
        with actor(role, which) as by:
            late = [line for line in waiting(by=by, today=tomorrow) if line.late]
            assert [line.url for line in late] == [reverse("list_referrals")]


@pytest.mark.django_db
def test_an_identified_victim_with_nobody_is_on_a_list(actor, now, person, identify, refer):
    identify(person)
    with actor(Role.IDENTIFICATION_OFFICER, "other") as by:
        (row,) = queries.without_referral(by=by)
        assert row.person_code == person.code
    with actor(Role.CASE_WORKER) as by:
        refer(by, person=person)
    with actor(Role.IDENTIFICATION_OFFICER, "other") as by:
        assert not queries.without_referral(by=by)


@pytest.mark.django_db
def test_who_may_not_refer_is_refused(actor, refer):
    for role in (Role.INVESTIGATOR, Role.ANALYST, Role.SUPERVISOR):
        with actor(role) as by, pytest.raises(RefusedError):
            refer(by)


@given(
    st.dates(date(2016, 1, 1), date(2026, 1, 1)),
    st.sampled_from(rules.URGENCY),
    st.none() | st.integers(0, 60),
)
def test_urgent_is_answered_the_same_day_and_all_else_in_time(sent, urgency, days):
    due = rules.due_on(sent, urgency, days)
    assert due >= sent
    assert (due == sent) or urgency != "now"
    assert not rules.is_late("accepted", due, date.max)
    assert rules.is_late("sent", due, due + timedelta(days=1))


@pytest.mark.django_db
def test_the_officer_who_met_somebody_refers_them(actor, sign_in, now):
    with actor(Role.FRONTLINE_OFFICER) as by:
        met = people.register_person(by=by, at=now, identity=people_rules.Identity())
        third = access.agency("MOH").id
    page = reverse("refer_person", args=[met.code])
    officer = sign_in(Role.FRONTLINE_OFFICER)
    assert page in officer.get(reverse("screening_of_person", args=[met.code])).content.decode()
    said = {
        "receiver": str(third),
        "services": ["health_care"],
        "urgency": "now",
        "basis": countries.lawful_bases()[0].code,
    }
    assert officer.post(page, said).status_code == 302
    with actor(Role.SUPERVISOR) as by:
        (row,) = queries.sent(by=by)
        assert row.services == ("health_care",)
