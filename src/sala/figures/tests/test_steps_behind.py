"""A change between two snapshots names the steps behind it, to those who see the records;
to the others it says how many there were.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.facts import queries as facts
from sala.facts.actions import export_record
from sala.facts.queries import StepCounts
from sala.facts.schema import EVENTS
from sala.figures import actions, queries
from sala.figures.views.changes import present_step
from sala.kit import clock
from sala.prevention import actions as prevention
from sala.protection.actions import entitlements, referrals
from sala.protection.queries.entitlements import entitlements_of
from sala.protection.tests.conftest import (  # noqa: F401 a person and what happens to them
    alone,
    identify,
    person,
    receiver,
    refer,
)

MISTAKEN = "mistake"  # why somebody was not given it after all

pytestmark = pytest.mark.django_db


@pytest.fixture
def freeze(actor, tmp_path, monkeypatch):
    """`freeze(at, reason)` makes the facts, freezes their year, and approves it."""
    monkeypatch.setattr(settings, "FACTS", tmp_path / "facts")

    def make(at, reason="first"):
        with actor(Role.ANALYST) as by:
            export_record(by=by, at=at, folder=tmp_path / "facts")
            made = actions.prepare_snapshot(
                by=by,
                at=at,
                year=at.year,
                reason=reason,
            )
        with actor(Role.OVERSIGHT) as by:
            actions.approve_snapshot(by=by, at=at, snapshot=made)
        return made

    return make


def give(by, at, row, moves=("offer", "accept", "give"), reason=""):
    """Take the steps of an entitlement on one day."""
    for version, move in enumerate(moves, start=row.version):
        entitlements.move_entitlement(
            by=by,
            at=at,
            entitlement=row.id,
            move=move,
            happened_on=at.date(),
            version=version,
            reason=reason,
        )


@pytest.fixture
def two_snapshots(
    actor,
    now,
    person,  # noqa: F811 a fixture
    identify,  # noqa: F811
    refer,  # noqa: F811
    freeze,
):
    """A year frozen with one entitlement given; then that was put right, another one was
    given, a referral was accepted, and the year is frozen again.
    """
    early, late = now - timedelta(seconds=40), now
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        refused, given, *_rest = entitlements_of(by=by, person=person.id)
        give(by, early, refused)
        referral = refer(by, at=early)
    first = freeze(now - timedelta(seconds=30))
    with actor(Role.CASE_WORKER) as by:
        give(by, late, given)
        (refused,) = (
            row
            for row in entitlements_of(by=by, person=person.id)
            if row.id == refused.id
        )
        give(by, late, refused, ["correct"], MISTAKEN)
    with actor(Role.CASE_WORKER, "other") as by:
        referrals.accept_referral(by=by, at=late, referral=referral)
    second = freeze(clock.now() + timedelta(seconds=30), "late_records")
    return {
        "first": first,
        "second": second,
        "referral": str(referral),
        "given": str(given.id),
        "refused": str(refused.id),
        "year": now.year,
    }


def period_of(actor, snapshot, side="before"):
    """The time between a snapshot and what it is compared with."""
    with actor(Role.ANALYST) as by:
        return queries.recording_period(by=by, key=snapshot, side=side)


def steps_seen(actor, period, event, role, agency="own"):
    """What a role sees of the steps behind an event."""
    with actor(role, agency):
        return facts.visible_steps(
            event,
            year=period.year,
            since=period.since,
            until=period.until,
        )


def test_who_sees_the_record_sees_the_late_step_and_the_correction(
    two_snapshots,
    actor,
    now,
):
    period = period_of(actor, two_snapshots["second"])
    steps = steps_seen(actor, period, "entitlement_given", Role.CASE_WORKER)
    assert {
        step.record_code: (
            step.state,
            step.happened_on,
            step.recorded_at,
            step.agency_code,
            step.corrects,
            step.corrected_state,
            step.corrected_on,
            step.reason,
        )
        for step in steps
    } == {
        two_snapshots["given"]: (
            "given",
            now.date(),
            now,
            "LWU",
            False,
            "",
            None,
            "",
        ),
        two_snapshots["refused"]: (
            "",
            now.date(),
            now,
            "LWU",
            True,
            "given",
            now.date(),
            MISTAKEN,
        ),
    }
    assert len(steps) == 2, "the steps of the first snapshot are not among them"


def test_a_referral_accepted_late_is_named_to_both_ends_and_to_nobody_else(
    two_snapshots,
    actor,
):
    period = period_of(actor, two_snapshots["second"])
    for agency in ("own", "other"):
        (accepted,) = steps_seen(
            actor,
            period,
            "referral_accepted",
            Role.CASE_WORKER,
            agency,
        )
        assert accepted.record_code == two_snapshots["referral"]
        assert (accepted.state, accepted.agency_code) == ("accepted", "ATD")
    for role in (Role.ANALYST, Role.OVERSIGHT, Role.INVESTIGATOR, Role.ADMINISTRATOR):
        assert steps_seen(actor, period, "referral_accepted", role) == [], role


def test_a_step_is_shown_in_words_with_the_page_of_its_record(two_snapshots, actor):
    period = period_of(actor, two_snapshots["second"])
    steps = steps_seen(actor, period, "entitlement_given", Role.CASE_WORKER)
    shown = {
        step.record_code: present_step(
            "entitlement_given",
            queries.StepBehindChange(step, "/page/"),
        )
        for step in steps
    }
    given, taken_back = (shown[two_snapshots[key]] for key in ("given", "refused"))
    assert (given.state, given.correction) == ("Was given", "")
    assert (taken_back.state, taken_back.correction) == ("Taken back", "Was given")
    assert given.page == "/page/"


def test_who_stands_by_figures_learns_how_many_and_others_nothing(
    two_snapshots,
    actor,
):
    period = period_of(actor, two_snapshots["second"])
    counts = {}
    for role in Role:
        with actor(role):
            counts[role] = facts.count_steps(
                "entitlement_given",
                year=period.year,
                since=period.since,
                until=period.until,
            )
    stands_by = {Role.ANALYST, Role.OVERSIGHT}
    assert {role for role, found in counts.items() if found == StepCounts(1, 1)} == (
        stands_by
    )
    assert {counts[role] for role in Role if role not in stands_by} == {
        StepCounts(0, 0),
    }


@pytest.mark.parametrize("role", [Role.ANALYST, Role.OVERSIGHT])
def test_the_page_counts_what_its_reader_does_not_see(two_snapshots, sign_in, role):
    client = sign_in(role)
    snapshot = client.get(reverse("show_snapshot", args=[two_snapshots["second"]]))
    address = reverse(
        "explain_change",
        args=[two_snapshots["second"], "referrals_accepted"],
    )
    page = snapshot.content.decode()
    assert f'href="{address}?side=before"' in page
    assert "1 recorded late, 0 corrections" in page
    behind = client.get(address, {"side": "before"}).content.decode()
    assert "1 recorded late, 0 corrections" in behind
    assert "1 step is of a record that you do not see." in behind
    assert two_snapshots["referral"] not in behind
    # The facts are still those of the second snapshot.
    assert "0 recorded late" in client.get(address, {"side": "now"}).content.decode()


def test_the_page_is_in_the_language_of_its_reader(two_snapshots, sign_in):
    client = sign_in(Role.ANALYST)
    client.post(reverse("set_language"), {"language": "lo", "next": "/"})
    address = reverse(
        "explain_change",
        args=[two_snapshots["second"], "entitlements_given"],
    )
    page = client.get(address).content.decode()
    assert "ບັນທຶກຊ້າ" in page
    assert "ສິ່ງທີ່ຢູ່ເບື້ອງຫຼັງການປ່ຽນແປງ" in page
    for english in ("recorded late", "stands behind", "do not see"):
        assert english not in page


@pytest.mark.parametrize(
    ("which", "code", "side"),
    [
        ("first", "entitlements_given", "before"),  # compared with nothing
        ("second", "investigations_persons", "before"),  # of which no steps are known
        ("second", "no_such_figure", "before"),
    ],
)
def test_a_change_that_cannot_be_explained_is_not_found(
    two_snapshots,
    sign_in,
    which,
    code,
    side,
):
    address = reverse("explain_change", args=[two_snapshots[which], code])
    assert sign_in(Role.ANALYST).get(address, {"side": side}).status_code == 404


def test_what_was_recorded_since_a_snapshot_is_counted_up_to_the_facts(
    two_snapshots,
    actor,
):
    since_first = period_of(actor, two_snapshots["first"], "now")
    between = period_of(actor, two_snapshots["second"])
    assert (since_first.since, since_first.until) == (between.since, between.until)
    with actor(Role.ANALYST) as by:
        counts = queries.count_steps_behind(
            by=by,
            period=since_first,
            codes=[
                "entitlements_given",
                "referrals_accepted",
                "investigations_persons",
            ],
        )
    assert counts == {
        "entitlements_given": StepCounts(1, 1),
        "referrals_accepted": StepCounts(1, 0),
    }


def test_only_who_sees_snapshots_asks_what_stands_behind_them(actor):
    for role in set(Role) - {Role.ANALYST, Role.OVERSIGHT}:
        with actor(role) as by, pytest.raises(RefusedError):
            queries.recording_period(by=by, key=uuid4(), side="before")


def test_steps_of_an_event_that_says_none_are_not_asked_for(actor, now):
    with actor(Role.ANALYST), pytest.raises(ValueError, match="population"):
        facts.visible_steps("population", year=now.year, since=now, until=now)


# What happens on a day, and does not say yet which steps are behind it: only shorter.
WITHOUT_STEPS = {
    "allocated",
    "committee_met",
    "identification_asked",
    "not_identified",
    "not_screened",
    "recruiter_sanctioned",
    "spent",
    "suspected",
    "trained_audience",
}


def test_an_event_on_a_day_says_the_steps_behind_it(actor):
    with actor(Role.ANALYST), connection.cursor() as cursor:
        cursor.execute("SELECT facts_events()")
        events = {event for (event,) in cursor.fetchall() if not EVENTS[event].standing}
        steps = facts.step_events()
        assert steps <= events
        assert events - steps <= WITHOUT_STEPS


def test_a_record_made_late_and_one_withdrawn_are_steps_too(actor, now):
    """A training on the list of a year, then another one, and the first taken back."""
    with actor(Role.CASE_WORKER) as by:
        made = [
            prevention.record_training(
                by=by,
                at=now + timedelta(seconds=turn),
                training=prevention.Training(
                    topics=["law"],
                    audiences=["judges"],
                    starts_on=now.date(),
                    trained=[],
                ),
            )
            for turn in range(2)
        ]
        prevention.take_back_training(
            by=by,
            at=now + timedelta(seconds=2),
            training=made[0],
        )
        period = queries.RecordingPeriod(
            now.year,
            now,
            now + timedelta(seconds=3),
        )
    late, taken_back = steps_seen(actor, period, "trained", Role.CASE_WORKER)
    assert (late.record_code, late.state, late.corrects) == (
        str(made[1]),
        "recorded",
        False,
    )
    assert (taken_back.record_code, taken_back.state, taken_back.corrects) == (
        str(made[0]),
        "",
        True,
    )
    shown = present_step("trained", queries.StepBehindChange(taken_back, ""))
    assert (shown.state, shown.correction) == ("Taken back", "Recorded")
