"""Steps written, forged and read by SQL, as the application's own account."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from sala.access.ledger import record
from sala.access.roles import Role
from sala.protection.actions import referrals
from sala.protection.models import Referral, ReferralStep
from sala.protection.tests.conftest import alone, receiver, refer

__all__ = ["alone", "receiver", "refer"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(actor, refer):
    """A referral from `own` to `other`."""
    with actor(Role.CASE_WORKER) as by:
        return refer(by)


def write(by, referral, now, *, row=True, entered=None, **changes):
    """Decline a referral without the action: its row, its step, an entry."""
    told = {"action": "protection.referral_declined", "kind": "referral"}
    entry = record(by=by, **(told | {"subject": referral} | (entered or {})))
    if row:
        Referral.objects.filter(id=referral).update(
            state="declined",
            reason="no_place",
            changed_by_id=by.user,
            changed_at=now,
        )
    usual = {
        "referral_id": referral,
        "number": 2,
        "move": "decline",
        "state": "declined",
        "happened_on": now.date(),
        "reason": "no_place",
        "agency_id": by.agency,
        "recorded_by_id": by.user,
        "recorded_at": now,
        "ledger_lane": entry.lane,
        "ledger_seq": entry.seq,
    }
    ReferralStep.objects.bulk_create([ReferralStep(id=uuid4(), **(usual | changes))])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def refused(by, referral, now, match, **changes):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        write(by, referral, now, **changes)


def test_the_same_without_a_forgery_is_taken(actor, now, sent):
    with actor(Role.CASE_WORKER, "other") as by:
        write(by, sent, now)
        assert Referral.objects.get(id=sent).state == "declined"


@pytest.mark.parametrize(
    ("forged", "match"),
    [
        # Whoever takes the last number there is lets nobody take a step after.
        ({"number": 2147483647}, "not the next"),
        ({"number": 3}, "not the next"),
        ({"number": 1}, "referral_step_once"),
        ({"move": "complete", "state": "completed"}, "history"),
        ({"state": "accepted"}, "history"),
        ({"ledger_seq": None}, "row-level security"),
        ({"ledger_seq": 1, "ledger_lane": 77}, "no ledger entry"),
    ],
)
def test_a_step_out_of_turn_is_refused(actor, now, sent, forged, match):
    with actor(Role.CASE_WORKER, "other") as by:
        refused(by, sent, now, match, **forged)


@pytest.mark.parametrize(
    "entered",
    [
        {"action": "access.signed_in"},
        {"kind": "person"},
        {"subject": "somebody else"},
    ],
)
def test_an_entry_of_another_doing_accounts_for_no_step(actor, now, sent, entered):
    with actor(Role.CASE_WORKER, "other") as by:
        refused(by, sent, now, "no ledger entry of its own", entered=entered)


def test_no_step_lies_before_the_beginning(actor, now, sent):
    before = now.date() - timedelta(days=1)
    with actor(Role.CASE_WORKER, "other") as by:
        refused(by, sent, now, "before the beginning", happened_on=before)
        refused(by, sent, now, "begins what has begun", opening=True)


def test_a_step_is_of_who_takes_it_and_of_no_moment_to_come(actor, now, sent, user_of):
    with actor(Role.CASE_WORKER) as by:
        sender = by.agency
    forgeries = (
        {"agency_id": sender},
        {"recorded_by_id": user_of(Role.CASE_WORKER).id},
        {"happened_on": now.date() + timedelta(days=1)},
        {"recorded_at": now + timedelta(hours=1)},
        # Before a figure that was frozen without it.
        {"recorded_at": now - timedelta(hours=1)},
    )
    with actor(Role.CASE_WORKER, "other") as by:
        for forged in forgeries:
            refused(
                by, sent, now, "row-level security|who acts|another moment", **forged
            )


def test_a_step_corrects_none_of_another_thing(actor, now, sent, refer):
    with actor(Role.CASE_WORKER, "other") as by:
        write(by, sent, now)
        other = ReferralStep.objects.get(referral_id=sent, move="decline").id
    with actor(Role.CASE_WORKER) as by:
        again = refer(by)
        with connection.cursor() as cursor:
            cursor.execute(
                "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
            )
    with actor(Role.CASE_WORKER, "other") as by:
        refused(by, again, now, "corrects another thing", corrects_id=other)


def test_no_step_puts_right_what_is_for_another_to_do(actor, now, sent):
    with actor(Role.CASE_WORKER, "other") as by:
        sending = ReferralStep.objects.get(referral_id=sent).id
        refused(by, sent, now, "for another to do", corrects_id=sending)


@pytest.mark.parametrize("number", [1, 2])
def test_who_does_not_see_a_thing_takes_no_step_of_it(actor, now, sent, number):
    with actor(Role.CASE_WORKER, "third") as by:
        refused(
            by,
            sent,
            now,
            "row-level security|referral_step_once",
            row=False,
            number=number,
        )


def test_steps_are_seen_by_who_sees_the_thing_whatever_is_set(actor, now, sent):
    """The setting by which the owner's check reads opens nothing to anybody else."""
    told = (
        "SELECT count(*) FROM protection_referralstep",
        "SELECT count(*) FROM protection_referral_history",
        "SELECT count(*) FROM protection_referral_as_of(current_date, current_date)",
        "SELECT count(*) FROM facts_steps_of_referred",
    )
    with actor(Role.CASE_WORKER, "third"), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('sala.history', 'open', true)")
        cursor.execute("SELECT set_config('sala.facts_door', 'open', true)")
        for statement in told:
            cursor.execute(statement)
            assert cursor.fetchone() == (0,), statement


def test_no_function_of_a_history_is_the_applications(actor, sent):
    for call in ("_hold(%s)", "_take(%s, 'decline', 'declined', '')"):
        with (
            actor(Role.CASE_WORKER, "other"),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"SELECT protection_referralstep{call}", [sent])


def test_a_receiver_changes_nothing_of_what_was_asked(actor, now, sent):
    """Moves change the state: who asked whom, for what and until when stays."""
    for column, value in (
        ("receiver_id", "agency_id"),
        ("agency_id", "receiver_id"),
        ("person_id", "person_id"),
        ("consent_id", "NULL"),
        ("due_on", "current_date + 900"),
        ("sent_at", "now() - interval '9 years'"),
        ("accepted_at", "now()"),
    ):
        for agency in ("own", "other"):
            with (
                actor(Role.CASE_WORKER, agency),
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(
                    f"UPDATE protection_referral SET {column} = {value} WHERE id = %s",
                    [sent],
                )


def test_who_sent_takes_nothing_back_that_was_done(actor, now, sent):
    with actor(Role.CASE_WORKER, "other") as by:
        referrals.accept_referral(by=by, at=now, referral=sent)
        referrals.move_referral(by=by, at=now, referral=sent, move="complete")
    with actor(Role.CASE_WORKER) as by:
        assert not Referral.objects.filter(id=sent).update(state="withdrawn")
        refused(
            by,
            sent,
            now,
            "history",
            row=False,
            number=4,
            move="withdraw",
            state="withdrawn",
            reason="",
        )
