"""A record that was handed over, asked for by SQL as the application's own account: its former
keeper opens, changes and shares nothing; nobody takes what was not handed to them.
"""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sala.access.context import for_purpose
from sala.access.ledger import record
from sala.access.models import Grant
from sala.access.roles import Role
from sala.people import actions as people
from sala.people import rules as identities
from sala.people.models import (
    Consent,
    CustodyStep,
    ErasureRequest,
    Person,
    PersonAttachment,
    PersonKey,
    SealedIdentity,
)
from sala.people.queries import custody
from sala.prosecution import actions as prosecution
from sala.prosecution.models import CaseIdentityRequest
from sala.prosecution.queries import people as requests
from sala.prosecution.tests.conftest import case
from sala.protection.actions import referrals
from sala.protection.models import Referral
from sala.protection.tests.conftest import alone, receiver, refer

__all__ = ["alone", "case", "receiver", "refer"]
pytestmark = pytest.mark.django_db
WORKER = Role.CASE_WORKER
NAME = "ສົມພອນ ແກ້ວມະນີ"
AGENCIES = ("own", "third")


@pytest.fixture
def union(actor):
    """The key of the agency `third`."""
    with actor(WORKER, "third") as by:
        return by.agency


@pytest.fixture
def met(actor, now):
    """Somebody with a name whom an officer of the agency `own` registered today."""
    with actor(Role.FRONTLINE_OFFICER) as by:
        return people.register_person(
            by=by,
            at=now,
            identity=identities.Identity(names=(identities.PersonName(NAME),)),
        )


@pytest.fixture
def handed_over(actor, now, refer, met, union):
    """The same person, whom the agency `third` took over."""
    with actor(Role.FRONTLINE_OFFICER) as by:
        sent = refer(by, person=met, to=union, kind="take_over")
    with actor(WORKER, "third") as by:
        referrals.accept_referral(by=by, at=now, referral=sent)
    return met


