"""Care given before a consent was taken back is recorded afterwards, and later care is not."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.roles import Purpose, Role
from sala.kit.templatetags.kit import day
from sala.people import actions as people
from sala.people.models import Person
from sala.protection.actions import referrals, services
from sala.protection.models import ServiceDelivered
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
