"""The state tables of the room: every state is reached, every noun ends, the database agrees."""

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from sala.kit.states import NotAllowedError
from sala.prosecution import models
from sala.prosecution.states import STATES

KEPT_IN = {
    "complaint": models.Complaint,
    "incident": models.Incident,
    "case": models.Case,
    "investigation": models.Investigation,
    "identity request": models.CaseIdentityRequest,
    "cooperation request": models.CooperationRequest,
    "charge": models.Charge,
    "forfeiture": models.Forfeiture,
    "restitution claim": models.RestitutionClaim,
}
TABLES = pytest.mark.parametrize("table", STATES, ids=lambda table: table.noun)


def reached(table, start):
    """Every state one can come to from a state, itself included."""
    found, ahead = set(), [start]
    while ahead:
        state = ahead.pop()
        if state not in found:
            found.add(state)
            ahead += [table.after(state, move) for move in table.moves_from(state)]
    return found


@TABLES
def test_every_state_is_reached_and_nothing_is_stuck_before_the_end(table):
    assert reached(table, table.initial) == set(table.all)
    ends = table.finals or {"closed"}  # a closed case can be opened again
    for state in table.all:
        assert reached(table, state) & ends, state


@TABLES
def test_the_database_knows_the_same_states(table):
    assert states_in(KEPT_IN[table.noun]) == set(table.all)


def states_in(model) -> set[str]:
    """The states that a table's own constraints name."""
    return {state for c in model._meta.constraints for state in named(c.condition)}


def named(condition) -> set[str]:
    found = set()
    for child in getattr(condition, "children", ()):
        if isinstance(child, Q):
            found |= named(child)
        elif child[0] == "state":
            found.add(child[1])
        elif child[0] == "state__in":
            found |= set(child[1])
    return found


@TABLES
@given(st.data())
def test_no_row_of_moves_leaves_the_table(table, data):
    state = table.initial
    for move in data.draw(
        st.lists(st.sampled_from([m.name for m in table.moves]), max_size=12),
    ):
        if move in table.moves_from(state):
            state = table.after(state, move)
            assert state in table.all
        else:
            with pytest.raises(NotAllowedError):
                table.after(state, move)
