"""The tables of this room."""

from sala.people.models.persons import (
    BlindIndex,
    Consent,
    ErasureRequest,
    Paper,
    Person,
    PersonAttachment,
    PersonKey,
    SealedIdentity,
)
from sala.people.models.steps import ConsentStep, CustodyStep, ErasureStep

__all__ = [
    "BlindIndex",
    "Consent",
    "ConsentStep",
    "CustodyStep",
    "ErasureRequest",
    "ErasureStep",
    "Paper",
    "Person",
    "PersonAttachment",
    "PersonKey",
    "SealedIdentity",
]
