"""A screening is sealed where it is written, arrives once, and is never dropped."""

import base64
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from sala.access.context import acting_member
from sala.access.permissions import RefusedError
from sala.access.roles import Purpose, Role
from sala.people import actions as people
from sala.people import rules as people_rules
from sala.people.models import Person
from sala.protection.models import PersonEntitlement
from sala.screening.actions import envelopes, screenings
from sala.screening.actions.sealed_submissions import USE, seal_submission
from sala.screening.models import Envelope, Screening, ScreeningAnswers
from sala.screening.queries import envelopes as aside
from sala.screening.queries import identification as identification_queries
from sala.screening.queries import operations as operation_queries
from sala.screening.queries import screenings as queries
from sala.screening.queries.worklist import worklist_items
from sala.screening.tests.conftest import NAME, SIGNS, written
from sala.vault import sealed_box


@pytest.mark.django_db
def test_it_registers_the_person_seals_the_answers_and_opens_their_rights(
    actor,
    now,
    raid,
    sent,
):
    received = sent(operation=str(raid), place_code="LA01")
    assert (received.state, len(received.receipt)) == ("processed", 10)
    with actor(Role.CASE_WORKER) as by:
        row = queries.load_screening(by=by, key=received.id)
        assert (row.outcome, row.sent_on) == ("indicated", False)
        assert row.dimensions == ("exploitation", "coercion_at_destination")
        assert (
            identification_queries.describe_person(by=by, person=row.person_id).status
            == "presumed"
        )
        owed = PersonEntitlement.objects.filter(
            person_id=row.person_id,
            basis="presumed",
        )
        assert owed.exists(), "rights open by themselves"
        assert [
            p.code
            for p in people.search_persons(
                by=by,
                kind="name",
                text=NAME,
            )
        ] == [row.person_code]
        account = operation_queries.load_operation(by=by, key=raid).row.account
        assert (account.screened, account.indicated, account.referred) == (1, 1, 0)
        opened = screenings.open_answers(
            by=by,
            screening=received.id,
            purpose=Purpose.IDENTIFICATION,
        )
        assert opened.answers == SIGNS
        assert opened.result.positive == row.dimensions
    with actor(Role.CASE_WORKER, purpose="services"), connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM screening_screeninganswers")
        assert b"papers_kept" not in bytes(cursor.fetchone()[0])


@pytest.mark.django_db
def test_the_same_envelope_twice_is_one_screening(actor, now, sent):
    first = sent()
    again = sent(key=first.id, outcome="not_known")
    assert (again.state, again.receipt, again.again) == (
        "processed",
        first.receipt,
        True,
    )
    with actor(Role.CASE_WORKER) as by:
        assert Screening.objects.count() == Person.objects.count() == 1
        assert queries.load_screening(by=by, key=first.id).outcome == "indicated"


@pytest.mark.django_db
@pytest.mark.parametrize("version", ["1.1.0", "9.9.9"], ids=["taken in", "set aside"])
def test_an_id_that_is_somebody_elses_already_is_no_news_to_whoever_sends_it(
    version,
    actor,
    now,
    sent,
):
    """A refusal would say that there is a record: of another agency, or of a colleague."""
    first = sent()
    for role, side in (
        (Role.FRONTLINE_OFFICER, "other"),
        (Role.IDENTIFICATION_OFFICER, "other"),
    ):
        with actor(role, side) as by:
            before = Person.objects.count()
            sealed = seal_submission(written(now, version=version), first.id)
            received = envelopes.receive_envelope(
                by=by,
                at=now,
                key=first.id,
                sealed=sealed,
            )
            again = envelopes.receive_envelope(
                by=by,
                at=now,
                key=first.id,
                sealed=sealed,
            )
            assert received.state == (
                "processed" if version == "1.1.0" else "set_aside"
            )
            assert received.id != first.id
            assert (again.id, again.receipt, again.again) == (
                received.id,
                received.receipt,
                True,
            )
            assert Person.objects.count() == before + (version == "1.1.0")
            if received.state == "set_aside":
                still = envelopes.try_again(
                    by=by,
                    at=now,
                    key=received.id,
                )
                assert still.fault == "unknown_instrument", (
                    "it opens, under the id it came with"
                )
    with actor(Role.FRONTLINE_OFFICER) as by:
        large = envelopes.receive_envelope(
            by=by,
            at=now,
            key=uuid4(),
            sealed=b"x" * 70_000,
        )
        assert (large.state, large.fault) == ("refused", "too_large")


