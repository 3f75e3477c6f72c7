"""Border crossings: where nobody is trained, where nobody is screened."""

from collections import Counter
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.countries import queries as countries
from sala.desk.listing import (
    ListColumn,
    Listing,
    ListTable,
    codes_in_words,
    list_page,
    period_of,
)
from sala.desk.lookup import missing_as_404
from sala.desk.pages import PageWords, form_page, get_or_404, posted_data
from sala.desk.places import country_name
from sala.kit import clock, maps
from sala.kit.fields import Words
from sala.kit.maps import OutlineMap
from sala.kit.templatetags.kit import number
from sala.prevention import actions, labels
from sala.prevention.forms.crossings import HoursForm
from sala.prevention.queries import crossings as queries
from sala.prevention.queries import work
from sala.prevention.queries.crossings import CrossingLine, HoursRow
from sala.prevention.rules.crossings import CrossingCoverage
from sala.prevention.views.common import present_place

RECORD = "prevention.work.record"
CROSSINGS = gettext_lazy("Border crossings")
ASIDE = 9.0  # units between two crossings that lie in one district
MARKS = {
    "both": "none",
    "untrained": "some",
    "unscreened": "half",
    "": "good",
}


@dataclass(frozen=True)
class CrossingMark:
    """A crossing on the map: where, and with which of the four shapes."""

    x: float
    y: float
    shape: str
    name: str


def list_crossings(request: ActingRequest) -> HttpResponse:
    """Every crossing of the country: who runs it, its hours, what was done there."""
    period, year_form = period_of(request)
    lines = queries.crossing_lines(by=request.actor, period=period)
    table = ListTable(
        page=lambda r: reverse("show_crossing", args=[r.crossing.code]),
        columns=CROSSING_COLUMNS,
        rows=lines,
        file="sala-crossings",
        empty=_("The country pack names no crossing."),
    )
    shown = Listing(
        title=CROSSINGS,
        tables=[table],
        intro=_(
            "The crossings of the country pack, and what was done at each in this"
            " time.",
        ),
        year_form=year_form,
        back=reverse("show_prevention"),
        back_label=_("Prevention"),
        extra=map_of_crossings(lines),
    )
    return list_page(request, shown, "prevention/list_crossings.html")


def show_crossing(request: ActingRequest, crossing: str) -> HttpResponse:
    """One crossing: its hours, and the trainings there."""
    period, year_form = period_of(request)
    line = get_or_404(
        queries.crossing_line(
            by=request.actor,
            code=crossing,
            period=period,
        ),
    )
    records = bool(may(request.actor, RECORD))
    if records and request.method == "POST" and "hours" in request.POST:
        return taken_back(request, crossing)
    held = work.training_sessions(by=request.actor, period=period)
    context = {
        "line": line,
        "facts": summary_rows(line),
        "gap": labels.GAPS[line.coverage.gap],
        "history": [
            (
                present_hours(h),
                labels.MANAGED_BY.get(h.managed_by),
                h,
                records and h.own,
            )
            for h in queries.hours_of(by=request.actor, crossing=crossing)
        ],
        "trainings": [
            (t, codes_in_words(t.topics, labels.TOPICS))
            for t in held
            if t.crossing_code == crossing
        ],
        "records": records,
        "year_form": year_form,
    }
    return render(request, "prevention/show_crossing.html", context)


def taken_back(request: ActingRequest, crossing: str) -> HttpResponse:
    """Take back hours that were wrong."""
    wanted = next(
        (
            h.id
            for h in queries.hours_of(by=request.actor, crossing=crossing)
            if str(h.id) == request.POST["hours"]
        ),
        UUID(int=0),
    )
    with missing_as_404():
        actions.take_back_hours(
            by=request.actor,
            at=clock.now(),
            hours=wanted,
        )
    return redirect("show_crossing", crossing)


def record_hours(request: ActingRequest, crossing: str) -> HttpResponse:
    """Record when a crossing is open, and who runs it."""
    known = {c.code: c.name for c in countries.border_crossings()}
    name = get_or_404(known.get(crossing))
    form = HoursForm(posted_data(request), initial={"from_on": clock.today()})
    back = reverse("show_crossing", args=[crossing])
    page = PageWords(
        _("When is it open?"),
        _("Save"),
        back,
        name,
        name,
    )
    return form_page(
        request,
        form,
        page,
        lambda: actions.record_hours(
            by=request.actor,
            at=clock.now(),
            crossing=crossing,
            hours=form.hours(),
        ),
        lambda _made: back,
    )


def map_of_crossings(lines: list[CrossingLine]) -> dict[str, object]:
    """The map of crossings, and how many lack what."""
    counted = Counter(line.coverage.gap for line in lines)
    legend = [(MARKS[gap], tag.words, counted[gap]) for gap, tag in labels.GAPS.items()]
    drawn = maps.draw_map(countries.place_outlines(1))
    return {
        "map": drawn,
        "marks": crossing_marks(drawn, lines) if drawn else [],
        "legend": legend,
    }


