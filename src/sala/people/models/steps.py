"""The history of a record, of a consent and of a request to erase, step by step."""

from typing import ClassVar

from django.db import models

from sala.access.models import Agency, Step
from sala.kit.states import States
from sala.people import states
from sala.people.models.persons import Consent, ErasureRequest, Person


class CustodyStep(Step):
    """A person was registered, or another agency took their record over: `keeper` keeps
    it from that day.
    """

    states: ClassVar[States] = states.CUSTODY
    noun_field: ClassVar[str] = "person"
    ledger_kind: ClassVar[str] = "person"
    person = models.ForeignKey(Person, models.PROTECT, related_name="steps")
    keeper = models.ForeignKey(Agency, models.PROTECT, related_name="+")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="custody_step_once",
                fields=["person", "number"],
            ),
        ]


class ConsentStep(Step):
    """A person agreed or refused, or took back what they agreed to."""

    states: ClassVar[States] = states.CONSENT
    noun_field: ClassVar[str] = "consent"
    ledger_kind: ClassVar[str] = "consent"
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="consent_step_once",
                fields=["consent", "number"],
            ),
        ]


class ErasureStep(Step):
    """Erasing was asked for, done or declined."""

    states: ClassVar[States] = states.ERASURE
    noun_field: ClassVar[str] = "request"
    ledger_kind: ClassVar[str] = "erasure"
    request = models.ForeignKey(ErasureRequest, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="erasure_step_once",
                fields=["request", "number"],
            ),
        ]


STEPS: tuple[type[Step], ...] = (CustodyStep, ConsentStep, ErasureStep)
