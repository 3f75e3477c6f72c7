"""Every move of every noun is a step, in the name of who made it; the database holds it."""

import json

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from sala.access.models import LedgerEntry
from sala.access.roles import Role
from sala.access.steps import last_step, noun_model, steps_that_count
from sala.prosecution import actions
from sala.prosecution.actions.common import enter_in_ledger
from sala.prosecution.models import (
    STEPS,
    CaseIdentityRequest,
    CaseStep,
    Charge,
    ChargeStep,
    ClaimStep,
    Incident,
    RestitutionClaim,
)
from sala.prosecution.tests.conftest import OTHER
from sala.prosecution.tests.test_refusals_of_complaints import register, screen

NOUNS = pytest.mark.parametrize("model", STEPS, ids=[m.__name__ for m in STEPS])
# What the case of conftest.py has gone through.
MOVED = {
    "ComplaintStep": ["register", "screen", "refer"],
    "IncidentStep": ["record", "open_case"],
    "CaseStep": ["open", "hand_to_prosecution", "send_back"],
    "InvestigationStep": ["open", "submit"],
    "IdentityRequestStep": ["ask"],
    "CooperationStep": ["make"],
    "ChargeStep": ["file", "judge"],
    "ForfeitureStep": ["order"],
    "ClaimStep": ["claim", "order"],
}
# An investigation is handed over with its case, a claim made with the charge.
MOVED_WITH_CASE = {"submit", "claim"}

pytestmark = pytest.mark.django_db


def moves_of(row):
    """The moves of a thing that count, in their order."""
    return [step.move for step in steps_that_count(row)]


