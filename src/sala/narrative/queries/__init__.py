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
from sala.narrative.queries.taking_over import ToTakeOver, to_take_over

__all__ = [
    "VIEW",
    "FigureRow",
    "ReportLine",
    "ReportRow",
    "ToTakeOver",
    "figure",
    "outside_view",
    "report",
    "reports",
    "to_take_over",
]
