"""The tiers of the country by year, and what the rules say may come next."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.countries.queries import in_language
from sala.desk.lookup import missing_as_404
from sala.desk.pages import PageWords, form_page, posted_data
from sala.kit import clock
from sala.kit.fields import Words
from sala.kit.spreadsheets import csv_file
from sala.partnership import actions, labels
from sala.partnership.forms import outlooks
from sala.partnership.forms.tiers import TierForm
from sala.partnership.queries import tiers as queries
from sala.partnership.queries.committees import keeps_coordination
from sala.partnership.queries.tiers import TierRow
from sala.partnership.rules.tiers import TIERS, TierOutlook
from sala.standards import queries as standards

COLUMN, ROW, LEFT, TOP = 76, 36, 56, 34  # of the picture
FILE = (
    "year",
    "tier",
    "consecutive",
    "waiver",
    "automatic",
    "moved",
    "warnings",
    "source",
)


@dataclass(frozen=True)
class TierPoint:
    """A year of the picture; `joined` says that the year before is recorded too."""

    year: int
    x: int
    y: int
    joined: tuple[int, int] | None
    special: bool  # by waiver, or an automatic downgrade


def show_tiers(request: ActingRequest) -> HttpResponse:
    """The history as a picture and a table, and the next report in words."""
    if request.method == "POST":
        return taken_back(request)
    rows = queries.load_tiers(by=request.actor)
    if request.GET.get("format") == "csv":
        return csv_file("sala-tiers", [FILE, *map(tier_codes, rows)])
    found = queries.next_outlook(rows)
    context = {
        "lines": [present_tier(row) for row in reversed(rows)],
        "picture": tier_picture(rows),
        "next": tier_options(found) if found else [],
        "outlook": found,
        "waivers": waiver_conditions() if found else (),
        "law": standards.watch_list_law(),
        "keeps": keeps_coordination(by=request.actor),
    }
    return render(request, "partnership/show_tiers.html", context)


def taken_back(request: ActingRequest) -> HttpResponse:
    """Take back a tier."""
    known = [row.id for row in queries.load_tiers(by=request.actor)]
    wanted = next((k for k in known if str(k) == request.POST.get("tier")), UUID(int=0))
    with missing_as_404():
        actions.take_back_tier(
            by=request.actor,
            at=clock.now(),
            tier=wanted,
        )
    messages.success(request, _("It is taken back."))
    return redirect("show_tiers")


def record_tier(request: ActingRequest) -> HttpResponse:
    """Record the tier of a year."""
    form = TierForm(posted_data(request), initial={"year": clock.today().year})
    back = reverse("show_tiers")
    return form_page(
        request,
        form,
        PageWords(_("Add the tier of a year"), _("Save"), back, _("Tiers")),
        lambda: actions.record_tier(
            by=request.actor,
            at=clock.now(),
            placement=form.placement(),
        ),
        lambda _made: back,
    )


def present_tier(row: TierRow) -> dict[str, object]:
    """A year in words."""
    told, placed = row.told, row.told.placed
    remarks: list[Words] = []
    if told.consecutive:
        said = (
            _("At least year %(number)s in a row on the Watch List")
            if told.standing.at_least and told.consecutive > 1
            else _("Year %(number)s in a row on the Watch List")
        )
        remarks.append(said % {"number": told.consecutive})
    if placed.waiver:
        remarks.append(_("By waiver"))
    if told.automatic:
        remarks.append(_("Automatic downgrade"))
    return {
        "row": row,
        "tier": labels.TIERS[row.tier],
        "moved": labels.MOVED.get(told.moved, ""),
        "remarks": remarks,
        "warnings": [labels.WARNINGS[code] for code in told.warnings],
    }


def tier_codes(row: TierRow) -> list[object]:
    """A year in codes."""
    told, placed = row.told, row.told.placed
    return [
        row.year,
        row.tier,
        told.consecutive,
        placed.waiver,
        told.automatic,
        told.moved,
        " ".join(told.warnings),
        row.source,
    ]


def tier_picture(rows: list[TierRow]) -> dict[str, object] | None:
    """Years down the page, tiers across it, the best one to the right."""
    if not rows:
        return None
    shown = [
        t
        for t in ("SC", "3", "2WL", "2", "1")
        if t != "SC" or "SC" in {r.tier for r in rows}
    ]
    first = rows[0].year
    places = {
        row.year: (
            LEFT + shown.index(row.tier) * COLUMN + COLUMN // 2,
            TOP + at * ROW + ROW // 2,
        )
        for row in rows
        for at in (row.year - first,)
    }
    years = rows[-1].year - first + 1
    return {
        "width": LEFT + len(shown) * COLUMN,
        "height": TOP + years * ROW,
        "columns": [
            (LEFT + at * COLUMN + COLUMN // 2, labels.SHORT_TIERS[tier])
            for at, tier in enumerate(shown)
        ],
        "years": [(first + at, TOP + at * ROW + ROW // 2) for at in range(years)],
        "points": [
            TierPoint(
                row.year,
                *places[row.year],
                joined=places.get(row.year - 1),
                special=bool(row.told.automatic or row.told.placed.waiver),
            )
            for row in rows
        ],
    }


def tier_options(found: TierOutlook) -> list[tuple[Words, str, list[str]]]:
    """Each tier in the next report: what it asks, and what the years before say."""
    asks = {tier.code: in_language(tier.rules) for tier in standards.tip_tiers()}
    return [(labels.TIERS[t], asks[t], outlooks.of_tier(t, found)) for t in TIERS]


def waiver_conditions() -> tuple[str, ...]:
    """What a waiver asks, in the language of the page."""
    said = standards.watch_list_law().waiver_conditions
    language = (get_language() or "").partition("-")[0]
    return said.get(language, said["en"])
