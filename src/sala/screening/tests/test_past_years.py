"""A year that is over stays as it was: what is done today to what is open since then is of
today, or is recorded late, or is a correction, and each has a step that says so.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from sala.access.actions import give_grant
from sala.access.roles import Role
from sala.people import actions as people
from sala.people import rules as people_rules
from sala.people.models import Person
from sala.screening.actions import envelopes, identification, operations, quarantine
from sala.screening.actions.sealed_submissions import seal_submission
from sala.screening.models import EnvelopeStep, OperationStep
from sala.screening.tests.conftest import WOMAN, written

AUTHORITY = "other"
# As if another officer had decided: a review is for somebody else.
ANOTHER_OFFICER = """
ALTER TABLE screening_identificationdecision NO FORCE ROW LEVEL SECURITY;
ALTER TABLE screening_identificationdecision DISABLE TRIGGER USER;
UPDATE screening_identificationdecision SET decided_by_id = '{other}';
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE screening_identificationdecision ENABLE TRIGGER USER;
ALTER TABLE screening_identificationdecision FORCE ROW LEVEL SECURITY;
"""
PAST = 800  # days


@dataclass
class OpenCountry:
    """What of years ago is open: keys by what they are."""

    now: Any
    act: Any
    keys: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def country(in_the_past, owner, actor, now, user_of):
    """Everything of screening that can be open, begun more than two years ago."""
    found = OpenCountry(now, actor)
    for kind in ("police_operation", "border_return"):
        with in_the_past(Role.FRONTLINE_OFFICER) as (by, at):
            met = [operations.MetAtOperation("female", "adult", True, 2)]
            occasion = operations.OperationInput(
                kind,
                at.date(),
                place_code="LA01",
                met=met,
            )
            found.keys[kind] = operations.record_operation(
                by=by,
                at=at,
                occasion=occasion,
            )
            found.keys["occasion"] = occasion
    with in_the_past(Role.FRONTLINE_OFFICER) as (by, at):
        operations.explain_unscreened(
            by=by,
            at=at,
            operation=found.keys["border_return"],
            reason="refused",
            number=1,
        )
    for name in ("asked", "more", "not_a_victim", "a_victim"):
        found.keys[name] = ask_in_the_past(in_the_past, name)
    with in_the_past(Role.FRONTLINE_OFFICER) as (by, at):
        for name in ("aside", "closed"):
            found.keys[name] = uuid4()
            said = written(at, version="9.9.9")
            sealed = seal_submission(said, found.keys[name])
            envelopes.receive_envelope(
                by=by, at=at, key=found.keys[name], sealed=sealed
            )
    with in_the_past(Role.SUPERVISOR) as (by, at):
        quarantine.close_quarantined(
            by=by,
            at=at,
            key=found.keys["closed"],
            reason="sent_twice",
        )
    open_to_the_authority_again(actor, now)
    with owner(), connection.cursor() as cursor:
        other = user_of(Role.SUPERVISOR, AUTHORITY).id
        cursor.execute(ANOTHER_OFFICER.format(other=other))
    return found


def ask_in_the_past(in_the_past, name):
    """A request of years ago: waiting, or answered then; the decision, if there is one."""
    with in_the_past(Role.CASE_WORKER, days=PAST + 1) as (by, at):
        identity = people_rules.Identity()
        person = people.register_person(by=by, at=at, identity=identity)
        key = identification.request_identification(
            by=by, at=at, person=person.id, described=WOMAN
        )
    answers = {"not_a_victim": "not_identified", "a_victim": "identified"}
    if name not in answers:
        return key
    with in_the_past(Role.IDENTIFICATION_OFFICER, AUTHORITY) as (by, at):
        found = finding(answers[name])
        return identification.record_decision(by=by, at=at, request=key, finding=found)


def open_to_the_authority_again(actor, now):
    """What a request opened was shut after half a year: a case worker opens it anew."""
    with actor(Role.IDENTIFICATION_OFFICER, AUTHORITY) as by:
        authority = by.agency
    with actor(Role.CASE_WORKER) as by:
        for person in Person.objects.filter(agency_id=by.agency):
            give_grant(
                by=by,
                at=now,
                record_kind="person",
                record_id=person.id,
                agency=authority,
                until=now + timedelta(days=30),
                basis="court_order",
            )


def finding(outcome):
    return identification.Finding(
        outcome,
        act="recruitment",
        act_evidence=("statement",),
        means=("deception",),
        means_evidence=("statement",),
        form="forced_marriage",
        form_evidence=("statement",),
        described=WOMAN,
    )


def counted_decisions(actor, year):
    """Who was identified in the years before one, as the facts of that will say."""
    with (
        actor(Role.IDENTIFICATION_OFFICER, AUTHORITY),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT id, outcome, counts_on FROM screening_identificationdecision "
            "NATURAL JOIN (SELECT id, counts_on FROM screening_counted_decision) c "
            "WHERE extract(year FROM counts_on) < %s ORDER BY 1",
            [year],
        )
        return cursor.fetchall()


def screen_somebody(country):
    with country.act(Role.FRONTLINE_OFFICER) as by:
        key = uuid4()
        operation = country.keys["police_operation"]
        sealed = seal_submission(written(country.now, operation=operation), key)
        made = envelopes.receive_envelope(by=by, at=country.now, key=key, sealed=sealed)
        assert made.state == "processed"


def decide_today(name, outcome):
    def decide(country):
        with country.act(Role.IDENTIFICATION_OFFICER, AUTHORITY) as by:
            identification.record_decision(
                by=by,
                at=country.now,
                request=country.keys[name],
                finding=finding(outcome),
            )

    return decide


def review_today(name, outcome):
    def review(country):
        with country.act(Role.CASE_WORKER) as by:
            key = identification.ask_review(
                by=by,
                at=country.now,
                decision=country.keys[name],
                reason="She was not heard.",
            )
        country.keys["review"] = key
        decide_today("review", outcome)(country)

    return review


def move_envelope(name, action, role=Role.SUPERVISOR, **how):
    def move(country):
        with country.act(role) as by:
            action(by=by, at=country.now, key=country.keys[name], **how)

    return move


def explain_today(country):
    with country.act(Role.FRONTLINE_OFFICER) as by:
        operations.explain_unscreened(
            by=by,
            at=country.now,
            operation=country.keys["police_operation"],
            reason="left_before",
            number=1,
        )


def take_back_today(country):
    with country.act(Role.FRONTLINE_OFFICER) as by:
        operation = country.keys["border_return"]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM screening_notscreened WHERE operation_id = %s",
                [operation],
            )
            (explained,) = cursor.fetchone()
        operations.take_back(
            by=by,
            at=country.now,
            operation=operation,
            explained=explained,
        )


def correct_operation(*, days=0, **changes):
    def correct(country):
        occasion = country.keys["occasion"]
        day = occasion.happened_on - timedelta(days=days)
        with country.act(Role.FRONTLINE_OFFICER) as by:
            operations.change_operation(
                by=by,
                at=country.now,
                operation=country.keys["border_return"],
                occasion=replace(occasion, happened_on=day, **changes),
                version=country.keys.setdefault("version", 1),
            )
        country.keys["version"] += 1

    return correct


def correct_late(country):
    """What was set aside then is put right today: a screening of then, recorded late."""
    said = written(country.now - timedelta(days=PAST))
    with country.act(Role.FRONTLINE_OFFICER) as by:
        envelopes.correct_envelope(
            by=by, at=country.now, key=country.keys["aside"], said=said
        )


# What is done today, and which facts of past years it changes; the step that names it.
TODAY = (
    ("somebody is screened now", screen_somebody, set(), None),
    ("more is asked", decide_today("asked", "more_information"), set(), None),
    ("and then decided", decide_today("asked", "identified"), set(), None),
    ("decided at once", decide_today("more", "not_identified"), set(), None),
    ("a no is reviewed", review_today("not_a_victim", "identified"), set(), None),
    ("a yes is confirmed", review_today("a_victim", "identified"), set(), None),
    (
        "taken up again",
        move_envelope("closed", quarantine.open_again),
        set(),
        None,
    ),
    (
        "closed",
        move_envelope("closed", quarantine.close_quarantined, reason="sent_twice"),
        set(),
        None,
    ),
    (
        "tried again",
        move_envelope("aside", envelopes.try_again, Role.FRONTLINE_OFFICER),
        set(),
        None,
    ),
    ("put right", correct_late, {"screened"}, (EnvelopeStep, "take_in")),
    ("explained", explain_today, {"not_screened"}, (OperationStep, "explain")),
    ("taken back", take_back_today, {"not_screened"}, (OperationStep, "take_back")),
    (
        "of another place",
        correct_operation(place_code="LA02"),
        {"met"},
        (OperationStep, "correct"),
    ),
    (
        "on another day",
        correct_operation(days=1, place_code="LA02"),
        {"met"},
        (OperationStep, "record"),
    ),
)


def count_steps(actor):
    """How many steps of each kind there are, as the agency's supervisor sees them."""
    with actor(Role.SUPERVISOR):
        return Counter(
            (model, move)
            for model in (OperationStep, EnvelopeStep)
            for move in model.objects.values_list("move", flat=True)
        )


