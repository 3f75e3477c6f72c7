"""Recording an incident, and whether it becomes a case."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.access.steps import StepEntry, begin_history, take_step
from sala.prosecution.actions import cases
from sala.prosecution.actions.common import (
    case_entry,
    new_code,
    record_event,
    require_choice,
)
from sala.prosecution.actions.takeovers import take_over_case
from sala.prosecution.models import Incident
from sala.prosecution.rules import complaints as rules
from sala.prosecution.rules.takeovers import OFFICIAL
from sala.prosecution.states import INCIDENT


@dataclass(frozen=True)
class IncidentInput:
    """What is known of an incident."""

    source: str
    happened_on: date | None = None
    place_code: str = ""
    country: str = ""
    operation: UUID | None = None


@dataclass(frozen=True)
class RecordedIncident:
    """An incident just recorded: its key and the code to say."""

    id: UUID
    code: str


@transaction.atomic
def record_incident(
    *, by: Actor, at: datetime, told: IncidentInput
) -> RecordedIncident:
    """Record something that happened, as police came to know of it."""
    require(may(by, "prosecution.incident.record"))
    require_choice(
        "source",
        told.source,
        rules.INCIDENT_SOURCES,
        _("Choose how you know of it."),
    )
    if told.happened_on is not None and told.happened_on > timezone.localdate(at):
        raise ValidationError({"happened_on": _("This day is in the future.")})
    made = Incident(
        code=new_code(Incident.objects.all()),
        agency_id=by.agency,
        source=told.source,
        operation_id=told.operation,
        happened_on=told.happened_on,
        place_code=told.place_code,
        country=told.country,
        recorded_by_id=by.user,
        recorded_at=at,
    )
    made.save(force_insert=True)
    entry = record(
        by=by,
        action="prosecution.incident_recorded",
        kind="incident",
        subject=made.id,
    )
    begin_history(made, by=by, at=at, entry=entry, happened_on=told.happened_on)
    return RecordedIncident(made.id, made.code)


@transaction.atomic
def open_case_from_incident(
    *,
    by: Actor,
    at: datetime,
    incident: UUID,
    official_agency: str = "",
) -> cases.OpenedCase:
    """Make a case of an incident; with an `official_agency`, one that goes to
    oversight.
    """
    require(may(by, "prosecution.incident.record"))
    found = _own_incident(by, incident)
    INCIDENT.after(found.state, "open_case")
    facts = cases.CaseFindings(
        place_code=found.place_code,
        country=found.country,
        began_on=found.happened_on,
        ended_on=found.happened_on,
    )
    case = cases.open_case(
        by=by,
        at=at,
        facts=facts,
    )
    record_event(
        by=by,
        at=at,
        case=case.id,
        kind="incident",
        on=found.happened_on or timezone.localdate(found.recorded_at),
        about=incident,
    )
    take_step(
        found,
        "open_case",
        by=by,
        at=at,
        entry=case_entry("incident_became_case", case.id),
        columns={"case_id": case.id},
    )
    if official_agency:
        take_over_case(
            by=by,
            at=at,
            case=case.id,
            reason=OFFICIAL,
            official_agency=official_agency,
        )
    return case


@transaction.atomic
def reject_incident(*, by: Actor, at: datetime, incident: UUID, reason: str) -> None:
    """Decide that an incident is no case, for a reason of the list."""
    require(may(by, "prosecution.incident.record"))
    require_choice(
        "reason", reason, rules.NOT_A_CASE_REASONS, _("Choose why it is no case.")
    )
    take_step(
        _own_incident(by, incident),
        "reject",
        by=by,
        at=at,
        reason=reason,
        entry=StepEntry("prosecution.incident_rejected", {"reason": reason}),
    )


@transaction.atomic
def reconsider_incident(*, by: Actor, at: datetime, incident: UUID) -> None:
    """Take up again an incident that was thought to be no case."""
    require(may(by, "prosecution.incident.record"))
    take_step(
        _own_incident(by, incident),
        "reconsider",
        by=by,
        at=at,
        entry=StepEntry("prosecution.incident_reconsidered"),
    )


def _own_incident(by: Actor, incident: UUID) -> Incident:
    """The incident, if it is of the actor's agency; who sees it with its case decides
    nothing.
    """
    return Incident.objects.get(id=incident, agency_id=by.agency)
