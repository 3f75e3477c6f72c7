"""What differs between two states of a year's figures, and the steps behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.access.labels import role_words
from sala.facts.queries import StepCounts
from sala.figures import queries
from sala.figures.answer_labels import STATES
from sala.figures.definitions import FIGURES
from sala.figures.dimensions import DIMENSIONS
from sala.figures.labels import CodeLabels, step_reason_label, step_state_label
from sala.figures.queries import RecordingPeriod, SnapshotRow, StepBehindChange
from sala.figures.queries.steps import Side
from sala.figures.rules import FigureChange
from sala.figures.views.common import figure_or_404
from sala.kit.templatetags.kit import number

SIDES: tuple[Side, ...] = ("before", "now")
SHORT = 12  # characters of a record's code


@dataclass(frozen=True)
class ChangeRow:
    """A number that changed, in words; `steps` where what was recorded in between is
    known.
    """

    figure: str
    name: str
    part: str
    before: str
    after: str
    steps: str
    side: Side


@dataclass(frozen=True)
class StepRowInWords:
    """A step behind a change, in words."""

    record: str
    page: str
    state: str
    happened_on: object
    precision: str
    recorded_at: datetime
    recorded_by: str
    reason: str
    correction: str
    corrected_on: object


def present_changes(
    request: ActingRequest,
    row: SnapshotRow,
    changes: Sequence[FigureChange],
    side: Side,
) -> list[ChangeRow]:
    """What changed, in words, and beside each figure how many steps stand behind it."""
    labels, counts = CodeLabels(), {}
    period = queries.recording_period(by=request.actor, key=row.id, side=side)
    if period and changes:
        counts = queries.count_steps_behind(
            by=request.actor,
            period=period,
            codes={change.figure for change in changes},
        )
    shown: list[ChangeRow] = []
    for change in changes:
        # Once a figure: its parts changed by the same steps.
        first = not shown or shown[-1].figure != change.figure
        behind = counts.get(change.figure) if first else None
        shown.append(
            ChangeRow(
                change.figure,
                name_of_figure(change.figure),
                part_in_words(change, labels),
                number_in_words(change.before),
                number_in_words(change.after),
                counts_in_words(behind) if behind else "",
                side,
            ),
        )
    return shown


def explain_change(request: ActingRequest, snapshot: UUID, code: str) -> HttpResponse:
    """The steps behind a figure that differs: all of them counted, and those of records
    that the reader may see.
    """
    figure = figure_or_404(code)
    period = requested_period(request, snapshot)
    counts = queries.count_steps_behind(
        by=request.actor,
        period=period,
        codes=[code],
    ).get(code)
    if counts is None:
        raise Http404
    seen = queries.steps_behind_figure(by=request.actor, period=period, code=code)
    context = {
        "figure": figure,
        "snapshot": snapshot,
        "period": period,
        "counts": counts_in_words(counts),
        "unseen": max(counts.late + counts.corrections - len(seen), 0),
        "rows": [present_step(figure.event, step) for step in seen],
    }
    return render(request, "figures/explain_change.html", context)


def requested_period(request: ActingRequest, snapshot: UUID) -> RecordingPeriod:
    """The time of the address; of a snapshot that is compared with no earlier one, the
    time since.
    """
    asked = request.GET.get("side")
    for side in SIDES:
        if asked in (None, side):
            period = queries.recording_period(
                by=request.actor,
                key=snapshot,
                side=side,
            )
            if period:
                return period
    raise Http404


def present_step(event: str, behind: StepBehindChange) -> StepRowInWords:
    """A step in words; one without a state only took another one back."""
    step = behind.step
    words = [step.agency_code, str(role_words(step.role)) if step.role else ""]
    return StepRowInWords(
        record=step.record_code[:SHORT],
        page=behind.record_page,
        state=step_state_label(event, step.state) if step.state else _("Taken back"),
        happened_on=step.happened_on,
        precision=step.precision,
        recorded_at=step.recorded_at,
        recorded_by=", ".join(filter(None, words)),
        reason=step_reason_label(event, step.reason),
        correction=(
            step_state_label(event, step.corrected_state) if step.corrects else ""
        ),
        corrected_on=step.corrected_on,
    )


def counts_in_words(counts: StepCounts) -> str:
    """How many steps were recorded late, and how many put others right."""
    return _("%(late)s recorded late, %(corrections)s corrections") % {
        "late": number(counts.late),
        "corrections": number(counts.corrections),
    }


def name_of_figure(code: str) -> str:
    """The name of a figure; its code where it is none any more."""
    return str(FIGURES[code].name) if code in FIGURES else code


def part_in_words(change: FigureChange, labels: CodeLabels) -> str:
    """Which part of a figure changed; nothing for the whole."""
    ways = change.by.split("/") if change.by else []
    event = FIGURES[change.figure].event if change.figure in FIGURES else ""
    named = [
        f"{DIMENSIONS[way].name}: {labels.label_of(event, way, key)}"
        for way, key in zip(ways, change.keys, strict=True)
    ]
    return ", ".join(named)


def number_in_words(told: tuple[str, int | None] | None) -> str:
    """A number as it was; a part that was not there is none."""
    if told is None:
        return "–"
    state, value = told
    return number(value) if state == "number" else str(STATES[state])
