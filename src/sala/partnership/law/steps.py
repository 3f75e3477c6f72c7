"""Who sees and takes the steps of each noun of this room."""

from sala.access.law.asking import AGENCY
from sala.access.law.steps import history_law
from sala.kit.law import joined_law
from sala.partnership.law.assessments import ANALYST, APPROVES, approved_by_two
from sala.partnership.law.work import KEEPS, WORKS, owned_thing
from sala.partnership.models import (
    ActionPlanStep,
    AssessmentStep,
    ObjectiveStep,
    RecommendationStep,
)

PROGRESS = f"""{WORKS} AND {owned_thing("objective", "objective_id")}
    AND (state <> 'dropped' OR {KEEPS})"""
ANSWERS = f"""{WORKS} AND {owned_thing("recommendation", "recommendation_id")}
    AND (state <> 'declined' OR {KEEPS})"""
# Whoever edits does so for the agency that opened it; what is approved, a text says.
JUDGES = f"""((move = 'edit' AND {ANALYST} AND EXISTS (
        SELECT 1 FROM partnership_assessment a
        WHERE a.id = assessment_id AND a.agency_id = {AGENCY}))
    OR (move = 'approve' AND {APPROVES}
        AND (state <> 'approved' OR {approved_by_two("assessment_id")})))"""

LAW = joined_law(
    history_law(ActionPlanStep, writes=KEEPS),
    history_law(ObjectiveStep, writes=PROGRESS),
    history_law(RecommendationStep, writes=ANSWERS),
    history_law(AssessmentStep, writes=JUDGES),
)
