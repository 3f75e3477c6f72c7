"""Small groups are withheld so that nobody can work them out."""

from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from sala.figures.suppression import (
    SMALLEST_DISCLOSED,
    is_disclosable,
    is_disclosable_part,
    suppressed_cells,
    suppressed_within_margins,
)

CELLS = st.dictionaries(st.integers(0, 6), st.integers(0, 14), max_size=5)


@given(CELLS)
def test_no_small_number_is_told(cells):
    hidden = suppressed_cells(cells)
    assert all(
        value == 0 or value >= SMALLEST_DISCLOSED
        for key, value in cells.items()
        if key not in hidden
    )


@given(CELLS)
def test_whoever_subtracts_learns_of_nobody_that_they_are_few(cells):
    """An attacker knows the whole and what is told, and tries every way the rest can be."""
    hidden = sorted(suppressed_cells(cells))
    if not hidden or set(hidden) == set(cells):
        return  # nothing is told, or of the whole nothing but the whole
    rest = sum(cells[key] for key in hidden)
    ways = [
        w for w in product(range(1, rest + 1), repeat=len(hidden)) if sum(w) == rest
    ]
    for position in range(len(hidden)):
        possible = {way[position] for way in ways}
        assert len(possible) > 1
        assert max(possible) >= SMALLEST_DISCLOSED


@given(CELLS)
def test_nothing_is_withheld_where_nobody_is_few(cells):
    assert bool(suppressed_cells(cells)) == any(
        0 < value < SMALLEST_DISCLOSED for value in cells.values()
    )


def test_one_small_group_takes_the_smallest_other_with_it():
    assert suppressed_cells(
        {
            "a": 3,
            "b": 40,
            "c": 9,
        },
    ) == {"a", "c"}


def test_two_groups_of_one_are_not_told_by_their_sum():
    assert suppressed_cells(
        {
            "a": 1,
            "b": 1,
            "c": 9,
            "d": 30,
        },
    ) == {"a", "b", "c"}


def test_a_whole_is_told_from_the_smallest_number_on():
    assert [is_disclosable(n) for n in (None, 0, 1, 4, 5)] == [
        True,
        True,
        False,
        False,
        True,
    ]


@given(CELLS)
@example(
    {
        1: 4,
        0: 0,
        3: 1,
        2: 5,
    },
)  # the 2 that hides the rest is opened by its own sum: five are not few
def test_whoever_knows_the_sums_too_learns_of_nobody_that_they_are_few(cells):
    """An attacker knows the whole, what is told, and what the even and the odd parts add up to."""
    hidden = suppressed_within_margins(cells, lambda key: key % 2)
    groups = {odd: {k: n for k, n in cells.items() if k % 2 == odd} for odd in (0, 1)}
    untold = suppressed_cells(
        {odd: sum(group.values()) for odd, group in groups.items()}
    )
    for odd, group in groups.items():
        if odd in untold or hidden.issuperset(group):
            continue  # of these nothing is told, or nothing but their sum
        shut = [n for key, n in group.items() if key in hidden and n]
        if any(n < SMALLEST_DISCLOSED for n in shut):
            assert len(shut) > 1
            assert sum(shut) - (len(shut) - 1) >= SMALLEST_DISCLOSED, (
                "the others are at least one each"
            )


def test_a_part_is_not_hidden_behind_one_that_another_breakdown_tells():
    own = suppressed_within_margins(
        {
            "LA": 6,
            "VN": 3,
            "CN": 30,
        },
        lambda key: key == "LA",
    )
    assert own == {"VN", "CN"}, "6 nationals are told, so LA would open VN"


def test_where_nothing_is_told_neither_is_where_there_was_nothing():
    assert suppressed_cells(
        {
            "a": 2,
            "b": 2,
            "c": 0,
        },
    ) == {"a", "b", "c"}


def test_a_part_is_told_only_where_the_rest_may_be_told_too():
    assert [is_disclosable_part(n, 14) for n in (3, 9, 11, 14)] == [
        False,
        True,
        False,
        True,
    ]
