"""The tables of the room, a file a group of nouns."""

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

__all__ = [
    "Case",
    "CaseAssignment",
    "CaseEvent",
    "CaseIdentityRequest",
    "CaseVictim",
    "Complaint",
    "CooperationRequest",
    "Incident",
    "Investigation",
]
