"""Frozen figures: preparing, comparing and approving them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.figures import actions, queries
from sala.figures.answer_labels import REASONS, STATES
from sala.figures.definitions import FIGURES
from sala.figures.dimensions import DIMENSIONS
from sala.figures.forms import SnapshotForm
from sala.figures.labels import Labels
from sala.figures.rules import Change
from sala.figures.views.common import year_asked
from sala.kit import clock
from sala.kit.templatetags.kit import number


def list_snapshots(request: ActingRequest) -> HttpResponse:
    """Every frozen year."""
    context = {
        "rows": [
            (row, REASONS[row.reason]) for row in queries.snapshots(by=request.actor)
        ],
        "may_prepare": may(request.actor, "figures.snapshot.prepare"),
    }
    return render(request, "figures/list_snapshots.html", context)


def prepare_snapshot(request: ActingRequest) -> HttpResponse:
    """Freeze a year as it is now."""
    initial = {"year": year_asked(request), "reason": "first"}
    form = SnapshotForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
    )
    if form.is_valid():
        try:
            made = actions.prepare_snapshot(
                by=request.actor,
                at=clock.now(),
                **form.cleaned_data,
            )
            messages.success(
                request,
                _("The year is frozen; somebody else approves it."),
            )
            return redirect("show_snapshot", made)
        except actions.NoFactsError:
            form.add_error(None, _("Nobody has made figures from the record yet."))
        except actions.NotAReasonError:
            told = _(
                "Choose “The first for this year” if none was approved, and else why it"
                " differs.",
            )
            form.add_error("reason", told)
    return render(request, "figures/prepare_snapshot.html", {"form": form})


def show_snapshot(request: ActingRequest, snapshot: UUID) -> HttpResponse:
    """A frozen year: what changed in it, and since it."""
    found = queries.snapshot(by=request.actor, key=snapshot)
    if found is None:
        raise Http404
    row, before, since = found
    if request.method == "POST":
        actions.approve_snapshot(
            by=request.actor,
            at=clock.now(),
            snapshot=snapshot,
        )
        messages.success(request, _("The figures are approved."))
        return redirect("show_snapshot", snapshot)
    labels = Labels()
    context = {
        "row": row,
        "as_of": datetime.fromisoformat(row.facts_as_of) if row.facts_as_of else None,
        "reason": REASONS[row.reason],
        "before": lines(before, labels),
        "since": lines(since, labels),
        "may_approve": (
            may(request.actor, "figures.snapshot.approve")
            and not row.own
            and row.approved_at is None
        ),
    }
    return render(request, "figures/show_snapshot.html", context)


def lines(
    changes: Iterable[Change],
    labels: Labels,
) -> list[tuple[str, str, str, str, str]]:
    """What changed, in words: the figure, the part, before, after, and where to look."""
    return [
        (
            change.figure,
            (
                str(FIGURES[change.figure].name)
                if change.figure in FIGURES
                else change.figure
            ),
            part_of(change, labels),
            in_words(change.before),
            in_words(change.after),
        )
        for change in changes
    ]


def part_of(change: Change, labels: Labels) -> str:
    """Which part of a figure changed; nothing for the whole."""
    ways = change.by.split("/") if change.by else []
    event = FIGURES[change.figure].event if change.figure in FIGURES else ""
    named = [
        f"{DIMENSIONS[way].name}: {labels.label(event, way, key)}"
        for way, key in zip(ways, change.keys, strict=True)
    ]
    return ", ".join(named)


def in_words(told: tuple[str, int | None] | None) -> str:
    """A number as it was; a part that was not there is none."""
    if told is None:
        return "–"
    state, value = told
    return number(value) if state == "number" else str(STATES[state])
