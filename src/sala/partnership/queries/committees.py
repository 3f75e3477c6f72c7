"""Committees and their meetings; what was taken back is not among them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from sala.access import queries as access
from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries.queries import in_language
from sala.kit.periods import Period
from sala.kit.rows import row_of
from sala.partnership.models import Committee, CommitteeMeeting
from sala.partnership.queries.steps import EDIT, VIEW, WORK
from sala.partnership.rules import committees as rules
from sala.partnership.rules.committees import CommitteeSession


@dataclass(frozen=True)
class MeetingRow:
    """A meeting; `decisions` is None where nobody wrote them down."""

    id: UUID
    committee_id: UUID
    happened_on: date
    present: tuple[str, ...]
    decisions: int | None
    agency: str
    recorded_by: str
    recorded_at: datetime
    own: bool


@dataclass(frozen=True)
class CommitteeRow:
    """A committee with every meeting, the latest first, and its meetings of the time
    asked for.
    """

    id: UUID
    level: str
    place_code: str
    village: str
    agency_code: str
    agency: str
    founded_on: date
    dissolved_on: date | None
    version: int
    own: bool
    meetings: tuple[MeetingRow, ...]
    met: int

    @property
    def last_met_on(self) -> date | None:
        """The day of the latest meeting."""
        return self.meetings[0].happened_on if self.meetings else None

    @property
    def sat(self) -> CommitteeSession:
        """Where it is, and how often it met in the time."""
        return CommitteeSession(self.level, self.place_code, self.met)


def load_committees(*, by: Actor, period: Period) -> list[CommitteeRow]:
    """The committees that stood in a time, from the country down."""
    require(may(by, VIEW))
    rows = _committee_rows(by, Committee.objects.all(), period)
    standing = [
        row
        for row in rows
        if rules.stood_in_period(
            row.founded_on, row.dissolved_on, period.since, period.until
        )
    ]
    return sorted(standing, key=lambda row: rules.LEVELS.index(row.level))


def load_committee(*, by: Actor, key: UUID, period: Period) -> CommitteeRow | None:
    """One committee."""
    require(may(by, VIEW))
    return next(
        iter(_committee_rows(by, Committee.objects.filter(id=key), period)), None
    )


def may_record(*, by: Actor, row: CommitteeRow) -> bool:
    """Whether the actor may record a meeting at which their agency was, or any."""
    return bool(may(by, WORK)) and row.dissolved_on is None


def keeps_coordination(*, by: Actor) -> bool:
    """Whether the actor keeps committees, plan, budget and recommendations."""
    return bool(may(by, EDIT))


def agency_names() -> dict[str, str]:
    """What every agency is called, by code; closed ones too."""
    return {a.code: a.name for a in access.list_agencies(open_only=False)}


def _committee_rows(
    by: Actor, found: QuerySet[Committee], period: Period
) -> list[CommitteeRow]:
    held = CommitteeMeeting.objects.filter(withdrawn_at=None).order_by("-happened_on")
    held = held.select_related("agency", "recorded_by")
    rows = found.select_related("agency").prefetch_related(Prefetch("meetings", held))
    return [
        row_of(
            CommitteeRow,
            row,
            agency_code=row.agency.code,
            agency=in_language(row.agency.names),
            own=row.agency_id == by.agency_id,
            meetings=tuple(_meeting_row(by, meeting) for meeting in row.meetings.all()),
            met=sum(meeting.happened_on in period for meeting in row.meetings.all()),
        )
        for row in rows.order_by("place_code", "village", "founded_on")
    ]


def _meeting_row(by: Actor, row: CommitteeMeeting) -> MeetingRow:
    return row_of(
        MeetingRow,
        row,
        present=tuple(row.present),
        agency=in_language(row.agency.names),
        recorded_by=row.recorded_by.full_name,
        own=row.agency_id == by.agency_id,
    )
