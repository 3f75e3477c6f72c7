"""Who was met, what was asked of them, what was answered, and what the authority
decided.
"""

from sala.screening.models.envelopes import Envelope, ScreeningDraft
from sala.screening.models.htcds import HtcdsFile, HtcdsRow
from sala.screening.models.identification import (
    IdentificationDecision,
    IdentificationRequest,
)
from sala.screening.models.operations import MetCount, NotScreened, Operation
from sala.screening.models.screenings import Screening, ScreeningAnswers
from sala.screening.models.steps import (
    STEPS,
    EnvelopeStep,
    IdentificationStep,
    OperationStep,
)

__all__ = [
    "STEPS",
    "Envelope",
    "EnvelopeStep",
    "HtcdsFile",
    "HtcdsRow",
    "IdentificationDecision",
    "IdentificationRequest",
    "IdentificationStep",
    "MetCount",
    "NotScreened",
    "Operation",
    "OperationStep",
    "Screening",
    "ScreeningAnswers",
    "ScreeningDraft",
]
