"""The history of each noun of this room, step by step."""

from typing import ClassVar

from django.db import models

from sala.access.models import Step
from sala.kit.states import States
from sala.prosecution import states
from sala.prosecution.models.cases import Case, CaseIdentityRequest, Investigation
from sala.prosecution.models.complaints import Complaint, Incident
from sala.prosecution.models.cooperation import CooperationRequest
from sala.prosecution.models.courts import Charge, Forfeiture
from sala.prosecution.models.restitution import RestitutionClaim


class ComplaintStep(Step):
    """A complaint was received, screened, referred, or closed and reviewed."""

    states: ClassVar[States] = states.COMPLAINT
    noun_field: ClassVar[str] = "complaint"
    ledger_kind: ClassVar[str] = "complaint"
    columns_of_moves: ClassVar[tuple[str, ...]] = (
        "signs",
        "referred_to_id",
        "incident_id",
        "closed_reason",
    )
    reason_field: ClassVar[str] = "closed_reason"
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="complaint_step_once",
                fields=["complaint", "number"],
            ),
        ]


class IncidentStep(Step):
    """An incident happened, became a case, or not, and was taken up again."""

    states: ClassVar[States] = states.INCIDENT
    noun_field: ClassVar[str] = "incident"
    ledger_kind: ClassVar[str] = "incident"
    columns_of_moves: ClassVar[tuple[str, ...]] = (
        "reason",
        "case_id",
    )
    entered_with: ClassVar[dict[str, str]] = {"case": "case_id"}
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="incident_step_once",
                fields=["incident", "number"],
            ),
        ]


class CaseStep(Step):
    """A case was opened, handed on or back, closed, or opened again."""

    states: ClassVar[States] = states.CASE
    noun_field: ClassVar[str] = "case"
    ledger_kind: ClassVar[str] = "case"
    columns_of_moves: ClassVar[tuple[str, ...]] = ("closed_reason",)
    reason_field: ClassVar[str] = "closed_reason"
    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(name="case_step_once", fields=["case", "number"]),
        ]


class InvestigationStep(Step):
    """An investigation was opened, suspended, submitted, sent back or closed."""

    states: ClassVar[States] = states.INVESTIGATION
    noun_field: ClassVar[str] = "investigation"
    ledger_kind: ClassVar[str] = "investigation"
    columns_of_moves: ClassVar[tuple[str, ...]] = (
        "reason",
        "state_since",
    )
    entered_with: ClassVar[dict[str, str]] = {"case": "case_id"}
    investigation = models.ForeignKey(
        Investigation,
        models.PROTECT,
        related_name="steps",
    )

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="investigation_step_once",
                fields=["investigation", "number"],
            ),
        ]


class IdentityRequestStep(Step):
    """A victim's record was asked for, opened or not, or the asking was taken back."""

    states: ClassVar[States] = states.IDENTITY_REQUEST
    noun_field: ClassVar[str] = "request"
    ledger_kind: ClassVar[str] = "identity_request"
    entered_with: ClassVar[dict[str, str]] = {"case": "case_id"}
    reason_field: ClassVar[str] = ""  # the functions of the database write it
    request = models.ForeignKey(
        CaseIdentityRequest,
        models.PROTECT,
        related_name="steps",
    )

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="identity_request_step_once",
                fields=["request", "number"],
            ),
        ]


class CooperationStep(Step):
    """A country asked another, which acknowledged, answered or refused."""

    states: ClassVar[States] = states.COOPERATION
    noun_field: ClassVar[str] = "request"
    ledger_kind: ClassVar[str] = "cooperation"
    columns_of_moves: ClassVar[tuple[str, ...]] = (
        "state_since",
        "due_on",
    )
    entered_with: ClassVar[dict[str, str]] = {"case": "case_id"}
    request = models.ForeignKey(
        CooperationRequest,
        models.PROTECT,
        related_name="steps",
    )

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="cooperation_step_once",
                fields=["request", "number"],
            ),
        ]


class ChargeStep(Step):
    """A charge was filed, withdrawn, judged, appealed, or became final.

    A step that judges has the key of its verdict.
    """

    states: ClassVar[States] = states.CHARGE
    noun_field: ClassVar[str] = "charge"
    ledger_kind: ClassVar[str] = "charge"
    entered_with: ClassVar[dict[str, str]] = {"case": "case_id"}
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="charge_step_once",
                fields=["charge", "number"],
            ),
        ]


class ForfeitureStep(Step):
    """A court took something; it was collected, or a higher court lifted it.

    `amount` is what it brought when it was collected, also after it is lifted.
    """

    states: ClassVar[States] = states.FORFEITURE
    noun_field: ClassVar[str] = "forfeiture"
    ledger_kind: ClassVar[str] = "forfeiture"
    columns_of_moves: ClassVar[tuple[str, ...]] = (
        "collected_on",
        "collected",
    )
    entered_with: ClassVar[dict[str, str]] = {"case": "case_id"}
    forfeiture = models.ForeignKey(Forfeiture, models.PROTECT, related_name="steps")
    amount = models.PositiveBigIntegerField(null=True)

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="forfeiture_step_once",
                fields=["forfeiture", "number"],
            ),
        ]


class ClaimStep(Step):
    """A victim's restitution was claimed, ordered, refused, waived, lifted or paid.

    `amount` is the share that a court ordered, also after the order is lifted.
    """

    states: ClassVar[States] = states.RESTITUTION
    noun_field: ClassVar[str] = "claim"
    ledger_kind: ClassVar[str] = "restitution"
    columns_of_moves: ClassVar[tuple[str, ...]] = (
        "share",
        "decided_on",
        "due_on",
        "reason",
        "waived_how",
    )
    entered_with: ClassVar[dict[str, str]] = {"case": "case_id"}
    moves_before_opening: ClassVar[tuple[str, ...]] = states.every_move
    claim = models.ForeignKey(RestitutionClaim, models.PROTECT, related_name="steps")
    amount = models.PositiveBigIntegerField(null=True)

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(name="claim_step_once", fields=["claim", "number"]),
        ]


STEPS: tuple[type[Step], ...] = (
    ComplaintStep,
    IncidentStep,
    CaseStep,
    InvestigationStep,
    IdentityRequestStep,
    CooperationStep,
    ChargeStep,
    ForfeitureStep,
    ClaimStep,
)
