"""The history of each noun of this room, step by step."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sala.access.models import Step
from sala.kit.states import States
from sala.partnership import states
from sala.partnership.models.assessments import Assessment
from sala.partnership.models.budget import BudgetLine
from sala.partnership.models.plans import ActionPlan, Objective
from sala.partnership.models.recommendations import Recommendation


class ActionPlanStep(Step):
    """A plan of action was written, put in force, or ended."""

    states: ClassVar[States] = states.PLAN
    noun_field: ClassVar[str] = "plan"
    ledger_kind: ClassVar[str] = "plan"
    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="action_plan_step_once",
                fields=["plan", "number"],
            ),
        ]


class ObjectiveStep(Step):
    """Progress on an objective; `measured` is null where nobody measured."""

    states: ClassVar[States] = states.OBJECTIVE
    noun_field: ClassVar[str] = "objective"
    ledger_kind: ClassVar[str] = "objective"
    moves_before_opening: ClassVar[tuple[str, ...]] = states.every_move
    objective = models.ForeignKey(Objective, models.PROTECT, related_name="steps")
    measured = models.PositiveIntegerField(null=True)
    # On public work; the form says: no names.
    note = models.CharField(max_length=500, blank=True)

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="objective_step_once",
                fields=["objective", "number"],
            ),
            models.CheckConstraint(
                name="dropped_says_why",
                condition=~Q(state="dropped") | ~Q(reason=""),
            ),
        ]


class RecommendationStep(Step):
    """Something done to answer a recommendation, and where it can be checked."""

    states: ClassVar[States] = states.RECOMMENDATION
    noun_field: ClassVar[str] = "recommendation"
    ledger_kind: ClassVar[str] = "recommendation"
    moves_before_opening: ClassVar[tuple[str, ...]] = states.every_move
    recommendation = models.ForeignKey(
        Recommendation,
        models.PROTECT,
        related_name="steps",
    )
    objective = models.ForeignKey(
        Objective,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    budget_line = models.ForeignKey(
        BudgetLine,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    # On public work; the form says: no names.
    note = models.CharField(max_length=500, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    # Of the evidence, where it is attached.
    file_hash = models.CharField(max_length=64, blank=True)

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="recommendation_step_once",
                fields=["recommendation", "number"],
            ),
            models.CheckConstraint(
                name="declined_recommendation_says_why",
                condition=~Q(state="declined") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="answer_has_evidence",
                condition=~Q(state="answered") | ~Q(evidence=""),
            ),
            models.CheckConstraint(
                name="a_file_is_of_evidence",
                condition=Q(file_hash="") | ~Q(evidence=""),
            ),
        ]


class AssessmentStep(Step):
    """An assessment was opened, worked on, or approved by one of two people."""

    states: ClassVar[States] = states.ASSESSMENT
    noun_field: ClassVar[str] = "assessment"
    ledger_kind: ClassVar[str] = "assessment"
    # An assessment's own `version` and `reason` say which of a year it is, and why.
    reason_field: ClassVar[str] = ""
    version_field: ClassVar[str] = ""
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="assessment_step_once",
                fields=["assessment", "number"],
            ),
        ]


STEPS: tuple[type[Step], ...] = (
    ActionPlanStep,
    ObjectiveStep,
    RecommendationStep,
    AssessmentStep,
)
