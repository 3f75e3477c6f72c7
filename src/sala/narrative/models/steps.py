"""The history of the country's report of a year, step by step."""

from typing import ClassVar

from django.db import models

from sala.access.models import Step
from sala.kit.states import States
from sala.narrative import states
from sala.narrative.models.year_reports import YearReport


class YearReportStep(Step):
    """A year's report was opened, worked on, or approved by one of two people."""

    states: ClassVar[States] = states.YEAR_REPORT
    noun_field: ClassVar[str] = "report"
    ledger_kind: ClassVar[str] = "year_report"
    # A report's own `version` and `reason` say which of a year it is, and why.
    reason_field: ClassVar[str] = ""
    version_field: ClassVar[str] = ""
    report = models.ForeignKey(YearReport, models.PROTECT, related_name="steps")

    class Meta(Step.Meta):
        constraints = [
            *Step.Meta.constraints,
            models.UniqueConstraint(
                name="year_report_step_once",
                fields=["report", "number"],
            ),
        ]