@pytest.mark.django_db
def test_a_colleagues_second_try_writes_on_nobody_whom_the_sender_does_not_see(
    actor,
    now,
    sent,
    user_of,
):
    with actor(Role.CASE_WORKER) as by:
        person = people.register_person(
            by=by,
            at=now,
            identity=people_rules.Identity(),
        )
    left = sent(person={"code": person.code})
    assert left.fault == "unknown_person"
    for role in (Role.IDENTIFICATION_OFFICER, Role.CASE_WORKER):
        with actor(role) as by:
            assert Person.objects.filter(id=person.id).exists(), "they see the person"
            assert (
                envelopes.try_again(
                    by=by,
                    at=now,
                    key=left.id,
                ).fault
                == "unknown_person"
            )
            assert not Screening.objects.exists()
    with actor(Role.IDENTIFICATION_OFFICER) as by:
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            Screening.objects.create(
                id=left.id,
                receipt="0000000000",
                person_id=person.id,
                agency_id=by.agency,
                screened_by=user_of(Role.FRONTLINE_OFFICER),
                instrument="triage",
                instrument_version="1.1.0",
                written_at=now,
                received_at=now,
                outcome="indicated",
            )


@pytest.mark.django_db
def test_a_colleagues_second_try_takes_in_what_the_sender_sees_too(
    actor,
    now,
    sent,
    monkeypatch,
):
    with actor(Role.FRONTLINE_OFFICER) as by:
        mine = people.register_person(
            by=by,
            at=now,
            identity=people_rules.Identity(),
        )
    with actor(Role.IDENTIFICATION_OFFICER) as by:
        ours = people.register_person(
            by=by,
            at=now,
            identity=people_rules.Identity(),
        )
    for person, role in ((mine, Role.FRONTLINE_OFFICER), (ours, Role.CASE_WORKER)):
        with monkeypatch.context() as patched:
            patched.setattr(people, "seal_about", lambda **_: 1 / 0)
            left = sent(role=role, person={"code": person.code})
        with actor(Role.IDENTIFICATION_OFFICER) as by:
            assert (
                envelopes.try_again(
                    by=by,
                    at=now,
                    key=left.id,
                ).state
                == "processed"
            )


@pytest.mark.django_db
def test_a_known_person_is_not_made_twice(actor, now, sent):
    with actor(Role.CASE_WORKER) as by:
        person = people.register_person(
            by=by,
            at=now,
            identity=people_rules.Identity(),
        )
    received = sent(role=Role.CASE_WORKER, person={"code": person.code})
    with actor(Role.CASE_WORKER) as by:
        assert queries.load_screening(by=by, key=received.id).person_id == person.id
        assert Person.objects.count() == 1


FAULTS = [
    ({"version": "9.9.9"}, "unknown_instrument"),
    ({"answers": {"favourite_colour": "yes"}}, "unknown_question"),
    ({"person": {"code": "0000000000"}}, "unknown_person"),
    ({"operation": "00000000-0000-4000-8000-000000000000"}, "unknown_operation"),
    ({"written_at": "2999-01-01T00:00:00Z"}, "clock"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("changes", "fault"), FAULTS)
def test_what_cannot_be_taken_in_is_set_aside_whole_and_writes_nothing(
    changes,
    fault,
    actor,
    now,
    sent,
):
    received = sent(**changes)
    assert (received.state, received.fault, received.receipt) == (
        "set_aside",
        fault,
        "",
    )
    with actor(Role.SUPERVISOR) as by:
        assert not Person.objects.exists()
        assert not Screening.objects.exists()
        (row,) = aside.set_aside(by=by, at=now)
        assert (row.id, row.fault, row.may_try) == (received.id, fault, False)
        (line,) = worklist_items(by=by, today=now.date())
        assert (line.number, line.late) == (1, 1)
        assert NAME.encode() not in bytes(Envelope.objects.get().body)
    with actor(Role.FRONTLINE_OFFICER) as by:
        assert aside.set_aside(by=by, at=now)[0].may_try
    for role in (Role.SUPERVISOR, Role.CASE_WORKER, Role.FRONTLINE_OFFICER):
        with actor(role, "other"):
            assert not Envelope.objects.exists()
    with actor(Role.INVESTIGATOR):
        assert not Envelope.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"k1:nothing", "unreadable"),
        (b"", "unreadable"),
        (None, "malformed"),
    ],
)
def test_what_does_not_open_or_is_no_screening_is_set_aside(
    body,
    fault,
    actor,
    now,
):
    key = uuid4()
    if body is None:
        body = sealed_box.seal_box(
            b'{"form": 7}',
            use=USE,
            about=key,
        )
    with actor(Role.FRONTLINE_OFFICER) as by:
        received = envelopes.receive_envelope(
            by=by,
            at=now,
            key=key,
            sealed=body,
        )
        assert (received.state, received.fault) == ("set_aside", fault)
        assert bytes(Envelope.objects.get().body) == body


