"""Each move of this room is a step, and the database holds to it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import IntegrityError

from sala.access.models import LedgerEntry
from sala.access.roles import Role
from sala.access.steps import steps_that_count
from sala.partnership import actions
from sala.partnership.actions import common
from sala.partnership.models import ActionPlan, Assessment, Objective, Recommendation
from sala.partnership.models.steps import STEPS

pytestmark = pytest.mark.django_db


def checked():
    """What the database would refuse at commit, it refuses now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def entry_of(actor, step):
    """The entry of the ledger that a step names."""
    with actor(Role.OVERSIGHT):
        return LedgerEntry.objects.get(lane=step.ledger_lane, seq=step.ledger_seq)


def moves_of(row):
    return [(step.move, step.state) for step in steps_that_count(row)]


def test_a_plan_is_written_and_put_in_force(actor, plan):
    with actor(Role.ANALYST):
        row = ActionPlan.objects.get(id=plan)
        assert moves_of(row) == [("write", "draft"), ("adopt", "in_force")]
        written, adopted = steps_that_count(row)
        checked()
    assert entry_of(actor, written).action == "partnership.plan_written"
    assert entry_of(actor, adopted).action == "partnership.plan_adopt"


def test_progress_of_before_the_objective_was_written_stands_on_its_day(
    actor,
    now,
    objective,
):
    day = now.date() - timedelta(days=40)
    with actor(Role.CASE_WORKER) as by:
        actions.report_progress(
            by=by,
            at=now,
            objective=objective,
            progress=actions.ProgressInput("begin", day, 0, 3, note="Begun."),
        )
        row = Objective.objects.get(id=objective)
        assert moves_of(row) == [("set", "not_begun"), ("begin", "under_way")]
        begun = steps_that_count(row)[-1]
        assert (begun.happened_on, begun.measured, begun.note) == (day, 3, "Begun.")
        assert (begun.recorded_by_id, begun.agency_id) == (by.user, by.agency)
        checked()
    assert entry_of(actor, begun).action == "partnership.progress_reported"


def test_an_answer_is_a_step_with_what_it_rests_on(actor, now, recommendation):
    with actor(Role.CASE_WORKER) as by:
        answer = actions.RecommendationAnswer(
            "answer",
            now.date(),
            0,
            note="Trained.",
            evidence="Report 7",
        )
        actions.answer_recommendation(
            by=by,
            at=now,
            recommendation=recommendation,
            answer=answer,
        )
        row = Recommendation.objects.get(id=recommendation)
        assert moves_of(row) == [("record", "open"), ("answer", "answered")]
        answered = steps_that_count(row)[-1]
        assert (answered.note, answered.evidence) == ("Trained.", "Report 7")
        checked()
    assert entry_of(actor, answered).action == "partnership.recommendation_moved"


def test_an_edit_is_a_step_of_an_assessment_and_changes_no_version(actor, now):
    with actor(Role.ANALYST) as by:
        key = actions.open_assessment(by=by, at=now, year=now.year)
        cited = actions.CitedDocument("Decree 245")
        for item in ("I09", "I10"):
            actions.cite_document(
                by=by,
                at=now,
                assessment=key,
                item=item,
                cited=cited,
            )
        row = Assessment.objects.get(id=key)
        assert (row.version, row.reason) == (1, "")
        assert moves_of(row) == [
            ("open", "draft"),
            ("edit", "draft"),
            ("edit", "draft"),
        ]
        edited = steps_that_count(row)[-1]
        checked()
    entry = entry_of(actor, edited)
    assert entry.action == "partnership.evidence_given"
    assert "I10" in entry.detail


@pytest.mark.parametrize(
    ("noun", "state", "why"),
    [
        (Objective, "done", "its last step says not_begun"),
        (Recommendation, "answered", "its last step says open"),
    ],
)
def test_a_state_without_a_step_is_refused_at_commit(
    noun,
    state,
    why,
    actor,
    objective,
    recommendation,
):
    checked()
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            common.record_entry(by, "progress_reported", "objective", objective)
            assert noun.objects.update(state=state) == 1
            checked()


def test_an_agency_changes_nothing_but_the_state(actor, objective, recommendation):
    with actor(Role.CASE_WORKER):
        for change in (
            lambda: Objective.objects.update(target=1),
            lambda: Recommendation.objects.update(priority="low"),
        ):
            with (
                pytest.raises(DatabaseError, match="only the secretariat"),
                transaction.atomic(),
            ):
                change()
    with actor(Role.CASE_WORKER, "other"):
        assert Objective.objects.update(state="done") == 0
        assert Recommendation.objects.update(state="answered") == 0


@pytest.mark.parametrize("model", STEPS, ids=lambda model: model.__name__)
def test_a_step_is_written_once(actor, model):
    table = model._meta.db_table
    with actor(Role.ANALYST), connection.cursor() as cursor:
        for change in (f"UPDATE {table} SET reason = 'other'", f"DELETE FROM {table}"):
            with (
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
            ):
                cursor.execute(change)
