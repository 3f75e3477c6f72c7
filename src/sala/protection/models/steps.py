"""The history of each noun of this room, step by step."""

from typing import ClassVar

from django.db import models

from sala.access.models import Step
from sala.kit.states import States
from sala.protection import states
from sala.protection.models.entitlements import PersonEntitlement
from sala.protection.models.plans import PlanGoal, SupportPlan
from sala.protection.models.referrals import Referral
from sala.protection.models.returns import FollowUp, Return
from sala.protection.models.shelters import ShelterStay


class ReferralStep(Step):
    """A referral was sent, answered, taken back or done."""

    states: ClassVar[States] = states.REFERRAL
    noun_field: ClassVar[str] = "referral"
    ledger_kind: ClassVar[str] = "referral"
    columns_of_moves: ClassVar[tuple[str, ...]] = ("reason",)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="referral_step_once",
                fields=["referral", "number"],
            ),
        ]


class EntitlementStep(Step):
    """A right opened, was offered, wanted or not, and given or not to be had."""

    states: ClassVar[States] = states.ENTITLEMENT
    noun_field: ClassVar[str] = "entitlement"
    ledger_kind: ClassVar[str] = "entitlement"
    columns_of_moves: ClassVar[tuple[str, ...]] = (
        "reason",
        "agency_id",
    )
    moves_before_opening: ClassVar[tuple[str, ...]] = states.every_move
    entitlement = models.ForeignKey(
        PersonEntitlement,
        models.PROTECT,
        related_name="steps",
    )

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="entitlement_step_once",
                fields=["entitlement", "number"],
            ),
        ]


class PlanStep(Step):
    """A plan of support was begun, changed, agreed with the person, or ended."""

    states: ClassVar[States] = states.PLAN
    noun_field: ClassVar[str] = "plan"
    ledger_kind: ClassVar[str] = "plan"
    columns_of_moves: ClassVar[tuple[str, ...]] = (
        "agreed_by",
        "agreed_on",
        "review_on",
        "reason",
    )
    plan = models.ForeignKey(SupportPlan, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(name="plan_step_once", fields=["plan", "number"]),
        ]


class GoalStep(Step):
    """A goal was set, reached, dropped or taken up again."""

    states: ClassVar[States] = states.GOAL
    noun_field: ClassVar[str] = "goal"
    ledger_kind: ClassVar[str] = "goal"
    columns_of_moves: ClassVar[tuple[str, ...]] = ("reason",)
    entered_with: ClassVar[dict[str, str]] = {"plan": "plan_id"}
    goal = models.ForeignKey(PlanGoal, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(name="goal_step_once", fields=["goal", "number"]),
        ]


class StayStep(Step):
    """A bed was held, somebody came, and left."""

    states: ClassVar[States] = states.STAY
    noun_field: ClassVar[str] = "stay"
    ledger_kind: ClassVar[str] = "stay"
    columns_of_moves: ClassVar[tuple[str, ...]] = (
        "from_on",
        "until_on",
        "expected_until",
        "reason",
        "destination",
    )
    moves_before_opening: ClassVar[tuple[str, ...]] = ("come", "leave")
    stay = models.ForeignKey(ShelterStay, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(name="stay_step_once", fields=["stay", "number"]),
        ]


class ReturnStep(Step):
    """A return was planned, confirmed by who receives, made or given up."""

    states: ClassVar[States] = states.RETURN
    noun_field: ClassVar[str] = "returned"
    ledger_kind: ClassVar[str] = "return"
    columns_of_moves: ClassVar[tuple[str, ...]] = (
        "reason",
        "happened_on",
        "confirmed_on",
        "reference",
    )
    moves_before_opening: ClassVar[tuple[str, ...]] = ("confirm", "go")
    returned = models.ForeignKey(Return, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="return_step_once",
                fields=["returned", "number"],
            ),
        ]


class FollowUpStep(Step):
    """Asking after somebody fell due, was done, or was missed."""

    states: ClassVar[States] = states.FOLLOW_UP
    noun_field: ClassVar[str] = "follow_up"
    ledger_kind: ClassVar[str] = "follow_up"
    columns_of_moves: ClassVar[tuple[str, ...]] = (
        "happened_on",
        "manner",
        "found",
        "reason",
    )
    entered_with: ClassVar[dict[str, str]] = {"return": "returned_id"}
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="follow_up_step_once",
                fields=["follow_up", "number"],
            ),
        ]


STEPS: tuple[type[Step], ...] = (
    ReferralStep,
    EntitlementStep,
    PlanStep,
    GoalStep,
    StayStep,
    ReturnStep,
    FollowUpStep,
)
