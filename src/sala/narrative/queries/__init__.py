"""Every read of `narrative`: frozen values, never rows."""

from sala.narrative.queries.published import (
    VIEW,
    PublishedReportLine,
    PublishedReportRow,
    QuotedFigureRow,
    figure_in_context,
    outside_view,
    published_report,
    published_reports,
)
from sala.narrative.queries.taking_over import ReportToTakeOver, to_take_over

__all__ = [
    "VIEW",
    "PublishedReportLine",
    "PublishedReportRow",
    "QuotedFigureRow",
    "ReportToTakeOver",
    "figure_in_context",
    "outside_view",
    "published_report",
    "published_reports",
    "to_take_over",
]
