"""Recruitment agencies with their licences, and inspections."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.access.seats import OfferedMove, offered_moves
from sala.access.steps import history_step
from sala.countries.queries import in_language
from sala.kit import history
from sala.kit.periods import Period
from sala.kit.rows import row_of
from sala.prevention.models import Inspection, LicenceStep, RecruitmentAgency
from sala.prevention.queries.work import VIEW
from sala.prevention.rules import recruitment as rules
from sala.prevention.states import LICENCE


@dataclass(frozen=True)
class LicenceStepRow(rules.Licence):
    """One step of a licence."""

    step: int
    move: str
    reason: str
    recorded_by: str


@dataclass(frozen=True)
class RecruiterRow:
    """A recruitment agency and its licence on the day that was asked for."""

    id: UUID
    code: str
    name: str
    place_code: str
    destinations: tuple[str, ...]
    agency: str
    state: str
    steps: tuple[LicenceStepRow, ...]
    offers: tuple[OfferedMove, ...]

    @property
    def last(self) -> LicenceStepRow:
        """The step that was recorded last."""
        return self.steps[-1]

    @property
    def moves(self) -> tuple[OfferedMove, ...]:
        """What the asker may do with the licence now."""
        return tuple(move for move in self.offers if move.decision)


@dataclass(frozen=True)
class InspectionRow:
    """One inspection; `workers` is None where nobody counted whom they met."""

    id: UUID
    kind: str
    recruiter_id: UUID | None
    recruiter_code: str
    recruiter: str
    sector: str
    place_code: str
    happened_on: date
    workers: int | None
    findings: tuple[str, ...]
    measures: tuple[str, ...]
    agency_code: str
    agency: str
    recorded_by: str
    recorded_at: datetime
    own: bool


def recruitment_agencies(*, by: Actor, on: date) -> list[RecruiterRow]:
    """Every recruitment agency that was licensed by a day, by code, as it stood that
    day.
    """
    require(may(by, VIEW))
    return [
        row
        for row in _recruiter_rows(by, RecruitmentAgency.objects.all(), on)
        if row.state
    ]


def recruitment_agency(*, by: Actor, key: UUID, on: date) -> RecruiterRow | None:
    """One recruitment agency, as it stood on a day."""
    require(may(by, VIEW))
    return next(
        iter(_recruiter_rows(by, RecruitmentAgency.objects.filter(id=key), on)),
        None,
    )


def load_inspections(
    *,
    by: Actor,
    period: Period | None = None,
    recruiter: UUID | None = None,
) -> list[InspectionRow]:
    """Every inspection of a time, or of one recruitment agency, the latest first."""
    require(may(by, VIEW))
    found = Inspection.objects.filter(withdrawn_at=None)
    if period:
        found = found.filter(happened_on__range=(period.since, period.until))
    if recruiter:
        found = found.filter(recruitment_agency_id=recruiter)
    return _inspection_rows(by, found)


def load_inspection(*, by: Actor, key: UUID) -> InspectionRow | None:
    """One inspection, unless it was taken back."""
    require(may(by, VIEW))
    return next(
        iter(
            _inspection_rows(by, Inspection.objects.filter(id=key, withdrawn_at=None))
        ),
        None,
    )


def _recruiter_rows(
    by: Actor,
    found: QuerySet[RecruitmentAgency],
    on: date,
) -> list[RecruiterRow]:
    rows = list(found.select_related("agency").order_by("code"))
    steps = _licence_steps(rows)
    return [
        row_of(
            RecruiterRow,
            row,
            destinations=tuple(row.destinations),
            agency=in_language(row.agency.names),
            state=rules.on_day(steps.get(row.id, ()), on),
            steps=tuple(steps.get(row.id, ())),
            offers=offered_moves(LICENCE, by=by, row=row),
        )
        for row in rows
    ]


def _licence_steps(
    rows: Iterable[RecruitmentAgency],
) -> dict[UUID, list[LicenceStepRow]]:
    """The steps of licences that count, in their order."""
    taken = LicenceStep.objects.filter(recruitment_agency__in=rows)
    known = {step.id: step for step in taken.select_related("recorded_by")}
    found: dict[UUID, list[LicenceStepRow]] = {}
    for counting in history.effective_steps(map(history_step, known.values())):
        step = known[counting.key]
        shown = row_of(
            LicenceStepRow,
            step,
            happened_on=counting.day,
            step=step.number,
            recorded_by=step.recorded_by.full_name,
        )
        found.setdefault(step.recruitment_agency_id, []).append(shown)
    return found


def _inspection_rows(by: Actor, found: QuerySet[Inspection]) -> list[InspectionRow]:
    rows = found.select_related("agency", "recorded_by", "recruitment_agency")
    return [
        row_of(
            InspectionRow,
            row,
            recruiter_id=row.recruitment_agency_id,
            recruiter_code=row.recruitment_agency.code
            if row.recruitment_agency
            else "",
            recruiter=row.recruitment_agency.name if row.recruitment_agency else "",
            findings=tuple(row.findings),
            measures=tuple(row.measures),
            agency_code=row.agency.code,
            agency=in_language(row.agency.names),
            recorded_by=row.recorded_by.full_name,
            own=row.agency_id == by.agency_id,
        )
        for row in rows.order_by("-happened_on", "id")
    ]
