"""How agencies work together, and how the country stands by the standards.

No person stands here.
"""

from sala.partnership.models.assessments import (
    Assessment,
    AssessmentEntry,
    AssessmentText,
)
from sala.partnership.models.budget import BudgetLine, Spending
from sala.partnership.models.committees import Committee, CommitteeMeeting
from sala.partnership.models.evidence import EvidenceFile, EvidenceOf
from sala.partnership.models.plans import ActionPlan, Objective
from sala.partnership.models.recommendations import Recommendation
from sala.partnership.models.steps import (
    ActionPlanStep,
    AssessmentStep,
    ObjectiveStep,
    RecommendationStep,
)
from sala.partnership.models.tiers import TierPlacement

__all__ = [
    "ActionPlan",
    "ActionPlanStep",
    "Assessment",
    "AssessmentEntry",
    "AssessmentStep",
    "AssessmentText",
    "BudgetLine",
    "Committee",
    "CommitteeMeeting",
    "EvidenceFile",
    "EvidenceOf",
    "Objective",
    "ObjectiveStep",
    "Recommendation",
    "RecommendationStep",
    "Spending",
    "TierPlacement",
]
