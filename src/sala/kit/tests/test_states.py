"""A table of states holds what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sala.kit.states import Move, NotAllowedError, States

DOOR = States(
    "door",
    "shut",
    (Move("shut", "open", "open"), Move("open", "lock", "locked")),
)


def test_only_the_moves_of_the_table_are_made():
    assert DOOR.after("shut", "open") == "open"
    assert DOOR.moves_from("open") == ("lock",)
    assert DOOR.before("lock") == ("open",)
    assert DOOR.finals == {"locked"}
    with pytest.raises(NotAllowedError, match="a door that is locked cannot open"):
        DOOR.after("locked", "open")


def test_one_move_does_not_lead_to_two_states():
    with pytest.raises(ValueError, match="two states"):
        States(
            "door",
            "shut",
            (Move("shut", "open", "open"), Move("shut", "open", "ajar")),
        )


@given(st.lists(st.sampled_from(["open", "lock", "paint"])))
def test_whatever_is_tried_the_state_stays_in_the_table(moves):
    state = DOOR.initial
    for move in moves:
        try:
            state = DOOR.after(state, move)
        except NotAllowedError:
            assert move not in DOOR.moves_from(state)
    assert state in DOOR.all


def test_the_diagram_shows_every_move():
    drawn = DOOR.diagram()
    assert "[*] --> shut" in drawn
    assert "open --> locked: lock" in drawn
    assert "locked --> [*]" in drawn
