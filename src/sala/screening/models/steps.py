"""The history of each noun of this room, step by step."""

from typing import ClassVar

from django.db import models

from sala.access.models import Step
from sala.kit.states import States
from sala.screening import states
from sala.screening.models.envelopes import Envelope
from sala.screening.models.identification import IdentificationRequest
from sala.screening.models.operations import Operation


class OperationStep(Step):
    """An operation was recorded or corrected, people explained, everybody accounted
    for.

    The database writes every one of them: nobody says that an operation is settled.
    """

    states: ClassVar[States] = states.OPERATION
    noun_field: ClassVar[str] = "operation"
    ledger_kind: ClassVar[str] = "operation"
    operation = models.ForeignKey(Operation, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="operation_step_once",
                fields=["operation", "number"],
            ),
        ]


class EnvelopeStep(Step):
    """An envelope was taken in or set aside, handed on, closed, or taken up again."""

    states: ClassVar[States] = states.ENVELOPE
    noun_field: ClassVar[str] = "envelope"
    ledger_kind: ClassVar[str] = "envelope"
    entered_with: ClassVar[dict[str, str]] = {"screening": "id"}
    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="envelope_step_once",
                fields=["envelope", "number"],
            ),
        ]


class IdentificationStep(Step):
    """The authority was asked, wanted to know more, or decided."""

    states: ClassVar[States] = states.REQUEST
    noun_field: ClassVar[str] = "request"
    ledger_kind: ClassVar[str] = "identification"
    request = models.ForeignKey(
        IdentificationRequest,
        models.PROTECT,
        related_name="steps",
    )

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="identification_step_once",
                fields=["request", "number"],
            ),
        ]


STEPS: tuple[type[Step], ...] = (OperationStep, EnvelopeStep, IdentificationStep)
