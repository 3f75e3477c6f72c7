"""Recommendations of published reports, with each step of the answer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries.queries import in_language
from sala.kit.rows import row_of
from sala.partnership.models import Recommendation, RecommendationStep
from sala.partnership.queries.evidence import FileRow, file_of
from sala.partnership.queries.steps import (
    VIEW,
    ReportedStep,
    allowed_moves,
    reported_steps,
    state_on,
    step_rows,
)
from sala.partnership.rules import recommendations as rules
from sala.partnership.states import RECOMMENDATION


@dataclass(frozen=True)
class ReportLink:
    """The same recommendation in the report of another year."""

    id: UUID
    source: str
    year: int
    number: int


@dataclass(frozen=True)
class AnswerStep(ReportedStep):
    """A step of the answer: what it rests on, and where that can be checked."""

    objective_id: UUID | None
    objective_number: str
    budget_line_id: UUID | None
    evidence: str
    file_hash: str
    file: FileRow | None


@dataclass(frozen=True)
class RecommendationRow:
    """A recommendation and what was done about it."""

    id: UUID
    source: str
    year: int
    number: int
    text: str
    texts: dict[str, str]
    priority: str
    agency_id: UUID | None
    agency_code: str
    agency: str
    due_on: date | None
    version: int
    state: str
    repeats: ReportLink | None
    repeated: tuple[ReportLink, ...]
    steps: tuple[AnswerStep, ...]
    moves: tuple[str, ...]

    def state_on(self, day: date) -> str:
        """Its state on a day."""
        return state_on(self.steps, RECOMMENDATION, day)

    def late(self, today: date) -> bool:
        """Whether it was to be answered before today."""
        return rules.is_late(self.state, self.due_on, today)


def load_recommendations(
    *, by: Actor, year: int | None = None
) -> list[RecommendationRow]:
    """The recommendations of the reports of a year, or all; the latest year first."""
    require(may(by, VIEW))
    found = Recommendation.objects.all()
    return _recommendation_rows(by, found if year is None else found.filter(year=year))


def load_recommendation(*, by: Actor, key: UUID) -> RecommendationRow | None:
    """One recommendation."""
    require(may(by, VIEW))
    return next(
        iter(_recommendation_rows(by, Recommendation.objects.filter(id=key))), None
    )


def _recommendation_rows(
    by: Actor, found: QuerySet[Recommendation]
) -> list[RecommendationRow]:
    steps = RecommendationStep.objects.select_related(
        "agency",
        "recorded_by",
        "objective",
        "file",
    ).defer("file__sealed")
    rows = found.select_related("agency", "repeats").prefetch_related(
        Prefetch("steps", steps),
        Prefetch("repeated", Recommendation.objects.order_by("year", "number")),
    )
    return [
        _recommendation_row(by, row)
        for row in rows.order_by("-year", "source", "number")
    ]


def _recommendation_row(by: Actor, row: Recommendation) -> RecommendationRow:
    kept = reported_steps(row.steps.all())
    return row_of(
        RecommendationRow,
        row,
        text=in_language(row.texts),
        agency_code=row.agency.code if row.agency else "",
        agency=in_language(row.agency.names) if row.agency else "",
        repeats=_report_link(row.repeats) if row.repeats else None,
        repeated=tuple(_report_link(other) for other in row.repeated.all()),
        steps=tuple(
            AnswerStep(
                **vars(told),
                objective_id=step.objective_id,
                objective_number=step.objective.number if step.objective else "",
                budget_line_id=step.budget_line_id,
                evidence=step.evidence,
                file_hash=step.file_hash,
                file=file_of(step),
            )
            for told, step in zip(step_rows(kept), kept, strict=True)
        ),
        moves=allowed_moves(by, row.agency_id, RECOMMENDATION, row.state),
    )


def _report_link(row: Recommendation) -> ReportLink:
    return ReportLink(row.id, row.source, row.year, row.number)
