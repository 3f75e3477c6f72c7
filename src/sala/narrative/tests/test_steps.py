"""Each move of a year's report is a step, and the database holds to it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from sala.access.ledger import record
from sala.access.models import LedgerEntry
from sala.access.roles import Role
from sala.access.steps import last_step, states_as_of, steps_that_count, take_step
from sala.narrative.models import YearReport, YearReportStep

from .test_year_reports import RIGHT

pytestmark = pytest.mark.django_db


def checked():
    """What the database would refuse at commit, it refuses now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def steps_of(report):
    row = YearReport.objects.get(id=report)
    steps = steps_that_count(row)
    assert steps[-1].state == row.state
    return steps


def moves_of(report):
    return [(step.move, step.state) for step in steps_of(report)]


def entry_of(actor, step):
    """The entry of the ledger that a step names."""
    with actor(Role.OVERSIGHT):
        return LedgerEntry.objects.get(lane=step.ledger_lane, seq=step.ledger_seq)


def test_a_report_is_opened_edited_and_approved_in_steps(
    frozen,
    opened,
    edit,
    approve,
    actor,
):
    report = opened()
    approve(report, Role.ANALYST)
    edit(report, RIGHT)
    approve(report, Role.ANALYST)
    approve(report, Role.OVERSIGHT, "other")
    with actor(Role.OVERSIGHT, "other") as by:
        assert moves_of(report) == [
            ("open", "draft"),
            ("edit", "draft"),
            ("approve", "half_approved"),
            ("edit", "draft"),
            ("approve", "half_approved"),
            ("approve", "approved"),
        ]
        steps = steps_of(report)
        assert (steps[-1].recorded_by_id, steps[-1].agency_id) == (by.user, by.agency)
        checked()
    assert [entry_of(actor, step).action for step in steps] == [
        "narrative.year_report_opened",
        "narrative.report_figures",
        "narrative.year_report_half_approved",
        "narrative.report_edited",
        "narrative.year_report_half_approved",
        "narrative.year_report_approved",
    ]
    assert {entry_of(actor, step).subject for step in steps} == {str(report)}


def test_steps_change_neither_the_number_of_a_version_nor_its_reason(
    frozen,
    opened,
    edit,
    approve,
    actor,
):
    first = opened()
    approve(first, Role.ANALYST)
    approve(first, Role.OVERSIGHT)
    second = opened(reason="An agency reported late.")
    edit(second, RIGHT)
    with actor(Role.ANALYST):
        row = YearReport.objects.get(id=second)
        assert (row.version, row.reason) == (2, "An agency reported late.")
        assert (row.state, YearReport.objects.get(id=first).state) == (
            "draft",
            "approved",
        )


def test_what_a_report_was_on_a_day_stays_whatever_becomes_of_it(
    frozen,
    opened,
    approve,
    actor,
    now,
):
    report, today = opened(), now.date()
    with actor(Role.ANALYST):
        assert states_as_of(YearReportStep, today, today) == {report: "draft"}
        assert states_as_of(YearReportStep, today - timedelta(1), today) == {}
    approve(report, Role.ANALYST)
    approve(report, Role.OVERSIGHT)
    with actor(Role.ANALYST):
        assert states_as_of(YearReportStep, today, today) == {report: "approved"}
        yesterday = today - timedelta(1)
        assert states_as_of(YearReportStep, today, yesterday) == {}


@pytest.mark.parametrize(
    ("state", "refused", "why"),
    [
        ("half_approved", IntegrityError, "its last step says draft"),
        ("approved", ProgrammingError, "row-level"),
    ],
)
def test_a_state_without_a_step_is_refused(facts, opened, actor, state, refused, why):
    report = opened()
    checked()
    with actor(Role.ANALYST) as by:
        with pytest.raises(refused, match=why):
            with transaction.atomic():
                record(
                    by=by,
                    action=f"narrative.year_report_{state}",
                    kind="year_report",
                    subject=report,
                )
                assert YearReport.objects.update(state=state) == 1
                checked()


@pytest.mark.parametrize("state", ["half_approved", "approved"])
def test_nobody_steps_to_an_approval_that_no_text_says(
    frozen,
    opened,
    approve,
    actor,
    now,
    state,
):
    report = opened()
    if state == "approved":
        approve(report, Role.ANALYST)
    with actor(Role.OVERSIGHT) as by:
        row = YearReport.objects.get(id=report)
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            take_step(row, "approve", by=by, at=now)


def test_an_approval_does_not_fall_without_an_edit(
    frozen,
    opened,
    approve,
    actor,
    now,
):
    report = opened()
    approve(report, Role.ANALYST)
    with actor(Role.ANALYST) as by:
        row = YearReport.objects.get(id=report)
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            take_step(row, "edit", by=by, at=now)


def test_another_agency_takes_no_step_of_an_edit(facts, opened, actor, now):
    report = opened()
    for role, agency in ((Role.ANALYST, "other"), (Role.OVERSIGHT, "own")):
        with actor(role, agency) as by:
            row = YearReport.objects.get(id=report)
            with (
                pytest.raises(ProgrammingError, match="row-level"),
                transaction.atomic(),
            ):
                take_step(row, "edit", by=by, at=now)
    with actor(Role.ANALYST) as by:
        take_step(YearReport.objects.get(id=report), "edit", by=by, at=now)
        assert last_step(YearReport.objects.get(id=report)).move == "edit"


def test_a_step_is_written_once(facts, opened, actor):
    opened()
    with actor(Role.ANALYST), connection.cursor() as cursor:
        for change in (
            "UPDATE narrative_yearreportstep SET state = 'approved'",
            "DELETE FROM narrative_yearreportstep",
        ):
            with (
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
            ):
                cursor.execute(change)
