"""The tables of the room, a file a group of nouns."""

from sala.prosecution.models.attachments import CaseAttachment, CasePaper
from sala.prosecution.models.cases import (
    Case,
    CaseAssignment,
    CaseEvent,
    CaseIdentityRequest,
    CaseVictim,
    Investigation,
    TakenRow,
    VictimCorrection,
)
from sala.prosecution.models.complaints import Complaint, Incident
from sala.prosecution.models.cooperation import CooperationRequest
from sala.prosecution.models.courts import (
    Charge,
    Defendant,
    DefendantCorrection,
    Forfeiture,
    Verdict,
)
from sala.prosecution.models.restitution import (
    PaymentCorrection,
    RestitutionClaim,
    RestitutionPayment,
)
from sala.prosecution.models.steps import (
    STEPS,
    CaseStep,
    ChargeStep,
    ClaimStep,
    ComplaintStep,
    CooperationStep,
    ForfeitureStep,
    IdentityRequestStep,
    IncidentStep,
    InvestigationStep,
)

__all__ = [
    "STEPS",
    "Case",
    "CaseAssignment",
    "CaseAttachment",
    "CaseEvent",
    "CaseIdentityRequest",
    "CasePaper",
    "CaseStep",
    "CaseVictim",
    "Charge",
    "ChargeStep",
    "ClaimStep",
    "Complaint",
    "ComplaintStep",
    "CooperationRequest",
    "CooperationStep",
    "Defendant",
    "DefendantCorrection",
    "Forfeiture",
    "ForfeitureStep",
    "IdentityRequestStep",
    "Incident",
    "IncidentStep",
    "Investigation",
    "InvestigationStep",
    "PaymentCorrection",
    "RestitutionClaim",
    "RestitutionPayment",
    "TakenRow",
    "Verdict",
    "VictimCorrection",
]
