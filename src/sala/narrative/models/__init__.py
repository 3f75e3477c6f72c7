"""Published reports as they were read, and the country's own yearly report as it is written."""

from sala.narrative.models.published import FigureReview, PublishedReport, QuotedFigure
from sala.narrative.models.year_reports import YearReport, YearReportEdit, YearReportText

__all__ = [
    "FigureReview",
    "PublishedReport",
    "QuotedFigure",
    "YearReport",
    "YearReportEdit",
    "YearReportText",
]
