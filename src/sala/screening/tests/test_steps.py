"""Each move of a noun of this room is a step: its day, who took it, and its entry."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from sala.access.ledger import record
from sala.access.models import LedgerEntry
from sala.access.roles import Role
from sala.access.steps import steps_that_count
from sala.screening.actions import envelopes, operations, quarantine
from sala.screening.models import (
    Envelope,
    EnvelopeStep,
    IdentificationRequest,
    IdentificationStep,
    NotScreened,
    Operation,
    OperationStep,
)
from sala.screening.tests.conftest import written
from sala.screening.tests.test_identification import (
    decide,
    finding,
)

LATER_VERSION = {"version": "9.9.9"}


def walk_of(row):
    return [(step.move, step.state) for step in steps_that_count(row)]


def check_constraints():
    """What the database would refuse at commit, it refuses now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def entries_of(actor, steps):
    """What the ledger calls each of these steps."""
    with actor(Role.OVERSIGHT):
        return [
            LedgerEntry.objects.get(lane=step.ledger_lane, seq=step.ledger_seq).action
            for step in steps
        ]


def steps_seen_by_supervisor(actor, model, **which):
    with actor(Role.SUPERVISOR):
        return list(model.objects.filter(**which).order_by("number"))


@pytest.mark.django_db
def test_an_operation_walks_with_its_numbers(raid, actor, now, sent):
    with actor(Role.FRONTLINE_OFFICER) as by:
        for reason in ("refused", "left_before"):
            operations.explain_unscreened(
                by=by,
                at=now,
                operation=raid,
                reason=reason,
                number=1,
            )
        first = NotScreened.objects.get(reason="refused")
        operations.take_back(by=by, at=now, operation=raid, explained=first.id)
        check_constraints()
    assert sent(operation=raid).state == "processed"
    with actor(Role.FRONTLINE_OFFICER) as by:
        occasion = operations.OperationInput(
            "worksite_inspection",
            now.date(),
            place_code="LA01",
            met=[operations.MetAtOperation("female", "adult", True, 3)],
        )
        operations.change_operation(
            by=by,
            at=now,
            operation=raid,
            occasion=occasion,
            version=1,
        )
        check_constraints()
        row = Operation.objects.get(id=raid)
        assert (row.state, row.version) == ("open", 2)
        assert walk_of(row) == [
            ("record", "open"),
            ("explain", "open"),
            ("explain", "open"),
            ("account_for_everybody", "settled"),
            ("take_back", "settled"),
            ("find_a_gap", "open"),
            ("account_for_everybody", "settled"),
            ("correct", "settled"),
            ("find_a_gap", "open"),
        ]
        assert {s.recorded_by_id for s in steps_that_count(row)} == {by.user}
        assert [s.reason for s in steps_that_count(row)][1:3] == [
            "refused",
            "left_before",
        ]
    steps = steps_seen_by_supervisor(actor, OperationStep, operation_id=raid)
    assert entries_of(actor, steps) == [
        "screening.operation_recorded",
        "screening.not_screened_explained",
        "screening.not_screened_explained",
        "screening.not_screened_explained",
        "screening.explanation_taken_back",
        "screening.explanation_taken_back",
        "screening.recorded",
        "screening.operation_changed",
        "screening.operation_changed",
    ]


@pytest.mark.django_db
def test_an_operation_is_of_the_day_it_happened_and_another_day_corrects_that(
    raid,
    actor,
    now,
):
    day = now.date() - timedelta(days=3)
    met = [operations.MetAtOperation("female", "adult", True, 2)]
    with actor(Role.FRONTLINE_OFFICER) as by:
        operations.change_operation(
            by=by,
            at=now,
            operation=raid,
            occasion=operations.OperationInput(
                "walk_in", day, place_code="LA01", met=met
            ),
            version=1,
        )
        check_constraints()
        (opening,) = steps_that_count(Operation.objects.get(id=raid))
        assert (opening.move, opening.happened_on) == ("record", day)
        first = OperationStep.objects.get(operation_id=raid, number=1)
        assert opening.corrects_id == first.id
        assert first.happened_on == now.date()


@pytest.mark.django_db
def test_correcting_the_numbers_to_the_same_is_one_step(raid, actor, now):
    """Between the old numbers and the new ones nobody is unaccounted for."""
    with actor(Role.FRONTLINE_OFFICER) as by:
        operations.explain_unscreened(
            by=by, at=now, operation=raid, reason="refused", number=2
        )
        cells = [("female", "adult", True, 1), ("male", "", None, 1)]
        operations.change_operation(
            by=by,
            at=now,
            operation=raid,
            occasion=operations.OperationInput(
                "police_operation",
                now.date(),
                place_code="LA01",
                met=[operations.MetAtOperation(*cell) for cell in cells],
            ),
            version=1,
        )
        row = Operation.objects.get(id=raid)
        assert walk_of(row)[-1] == ("correct", "settled")
        assert sorted(row.met.values_list("sex", "number")) == [
            ("female", 1),
            ("male", 1),
        ]


