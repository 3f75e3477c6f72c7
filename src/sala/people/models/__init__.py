"""The tables of this room."""

from sala.people.models.persons import (
    BlindIndex,
    Consent,
    Described,
    ErasureRequest,
    Paper,
    Person,
    PersonAttachment,
    PersonKey,
    SealedIdentity,
)
from sala.people.models.steps import ConsentStep, ErasureStep

__all__ = [
    "BlindIndex",
    "Consent",
    "ConsentStep",
    "Described",
    "ErasureRequest",
    "ErasureStep",
    "Paper",
    "Person",
    "PersonAttachment",
    "PersonKey",
    "SealedIdentity",
]
