"""What happened is never overwritten: each move is a step, and the database holds to it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.utils import timezone

from sala.access.ledger import record
from sala.access.models import LedgerEntry
from sala.access.roles import Role
from sala.access.steps import last_step, states_as_of, steps_that_count, take_step
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.people import actions as people
from sala.protection.actions import referrals
from sala.protection.models import PersonEntitlement, Referral, ReferralStep
from sala.protection.models.steps import STEPS
from sala.protection.tests.test_referrals import consents


def moves_of(row):
    return [step.move for step in steps_that_count(row)]


def entered(by, referral):
    """An entry of the ledger that a hand-made step can name."""
    return record(
        by=by,
        action="protection.referral_sent",
        kind="referral",
        subject=referral,
    )


def hand_made(by, now, referral, **changes):
    """A step written past the actions, as only a mistake or a crime would."""
    place = entered(by, referral)
    usual = {
        "referral_id": referral,
        "number": 2,
        "move": "complete",
        "state": "completed",
        "happened_on": now.date(),
        "agency_id": by.agency,
        "recorded_by_id": by.user,
        "recorded_at": now,
        "ledger_lane": place.lane,
        "ledger_seq": place.seq,
    }
    return ReferralStep.objects.create(**usual | changes)


def checked():
    """What the database would refuse at commit, it refuses now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.django_db
def test_each_move_is_a_step_with_its_day_its_writer_and_its_entry(actor, now, refer):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by)
    with actor(Role.CASE_WORKER, "other") as other:
        referrals.accept_referral(by=other, at=now, referral=key)
        referrals.move_referral(by=other, at=now, referral=key, move="complete")
        sent, accepted, completed = steps_that_count(Referral.objects.get(id=key))
    assert [s.move for s in (sent, accepted, completed)] == [
        "send",
        "accept",
        "complete",
    ]
    assert sent.opening
    assert (sent.recorded_by_id, sent.agency_id) == (by.user, by.agency)
    for step, action in ((accepted, "accepted"), (completed, "completed")):
        assert (step.recorded_by_id, step.agency_id) == (other.user, other.agency)
        assert (step.happened_on, step.precision) == (now.date(), "day")
        with actor(Role.OVERSIGHT):
            entry = LedgerEntry.objects.get(lane=step.ledger_lane, seq=step.ledger_seq)
        assert entry.action == f"protection.referral_{action}"
        assert entry.subject == str(key)
    checked()


@pytest.mark.django_db
def test_what_the_database_ends_by_itself_is_a_step_with_why(
    actor,
    now,
    alone,
    receiver,
    refer,
):
    with actor(Role.CASE_WORKER) as by:
        consent = consents(by, now, alone, receiver)
        key = refer(by, basis="consent")
    with actor(Role.CASE_WORKER, "other") as other:
        referrals.accept_referral(by=other, at=now, referral=key)
    with actor(Role.CASE_WORKER) as by:
        people.withdraw_consent(by=by, at=now, consent=consent)
        row = Referral.objects.get(id=key)
        assert moves_of(row) == ["send", "accept", "withdraw"]
        ended = last_step(row)
        assert (ended.state, ended.reason) == ("withdrawn", "consent_withdrawn")
        assert ended.recorded_by_id == by.user
    checked()


@pytest.mark.django_db
def test_a_right_opens_with_its_first_step_also_for_who_may_not_read_it(
    actor,
    person,
    identify,
):
    identify(person)
    with actor(Role.CASE_WORKER):
        for row in PersonEntitlement.objects.filter(person_id=person.id):
            (opened,) = steps_that_count(row)
            assert (opened.move, opened.state) == ("open", "opened")
            assert opened.happened_on == timezone.localdate(row.opened_at)
    checked()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "cannot complete"),
        ({"move": "decline", "state": "completed"}, "cannot decline"),
        ({"move": "decline", "state": "declined"}, "its last step says declined"),
        ({"ledger_seq": 999_999_999}, "no ledger entry"),
    ],
)
def test_a_step_that_does_not_fit_is_refused_at_commit(
    actor,
    now,
    refer,
    changes,
    why,
):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by)
    checked()
    with actor(Role.CASE_WORKER, "other") as other:
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            hand_made(other, now, key, **changes)
            checked()


@pytest.mark.django_db
def test_acceptance_is_no_step_of_ones_own(actor, now, refer):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by)
    with actor(Role.CASE_WORKER, "other") as other:
        with pytest.raises(ProgrammingError), transaction.atomic():
            hand_made(other, now, key, move="accept", state="accepted")


