"""What is owed to people, what they were given, who was asked to help, and where they
went.
"""

from sala.protection.models.entitlements import PersonEntitlement
from sala.protection.models.plans import PlanGoal, PlanVersion, SupportPlan
from sala.protection.models.referrals import Referral
from sala.protection.models.returns import FollowUp, Return
from sala.protection.models.services import ServiceDelivered
from sala.protection.models.shelters import Bed, Shelter, ShelterStay
from sala.protection.models.steps import (
    EntitlementStep,
    FollowUpStep,
    GoalStep,
    PlanStep,
    ReferralStep,
    ReturnStep,
    StayStep,
)

__all__ = [
    "Bed",
    "EntitlementStep",
    "FollowUp",
    "FollowUpStep",
    "GoalStep",
    "PersonEntitlement",
    "PlanGoal",
    "PlanStep",
    "PlanVersion",
    "Referral",
    "ReferralStep",
    "Return",
    "ReturnStep",
    "ServiceDelivered",
    "Shelter",
    "ShelterStay",
    "StayStep",
    "SupportPlan",
]
