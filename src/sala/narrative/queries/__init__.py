"""Every read of `narrative`: frozen values, never rows."""

from sala.narrative.queries.published import (
    VIEW,
    FigureRow,
    ReportLine,
    ReportRow,
    figure,
    outside_view,
    report,
    reports,
)

__all__ = [
    "VIEW",
    "FigureRow",
    "ReportLine",
    "ReportRow",
    "figure",
    "outside_view",
    "report",
    "reports",
]
