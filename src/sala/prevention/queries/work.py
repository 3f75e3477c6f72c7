"""Trainings and awareness activities of all agencies; what was taken back is not among
them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries.queries import in_language
from sala.kit.periods import Period
from sala.prevention.models import AwarenessActivity, TrainedCount, TrainingSession
from sala.prevention.rules import work as rules
from sala.prevention.rules.work import TrainedAgencies

VIEW = "prevention.work.view"


@dataclass(frozen=True)
class WorkRow:
    """Something an agency organised."""

    id: UUID
    agency_code: str
    agency: str
    topics: tuple[str, ...]
    audiences: tuple[str, ...]
    paid_by: str
    partner: str
    place_code: str
    starts_on: date
    recorded_by: str
    recorded_at: datetime
    own: bool


@dataclass(frozen=True)
class TrainingRow(WorkRow):
    """A training and who came, by agency and sex."""

    crossing_code: str
    days: int
    trained: tuple[TrainedAgencies, ...]

    @property
    def number(self) -> int | None:
        """How many took part; None where nobody wrote it down."""
        return rules.count_participants(self.trained)


@dataclass(frozen=True)
class ActivityRow(WorkRow):
    """An awareness activity; `reached` is None where nobody counted."""

    channel: str
    ends_on: date | None
    reached: int | None


def training_sessions(*, by: Actor, period: Period) -> list[TrainingRow]:
    """Every training that began in a time, the latest first."""
    require(may(by, VIEW))
    found = TrainingSession.objects.filter(
        starts_on__range=(period.since, period.until),
    )
    return _training_rows(by, found.filter(withdrawn_at=None))


def training_session(*, by: Actor, key: UUID) -> TrainingRow | None:
    """One training, unless it was taken back."""
    require(may(by, VIEW))
    found = TrainingSession.objects.filter(id=key, withdrawn_at=None)
    return next(iter(_training_rows(by, found)), None)


def awareness_activities(*, by: Actor, period: Period) -> list[ActivityRow]:
    """Every awareness activity that began in a time, the latest first."""
    require(may(by, VIEW))
    found = AwarenessActivity.objects.filter(
        starts_on__range=(period.since, period.until),
    )
    return _activity_rows(by, found.filter(withdrawn_at=None))


def awareness_activity(*, by: Actor, key: UUID) -> ActivityRow | None:
    """One awareness activity, unless it was taken back."""
    require(may(by, VIEW))
    found = AwarenessActivity.objects.filter(id=key, withdrawn_at=None)
    return next(iter(_activity_rows(by, found)), None)


def _training_rows(by: Actor, found: QuerySet[TrainingSession]) -> list[TrainingRow]:
    rows = list(
        found.select_related("agency", "recorded_by").order_by("-starts_on", "id"),
    )
    counts: dict[UUID, list[TrainedAgencies]] = {}
    kept = TrainedCount.objects.filter(session__in=rows).select_related("agency")
    for cell in kept.order_by("agency__code", "sex"):
        told = TrainedAgencies(
            cell.agency.code if cell.agency else "", cell.sex, cell.number
        )
        counts.setdefault(cell.session_id, []).append(told)
    return [
        TrainingRow(
            **_work_columns(by, row),
            crossing_code=row.crossing_code,
            days=row.days,
            trained=tuple(counts.get(row.id, ())),
        )
        for row in rows
    ]


def _activity_rows(by: Actor, found: QuerySet[AwarenessActivity]) -> list[ActivityRow]:
    rows = found.select_related("agency", "recorded_by").order_by("-starts_on", "id")
    return [
        ActivityRow(
            **_work_columns(by, row),
            channel=row.channel,
            ends_on=row.ends_on,
            reached=row.reached,
        )
        for row in rows
    ]


def _work_columns(
    by: Actor, row: TrainingSession | AwarenessActivity
) -> dict[str, Any]:
    copied = ("id", "paid_by", "partner", "place_code", "starts_on", "recorded_at")
    return {name: getattr(row, name) for name in copied} | {
        "agency_code": row.agency.code,
        "agency": in_language(row.agency.names),
        "topics": tuple(row.topics),
        "audiences": tuple(row.audiences),
        "recorded_by": row.recorded_by.full_name,
        "own": row.agency_id == by.agency_id,
    }
