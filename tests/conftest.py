"""What the tests across the house share."""

import pytest
from tests import table


@pytest.fixture
def places(actor, now):
    """One record of each kind, kept by the agency `own`: for `table.address`."""
    made: dict[str, str] = {}
    for room in table.ROOMS:
        made |= room.places(actor, now, made)
    return made
