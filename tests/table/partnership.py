"""Pages of `partnership`: every role reads, the secretariat keeps, agencies report their own."""

from tests.table.prevention import WORKS
from tests.table.rows import CASE_WORKER, EVERYBODY, same, shared

from sala.access.roles import Role
from sala.kit.uploaded_files import SentFile
from sala.partnership import actions
from sala.partnership.queries import assessments

KEEPS = frozenset({Role.ANALYST})
APPROVES = KEEPS | {Role.OVERSIGHT}
ITEM = {"assessment": "assessment", "item": "item"}


def seen(**arguments: str):
    return shared(EVERYBODY, EVERYBODY, **arguments)


def kept(**arguments: str):
    return shared(KEEPS, KEEPS, **arguments)


TABLE = {
    "show_partnership": same(EVERYBODY),
    "list_committees": same(EVERYBODY),
    "found_committee": same(KEEPS),
    "show_committee": seen(committee="committee"),
    "record_meeting": shared(WORKS, WORKS, committee="committee"),
    "dissolve_committee": kept(committee="committee"),
    "list_action_plans": same(EVERYBODY),
    "write_plan": same(KEEPS),
    "show_action_plan": seen(plan="action_plan"),
    "add_objective": kept(plan="action_plan"),
    "list_objectives": same(EVERYBODY),
    "show_objective": seen(objective="objective"),
    "change_objective": kept(objective="objective"),
    "list_budget": same(EVERYBODY),
    "allocate": same(KEEPS),
    "show_budget_line": seen(line="budget_line"),
    "change_allocation": kept(line="budget_line"),
    "show_tiers": same(EVERYBODY),
    "record_tier": same(KEEPS),
    "show_threads": same(EVERYBODY),
    "list_assessments": same(EVERYBODY),
    "open_assessment": same(KEEPS),
    "show_assessment": shared(APPROVES, APPROVES, assessment="assessment"),
    "judge_item": shared(KEEPS, frozenset(), **ITEM),
    "cite_document": shared(KEEPS, frozenset(), **ITEM),
    "open_evidence_file": shared(APPROVES, APPROVES, file="evidence_file"),
    "list_recommendations": same(EVERYBODY),
    "record_recommendation": same(KEEPS),
    "show_recommendation": seen(recommendation="recommendation"),
    "assign_recommendation": kept(recommendation="recommendation"),
    "link_recommendation": kept(recommendation="recommendation"),
}
# What another agency may read and not change answers with the page; the room's tests see to it
# that nothing is changed.
POSTS = {
    "judge_item": {
        "verdict": "met",
        "reasons": "Said by hand.",
        "version": "1",
    },
    "cite_document": {"document": "A decree"},
    "open_evidence_file": {"do": "remove"},
}


def places(actor, now, made: dict[str, str]) -> dict[str, str]:
    """One record of each kind, of the agency `own`."""
    day = now.date()
    with actor(Role.ANALYST) as by:
        founding = actions.FoundingInput("province", "LWU", day, place_code="LA02")
        committee = actions.found_committee(
            by=by,
            at=now,
            founding=founding,
        )
        plan = actions.write_plan(
            by=by,
            at=now,
            plan=actions.ActionPlanInput(
                {"en": "A plan"}, day.replace(month=1, day=1), day
            ),
        )
        actions.move_plan(
            by=by,
            at=now,
            plan=plan,
            move="adopt",
            version=1,
        )
        aim = actions.ObjectiveInput(
            "1.1",
            {"en": "Every province meets"},
            "LWU",
            day,
            {"en": "Met"},
            18,
        )
        objective = actions.add_objective(
            by=by,
            at=now,
            plan=plan,
            aim=aim,
        )
        budget = actions.AllocationInput(
            day.year,
            "training",
            "LWU",
            "government",
            300_000_000,
        )
        line = actions.add_budget_line(
            by=by,
            at=now,
            allocation=budget,
        )
        asked = actions.RecommendationInput(
            "TIP",
            day.year,
            1,
            {"en": "Screen returning migrants."},
        )
        recommendation = actions.record_recommendation(
            by=by,
            at=now,
            recommended=asked,
        )
        assessment = actions.open_assessment(
            by=by,
            at=now,
            year=day.year,
        )
        paper = SentFile("pdf", b"%PDF-1.7 synthetic")
        cited = actions.CitedDocument("Decree 245", "Article 3", file=paper)
        actions.cite_document(
            by=by,
            at=now,
            assessment=assessment,
            item="I09",
            cited=cited,
        )
        judged = actions.JudgementInput("partly", "Committees met.", 0)
        actions.judge_item(
            by=by,
            at=now,
            assessment=assessment,
            item="I09",
            judgement=judged,
        )
        (piece,) = (
            assessments.load_assessment(by=by, key=assessment).item("I09").evidence
        )
        tier = actions.PlacementInput(2018, "3", "TIP Report 2018", automatic=True)
        actions.record_tier(
            by=by,
            at=now,
            placement=tier,
        )
    with actor(CASE_WORKER) as by:
        meeting = actions.Meeting(day, ["LWU", "MOPS"], 3)
        actions.record_meeting(
            by=by,
            at=now,
            committee=committee,
            meeting=meeting,
        )
        actions.record_spending(
            by=by,
            at=now,
            line=line,
            spent=1_000_000,
            up_to=day,
        )
        begun = actions.ProgressInput("begin", day, 0)
        actions.report_progress(
            by=by,
            at=now,
            objective=objective,
            progress=begun,
        )
    return {
        "committee": str(committee),
        "action_plan": str(plan),
        "objective": str(objective),
        "budget_line": str(line),
        "recommendation": str(recommendation),
        "assessment": str(assessment),
        "item": "I09",
        "evidence_file": str(piece.file.id),
    }