@pytest.mark.django_db
def test_what_nobody_foresaw_sets_it_aside_and_names_nobody(
    actor,
    now,
    monkeypatch,
    caplog,
    sent,
):
    def broken(**_):
        raise RuntimeError(f"cannot seal {NAME}")

    caplog.set_level(logging.DEBUG)
    with monkeypatch.context() as patched:
        patched.setattr(people, "seal_about", broken)
        received = sent()
    assert (received.state, received.fault) == ("set_aside", "failed")
    assert "RuntimeError" in caplog.text
    assert NAME not in caplog.text
    with actor(Role.FRONTLINE_OFFICER) as by:
        assert not Person.objects.exists(), "nothing is half-written"
        done = envelopes.try_again(
            by=by,
            at=now,
            key=received.id,
        )
        assert (done.state, len(done.receipt)) == ("processed", 10)
        kept = Envelope.objects.get()
        assert (kept.state, bytes(kept.body)) == ("processed", b""), (
            "nothing of it stays"
        )
        with pytest.raises(Envelope.DoesNotExist):
            envelopes.try_again(
                by=by,
                at=now,
                key=received.id,
            )


def test_an_older_form_is_taken_in_and_one_loaded_later_too(
    scratch,
    owner,
    actor,
    now,
    sent,
):
    from sala.countries.models import InstrumentDefinition

    later = sent(version="1.2.0", answers={"new_question": "yes"})
    assert later.fault == "unknown_instrument"
    with owner():
        old = InstrumentDefinition.objects.get(code="triage")
        question = {
            "name": "new_question",
            "label": {"en": "?"},
            "hint": {},
        }
        form = {
            **old.form,
            "sections": [
                {
                    "name": "s",
                    "label": {},
                    "questions": [question],
                },
            ],
        }
        InstrumentDefinition.objects.create(
            key="triage/1.2.0",
            code="triage",
            version="1.2.0",
            file="triage.csv",
            names=old.names,
            source="sala",
            verified=False,
            form=form,
        )
        InstrumentDefinition.objects.filter(key="triage/1.1.0").update(
            retired_in="9.0.0",
        )
    assert sent().state == "processed", "the version that the phone still has"
    with actor(Role.FRONTLINE_OFFICER) as by:
        still = envelopes.try_again(
            by=by,
            at=now,
            key=later.id,
        )
        assert still.state == "processed", "what was loaded since"
        assert len(queries.load_receipts(by=by)[0]) == 2


@pytest.mark.django_db
def test_a_colleague_on_cases_takes_in_what_an_officer_left_and_it_stays_the_officers(
    actor,
    now,
    monkeypatch,
    user_of,
    sent,
):
    with monkeypatch.context() as patched:
        patched.setattr(people, "seal_about", lambda **_: 1 / 0)
        left = sent()
    with actor(Role.SUPERVISOR) as by, pytest.raises(RefusedError):
        envelopes.try_again(
            by=by,
            at=now,
            key=left.id,
        )
    with actor(Role.CASE_WORKER, "other") as by, pytest.raises(Envelope.DoesNotExist):
        envelopes.try_again(
            by=by,
            at=now,
            key=left.id,
        )
    with actor(Role.CASE_WORKER) as by:
        assert (
            envelopes.try_again(
                by=by,
                at=now,
                key=left.id,
            ).state
            == "processed"
        )
        kept = Screening.objects.get(id=left.id)
        assert kept.screened_by_id == user_of(Role.FRONTLINE_OFFICER).id


@pytest.mark.django_db
def test_nobody_writes_a_screening_in_the_name_of_another(actor, now, user_of):
    with actor(Role.CASE_WORKER) as by:
        person = people.register_person(
            by=by,
            at=now,
            identity=people_rules.Identity(),
        )
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            Screening.objects.create(
                id=uuid4(),
                receipt="0000000000",
                person_id=person.id,
                agency_id=by.agency,
                screened_by=user_of(Role.FRONTLINE_OFFICER),
                instrument="triage",
                instrument_version="1.1.0",
                written_at=now,
                received_at=now,
                outcome="indicated",
            )


@pytest.mark.django_db
def test_what_arrived_is_not_changed(actor, now, sent):
    received = sent(version="9.9.9")
    done = sent()
    with actor(Role.FRONTLINE_OFFICER):
        for key, change in [
            (received.id, {"body": b"k1:other"}),
            (done.id, {"body": b"k1:other"}),
            (done.id, {"state": "set_aside"}),
        ]:
            with pytest.raises(ProgrammingError), transaction.atomic():
                Envelope.objects.filter(id=key).update(**change)
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            sql = "DELETE FROM screening_envelope WHERE id = %s"
            cursor.execute(sql, [received.id])
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            Screening.objects.filter(id=done.id).update(outcome="not_known")


