"""Every write of `narrative`, with its ledger entry."""

from sala.narrative.actions.explanations import NoDifferenceError, explain_difference
from sala.narrative.actions.published import (
    READ,
    add_figure,
    dismiss_number,
    keep_reading,
    review_figure,
)
from sala.narrative.actions.taking_over import (
    ConfirmedRecommendation,
    ConfirmedTier,
    take_over,
)
from sala.narrative.actions.year_reports import (
    acknowledge_numbers,
    add_sentence,
    approve_report,
    choose_figures,
    edit_sentence,
    open_report,
)

__all__ = [
    "READ",
    "ConfirmedRecommendation",
    "ConfirmedTier",
    "NoDifferenceError",
    "acknowledge_numbers",
    "add_figure",
    "add_sentence",
    "approve_report",
    "choose_figures",
    "dismiss_number",
    "edit_sentence",
    "explain_difference",
    "keep_reading",
    "open_report",
    "review_figure",
    "take_over",
]