def behind_late(actor, events):
    """The moves of this minute that stand behind events of the past, for who sees them."""
    found = set()
    for event in events:
        with actor(Role.SUPERVISOR), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT s.move FROM facts_steps_of_{event} b "
                "JOIN screening_operationstep s ON s.id = b.step_id "
                "WHERE b.recorded_at > now() - interval '1 hour' "
                "AND extract(year FROM b.counted_on[1]) < extract(year FROM now())",
            )
            found |= {move for (move,) in cursor.fetchall()}
    return found


def test_what_is_done_today_changes_past_years_by_a_named_step_or_not_at_all(
    facts_before,
    country,
    actor,
    now,
):
    before = facts_before(now.year)
    decided = counted_decisions(actor, now.year)
    assert {"met", "not_screened", "identification_asked", "not_identified"} <= set(
        before
    )
    assert sorted(outcome for _id, outcome, _on in decided) == [
        "identified",
        "not_identified",
    ]
    for name, do, changed, step in TODAY:
        steps = count_steps(actor)
        do(country)
        after = facts_before(now.year)
        mine = {e for e in before.keys() | after if before.get(e) != after.get(e)}
        assert mine == changed, name
        assert counted_decisions(actor, now.year) == decided, name
        if step:
            assert step in count_steps(actor) - steps, name
        if step and step[0] is OperationStep:
            assert step[1] in behind_late(actor, changed), name
        before = after
