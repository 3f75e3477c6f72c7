"""Every write of `partnership`, with its ledger entry."""

from sala.partnership.actions.assessment_entries import (
    CitedDocument,
    CitedFigure,
    JudgementInput,
    cite_document,
    cite_figures,
    judge_item,
    remove_evidence,
)
from sala.partnership.actions.assessments import approve_assessment, open_assessment
from sala.partnership.actions.budget import (
    AllocationInput,
    add_budget_line,
    change_allocation,
    record_spending,
    take_back_spending,
)
from sala.partnership.actions.committees import (
    FoundingInput,
    Meeting,
    dissolve_committee,
    found_committee,
    record_meeting,
    take_back_meeting,
)
from sala.partnership.actions.evidence import open_file, take_back_file
from sala.partnership.actions.plans import (
    ActionPlanInput,
    ObjectiveInput,
    ProgressInput,
    add_objective,
    change_objective,
    move_plan,
    report_progress,
    write_plan,
)
from sala.partnership.actions.recommendations import (
    OwnershipInput,
    RecommendationAnswer,
    RecommendationInput,
    answer_recommendation,
    assign_recommendation,
    link_repeated,
    record_recommendation,
    take_over_recommendations,
)
from sala.partnership.actions.tiers import PlacementInput, record_tier, take_back_tier

__all__ = [
    "ActionPlanInput",
    "AllocationInput",
    "CitedDocument",
    "CitedFigure",
    "FoundingInput",
    "JudgementInput",
    "Meeting",
    "ObjectiveInput",
    "OwnershipInput",
    "PlacementInput",
    "ProgressInput",
    "RecommendationAnswer",
    "RecommendationInput",
    "add_budget_line",
    "add_objective",
    "answer_recommendation",
    "approve_assessment",
    "assign_recommendation",
    "change_allocation",
    "change_objective",
    "cite_document",
    "cite_figures",
    "dissolve_committee",
    "found_committee",
    "judge_item",
    "link_repeated",
    "move_plan",
    "open_assessment",
    "open_file",
    "record_meeting",
    "record_recommendation",
    "record_spending",
    "record_tier",
    "remove_evidence",
    "report_progress",
    "take_back_file",
    "take_back_meeting",
    "take_back_spending",
    "take_back_tier",
    "take_over_recommendations",
    "write_plan",
]
