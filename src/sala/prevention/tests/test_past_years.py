"""A year that is over stays as it was, whatever becomes later of what happened in it."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from sala.access.roles import Role
from sala.access.steps import states_as_of, take_step
from sala.prevention import actions
from sala.prevention.models import (
    AwarenessActivity,
    Inspection,
    LicenceStep,
    RecruitmentAgency,
    TrainingSession,
)
from sala.prevention.rules.work import TrainedAgencies

YEAR = 2018
THEN = datetime(YEAR, 6, 1, 9, tzinfo=timezone.get_default_timezone())
DAY, LAST = THEN.date(), date(YEAR, 12, 31)


@pytest.fixture
def past_country(in_the_past, now):
    """Everything of the room that there can be, in a year that is over."""
    ago = (now - THEN) / timedelta(days=1)
    with in_the_past(Role.SUPERVISOR, days=ago) as (by, _at):
        signed = {"by": by, "at": THEN}
        for code in ("RA-1", "RA-2"):
            recruiter = actions.Recruiter(code, "Far Away", DAY, date(YEAR + 2, 1, 1))
            actions.register_recruiter(**signed, recruiter=recruiter)
        second = RecruitmentAgency.objects.get(code="RA-2")
        actions.move_licence(
            **signed,
            recruiter=second.id,
            move="suspend",
            happened_on=DAY,
            step=1,
            reason="crime",
        )
        look = actions.InspectionInput(
            "recruitment_agency",
            DAY,
            ["fees_charged"],
            ["warning"],
            recruiter="RA-1",
        )
        actions.record_inspection(**signed, look=look)
        training = actions.Training(
            ["law"],
            ["judges"],
            DAY,
            trained=[TrainedAgencies("LWU", "female", 12)],
        )
        actions.record_training(**signed, training=training)
        activity = actions.PreventionWorkInput(
            "workshop", ["safe_migration"], ["public"], DAY
        )
        actions.record_activity(**signed, activity=activity)


def move_today(signed, code, move, **said):
    """Move a licence of the past today."""
    row = RecruitmentAgency.objects.get(code=code)
    actions.move_licence(
        **signed,
        recruiter=row.id,
        move=move,
        happened_on=signed["at"].date(),
        step=2 if code == "RA-2" else 1,
        **said,
    )


@pytest.mark.parametrize(
    ("code", "move", "said"),
    [
        ("RA-1", "renew", {"until": date(2090, 1, 1)}),
        ("RA-1", "suspend", {"reason": "crime"}),
        ("RA-1", "revoke", {"reason": "crime"}),
        ("RA-2", "restore", {}),
        ("RA-2", "revoke", {"reason": "fees_charged"}),
    ],
)
def test_whatever_becomes_of_a_licence_today_leaves_past_years_as_they_were(
    code,
    move,
    said,
    past_country,
    actor,
    now,
    facts_before,
):
    before = facts_before(now.year)
    with actor(Role.SUPERVISOR) as by:
        stood = states_as_of(LicenceStep, LAST, now.date())
        move_today({"by": by, "at": now}, code, move, **said)
        assert states_as_of(LicenceStep, LAST, now.date()) == stood
    assert facts_before(now.year) == before


def test_a_licence_counts_at_the_year_ends_at_which_it_held(
    past_country,
    facts_before,
    now,
):
    facts = facts_before(now.year)
    assert sorted(row[0] for row in facts["recruiter"]) == [YEAR, YEAR + 1]
    assert [row[0] for row in facts["recruiter_sanctioned"]] == [YEAR]


def test_a_suspension_that_never_was_is_put_right_and_counts_no_more(
    past_country,
    actor,
    now,
    facts_before,
):
    before = facts_before(now.year)
    with actor(Role.SUPERVISOR) as by:
        row = RecruitmentAgency.objects.get(code="RA-2")
        wrong = row.steps.get(move="suspend")
        take_step(row, "", by=by, at=now, corrects=wrong.id, reason="mistake")
    after = facts_before(now.year)
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed == {"recruiter", "recruiter_sanctioned"}
    assert len(after["recruiter"]) == 2 * len(before["recruiter"])


def take_back_training(signed):
    """A training that was recorded by mistake."""
    actions.take_back_training(**signed, training=TrainingSession.objects.get().id)


def take_back_activity(signed):
    """An activity that was recorded by mistake."""
    actions.take_back_activity(**signed, activity=AwarenessActivity.objects.get().id)


def take_back_inspection(signed):
    """An inspection that was recorded by mistake."""
    actions.take_back_inspection(**signed, inspection=Inspection.objects.get().id)


@pytest.mark.parametrize(
    ("done", "events"),
    [
        (take_back_training, {"trained", "trained_audience"}),
        (take_back_activity, {"reached"}),
        (take_back_inspection, {"inspection"}),
    ],
)
def test_what_is_taken_back_changes_the_figures_that_it_was_in(
    done,
    events,
    past_country,
    actor,
    now,
    facts_before,
):
    before = facts_before(now.year)
    with actor(Role.SUPERVISOR) as by:
        done({"by": by, "at": now})
    after = facts_before(now.year)
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed == events
