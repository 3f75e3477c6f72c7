"""What was done to a year's report, as the writing takes it."""

from collections.abc import Iterable

from django.db.models import QuerySet

from sala.kit.rows import row_of
from sala.narrative.models import YearReport, YearReportEdit
from sala.narrative.writing.editing import ReportEdit


def carried_edits(report: YearReport) -> Iterable[ReportEdit]:
    """Every edit of this version and of those that it follows, in order."""
    chain = YearReportEdit.objects.filter(
        report__year=report.year,
        report__language=report.language,
        report__version__lte=report.version,
    )
    return _as_edits(chain)


def version_edits(report: YearReport) -> Iterable[ReportEdit]:
    """Every edit of this version alone, in order."""
    return _as_edits(YearReportEdit.objects.filter(report=report))


def _as_edits(rows: QuerySet[YearReportEdit]) -> list[ReportEdit]:
    return [
        row_of(
            ReportEdit,
            e,
            numbers=tuple(e.numbers),
            name=e.made_by.full_name,
            at=e.made_at,
        )
        for e in rows.select_related("made_by").order_by("id")
    ]