@pytest.mark.django_db
def test_a_state_without_a_step_is_refused_at_commit(actor, now, refer):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by)
        checked()
        with pytest.raises(IntegrityError, match="its last step says sent"):
            with transaction.atomic():
                entered(by, key)
                Referral.objects.filter(id=key).update(
                    state="withdrawn",
                    changed_by_id=by.user,
                    changed_at=now,
                )
                checked()


@pytest.mark.django_db
@pytest.mark.parametrize("changes", ["other_day", "other_writer", "other_agency"])
def test_nobody_writes_a_step_of_tomorrow_or_in_anothers_name(
    actor,
    now,
    refer,
    user_of,
    changes,
):
    with actor(Role.CASE_WORKER) as by:
        sender = by.agency
        key = refer(by)
    wrong = {
        "other_day": {"happened_on": now.date() + timedelta(days=2)},
        "other_writer": {"recorded_by_id": user_of(Role.CASE_WORKER).id},
        "other_agency": {"agency_id": sender},
    }[changes]
    with actor(Role.CASE_WORKER, "other") as other:
        move = {"move": "decline", "state": "declined"}
        with pytest.raises(ProgrammingError), transaction.atomic():
            hand_made(other, now, key, **move | wrong)
        hand_made(other, now, key, **move)
        Referral.objects.filter(id=key).update(
            state="declined",
            reason="no_place",
            changed_by_id=other.user,
            changed_at=now,
        )


@pytest.mark.django_db
@pytest.mark.parametrize("model", STEPS, ids=lambda model: model.__name__)
def test_a_step_is_written_once(actor, model):
    table = model._meta.db_table
    with actor(Role.CASE_WORKER), connection.cursor() as cursor:
        for change in (f"UPDATE {table} SET reason = 'other'", f"DELETE FROM {table}"):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(change)


def test_a_step_recorded_late_stands_on_its_day_or_is_refused(
    in_the_past,
    actor,
    now,
    refer,
):
    days = [now - timedelta(days=n) for n in (9, 6, 3)]
    with in_the_past(Role.CASE_WORKER, days=9) as (by, at):
        key = refer(by, at=at)
    with actor(Role.CASE_WORKER) as by:
        row = Referral.objects.get(id=key)
        with pytest.raises(NotAllowedError):
            take_step(row, "complete", by=by, at=days[1])
        with pytest.raises(ValidationError, match="before it began"):
            take_step(
                row,
                "withdraw",
                by=by,
                at=now,
                happened_on=days[0].date() - timedelta(days=1),
            )
        with pytest.raises(ValidationError, match="future"):
            take_step(
                row,
                "withdraw",
                by=by,
                at=now,
                happened_on=now.date() + timedelta(days=1),
            )
        taken = take_step(
            row,
            "withdraw",
            by=by,
            at=now,
            happened_on=days[1].date(),
        )
        assert row.state == "withdrawn"
        assert (
            states_as_of(ReferralStep, days[1].date(), now.date())[key] == "withdrawn"
        )
        assert states_as_of(ReferralStep, days[1].date(), days[2].date())[key] == "sent"
        assert key not in states_as_of(
            ReferralStep,
            days[0].date() - timedelta(days=1),
            now.date(),
        )
        with pytest.raises(ChangedMeanwhileError):
            take_step(
                Referral(id=key, state="sent"),
                "",
                by=by,
                at=now,
                corrects=taken.id,
            )
        checked()


@pytest.mark.django_db
def test_a_mistake_is_put_right_by_a_step_that_names_it(actor, now, person, identify):
    identify(person, days_ago=0)
    with actor(Role.CASE_WORKER) as by:
        row = PersonEntitlement.objects.filter(person_id=person.id).first()
        take_step(row, "offer", by=by, at=now)
        accepted = take_step(row, "accept", by=by, at=now, precision="month")
        with pytest.raises(ValidationError):
            take_step(
                row,
                "",
                by=by,
                at=now,
                corrects=steps_that_count(row)[1].id,
            )
        take_step(
            row,
            "",
            by=by,
            at=now,
            reason="mistake",
            corrects=accepted.id,
        )
        assert row.state == "offered"
        assert moves_of(row) == ["open", "offer"]
        with pytest.raises(ChangedMeanwhileError):
            take_step(row, "", by=by, at=now, corrects=accepted.id)
        checked()


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_who_does_not_see_a_thing_sees_none_of_its_steps(actor, refer, role):
    with actor(Role.CASE_WORKER) as by:
        key = refer(by)
    with actor(role, "other"):
        sees = Referral.objects.filter(id=key).exists()
        assert ReferralStep.objects.filter(referral_id=key).exists() == sees