def crossing_marks(paper: OutlineMap, lines: list[CrossingLine]) -> list[CrossingMark]:
    """Each crossing at its district; those of one district beside one another."""
    at = {p.code: (p.longitude, p.latitude) for p in countries.list_places()}
    taken: Counter[str] = Counter()
    found = []
    for line in lines:
        longitude, latitude = at.get(line.crossing.place, (None, None))
        if longitude is None or latitude is None:
            continue
        x, y = paper.point(longitude, latitude)
        x += taken[line.crossing.place] * ASIDE
        taken[line.crossing.place] += 1
        found.append(
            CrossingMark(round(x, 1), y, MARKS[line.coverage.gap], line.crossing.name)
        )
    return found


def summary_rows(line: CrossingLine) -> list[tuple[Words, object]]:
    """A crossing in words."""
    crossing = line.crossing
    return [
        (_("Code"), crossing.code),
        (_("Place"), present_place(crossing.place)),
        (
            _("To"),
            (
                country_name(crossing.neighbour)
                if crossing.neighbour
                else _("No neighbour")
            ),
        ),
        (
            _("Authority"),
            labels.CLASSES.get(crossing.status_class, crossing.status_class),
        ),
        (_("Open"), present_hours(line.hours)),
        (
            _("Run by"),
            labels.MANAGED_BY.get(line.hours.managed_by) if line.hours else None,
        ),
        (_("Trained there"), number(line.coverage.trained)),
        (_("Screened there"), present_screened(line.coverage)),
    ]


def present_hours(hours: HoursRow | None) -> str | None:
    """The hours in words; None where nobody wrote them down."""
    if hours is None or not (hours.all_day or hours.opens_at):
        return None
    if hours.all_day:
        return _("Day and night")
    return f"{clock_face(hours.opens_at)} – {clock_face(hours.closes_at)}"


def clock_face(hour: time | None) -> str:
    """A time of day in figures."""
    return f"{hour:%H:%M}" if hour else ""


def present_screened(done: CrossingCoverage) -> str:
    """How many were screened; for who may not know the number, whether anybody was."""
    if done.screened is not None:
        return number(done.screened)
    return _("Somebody") if done.anybody else _("Nobody")


def status_class(line: CrossingLine) -> Words:
    """Whose crossing it is, in words."""
    code = line.crossing.status_class
    return labels.CLASSES.get(code, code)


CROSSING_COLUMNS: list[ListColumn[CrossingLine]] = [
    ListColumn("code", gettext_lazy("Code"), lambda r: r.crossing.code, shown=False),
    ListColumn("name", gettext_lazy("Crossing"), lambda r: r.crossing.name),
    ListColumn(
        "authority",
        gettext_lazy("Authority"),
        lambda r: r.crossing.status_class,
        status_class,
        filters=True,
    ),
    ListColumn("place", gettext_lazy("Place"), lambda r: r.crossing.place, shown=False),
    ListColumn(
        "neighbour",
        gettext_lazy("Leads to"),
        lambda r: r.crossing.neighbour,
        shown=False,
    ),
    ListColumn(
        "all_day",
        gettext_lazy("Open day and night"),
        lambda r: r.hours and r.hours.all_day,
        shown=False,
    ),
    ListColumn(
        "opens_at",
        gettext_lazy("Open"),
        lambda r: r.hours and r.hours.opens_at,
        lambda r: present_hours(r.hours),
    ),
    ListColumn(
        "closes_at",
        gettext_lazy("Closes"),
        lambda r: r.hours and r.hours.closes_at,
        shown=False,
    ),
    ListColumn(
        "managed_by",
        gettext_lazy("Run by"),
        lambda r: r.hours and r.hours.managed_by,
        lambda r: labels.MANAGED_BY.get(r.hours.managed_by) if r.hours else None,
    ),
    ListColumn(
        "trainings",
        gettext_lazy("Trainings"),
        lambda r: r.coverage.sessions,
        shown=False,
    ),
    ListColumn("trained", gettext_lazy("Trained there"), lambda r: r.coverage.trained),
    ListColumn(
        "anybody_screened",
        gettext_lazy("Anybody screened"),
        lambda r: r.coverage.anybody,
        shown=False,
    ),
    ListColumn(
        "screened",
        gettext_lazy("Screened there"),
        lambda r: r.coverage.screened,
        lambda r: present_screened(r.coverage),
    ),
    ListColumn(
        "met", gettext_lazy("People met"), lambda r: r.coverage.met, shown=False
    ),
    ListColumn(
        "missing",
        gettext_lazy("What is missing"),
        lambda r: r.coverage.gap,
        words=labels.GAPS,
        filters=True,
    ),
]
