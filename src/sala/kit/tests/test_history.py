"""The order of steps decides what a thing is, and was, on any day, known on any other."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sala.kit.history import (
    BrokenHistoryError,
    HistoryStep,
    after_move,
    effective_steps,
    placed_day,
    standing_state,
    state_as_of,
)
from sala.kit.states import Move, NotAllowedError, States

DOOR = States(
    "door",
    "shut",
    (
        Move("shut", "open", "open"),
        Move("open", "shut", "shut"),
        Move("shut", "lock", "locked"),
        Move("locked", "unlock", "shut"),
    ),
    opening="hang",
)
BED = States(
    "bed", "asked", (Move("asked", "hold", "held"), Move("held", "come", "in"))
)
DAY = date(2017, 3, 1)


def step(number, move, state, day=DAY, recorded_on=None, **changes):
    """A step of a door, recorded on the day it happened."""
    return HistoryStep(
        key=changes.pop("key", None) or uuid4(),
        number=number,
        move=move,
        state=state,
        day=day,
        recorded_on=recorded_on or day,
        opening=number == 1,
        **changes,
    )


def days_later(days):
    return DAY + timedelta(days=days)


HUNG = step(1, "hang", "shut")


def test_a_history_begins_with_the_opening_move_or_with_each_of_several():
    assert ("", "hang", "shut") in DOOR.lawful_moves
    assert BED.lawful_moves == {("", "hold", "held"), ("held", "come", "in")}
    assert after_move(DOOR, "", "hang") == "shut"
    with pytest.raises(NotAllowedError):
        after_move(DOOR, "", "open")
    with pytest.raises(BrokenHistoryError):
        standing_state(DOOR, [])


def test_the_day_it_happened_decides_and_not_the_day_it_was_recorded():
    opened = step(2, "open", "open", days_later(1))
    shut = step(3, "shut", "shut", days_later(9))
    assert standing_state(DOOR, [HUNG, opened, shut]) == "shut"
    late = step(4, "lock", "locked", days_later(5), recorded_on=days_later(20))
    with pytest.raises(BrokenHistoryError):
        standing_state(DOOR, [HUNG, opened, shut, late])


def test_the_opening_stands_first_whatever_its_day():
    before = step(2, "open", "open", days_later(-3))
    assert standing_state(DOOR, [before, HUNG]) == "open"


def test_a_corrected_step_does_not_count_and_one_without_a_move_only_says_so():
    locked = step(2, "lock", "locked", days_later(1))
    never = step(3, "", "", days_later(4), corrects=locked.key)
    assert standing_state(DOOR, [HUNG, locked, never]) == "shut"
    assert [s.move for s in effective_steps([HUNG, locked, never])] == ["hang"]
    instead = step(4, "open", "open", days_later(1), corrects=locked.key)
    assert standing_state(DOOR, [HUNG, locked, never, instead]) == "open"


def test_what_was_known_on_a_day_is_without_what_was_recorded_later():
    opened = step(2, "open", "open", days_later(1), recorded_on=days_later(30))
    never = step(3, "", "", days_later(40), corrects=opened.key)
    steps = [HUNG, opened, never]
    assert state_as_of(steps, days_later(2), days_later(2)) == "shut"
    assert state_as_of(steps, days_later(2), days_later(30)) == "open"
    assert state_as_of(steps, days_later(2), days_later(40)) == "shut"
    assert state_as_of(steps, days_later(-1), days_later(99)) == ""


def test_a_month_or_a_year_stands_at_its_first_day_or_after_what_it_follows():
    known = [date(2017, 3, 9), date(2017, 5, 2)]
    assert placed_day(date(2018, 6, 30), "month", known) == date(2018, 6, 1)
    assert placed_day(date(2017, 3, 30), "month", known) == date(2017, 3, 9)
    assert placed_day(date(2017, 1, 1), "year", known) == date(2017, 5, 2)
    assert placed_day(date(2017, 1, 1), "day", known) == date(2017, 1, 1)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), max_size=12))
def test_however_steps_are_recorded_their_order_is_that_of_their_days(drawn):
    """A walk through the states, recorded in any order, ends where it was walked to."""
    state, day, walked = "shut", 0, [HUNG]
    for choice, later in drawn:
        moves = DOOR.moves_from(state)
        move = moves[choice % len(moves)]
        state, day = DOOR.after(state, move), day + later + 1
        walked.append((move, state, day))
    order = sorted(range(1, len(walked)), key=lambda n: drawn[n - 1])
    recorded = [
        step(
            number,
            walked[n][0],
            walked[n][1],
            days_later(walked[n][2]),
            recorded_on=days_later(500 + number),
        )
        for number, n in enumerate(order, start=2)
    ]
    steps = [HUNG, *recorded]
    assert standing_state(DOOR, steps) == state
    for _move, after, on in walked[1:]:
        assert state_as_of(steps, days_later(on), days_later(999)) == after
    assert state_as_of(steps, days_later(999), days_later(499)) == "shut"


@given(st.data())
def test_one_step_more_is_lawful_exactly_where_a_correction_of_it_leaves_what_was(data):
    moves = ["open", "shut", "lock"]
    steps = [
        HUNG,
        *(
            step(n, m, after_move_of(m), days_later(n))
            for n, m in enumerate(moves, start=2)
        ),
    ]
    number = data.draw(st.integers(2, 4))
    gone = next(s for s in steps if s.number == number)
    never = step(9, "", "", days_later(9), corrects=gone.key)
    kept = [s for s in steps if s is not gone]
    try:
        expected = standing_state(DOOR, kept)
    except BrokenHistoryError:
        with pytest.raises(BrokenHistoryError):
            standing_state(DOOR, [*steps, never])
    else:
        assert standing_state(DOOR, [*steps, never]) == expected


def after_move_of(move):
    return next(after for _before, name, after in DOOR.lawful_moves if name == move)