@pytest.mark.django_db
def test_an_envelope_walks_from_hand_to_hand(actor, now, sent, user_of):
    key = sent(**LATER_VERSION).id
    helper = user_of(Role.CASE_WORKER)
    with actor(Role.FRONTLINE_OFFICER) as by:
        envelopes.try_again(by=by, at=now, key=key)
    with actor(Role.SUPERVISOR) as by:
        quarantine.close_quarantined(by=by, at=now, key=key, reason="sent_twice")
        quarantine.open_again(by=by, at=now, key=key)
        quarantine.hand_over(by=by, at=now, key=key, to=helper.id, reason="away")
    with actor(Role.CASE_WORKER) as by:
        wrong = written(now, **LATER_VERSION)
        envelopes.correct_envelope(by=by, at=now, key=key, said=wrong)
        envelopes.correct_envelope(by=by, at=now, key=key, said=written(now))
        check_constraints()
    steps = steps_seen_by_supervisor(actor, EnvelopeStep, envelope_id=key)
    assert [(s.move, s.state, s.reason) for s in steps] == [
        ("find_a_fault", "set_aside", ""),
        ("find_a_fault", "set_aside", ""),
        ("close", "closed", "sent_twice"),
        ("open_again", "set_aside", ""),
        ("hand_over", "set_aside", "away"),
        ("find_a_fault", "set_aside", ""),
        ("take_in", "processed", ""),
    ]
    assert {s.happened_on for s in steps} == {now.date()}
    assert [s.recorded_by_id for s in steps] == [
        *[user_of(Role.FRONTLINE_OFFICER).id] * 2,
        *[user_of(Role.SUPERVISOR).id] * 3,
        *[helper.id] * 2,
    ]
    assert entries_of(actor, steps) == [
        "screening.set_aside",
        "screening.set_aside",
        "screening.envelope_closed",
        "screening.envelope_opened_again",
        "screening.envelope_handed_over",
        "screening.set_aside",
        "screening.recorded",
    ]


@pytest.mark.django_db
def test_a_request_walks_to_its_decision(actor, now, asked):
    decide(actor, now, asked, finding("more_information"))
    decide(actor, now, asked, finding("identified"))
    with actor(Role.IDENTIFICATION_OFFICER, "other") as by:
        check_constraints()
        row = IdentificationRequest.objects.get(id=asked)
        assert row.state == "decided"
        assert walk_of(row) == [
            ("ask", "asked"),
            ("ask_for_more", "more_information"),
            ("identify", "decided"),
        ]
        steps = steps_that_count(row)
        assert [s.agency_id == by.agency for s in steps] == [False, True, True]
    assert entries_of(actor, steps) == [
        "screening.identification_asked",
        "screening.identification_decided",
        "screening.identification_decided",
    ]


@pytest.mark.django_db
def test_a_state_that_no_step_says_is_refused(actor, asked):
    with (
        actor(Role.IDENTIFICATION_OFFICER, "other"),
        pytest.raises(IntegrityError, match="history"),
        transaction.atomic(),
    ):
        IdentificationRequest.objects.filter(id=asked).update(state="decided")
        check_constraints()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "agency"),
    [
        (Role.CASE_WORKER, "own"),
        (Role.FRONTLINE_OFFICER, "own"),
        (Role.SUPERVISOR, "other"),
    ],
)
def test_only_the_authority_takes_the_steps_of_a_request(
    role,
    agency,
    actor,
    now,
    asked,
):
    with actor(role, agency) as by:
        place = record(by=by, action="screening.set_aside", kind="x", subject=asked)
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            IdentificationStep.objects.create(
                request_id=asked,
                number=2,
                move="identify",
                state="decided",
                happened_on=now.date(),
                agency_id=by.agency,
                recorded_by_id=by.user,
                recorded_at=now,
                ledger_lane=place.lane,
                ledger_seq=place.seq,
            )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "move", "state"),
    [
        (Role.FRONTLINE_OFFICER, "close", "closed"),
        (Role.FRONTLINE_OFFICER, "hand_over", "set_aside"),
        (Role.CASE_WORKER, "open_again", "set_aside"),
        (Role.SUPERVISOR, "take_in", "processed"),
        (Role.SUPERVISOR, "find_a_fault", "set_aside"),
    ],
)
def test_who_screens_takes_it_in_and_a_supervisor_moves_it(
    role,
    move,
    state,
    actor,
    now,
    sent,
):
    key = sent(**LATER_VERSION).id
    with actor(role) as by:
        place = record(by=by, action="screening.set_aside", kind="x", subject=key)
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            EnvelopeStep.objects.create(
                envelope_id=key,
                number=2,
                move=move,
                state=state,
                happened_on=now.date(),
                agency_id=by.agency,
                recorded_by_id=by.user,
                recorded_at=now,
                ledger_lane=place.lane,
                ledger_seq=place.seq,
            )
    with actor(Role.SUPERVISOR):
        assert Envelope.objects.get(id=key).state == "set_aside"
