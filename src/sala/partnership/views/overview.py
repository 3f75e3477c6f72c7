"""Partnership in a year: where committees met, how far the plan is, the money."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.countries import queries as countries
from sala.desk.listing import period_of
from sala.kit import clock, maps
from sala.kit.bar_charts import Bar, bar_lines, share_of_whole
from sala.kit.fields import Words
from sala.kit.periods import Period
from sala.kit.tags import StateTag, in_words
from sala.kit.totals import CountedTotal, by_group, total_of
from sala.partnership import labels as words
from sala.partnership.queries import budget, committees, plans, recommendations
from sala.partnership.queries.budget import BudgetRow
from sala.partnership.queries.committees import CommitteeRow
from sala.partnership.queries.plans import ObjectiveRow
from sala.partnership.queries.recommendations import RecommendationRow
from sala.partnership.rules.committees import coverage_of_place
from sala.partnership.rules.plans import ORDER

AREAS = {
    "met": "good",
    "idle": "some",
    "none": "none",
}


@dataclass(frozen=True)
class ProvinceLine:
    """A province: whether its committee met, and how many of its districts have one
    that did.
    """

    code: str
    name: str
    state: str
    words: StateTag
    meetings: int
    last_met_on: date | None
    districts_met: int
    districts: int

    @property
    def area(self) -> str:
        """How it is drawn."""
        return AREAS[self.state]


@dataclass(frozen=True)
class MoneyLine:
    """Money for one thing: what there is and what was spent, with a bar for each."""

    label: Words
    allocated: CountedTotal
    spent: CountedTotal
    allocated_width: float
    spent_width: float


def show_partnership(request: ActingRequest) -> HttpResponse:
    """How the agencies worked together in a year, and where they did not."""
    by = request.actor
    period, year_form = period_of(request)
    rows = committees.load_committees(by=by, period=period)
    plan = plans.plan_of(by=by, on=period.until)
    found = plans.load_objectives(by=by, plan=plan.id) if plan else []
    year = period.year or period.until.year
    provinces = province_lines(rows)
    context = {
        "period": period,
        "year": year,
        "year_form": year_form,
        "provinces": provinces,
        "counts": Counter(line.state for line in provinces),
        "legend": map_legend(provinces),
        "national": national_committee(rows),
        "plan": plan,
        "progress": progress_bars(found, min(period.until, clock.today())),
        "money": money_lines(budget.budget_lines(by=by, year=year)),
        "currency": countries.loaded_pack().currency,
        "answers": answer_bars(recommendations.load_recommendations(by=by), period),
        **map_of_committees(provinces),
    }
    return render(request, "partnership/show_partnership.html", context)


def province_lines(rows: Iterable[CommitteeRow]) -> list[ProvinceLine]:
    """Every place of the first level, and what its committees did."""
    rows = list(rows)
    sat = [row.sat for row in rows]
    lines = []
    for place in countries.list_places(level=1):
        own = [r for r in rows if r.level == "province" and r.place_code == place.code]
        state = coverage_of_place(sat, "province", place.code)
        inside = [p.code for p in countries.list_places(level=2, parent=place.code)]
        lines.append(
            ProvinceLine(
                place.code,
                place.name,
                state,
                words.COVERAGE[state],
                sum(row.met for row in own),
                max((row.last_met_on for row in own if row.last_met_on), default=None),
                sum(
                    coverage_of_place(sat, "district", code) == "met" for code in inside
                ),
                len(inside),
            ),
        )
    return lines


def map_legend(lines: Iterable[ProvinceLine]) -> list[tuple[str, Words, int]]:
    """How each kind of province is drawn, and how many there are."""
    counted = Counter(line.state for line in lines)
    return [
        (AREAS[state], said, counted[state])
        for state, said in in_words(words.COVERAGE).items()
    ]


def map_of_committees(lines: Iterable[ProvinceLine]) -> dict[str, object]:
    """The map, each province by the state of its committee."""
    paper = maps.draw_map(countries.place_outlines(1))
    if paper is None:
        return {"map": None}
    areas = [(paper.shapes[p.code], p) for p in lines if p.code in paper.shapes]
    return {"map": paper, "areas": areas}


def national_committee(rows: Iterable[CommitteeRow]) -> CommitteeRow | None:
    """The committee of the whole country."""
    return next((row for row in rows if row.level == "national"), None)


def progress_bars(rows: Iterable[ObjectiveRow], on: date) -> list[Bar]:
    """How many objectives are done, under way, not begun, late and dropped."""
    counted = Counter(row.shown_state(on) for row in rows)
    if not counted:
        return []
    return bar_lines(
        (words.OBJECTIVES[state].words, counted[state], "") for state in ORDER
    )


def money_lines(rows: Iterable[BudgetRow]) -> list[MoneyLine]:
    """What there is and what was spent, by who gives it and in all."""
    rows = list(rows)
    if not rows:
        return []
    allocated = by_group((row.source, row.allocated) for row in rows)
    spent = by_group((row.source, row.spent) for row in rows)
    groups: list[tuple[Words, CountedTotal, CountedTotal]] = [
        (words.SOURCES[source], allocated[source], spent[source])
        for source in allocated
    ]
    groups.append(
        (
            _("All"),
            total_of(r.allocated for r in rows),
            total_of(r.spent for r in rows),
        ),
    )
    most = max(sum_of(t) for _label, have, used in groups for t in (have, used))
    return [
        MoneyLine(
            label,
            have,
            used,
            share_of_whole(sum_of(have), most),
            share_of_whole(sum_of(used), most),
        )
        for label, have, used in groups
    ]


def sum_of(found: CountedTotal) -> int:
    """A sum for a bar, which is empty where nothing is known."""
    return found.number or 0


def answer_bars(rows: Iterable[RecommendationRow], period: Period) -> list[Bar]:
    """How many recommendations up to the year are answered, being answered, or not."""
    until = period.year or period.until.year
    counted = Counter(row.state_on(period.until) for row in rows if row.year <= until)
    if not counted:
        return []
    return bar_lines(
        (said, counted[state], "")
        for state, said in in_words(words.RECOMMENDATIONS).items()
    )
