"""Published reports as they were read, differences explained, and the country's yearly
report.
"""

from sala.narrative.models.explanations import DifferenceExplanation
from sala.narrative.models.published import (
    FigureReview,
    NumberDismissal,
    PublishedReport,
    QuotedFigure,
)
from sala.narrative.models.steps import YearReportStep
from sala.narrative.models.year_reports import (
    YearReport,
    YearReportEdit,
    YearReportText,
)

__all__ = [
    "DifferenceExplanation",
    "FigureReview",
    "NumberDismissal",
    "PublishedReport",
    "QuotedFigure",
    "YearReport",
    "YearReportEdit",
    "YearReportStep",
    "YearReportText",
]
