"""Complaints and incidents that the asker may see."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries.queries import in_language
from sala.desk.paging import QueryRows
from sala.kit.rows import row_of
from sala.people import codes
from sala.prosecution.actions.common import unseal_words
from sala.prosecution.models import Complaint, Incident
from sala.prosecution.rules import complaints as rules
from sala.prosecution.states import COMPLAINT, INCIDENT
from sala.vault.sealed_columns import sealed_place
from sala.vault.sealed_places import SealedPlace


@dataclass(frozen=True)
class ComplaintRow:
    """A complaint, what was found in it and what became of it."""

    id: UUID
    code: str
    agency: str
    own: bool
    channel: str
    about: str
    received_on: date
    place_code: str
    account: str
    concerns_official: bool
    state: str
    signs: dict[str, str]
    found: tuple[str, ...]
    referred_to: str
    referred_at: datetime | None
    closed_reason: str
    closed_by: str
    closed_by_viewer: bool
    closed_at: datetime | None
    reviewed_by: str
    reviewed_at: datetime | None
    registered_by: str
    registered_at: datetime
    version: int
    moves: tuple[str, ...]

    @property
    def spoken_code(self) -> str:
        """The code in groups."""
        return codes.grouped_for_reading(self.code)


@dataclass(frozen=True)
class IncidentRow:
    """An incident, and whether it became a case."""

    id: UUID
    code: str
    agency: str
    source: str
    happened_on: date | None
    place_code: str
    country: str
    state: str
    reason: str
    case_code: str
    recorded_by: str
    recorded_at: datetime
    complaint_code: str
    account: str
    signs: tuple[str, ...]
    own: bool  # the viewer's agency decides on it
    moves: tuple[str, ...]

    @property
    def spoken_code(self) -> str:
        """The code in groups."""
        return codes.grouped_for_reading(self.code)

    @property
    def spoken_case(self) -> str:
        """The code of its case in groups."""
        return codes.grouped_for_reading(self.case_code)


def find_complaints(*, by: Actor, state: str = "") -> QueryRows[ComplaintRow]:
    """The complaints the actor sees, the latest first."""
    require(may(by, "prosecution.complaint.view"))
    found = _complaints_with_people().order_by("-registered_at", "id")
    if state:
        found = found.filter(state=state)
    return QueryRows(
        found,
        lambda some: [_complaint_row(by, complaint) for complaint in some],
        {"received_on": "received_on"},
    )


def find_complaint(*, by: Actor, code: str) -> ComplaintRow | None:
    """The complaint with this code, if the actor sees it."""
    require(may(by, "prosecution.complaint.view"))
    found = _complaints_with_people().filter(code=code).first()
    return _complaint_row(by, found, opens=True) if found else None


def _complaints_with_people() -> QuerySet[Complaint]:
    return Complaint.objects.select_related(
        "agency",
        "referred_to",
        "closed_by",
        "reviewed_by",
        "registered_by",
    )


def _complaint_row(by: Actor, found: Complaint, *, opens: bool = False) -> ComplaintRow:
    """A complaint; its words are opened where one is read, not in a list."""
    own = found.agency_id == by.agency_id or found.concerns_official
    return row_of(
        ComplaintRow,
        found,
        agency=in_language(found.agency.names),
        own=own,
        account=unseal_words(found.account, _account_place(found)) if opens else "",
        found=rules.signs_found(found.signs),
        referred_to=in_language(found.referred_to.names) if found.referred_to else "",
        closed_by=found.closed_by.full_name if found.closed_by else "",
        closed_by_viewer=found.closed_by_id == by.user_id,
        reviewed_by=found.reviewed_by.full_name if found.reviewed_by else "",
        registered_by=found.registered_by.full_name,
        moves=COMPLAINT.moves_from(found.state) if own else (),
    )


def find_incidents(*, by: Actor, state: str = "") -> QueryRows[IncidentRow]:
    """The incidents the actor sees, the latest first."""
    require(may(by, "prosecution.incident.view"))
    found = _incidents_with_case().order_by("-recorded_at", "id")
    if state:
        found = found.filter(state=state)
    return QueryRows(
        found,
        lambda some: [_incident_row(by, incident) for incident in some],
        {"recorded": "recorded_at"},
    )


def find_incident(*, by: Actor, code: str) -> IncidentRow | None:
    """The incident with this code, if the actor sees it."""
    require(may(by, "prosecution.incident.view"))
    found = _incidents_with_case().filter(code=code).first()
    return _incident_row(by, found, opens=True) if found else None


def _incidents_with_case() -> QuerySet[Incident]:
    return Incident.objects.select_related("agency", "case", "recorded_by", "complaint")


def _incident_row(by: Actor, found: Incident, *, opens: bool = False) -> IncidentRow:
    """An incident; the words of its complaint are opened where one is read."""
    heard = getattr(found, "complaint", None)
    own = found.agency_id == by.agency_id and bool(
        may(by, "prosecution.incident.record"),
    )
    return row_of(
        IncidentRow,
        found,
        agency=in_language(found.agency.names),
        case_code=found.case.code if found.case else "",
        recorded_by=found.recorded_by.full_name,
        complaint_code=heard.code if heard else "",
        account=unseal_words(heard.account, _account_place(heard))
        if heard and opens
        else "",
        signs=rules.signs_found(heard.signs) if heard else (),
        own=own,
        moves=INCIDENT.moves_from(found.state) if own else (),
    )


def _account_place(complaint: Complaint) -> SealedPlace:
    return sealed_place(Complaint, "account", complaint.id)
