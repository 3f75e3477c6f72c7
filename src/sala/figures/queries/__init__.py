"""What the pages of figures show: answers over the site's facts, as much of them as the
asker may see.
"""

from sala.figures.queries.events import events_of_figure
from sala.figures.queries.from_facts import (
    YEARS_BEFORE,
    answers_from_facts,
    facts_manifest,
    year_at_hand,
    years_held,
)
from sala.figures.queries.snapshots import (
    SnapshotRow,
    answers_of_snapshot,
    approved_answers,
    approved_snapshot,
    frozen_figures,
    latest_approved,
    snapshot_rows,
    snapshot_with_changes,
)
from sala.figures.queries.steps import (
    RecordingPeriod,
    StepBehindChange,
    count_steps_behind,
    recording_period,
    steps_behind_figure,
)
from sala.figures.queries.year import (
    FigureBreakdown,
    FigureSeries,
    breakdowns_of_figure,
    figure_trend,
    figures_of_year,
    rates_of_year,
    sees_small_groups,
)

HUNDRED = 100

__all__ = [
    "HUNDRED",
    "YEARS_BEFORE",
    "FigureBreakdown",
    "FigureSeries",
    "RecordingPeriod",
    "SnapshotRow",
    "StepBehindChange",
    "answers_from_facts",
    "answers_of_snapshot",
    "approved_answers",
    "approved_snapshot",
    "breakdowns_of_figure",
    "count_steps_behind",
    "events_of_figure",
    "facts_manifest",
    "figure_trend",
    "figures_of_year",
    "frozen_figures",
    "latest_approved",
    "rates_of_year",
    "recording_period",
    "sees_small_groups",
    "snapshot_rows",
    "snapshot_with_changes",
    "steps_behind_figure",
    "year_at_hand",
    "years_held",
]
