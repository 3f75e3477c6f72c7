"""Pure decisions, and maps and periods that both rooms draw on."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sala.kit import maps, periods
from sala.partnership.rules import budget, committees, plans, recommendations
from sala.partnership.rules.committees import CommitteeSession
from sala.partnership.states import OBJECTIVE, RECOMMENDATION

DAYS = st.dates(date(2010, 1, 1), date(2030, 1, 1))
AMOUNTS = st.one_of(st.none(), st.integers(0, 10**9))
SATS = st.lists(
    st.builds(
        CommitteeSession,
        st.sampled_from(committees.LEVELS),
        st.sampled_from("abc"),
        st.integers(0, 3),
    ),
    max_size=8,
)


@given(SATS, st.sampled_from(committees.LEVELS), st.sampled_from("abc"))
def test_a_place_met_exactly_where_a_committee_of_it_met(sat, level, place):
    own = [c for c in sat if (c.level, c.place_code) == (level, place)]
    found = committees.coverage_of_place(sat, level, place)
    assert (found == "none") == (not own)
    assert (found == "met") == any(c.meetings for c in own)


@given(DAYS, st.none() | DAYS, DAYS, st.integers(0, 400))
def test_a_committee_stands_where_some_day_of_the_time_lies_within(
    founded,
    dissolved,
    since,
    days,
):
    until = since + timedelta(days=days)
    end = dissolved or date.max
    expected = max(founded, since) <= min(end, until) if founded <= end else None
    if expected is not None:
        assert committees.stood_in_period(founded, dissolved, since, until) == expected


@given(st.sampled_from(OBJECTIVE.all), DAYS, DAYS)
def test_late_is_what_is_open_past_its_day(state, due_on, today):
    late = plans.shown_state(state, due_on, today) == "late"
    assert late == (state in {"not_begun", "under_way"} and due_on < today)
    if late:
        assert plans.is_due(state, due_on, today)


@given(
    st.one_of(st.none(), st.integers(0, 100)),
    st.one_of(st.none(), st.integers(0, 100)),
)
def test_a_share_of_a_target_is_known_only_where_both_are(measured, target):
    found = plans.share_reached(measured, target)
    assert (found is None) == (measured is None or not target)
    assert found is None or 0 <= found <= 100


@given(AMOUNTS, AMOUNTS)
def test_nobody_overspends_what_is_not_recorded(allocated, spent):
    over = budget.is_overspent(allocated, spent)
    assert over == (None not in {allocated, spent} and spent > allocated)


@given(st.booleans(), st.text(max_size=5))
def test_an_answer_is_something_done_that_can_be_checked(acted, evidence):
    assert recommendations.may_answer(acted=acted, evidence=evidence) == (
        acted and bool(evidence.strip())
    )


@given(st.sampled_from(RECOMMENDATION.all), st.none() | DAYS, DAYS)
def test_an_answered_recommendation_is_never_late(state, due_on, today):
    late = recommendations.is_late(state, due_on, today)
    assert not (late and state in {"answered", "declined"})
    assert not (late and due_on is None)


@given(st.integers(1990, 2200), st.integers(1, 12))
def test_years_follow_one_another_without_a_gap(year, starts_in):
    this, following = (
        periods.year_of(year, starts_in),
        periods.year_of(year + 1, starts_in),
    )
    assert this.until + timedelta(days=1) == following.since
    assert this.since in this
    assert following.since not in this


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_year_that_ends_today_has_twelve_months(today):
    found = periods.year_before(today)
    assert found.until == today
    assert (found.until - found.since).days in {364, 365}


@given(st.text(max_size=8))
def test_whatever_year_is_asked_for_there_is_a_time(text):
    found = periods.asked_period(text, date(2026, 11, 24))
    assert found.since <= found.until


def square(west: float, south: float, size: float):
    corners = [[0, 0], [size, 0], [size, size], [0, size], [0, 0]]
    return [[[west + x, south + y] for x, y in corners]]


@given(st.floats(-170, 160), st.floats(-80, 70), st.floats(0.01, 9))
def test_a_map_holds_every_corner_of_what_it_draws(west, south, size):
    shape = {"type": "Polygon", "coordinates": square(west, south, size)}
    paper = maps.draw_map({"a": shape})
    for x, y in (paper.point(*corner) for corner in shape["coordinates"][0]):
        assert 0 <= x <= paper.width + 0.1
        assert 0 <= y <= paper.height + 0.1
    assert paper.point(west, south + size)[1] <= paper.point(west, south)[1], (
        "north is up"
    )
    assert maps.draw_map({}) is None


def test_every_part_of_a_shape_is_drawn():
    parts = [square(0, 0, 1), square(5, 5, 1)]
    paper = maps.draw_map({"a": {"type": "MultiPolygon", "coordinates": parts}})
    assert paper.shapes["a"].count("M") == 2
