"""Frozen figures: preparing, comparing and approving them."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.desk.listing import (
    Cell,
    ListColumn,
    Listing,
    ListTable,
    list_page,
)
from sala.figures import actions, queries
from sala.figures.answer_labels import REASONS
from sala.figures.forms import SnapshotForm
from sala.figures.queries.snapshots import SnapshotRow
from sala.figures.views.changes import present_changes
from sala.figures.views.common import requested_year
from sala.kit import clock
from sala.kit.tags import StateTag
from sala.kit.templatetags.kit import moment


def list_snapshots(request: ActingRequest) -> HttpResponse:
    """Every frozen year."""
    table = ListTable(
        page=lambda r: reverse("show_snapshot", args=[r.id]),
        columns=SNAPSHOT_COLUMNS,
        rows=queries.snapshot_rows(by=request.actor),
        file="sala-frozen-figures",
        empty=_("No year is frozen yet."),
    )
    prepares = may(request.actor, "figures.snapshot.prepare")
    shown = Listing(
        title=_("Frozen figures"),
        tables=[table],
        intro=_(
            "What is published is frozen first. It never changes; where the record"
            " changes later, a new one says what differs and why."
        ),
        add_url=reverse("prepare_snapshot") if prepares else "",
        add_label=_("Freeze a year"),
        back=reverse("list_figures"),
        back_label=_("Figures"),
    )
    return list_page(request, shown)


def prepare_snapshot(request: ActingRequest) -> HttpResponse:
    """Freeze a year as it is now."""
    initial = {"year": requested_year(request), "reason": "first"}
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
    found = queries.snapshot_with_changes(by=request.actor, key=snapshot)
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
    context = {
        "row": row,
        "as_of": datetime.fromisoformat(row.facts_as_of) if row.facts_as_of else None,
        "reason": REASONS[row.reason],
        "before": present_changes(request, row, before, "before"),
        "since": present_changes(request, row, since, "now"),
        "may_approve": (
            may(request.actor, "figures.snapshot.approve")
            and not row.own
            and row.approved_at is None
        ),
    }
    return render(request, "figures/show_snapshot.html", context)


def approval_cell(row: SnapshotRow) -> Cell:
    """Who approved it, and when."""
    if row.approved_at is None:
        return StateTag(_("Waits for approval"), "yellow")
    who = f"{row.approved_by}, {moment(row.approved_at)}"
    return [StateTag(_("Approved"), "green"), who]


SNAPSHOT_COLUMNS: list[ListColumn[SnapshotRow]] = [
    ListColumn(
        "year",
        gettext_lazy("Year"),
        lambda r: r.year,
        lambda r: f"{r.year}, {moment(r.prepared_at)}",
    ),
    ListColumn(
        "prepared", gettext_lazy("Frozen on"), lambda r: r.prepared_at, shown=False
    ),
    ListColumn(
        "reason", gettext_lazy("Why"), lambda r: r.reason, words=REASONS, filters=True
    ),
    ListColumn(
        "approved", gettext_lazy("State"), lambda r: r.approved_at, approval_cell
    ),
    ListColumn(
        "approved_by", gettext_lazy("Approved by"), lambda r: r.approved_by, shown=False
    ),
]
