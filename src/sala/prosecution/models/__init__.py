"""The tables of the room, a file a group of nouns."""

from sala.prosecution.models.attachments import CaseAttachment, CasePaper
from sala.prosecution.models.cases import (
    Case,
    CaseAssignment,
    CaseEvent,
    CaseIdentityRequest,
    CaseVictim,
    Investigation,
)
from sala.prosecution.models.complaints import Complaint, Incident
from sala.prosecution.models.cooperation import CooperationRequest
from sala.prosecution.models.courts import Charge, Defendant, Forfeiture, Verdict
from sala.prosecution.models.restitution import RestitutionClaim, RestitutionPayment

__all__ = [
    "Case",
    "CaseAssignment",
    "CaseAttachment",
    "CaseEvent",
    "CaseIdentityRequest",
    "CasePaper",
    "CaseVictim",
    "Charge",
    "Complaint",
    "CooperationRequest",
    "Defendant",
    "Forfeiture",
    "Incident",
    "Investigation",
    "RestitutionClaim",
    "RestitutionPayment",
    "Verdict",
]
