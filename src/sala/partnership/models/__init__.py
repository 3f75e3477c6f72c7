"""How agencies work together: committees, plans, money and recommendations. No person."""

from sala.partnership.models.budget import BudgetLine, Spending
from sala.partnership.models.committees import Committee, CommitteeMeeting
from sala.partnership.models.plans import ActionPlan, Objective, ObjectiveStep
from sala.partnership.models.recommendations import Recommendation, RecommendationStep

__all__ = [
    "ActionPlan",
    "BudgetLine",
    "Committee",
    "CommitteeMeeting",
    "Objective",
    "ObjectiveStep",
    "Recommendation",
    "RecommendationStep",
    "Spending",
]
