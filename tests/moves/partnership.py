"""How the nouns of `partnership` are made and moved: the secretariat's analyst may sit in any
agency.
"""

from datetime import datetime, timedelta
from uuid import UUID

from tests.moves.stage import Move, MovedNoun, Stage

from sala.access.context import Actor
from sala.access.permissions import may
from sala.desk.approvals import signed_as
from sala.partnership import actions
from sala.partnership.models import (
    ActionPlan,
    ActionPlanStep,
    AssessmentStep,
    AssessmentText,
    ObjectiveStep,
    RecommendationStep,
)
from sala.partnership.policy import APPROVE
from sala.partnership.queries import assessments, plans, recommendations
from sala.partnership.queries.items import item_codes

OWN = "LWU"  # the agency of the seat that owns what is to be done
ITEM = "I09"


def write_plan(stage: Stage, by: Actor) -> UUID:
    """Write the draft of a plan."""
    day = stage.at.date()
    told = actions.ActionPlanInput({"en": "Plan"}, day, day + timedelta(days=90))
    return actions.write_plan(by=by, at=stage.at, plan=told)


def move_plan(move: str) -> Move:
    """How a plan is adopted or ended."""

    def make(by: Actor, at: datetime, key: UUID) -> None:
        version = ActionPlan.objects.get(id=key).version
        actions.move_plan(by=by, at=at, plan=key, move=move, version=version)

    return make


def offered_of_plan(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a plan offers."""
    row = plans.load_plan(by=by, key=key)
    return set(row.moves) if row else None


def set_objective(stage: Stage, by: Actor) -> UUID:
    """Set an objective of the agency `own`, in a plan of its own."""
    aim = actions.ObjectiveInput(
        "1.1", {"en": "Aim"}, OWN, stage.at.date(), {"en": "Met"}, 18
    )
    plan = write_plan(stage, by)
    return actions.add_objective(by=by, at=stage.at, plan=plan, aim=aim)


def report_progress(move: str) -> Move:
    """How progress is reported."""

    def make(by: Actor, at: datetime, key: UUID) -> None:
        taken = ObjectiveStep.objects.filter(objective_id=key, opening=False)
        progress = actions.ProgressInput(
            move=move,
            happened_on=at.date(),
            step=taken.count(),
            reason="no_money" if move == "drop" else "",
        )
        actions.report_progress(by=by, at=at, objective=key, progress=progress)

    return make


def offered_of_objective(by: Actor, key: UUID) -> set[str] | None:
    """What the page of an objective offers."""
    row = plans.load_objective(by=by, key=key)
    return set(row.moves) if row else None


def record_recommendation(stage: Stage, by: Actor) -> UUID:
    """Record a recommendation that the agency `own` is to answer."""
    asked = actions.RecommendationInput("TIP", 2019, 4, {"en": "Train officials."})
    owner = actions.OwnershipInput(OWN, "high", stage.at.date())
    key = actions.record_recommendation(by=by, at=stage.at, recommended=asked)
    actions.assign_recommendation(
        by=by,
        at=stage.at,
        recommendation=key,
        ownership=owner,
        version=1,
    )
    return key


def answer(move: str) -> Move:
    """How a step of the answer is reported."""

    def make(by: Actor, at: datetime, key: UUID) -> None:
        taken = RecommendationStep.objects.filter(recommendation_id=key, opening=False)
        said = actions.RecommendationAnswer(
            move=move,
            happened_on=at.date(),
            step=taken.count(),
            reason="no_money" if move == "decline" else "",
            note="Trained." if move == "answer" else "",
            evidence="Decree 245" if move == "answer" else "",
        )
        actions.answer_recommendation(by=by, at=at, recommendation=key, answer=said)

    return make


def offered_of_recommendation(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a recommendation offers."""
    row = recommendations.load_recommendation(by=by, key=key)
    return set(row.moves) if row else None


def open_assessment(stage: Stage, by: Actor) -> UUID:
    """Open the assessment of the year, and judge every item of it."""
    key = actions.open_assessment(by=by, at=stage.at, year=stage.at.year)
    for item in item_codes():
        judge_item(by, stage.at, key, item)
    return key


def judge_item(by: Actor, at: datetime, key: UUID, item: str = ITEM) -> None:
    """Judge an item, after what the reader has seen of it."""
    page = assessments.load_assessment(by=by, key=key)
    seen = page.item(item) if page else None
    judgement = actions.JudgementInput(
        "not_assessed", "No word.", seen.seen if seen else 0
    )
    actions.judge_item(by=by, at=at, assessment=key, item=item, judgement=judgement)


def approve(by: Actor, at: datetime, key: UUID) -> None:
    """Stand by the assessment as it is."""
    page = assessments.load_assessment(by=by, key=key)
    seen = page.digest if page else ""
    actions.approve_assessment(by=by, at=at, assessment=key, seen=seen)


def sign_text(by: Actor, at: datetime, key: UUID) -> None:
    """Sign, as the second, the text that a first person signed."""
    half = AssessmentText.objects.filter(assessment_id=key, second_at=None)
    half.update(**signed_as("second", by, at))


def offered_of_assessment(by: Actor, key: UUID) -> set[str] | None:
    """What the page of an assessment offers."""
    page = assessments.load_assessment(by=by, key=key)
    if page is None:
        return None
    offers = {"edit": page.edits, "approve": may(by, APPROVE) and page.approve}
    return {move for move, offered in offers.items() if offered}


PLAN = MovedNoun(
    name="action_plan",
    steps=ActionPlanStep,
    seats={"writer": "own", "other": "third"},
    nobody="",
    begin=write_plan,
    moves={move: move_plan(move) for move in ("adopt", "end")},
    offered=offered_of_plan,
)
OBJECTIVE = MovedNoun(
    name="objective",
    steps=ObjectiveStep,
    seats={"owner": "own", "other": "third"},
    nobody="",
    begin=set_objective,
    moves={
        move: report_progress(move)
        for move in ("begin", "report", "finish", "reopen", "take_up", "drop")
    },
    reasons={"drop": "no_money"},
    offered=offered_of_objective,
)
RECOMMENDATION = MovedNoun(
    name="recommendation",
    steps=RecommendationStep,
    seats={"owner": "own", "other": "third"},
    nobody="",
    begin=record_recommendation,
    moves={
        move: answer(move)
        for move in ("take_up", "report", "answer", "decline", "reopen")
    },
    reasons={"decline": "no_money"},
    says={"answer": {"evidence": "Decree 245"}},
    offered=offered_of_recommendation,
)
# Whoever opened it, and approved it first, is the analyst of the opening agency: the second of
# the two people is not.
ASSESSMENT = MovedNoun(
    name="assessment",
    steps=AssessmentStep,
    seats={"opener": "own", "other": "third"},
    nobody="",
    begin=open_assessment,
    moves={"edit": judge_item, "approve": approve},
    prepare={"approve": sign_text},
    offered=offered_of_assessment,
)

NOUNS = (PLAN, OBJECTIVE, RECOMMENDATION, ASSESSMENT)