def checked():
    """What the database would refuse at commit, it refuses now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@NOUNS
def test_each_move_is_a_step_with_its_writer_and_its_entry(model, actor, tried_case):
    with actor(Role.INVESTIGATOR, OTHER):
        row = noun_model(model).objects.get()
        steps = steps_that_count(row)
        assert [step.move for step in steps] == MOVED[model.__name__]
        assert last_step(row).state == row.state
    with actor(Role.OVERSIGHT):
        for step in steps:
            entry = LedgerEntry.objects.get(lane=step.ledger_lane, seq=step.ledger_seq)
            assert entry.actor == step.recorded_by_id
            assert entry.agency == step.agency_id
            assert entry.action.startswith("prosecution.")
            if step.move not in MOVED_WITH_CASE:
                assert entry.subject_kind == model.ledger_kind
                assert entry.subject == str(row.id)
    checked()


@NOUNS
def test_a_step_is_written_once(model, actor):
    table = model._meta.db_table
    with actor(Role.INVESTIGATOR), connection.cursor() as cursor:
        for change in (f"UPDATE {table} SET reason = 'other'", f"DELETE FROM {table}"):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(change)


@NOUNS
@pytest.mark.parametrize("role", list(Role))
def test_who_does_not_see_a_thing_sees_none_of_its_steps(
    model,
    role,
    actor,
    tried_case,
):
    for side in ("own", OTHER):
        with actor(role, side):
            seen = noun_model(model).objects.exists()
            assert model.objects.exists() == seen


def hand_made(by, now, case, row, **changes):
    """A step written past the actions, as only a mistake or a crime would."""
    place = enter_in_ledger(by=by, action="case_changed", case=case.id)
    usual = {
        "number": 9,
        "happened_on": now.date(),
        "agency_id": by.agency,
        "recorded_by_id": by.user,
        "recorded_at": now,
        "ledger_lane": place.lane,
        "ledger_seq": place.seq,
    }
    steps = row._meta.get_field("steps")
    made = {steps.field.name: row} | usual | changes
    return steps.related_model.objects.create(**made)


@pytest.mark.parametrize(
    ("move", "state", "why"),
    [
        ("appeal", "appealed", "its last step says appealed"),
        ("withdraw", "withdrawn", "cannot withdraw"),
        ("judge", "final", "cannot judge"),
    ],
)
def test_a_step_that_does_not_fit_is_refused_at_commit(
    move,
    state,
    why,
    actor,
    now,
    tried_case,
):
    with actor(Role.PROSECUTOR, OTHER) as by:
        row = Charge.objects.get()
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            hand_made(by, now, tried_case, row, move=move, state=state)
            checked()


@pytest.mark.parametrize(
    ("role", "side", "noun", "move", "state"),
    [
        (Role.INVESTIGATOR, OTHER, "case", "hand_to_prosecution", "with_prosecution"),
        (Role.SUPERVISOR, OTHER, "case", "close", "closed"),
        (Role.INVESTIGATOR, OTHER, "charge", "withdraw", "withdrawn"),
        (Role.COURT_CLERK, OTHER, "charge", "appeal", "appealed"),
        (Role.INVESTIGATOR, OTHER, "claim", "lift", "open"),
        (Role.INVESTIGATOR, OTHER, "forfeiture", "lift", "lifted"),
        (Role.INVESTIGATOR, OTHER, "identity", "grant", "granted"),
        (Role.CASE_WORKER, "own", "identity", "grant", "granted"),
        (Role.SUPERVISOR, OTHER, "investigation", "return", "open"),
        (Role.CASE_WORKER, OTHER, "complaint", "agree", "reviewed"),
        (Role.SUPERVISOR, OTHER, "incident", "reject", "not_a_case"),
        (Role.SUPERVISOR, OTHER, "cooperation", "answer", "answered"),
    ],
)
def test_nobody_takes_a_step_that_is_not_theirs(
    role,
    side,
    noun,
    move,
    state,
    actor,
    now,
    tried_case,
):
    found = {m._meta.model_name: m for m in STEPS}
    model = next(m for name, m in found.items() if name.startswith(noun))
    with actor(role, side) as by:
        row = noun_model(model).objects.get()
        with pytest.raises(ProgrammingError), transaction.atomic():
            hand_made(by, now, tried_case, row, move=move, state=state)


def test_what_a_takeover_takes_back_is_a_step(actor, hidden):
    assert hidden
    with actor(Role.INVESTIGATOR, OTHER):
        assert moves_of(CaseIdentityRequest.objects.get()) == ["ask", "withdraw"]
    checked()


def test_what_oversight_takes_up_is_an_incident_and_a_case(actor, now):
    with actor(Role.OVERSIGHT) as by:
        told = {"by": by, "at": now}
        key = register(about="official", official_agency="BORDER")(**told).id
        screen(**told, key=key)
        actions.open_case_on_official(**told, complaint=key)
        incident = Incident.objects.get()
        steps = steps_that_count(incident)
        assert [step.move for step in steps] == ["record", "open_case"]
        for step in steps:
            entry = LedgerEntry.objects.get(lane=step.ledger_lane, seq=step.ledger_seq)
            assert entry.action == "prosecution.incident_recorded"
            assert entry.subject == str(incident.id)
            assert json.loads(entry.detail) == {"case": str(incident.case_id)}
    checked()


def test_nobody_corrects_a_step_that_is_for_another_to_take(actor, now, tried_case):
    with actor(Role.PROSECUTOR, OTHER) as by:
        row = Charge.objects.get()
        actions.move_charge(by=by, at=now, charge=row.id, way="appeal", on=now.date())
        appeal = last_step(row)
    with actor(Role.COURT_CLERK, OTHER) as by:
        step = {"move": "judge", "state": "judged", "corrects": appeal}
        with (
            pytest.raises(ProgrammingError, match="for another to do"),
            transaction.atomic(),
        ):
            hand_made(by, now, tried_case, row, **step)
    with actor(Role.PROSECUTOR, OTHER) as by:
        step = {"move": "appeal", "state": "appealed", "corrects": appeal}
        last = {"number": appeal.number + 1, "happened_on": appeal.happened_on}
        hand_made(by, now, tried_case, row, **step, **last)
        checked()
        assert moves_of(row) == ["file", "judge", "appeal"]


def test_a_claim_opens_on_the_day_of_the_charge_and_again_with_the_next(
    actor,
    now,
    charge,
):
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"by": by, "at": now}
        row = RestitutionClaim.objects.get()
        filed = Charge.objects.get()
        assert last_step(row).happened_on == filed.filed_on
        withdrawn = {"charge": charge, "way": "withdraw", "on": now.date()}
        actions.move_charge(**told, **withdrawn)
        closing = actions.ClaimClosing("refuse", "charges_withdrawn", now.date())
        actions.close_claim(**told, claim=row.id, closing=closing)
        under = actions.ChargeArticle(
            filed.law,
            filed.article,
            filed.circumstance,
            filed.offence_on,
        )
        again = {"under": under, "filed_on": now.date()}
        actions.file_charge(**told, defendant=filed.defendant_id, **again)
        assert moves_of(row) == ["claim", "refuse", "ask_again"]
    checked()


def test_what_a_court_ordered_stays_known_after_it_is_lifted(actor, now, case, charge):
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"by": by, "at": now}
        order = actions.RestitutionOrder(700, now.date(), None, {})
        actions.order_restitution(**told, case=case.id, order=order)
        claim = RestitutionClaim.objects.get().id
        actions.open_claim_again(**told, claim=claim, way="lift")
        assert RestitutionClaim.objects.get().share is None
        assert ClaimStep.objects.get(move="order").amount == 700


def test_the_step_that_judges_has_the_key_of_its_verdict(actor, tried_case):
    with actor(Role.PROSECUTOR, OTHER):
        row = Charge.objects.get()
        judged = ChargeStep.objects.get(move="judge")
        assert judged.id == row.verdicts.get().id


def test_a_case_handed_on_takes_its_open_investigation_along(actor, tried_case):
    with actor(Role.INVESTIGATOR, OTHER):
        handed = CaseStep.objects.get(move="hand_to_prosecution")
        row = tried_case.id
        submitted = (
            noun_model(STEPS[3]).objects.get(case_id=row).steps.get(move="submit")
        )
        assert (submitted.ledger_lane, submitted.ledger_seq) == (
            handed.ledger_lane,
            handed.ledger_seq,
        )
    checked()