def later(hours: str) -> str:
    return (
        "CREATE OR REPLACE FUNCTION access_now() RETURNS timestamptz LANGUAGE sql STABLE "
        f"AS $$ SELECT now() + interval '{hours}' $$"
    )


def test_an_officer_sees_the_own_screening_for_a_day_and_then_a_receipt(
    scratch,
    owner,
    actor,
    now,
    sign_in,
    raid,
    sent,
):
    received = sent(operation=str(raid))
    page = reverse("show_screening", args=[received.id])
    with actor(Role.FRONTLINE_OFFICER) as by:
        row = queries.load_screening(by=by, key=received.id)
        screenings.open_answers(
            by=by,
            screening=row.id,
            purpose=Purpose.IDENTIFICATION,
        )
    for hours, seen in (("23 hours 59 minutes", True), ("24 hours 1 second", False)):
        with owner(), connection.cursor() as cursor:
            cursor.execute(later(hours))
        with actor(Role.FRONTLINE_OFFICER, purpose="identification") as by:
            assert (queries.load_screening(by=by, key=received.id) is not None) is seen
            assert ScreeningAnswers.objects.exists() is seen
            assert Person.objects.exists() is seen
            ((receipt,), _more) = queries.load_receipts(by=by)
            assert (receipt.number, receipt.open) == (received.receipt, seen)
            assert (
                receipt.operation
                == operation_queries.load_operation(by=by, key=raid).row.code
            )
        answer = sign_in(Role.FRONTLINE_OFFICER).get(page).content.decode()
        spoken = (
            f"{received.receipt[:3]} {received.receipt[3:6]} {received.receipt[6:]}"
        )
        assert spoken in answer
        assert (row.person_code in answer) is seen
        assert (reverse("show_person", args=[row.person_code]) in answer) is seen
    for role, side in ((Role.FRONTLINE_OFFICER, "other"), (Role.CASE_WORKER, "other")):
        assert sign_in(role, side).get(page).status_code == 404
        with actor(role, side) as by:
            assert queries.load_receipts(by=by) == ([], False)
    with actor(Role.CASE_WORKER) as by:
        assert queries.load_screening(by=by, key=received.id), (
            "the agency still keeps it"
        )


@pytest.mark.django_db
def test_a_phone_uses_the_same_door(sign_in, actor, now):
    client, page = sign_in(Role.FRONTLINE_OFFICER), reverse("exchange_envelopes")
    told = client.get(page).json()
    assert base64.b64decode(told["public"]) == sealed_box.public_key()[1]
    key = uuid4()
    good = {
        "id": str(key),
        "sealed": base64.b64encode(seal_submission(written(now), key)).decode(),
    }
    bad = {"id": str(uuid4()), "sealed": base64.b64encode(b"k1:x").decode()}
    body = {
        "envelopes": [
            good,
            bad,
            good,
            {"id": "x"},
            5,
            {"id": str(uuid4()), "sealed": 7},
        ],
    }
    answer = client.post(page, json.dumps(body), content_type="application/json")
    results = answer.json()["results"]
    assert [r["state"] for r in results] == [
        "processed",
        "set_aside",
        "processed",
        "refused",
        "refused",
        "refused",
    ]
    assert [r.get("again") for r in results[:3]] == [False, False, True]
    assert results[0]["receipt"] == results[2]["receipt"]
    for wrong in (
        "",
        "[]",
        "{}",
        '{"envelopes": 7}',
        "[" * 9000,
        json.dumps({"envelopes": [1] * 51}),
    ):
        assert (
            client.post(page, wrong, content_type="application/json").status_code == 400
        )
    with actor(Role.FRONTLINE_OFFICER):
        assert Screening.objects.count() == 1


def test_the_same_envelope_twice_at_once_is_one_screening(
    scratch,
    now,
    user_of,
    membership_of,
):
    user = user_of(Role.FRONTLINE_OFFICER)
    membership, key, both = membership_of(user), uuid4(), Barrier(2)
    sealed = seal_submission(written(now), key)
    with acting_member(user.id, membership):
        pass  # both are signed in already, or one would wait for the other's sign-in

    def send():
        try:
            with acting_member(user.id, membership) as by:
                both.wait(30)
                return envelopes.receive_envelope(
                    by=by,
                    at=now,
                    key=key,
                    sealed=sealed,
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = [one.result(60) for one in [pool.submit(send) for _ in range(2)]]
    assert sorted(r.again for r in results) == [False, True]
    assert {r.receipt for r in results} == {results[0].receipt} != {""}
    with acting_member(user.id, membership):
        assert Screening.objects.count() == Person.objects.count() == 1