def ask(statement: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def refused(statement: str, *values, match: str = "denied|row-level"):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        ask(statement, *values)


@pytest.mark.parametrize(
    "role", [WORKER, Role.FRONTLINE_OFFICER, Role.SUPERVISOR, Role.INVESTIGATOR]
)
def test_the_former_keeper_reads_nothing_of_it(actor, handed_over, role):
    key = handed_over.id
    with actor(role) as by:
        assert not Person.objects.filter(id=key).exists()
        for model in (Consent, PersonAttachment, CustodyStep, ErasureRequest):
            assert not model.objects.filter(person_id=key).exists(), model
        assert ask("SELECT people_keeps(%s)", key) == (False,)
        assert ask("SELECT * FROM screening_about(%s)", key) == ("",) * 4
        assert ask("SELECT screening_send_on(%s)", key) == (0,)
        if role in {WORKER, Role.FRONTLINE_OFFICER}:
            with for_purpose(by, "referral"):
                for sealed in (PersonKey, SealedIdentity):
                    assert not sealed.objects.filter(person_id=key).exists(), sealed


def test_nor_does_it_write_beside_it_or_share_it(actor, now, handed_over, receiver):
    key = handed_over.id
    for role in (WORKER, Role.FRONTLINE_OFFICER):
        with actor(role) as by:
            record(by=by, action="access.test_made", kind="person", subject=key)
            refused(
                "INSERT INTO people_blindindex (person_id, kind, digest)"
                " VALUES (%s, 'name', %s)",
                key,
                b"\x00" * 32,
            )
            refused(
                "INSERT INTO people_consent (id, person_id, agency_id, recipient_id,"
                " purpose, answer, state, manner, language, explained_by_id, answered_on,"
                " guardian_relation, recorded_at) VALUES (%s, %s, %s, %s, 'referral',"
                " 'given', 'given', 'spoken', 'lo', %s, %s, '', %s)",
                *(uuid4(), key, by.agency, receiver, by.user, now.date(), now),
            )
            refused(
                "INSERT INTO access_grant (id, record_kind, record_id, agency_id, basis,"
                " given_by_id, given_by_agency_id, given_at, until) VALUES (%s, 'person',"
                " %s, %s, 'vital_interest', %s, %s, %s, %s)",
                *(uuid4(), key, receiver, by.user, by.agency, now),
                now.replace(year=now.year + 1, day=1),
            )


def test_nobody_makes_themselves_keeper(actor, now, met, union):
    for agency in ("own", "third", "other"):
        for role in Role:
            with actor(role, agency) as by:
                record(
                    by=by, action="people.handed_over", kind="person", subject=met.id
                )
                refused("SELECT people_hand_over(%s, %s)", met.id, union)
                refused(
                    "UPDATE people_person SET agency_id = %s RETURNING 1", by.agency
                )
                refused("UPDATE people_person SET state = 'in_care' RETURNING 1")
                entry = record(
                    by=by, action="people.handed_over", kind="person", subject=met.id
                )
                for number in (1, 2):
                    with pytest.raises(DatabaseError), transaction.atomic():
                        CustodyStep.objects.bulk_create(
                            [
                                CustodyStep(
                                    id=uuid4(),
                                    person_id=met.id,
                                    keeper_id=by.agency,
                                    number=number,
                                    move="take_over",
                                    state="in_care",
                                    happened_on=now.date(),
                                    agency_id=by.agency,
                                    recorded_by_id=by.user,
                                    recorded_at=now,
                                    ledger_lane=entry.lane,
                                    ledger_seq=entry.seq,
                                )
                            ]
                        )
    with actor(WORKER) as by:
        assert custody.keeper_of(met.id).agency == by.agency


def test_only_who_is_asked_takes_over_and_only_what_the_sender_keeps(
    actor, now, refer, met, union, receiver
):
    with actor(Role.FRONTLINE_OFFICER) as by:
        own = by.agency
        sent = refer(by, person=met, to=union, kind="take_over")
    with actor(WORKER, "other"):
        assert ask("SELECT protection_accept_referral(%s)", sent) == (False,)
    for role in (Role.SUPERVISOR, Role.FRONTLINE_OFFICER, Role.ADMINISTRATOR):
        with actor(role, "third"):
            assert ask("SELECT protection_accept_referral(%s)", sent) == (False,)
    # A helper is shown the person, and hands nobody over who is not theirs to hand.
    with actor(WORKER) as by:
        helps = refer(by, person=met, to=receiver)
    with actor(WORKER, "other") as by:
        referrals.accept_referral(by=by, at=now, referral=helps)
        assert Person.objects.filter(id=met.id).exists()
        record(by=by, action="access.test_made", kind="referral", subject="x")
        forged = Referral(
            person_id=met.id,
            agency_id=by.agency,
            receiver_id=union,
            kind="take_over",
            services=["shelter"],
            urgency="days",
            basis="vital_interest",
            sent_by_id=by.user,
            sent_at=now,
            due_on=now.date(),
            changed_by_id=by.user,
            changed_at=now,
        )
        with pytest.raises(DatabaseError, match="row-level"), transaction.atomic():
            Referral.objects.bulk_create([forged])
        assert not Grant.objects.filter(agency_id=union).exists()
        refused(
            "UPDATE protection_referral SET kind = 'take_over' WHERE id = %s RETURNING 1",
            helps,
        )
    with actor(WORKER, "third") as by:
        referrals.accept_referral(by=by, at=now, referral=sent)
        assert custody.keeper_of(met.id).agency == by.agency != own


def test_the_one_who_handed_over_closes_nothing_any_more(
    actor, now, refer, alone, union, receiver
):
    with actor(WORKER) as by:
        helps = refer(by)
    with actor(WORKER, "other") as by:
        referrals.accept_referral(by=by, at=now, referral=helps)
    with actor(WORKER) as by:
        sent = refer(by, to=union, kind="take_over")
    with actor(WORKER, "third") as by:
        referrals.accept_referral(by=by, at=now, referral=sent)
    with actor(WORKER) as by:
        for key in (helps, sent):
            changed = Referral.objects.filter(id=key).update(
                state="withdrawn", changed_by_id=by.user, changed_at=now
            )
            assert changed == 0
        closed = Grant.objects.filter(record_id=alone.id).update(
            withdrawn_at=now, withdrawn_by_id=by.user
        )
        assert closed == 0
    with actor(WORKER, "other"):
        assert Person.objects.filter(id=alone.id).exists()


def test_a_request_for_the_record_follows_it(
    actor, now, case, refer, alone, union, receiver
):
    with actor(Role.INVESTIGATOR, "other") as by:
        victim = prosecution.add_victim(by=by, at=now, case=case.id, code=alone.code)
        request = prosecution.ask_identity(
            by=by, at=now, victim=victim, reason="charge"
        )
    with actor(WORKER) as by:
        assert [r.id for r in requests.identity_requests(by=by)] == [request]
        sent = refer(by, to=union, kind="take_over")
    with actor(WORKER, "third") as by:
        assert requests.identity_requests(by=by) == []
        referrals.accept_referral(by=by, at=now, referral=sent)
    with actor(WORKER) as by:
        assert requests.identity_requests(by=by) == []
        assert not ask("SELECT prosecution_answer_identity(%s, now(), '')", request)[0]
        assert not CaseIdentityRequest.objects.exists()
    with actor(WORKER, "third") as by:
        assert [r.id for r in requests.identity_requests(by=by)] == [request]
        prosecution.decline_identity(by=by, at=now, request=request, reason="danger")


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.sampled_from(["accept", "decline", "withdraw"]), max_size=4))
def test_the_keepers_are_those_who_accepted_one_after_the_other(
    actor, now, refer, union, moves
):
    """Whatever is asked and answered, one agency keeps a record, and its steps say who did."""
    with transaction.atomic():
        keys = {}
        with actor(WORKER) as by:
            keys["own"] = by.agency
            who = people.register_person(by=by, at=now, identity=identities.Identity())
        keys["third"] = union
        keeps, kept = "own", ["own"]
        for move in moves:
            (asks,) = [side for side in AGENCIES if side != keeps]
            with actor(WORKER, keeps) as by:
                sent = refer(by, person=who, to=keys[asks], kind="take_over")
            with actor(WORKER, keeps if move == "withdraw" else asks) as by:
                referrals.answer_referral(
                    by=by,
                    at=now,
                    referral=sent,
                    move=move,
                    reason="no_place" if move == "decline" else "",
                )
            if move == "accept":
                keeps = asks
                kept.append(asks)
            for side in AGENCIES:
                with actor(WORKER, side):
                    seen = Person.objects.filter(id=who.id).exists()
                    assert seen == (side == keeps)
        with actor(WORKER, keeps) as by:
            steps = CustodyStep.objects.filter(person_id=who.id).order_by("number")
            assert [step.keeper_id for step in steps] == [keys[side] for side in kept]
            assert [step.number for step in steps] == list(range(1, len(kept) + 1))
            rows = custody.load_keepers(by=by, person_id=who.id)
            assert [row.until is None for row in rows] == [False] * (len(kept) - 1) + [
                True
            ]
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        transaction.set_rollback(True)
