"""Sums in which a blank is no zero, licences on a day, and the states of a crossing."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sala.kit import totals
from sala.prevention.rules import recruitment, work
from sala.prevention.rules.crossings import CrossingCoverage
from sala.prevention.rules.recruitment import Licence
from sala.prevention.states import LICENCE

NUMBERS = st.one_of(st.none(), st.integers(0, 10_000))
DAYS = st.dates(date(2010, 1, 1), date(2030, 1, 1))
CELLS = st.lists(st.tuples(st.sampled_from("abc"), NUMBERS), max_size=12)


@given(st.lists(NUMBERS, max_size=12))
def test_a_sum_is_unknown_only_where_nobody_counted_anything(numbers):
    found = totals.total_of(numbers)
    counted = [n for n in numbers if n is not None]
    assert (found.number is None) == (bool(numbers) and not counted)
    assert (found.number or 0) == sum(counted)
    assert (found.things, found.uncounted) == (
        len(numbers),
        len(numbers) - len(counted),
    )


@given(CELLS)
def test_groups_add_up_to_the_whole_largest_first(cells):
    found = totals.by_group(cells)
    assert sum(t.things for t in found.values()) == len(cells)
    assert sum(t.number or 0 for t in found.values()) == sum(n or 0 for _g, n in cells)
    numbers = [t.number or 0 for t in found.values()]
    assert numbers == sorted(numbers, reverse=True)


def test_nobody_counted_is_not_nobody_came():
    assert work.count_participants([]) is None
    assert work.count_participants([work.TrainedAgencies("", "", 0)]) == 0


@st.composite
def licences(draw):
    """A licence lived through the state table, a step some days after the one before."""
    day, state = draw(DAYS), LICENCE.initial
    steps = [Licence(state, day, draw(st.none() | st.just(day + timedelta(days=365))))]
    for _n in range(draw(st.integers(0, 6))):
        moves = LICENCE.moves_from(state)
        state = LICENCE.after(state, draw(st.sampled_from(moves)))
        day += timedelta(days=draw(st.integers(0, 200)))
        until = draw(
            st.none() | st.integers(0, 400).map(lambda n, d=day: d + timedelta(days=n)),
        )
        steps.append(Licence(state, day, until))
    return steps


@given(licences(), DAYS)
def test_on_a_day_the_last_step_until_then_counts(steps, day):
    found = recruitment.on_day(steps, day)
    past = [s for s in steps if s.happened_on <= day]
    if not past:
        assert found == ""
        return
    last = past[-1]
    assert found in {last.state, "expired"}
    assert (found == "expired") == (
        last.state == "licensed" and last.until is not None and last.until < day
    )


@given(
    st.lists(
        st.sampled_from(recruitment.FINDINGS),
        min_size=1,
        max_size=5,
    ),
)
def test_nothing_and_something_contradict_each_other(chosen):
    expected = "nothing_found" in chosen and set(chosen) != {"nothing_found"}
    assert recruitment.contradicts_nothing(chosen, "nothing_found") == expected


@given(st.integers(0, 3), st.one_of(st.none(), st.integers(0, 9)), st.booleans())
def test_a_training_nobody_counted_is_a_training(sessions, trained, anybody):
    gap = CrossingCoverage(sessions, trained if sessions else 0, anybody).gap
    somebody = sessions > 0 and trained != 0
    assert (gap in {"", "unscreened"}) == somebody
    assert (gap in {"", "untrained"}) == anybody
