"""What was read in published reports, and what of it holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.kit.rows import row_of
from sala.narrative import rules
from sala.narrative.models import (
    FigureReview,
    NumberDismissal,
    PublishedReport,
    QuotedFigure,
)
from sala_reader import measure_units

VIEW = "narrative.report.view"


@dataclass(frozen=True)
class PublishedReportLine:
    """One report in the list: how many of its figures wait for a word."""

    id: UUID
    country: str
    report_year: int
    tier: str
    title: str
    read_at: datetime
    figures: int
    waiting_count: int


@dataclass(frozen=True)
class QuotedFigureRow:
    """One figure as it holds: the reader's, or what an analyst corrected it to."""

    id: UUID
    report_id: UUID
    measure: str
    value: Decimal | None
    unit: str
    year: int | None
    currency: str
    group: str
    qualifier: str
    quote: str
    start: int
    end: int
    found_by: str
    verdict: str
    period: str = ""


@dataclass(frozen=True)
class PublishedReportRow:
    """One report with all that was read in it."""

    id: UUID
    country: str
    report_year: int
    tier: str
    tier_change: str
    title: str
    text: str
    recommendations: tuple[str, ...]
    figures: tuple[QuotedFigureRow, ...]
    not_understood: tuple[
        tuple[int, int, str],
        ...,
    ]  # of which nobody said anything yet

    @property
    def waiting_count(self) -> int:
        """How many figures and numbers wait for an analyst's word."""
        return sum(f.verdict == rules.OPEN for f in self.figures) + len(
            self.not_understood,
        )


def published_reports(*, by: Actor) -> list[PublishedReportLine]:
    """The reports that were read, the latest year first."""
    require(may(by, VIEW))
    reviewed = Exists(FigureReview.objects.filter(figure=OuterRef("pk")))
    waiting = (
        QuotedFigure.objects.filter(~reviewed, report=OuterRef("pk"))
        .order_by()
        .values("report")
        .annotate(n=Count("pk"))
        .values("n")
    )
    rows = PublishedReport.objects.annotate(
        number=Count("figures"),
        open_figures=Subquery(waiting),
    ).order_by("-report_year", "country", "-read_at")
    return [
        PublishedReportLine(
            r.id,
            r.country,
            r.report_year,
            r.tier,
            r.title,
            r.read_at,
            r.number,
            r.open_figures or 0,
        )
        for r in rows
    ]


def published_report(*, by: Actor, key: UUID) -> PublishedReportRow | None:
    """One report with its figures in the order of the text; none where there is none to
    see.
    """
    require(may(by, VIEW))
    row = PublishedReport.objects.filter(id=key).first()
    if row is None:
        return None
    figures = tuple(_figure_rows(QuotedFigure.objects.filter(report=row), row.text))
    said = set(
        NumberDismissal.objects.filter(report=row).values_list("start", flat=True),
    )
    return row_of(
        PublishedReportRow,
        row,
        recommendations=tuple(
            " ".join(row.text[a:b].split()) for a, b in row.recommendations
        ),
        figures=figures,
        not_understood=tuple(
            (start, end, reason)
            for start, end, reason in row.not_understood
            if start not in said
            and not any(f.start <= start and end <= f.end for f in figures)
        ),
    )


def figure_in_context(
    *, by: Actor, key: UUID
) -> tuple[QuotedFigureRow, str, str] | None:
    """One figure, with the words of the text before and after its quote."""
    require(may(by, VIEW))
    row = QuotedFigure.objects.select_related("report").filter(id=key).first()
    if row is None:
        return None
    text = row.report.text
    found = _figure_rows(QuotedFigure.objects.filter(id=key), text)[0]
    return found, *rules.words_around(text, row.start, row.end)


def outside_view(*, by: Actor, country: str, year: int) -> list[QuotedFigureRow]:
    """The figures of one calendar year that reports state and an analyst found to be
    so.
    """
    return [
        f
        for _report, f in accepted_figures(by=by, countries=[country])
        if f.year == year
    ]


@dataclass(frozen=True)
class ReportSource:
    """Which report states a figure."""

    id: UUID
    country: str
    report_year: int
    tier: str
    title: str


def report_sources(*, by: Actor) -> list[ReportSource]:
    """The reports that were read, the earliest first, without their texts."""
    require(may(by, VIEW))
    rows = PublishedReport.objects.order_by("report_year", "read_at", "id")
    return [
        ReportSource(*row)
        for row in rows.values_list(
            "id",
            "country",
            "report_year",
            "tier",
            "title",
        )
    ]


def accepted_figures(
    *, by: Actor, countries: Iterable[str]
) -> list[tuple[ReportSource, QuotedFigureRow]]:
    """Every figure that reports on some countries state and an analyst found
    to be so.
    """
    wanted, found = set(countries), []
    for report in report_sources(by=by):
        if report.country not in wanted:
            continue
        text = PublishedReport.objects.values_list("text", flat=True).get(id=report.id)
        rows = _figure_rows(QuotedFigure.objects.filter(report=report.id), text)
        found += [(report, row) for row in rows if rules.counts_as_stated(row.verdict)]
    return found


def _figure_rows(figures: QuerySet[QuotedFigure], text: str) -> list[QuotedFigureRow]:
    latest = FigureReview.objects.filter(figure=OuterRef("pk")).order_by("-id")
    rows = figures.order_by("start", "end", "id").annotate(
        latest_verdict=Subquery(latest.values("verdict")[:1]),
        right_measure=Subquery(latest.values("measure")[:1]),
        right_value=Subquery(latest.values("value")[:1]),
        right_year=Subquery(latest.values("year")[:1]),
    )
    return [_figure_row(row, text) for row in rows]


def _figure_row(row: Any, text: str) -> QuotedFigureRow:
    corrected = row.latest_verdict == rules.CORRECTED
    measure = row.right_measure if corrected else row.measure
    return row_of(
        QuotedFigureRow,
        row,
        measure=measure,
        value=row.right_value if corrected else row.value,
        unit=measure_units().get(measure, row.unit),
        year=row.right_year if corrected else row.year,
        quote=text[row.start : row.end],
        verdict=row.latest_verdict or rules.OPEN,
    )
