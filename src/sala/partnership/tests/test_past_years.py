"""A year that is over stays as it was, whatever becomes later of what happened in it."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from sala.access.roles import Role
from sala.access.steps import states_as_of
from sala.partnership import actions
from sala.partnership.models import (
    ActionPlan,
    ActionPlanStep,
    Assessment,
    AssessmentStep,
    BudgetLine,
    Committee,
    CommitteeMeeting,
    Objective,
    ObjectiveStep,
    Recommendation,
    RecommendationStep,
    Spending,
)

YEAR = 2018
THEN = datetime(YEAR, 6, 1, 9, tzinfo=timezone.get_default_timezone())
DAY, LAST = THEN.date(), date(YEAR, 12, 31)
NOUNS = (ActionPlanStep, ObjectiveStep, RecommendationStep, AssessmentStep)


@pytest.fixture
def past_country(in_the_past, now):
    """Everything of the room that can be open, begun in a year that is over."""
    ago = (now - THEN) / timedelta(days=1)
    with in_the_past(Role.ANALYST, days=ago) as (by, _at):
        signed = {"by": by, "at": THEN}
        plan = actions.write_plan(
            **signed,
            plan=actions.ActionPlanInput(
                {"en": "Plan"}, date(YEAR, 1, 1), date(2090, 1, 1)
            ),
        )
        actions.move_plan(**signed, plan=plan, move="adopt", version=1)
        objective = actions.add_objective(
            **signed,
            plan=plan,
            aim=actions.ObjectiveInput(
                "1.1", {"en": "Meet"}, "LWU", LAST, {"en": "Met"}, 18
            ),
        )
        progress = actions.ProgressInput("begin", DAY, 0, 3)
        actions.report_progress(**signed, objective=objective, progress=progress)
        actions.record_recommendation(
            **signed,
            recommended=actions.RecommendationInput("TIP", YEAR, 1, {"en": "Train."}),
        )
        line = actions.add_budget_line(
            **signed,
            allocation=actions.AllocationInput(
                YEAR, "training", "LWU", "government", 900
            ),
        )
        actions.record_spending(**signed, line=line, spent=400, up_to=DAY)
        founding = actions.FoundingInput("province", "LWU", DAY, place_code="LA02")
        committee = actions.found_committee(**signed, founding=founding)
        meeting = actions.Meeting(DAY, ["LWU"], 2)
        actions.record_meeting(**signed, committee=committee, meeting=meeting)
        assessment = actions.open_assessment(**signed, year=YEAR)
        actions.judge_item(
            **signed,
            assessment=assessment,
            item="I09",
            judgement=actions.JudgementInput("partly", "Committees met.", 0),
        )


def finish_objective(signed):
    """Reach an objective of the past."""
    row = Objective.objects.get()
    progress = actions.ProgressInput("finish", signed["at"].date(), 1, 18)
    actions.report_progress(**signed, objective=row.id, progress=progress)


def drop_objective(signed):
    """Drop an objective of the past."""
    row = Objective.objects.get()
    day = signed["at"].date()
    progress = actions.ProgressInput("drop", day, 1, reason="no_money")
    actions.report_progress(**signed, objective=row.id, progress=progress)


def end_plan(signed):
    """End a plan of the past."""
    row = ActionPlan.objects.get()
    actions.move_plan(**signed, plan=row.id, move="end", version=row.version)


def answer_recommendation(signed):
    """Answer a recommendation of the past."""
    row = Recommendation.objects.get()
    answer = actions.RecommendationAnswer(
        "answer",
        signed["at"].date(),
        0,
        note="Trained.",
        evidence="Report 7",
    )
    actions.answer_recommendation(**signed, recommendation=row.id, answer=answer)


def spend_more(signed):
    """Spend today of a line of the past."""
    row = BudgetLine.objects.get()
    day = signed["at"].date()
    actions.record_spending(**signed, line=row.id, spent=700, up_to=day)


def dissolve_committee(signed):
    """Dissolve a committee of the past."""
    row = Committee.objects.get()
    actions.dissolve_committee(
        **signed,
        committee=row.id,
        dissolved_on=signed["at"].date(),
        version=row.version,
    )


def meet_again(signed):
    """A committee of the past meets today."""
    row = Committee.objects.get()
    meeting = actions.Meeting(signed["at"].date(), ["LWU"], 5)
    actions.record_meeting(**signed, committee=row.id, meeting=meeting)


def judge_again(signed):
    """Judge an item of an assessment of the past."""
    row = Assessment.objects.get()
    seen = row.entries.order_by("-id").first().id
    judged = actions.JudgementInput("not_met", "Nobody met.", seen)
    actions.judge_item(**signed, assessment=row.id, item="I09", judgement=judged)


@pytest.mark.parametrize(
    "done",
    [
        finish_objective,
        drop_objective,
        end_plan,
        answer_recommendation,
        spend_more,
        dissolve_committee,
        meet_again,
        judge_again,
    ],
)
def test_whatever_is_done_today_leaves_past_years_as_they_were(
    done,
    past_country,
    actor,
    now,
    facts_before,
):
    before = facts_before(now.year)
    assert {"allocated", "spent", "committee", "committee_met"} <= before.keys()
    with actor(Role.ANALYST):
        stood = [states_as_of(noun, LAST, now.date()) for noun in NOUNS]
    assert all(stood)
    with actor(Role.ANALYST) as by:
        done({"by": by, "at": now})
    assert facts_before(now.year) == before
    with actor(Role.ANALYST):
        assert [states_as_of(noun, LAST, now.date()) for noun in NOUNS] == stood


def test_what_is_spent_later_of_a_line_is_of_the_year_it_was_spent_in(
    past_country,
    actor,
    now,
    facts_before,
):
    with actor(Role.ANALYST) as by:
        spend_more({"by": by, "at": now})
    spent = {row[0]: row for row in facts_before(now.year + 1)["spent"]}
    assert spent.keys() == {YEAR, now.year}
    assert (400 in spent[YEAR], 300 in spent[now.year]) == (True, True)


def take_back_meeting(signed):
    """A meeting that was recorded by mistake."""
    actions.take_back_meeting(**signed, meeting=CommitteeMeeting.objects.get().id)


def take_back_spending(signed):
    """Spending that was recorded by mistake."""
    actions.take_back_spending(**signed, spending=Spending.objects.get().id)


def correct_allocation(signed):
    """An amount that was written down wrong."""
    row = BudgetLine.objects.get()
    actions.change_allocation(
        **signed,
        line=row.id,
        allocated=901,
        version=row.version,
    )


def record_late(signed):
    """A meeting of the past, recorded today."""
    row = Committee.objects.get()
    meeting = actions.Meeting(DAY + timedelta(days=30), ["LWU"], 1)
    actions.record_meeting(**signed, committee=row.id, meeting=meeting)


@pytest.mark.parametrize(
    ("done", "event"),
    [
        (take_back_meeting, "committee_met"),
        (take_back_spending, "spent"),
        (correct_allocation, "allocated"),
        (record_late, "committee_met"),
    ],
)
def test_a_correction_changes_the_one_figure_that_it_is_of(
    done,
    event,
    past_country,
    actor,
    now,
    facts_before,
):
    before = facts_before(now.year)
    with actor(Role.ANALYST) as by:
        done({"by": by, "at": now})
    after = facts_before(now.year)
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed == {event}
