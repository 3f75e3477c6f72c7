"""A consent and a request to erase are their last step, and the database holds to it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from sala.access.ledger import record
from sala.access.models import LedgerEntry
from sala.access.roles import Purpose, Role
from sala.access.steps import last_step, states_as_of, steps_that_count
from sala.people import actions
from sala.people.models import Consent, ConsentStep, ErasureRequest, ErasureStep


def checked():
    """What the database would refuse at commit, it refuses now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def answered(by, now, kham, other, *, given=True, days_ago=0):
    return actions.record_consent(
        by=by,
        at=now,
        person=kham.id,
        answer=actions.ConsentInput(
            other,
            Purpose.SERVICES,
            given,
            "spoken",
            "lo",
            now.date() - timedelta(days=days_ago),
        ),
    )


def asked(by, now, kham):
    return actions.ask_erasure(by=by, at=now, person=kham.id, ground="asked_by_person")


@pytest.mark.django_db
def test_an_answer_is_a_step_of_the_day_it_was_given(actor, now, kham, other):
    with actor(Role.CASE_WORKER) as by:
        key = answered(by, now, kham, other, days_ago=3)
        actions.withdraw_consent(by=by, at=now, consent=key)
        row = Consent.objects.get(id=key)
        agreed, withdrawn = steps_that_count(row)
        days = [now.date() - timedelta(days=n) for n in (4, 3, 1, 0)]
        known = [states_as_of(ConsentStep, day, days[-1]).get(key) for day in days]
    assert (agreed.move, withdrawn.move) == ("agree", "withdraw")
    assert agreed.opening
    assert known == [None, "given", "given", "withdrawn"]
    assert (row.answer, row.state, row.withdrawn_at) == ("given", "withdrawn", now)
    with actor(Role.OVERSIGHT):
        for step, action in ((agreed, "recorded"), (withdrawn, "withdrawn")):
            entry = LedgerEntry.objects.get(lane=step.ledger_lane, seq=step.ledger_seq)
            assert (entry.action, entry.subject) == (
                f"people.consent_{action}",
                str(key),
            )
    checked()


@pytest.mark.django_db
def test_a_refusal_begins_and_ends_a_history(actor, now, kham, other):
    with actor(Role.CASE_WORKER) as by:
        key = answered(by, now, kham, other, given=False)
        (refused,) = steps_that_count(Consent.objects.get(id=key))
        assert (refused.move, refused.state) == ("refuse", "refused")
        with pytest.raises(Consent.DoesNotExist):
            actions.withdraw_consent(by=by, at=now, consent=key)
    checked()


@pytest.mark.django_db
@pytest.mark.parametrize("decided", ["erase", "decline"])
def test_a_decision_is_a_step_of_whoever_decides(actor, now, kham, decided):
    with actor(Role.CASE_WORKER) as by:
        key = asked(by, now, kham)
    with actor(Role.DATA_PROTECTION_OFFICER) as officer:
        if decided == "erase":
            actions.erase_person(by=officer, request=key)
        else:
            actions.decline_erasure(by=officer, at=now, request=key)
        row = ErasureRequest.objects.get(id=key)
        ask, done = steps_that_count(row)
        assert (ask.move, ask.recorded_by_id) == ("ask", by.user)
        assert (done.move, done.recorded_by_id) == (decided, officer.user)
        assert last_step(row).state == row.state
    with actor(Role.OVERSIGHT):
        entry = LedgerEntry.objects.get(lane=done.ledger_lane, seq=done.ledger_seq)
        said = {"erase": "people.erased", "decline": "people.erasure_declined"}
        assert entry.action == said[decided]
    checked()


@pytest.mark.django_db
def test_the_database_refuses_a_consent_that_its_steps_do_not_say(
    actor,
    now,
    kham,
    other,
):
    with actor(Role.CASE_WORKER) as by:
        key = answered(by, now, kham, other)
        checked()
        with pytest.raises(IntegrityError, match="history"), transaction.atomic():
            Consent.objects.filter(id=key).update(
                state="withdrawn",
                withdrawn_at=now,
                withdrawn_by_id=by.user,
            )
            checked()


@pytest.mark.django_db
def test_nobody_takes_the_step_of_deciding_what_they_asked_for(actor, now, kham):
    with actor(Role.CASE_WORKER) as by:
        key = asked(by, now, kham)
        place = record(
            by=by,
            action="people.erasure_declined",
            kind="erasure",
            subject=key,
        )
        with pytest.raises(ProgrammingError), transaction.atomic():
            ErasureStep.objects.create(
                request_id=key,
                number=2,
                move="decline",
                state="declined",
                happened_on=now.date(),
                agency_id=by.agency,
                recorded_by_id=by.user,
                recorded_at=now,
                ledger_lane=place.lane,
                ledger_seq=place.seq,
            )


@pytest.mark.django_db
def test_a_step_is_never_changed_or_removed(actor, now, kham, other):
    with actor(Role.CASE_WORKER) as by:
        key = answered(by, now, kham, other)
        steps = ConsentStep.objects.filter(consent_id=key)
        with pytest.raises(ProgrammingError), transaction.atomic():
            steps.update(state="refused")
        with pytest.raises(ProgrammingError), transaction.atomic():
            steps.delete()
