"""The steps behind a change: what was recorded between two states of the facts, and was
late or a correction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.urls import reverse

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.facts import queries as facts
from sala.facts.queries import RecordedStep, StepCounts
from sala.figures.definitions import FIGURES
from sala.figures.models import Snapshot
from sala.figures.queries.from_facts import facts_manifest

Side = Literal["before", "now"]
"""With what a snapshot is compared: the one before, or the facts as they are now."""


@dataclass(frozen=True)
class RecordingPeriod:
    """The time between two states of the facts of a year: what was recorded in it makes
    their difference.
    """

    year: int
    since: datetime
    until: datetime


@dataclass(frozen=True)
class StepBehindChange:
    """A step that the reader may see, and the page of its record where there is one."""

    step: RecordedStep
    record_page: str


def recording_period(*, by: Actor, key: UUID, side: Side) -> RecordingPeriod | None:
    """The time between a snapshot and what it is compared with; none where it is
    compared with nothing.
    """
    require(may(by, "figures.snapshot.view"))
    row = Snapshot.objects.select_related("supersedes").filter(id=key).first()
    if row is None:
        return None
    if side == "before":
        moments = (
            row.supersedes.facts_as_of if row.supersedes else "",
            row.facts_as_of,
        )
    else:
        manifest = facts_manifest()
        moments = (row.facts_as_of, manifest.as_of if manifest else "")
    if not all(moments):
        return None
    since, until = map(datetime.fromisoformat, moments)
    return RecordingPeriod(row.year, since, until)


def count_steps_behind(
    *,
    by: Actor,
    period: RecordingPeriod,
    codes: Iterable[str],
) -> dict[str, StepCounts]:
    """How many steps behind each of the figures were recorded in a period, of those
    figures whose steps are known.
    """
    require(may(by, "figures.snapshot.view"))
    events = {code: FIGURES[code].event for code in codes if code in FIGURES}
    counts = {
        event: facts.count_steps(
            event,
            year=period.year,
            since=period.since,
            until=period.until,
        )
        for event in facts.step_events() & set(events.values())
    }
    return {code: counts[event] for code, event in events.items() if event in counts}


def steps_behind_figure(
    *,
    by: Actor,
    period: RecordingPeriod,
    code: str,
) -> list[StepBehindChange]:
    """The steps behind a figure that were recorded in a period, of records that the
    reader sees anyhow.
    """
    require(may(by, "figures.snapshot.view"))
    event = FIGURES[code].event
    page = facts.RECORD_PAGES.get(event)
    steps = facts.visible_steps(
        event,
        year=period.year,
        since=period.since,
        until=period.until,
    )
    return [
        StepBehindChange(
            step,
            reverse(page.name, args=[step.record_code]) if page else "",
        )
        for step in steps
    ]
