"""Every URL, every role, own agency and another: what is allowed, typed by hand on purpose.

It is the second entry of the book that the rooms' `policy.py` is the first of: one file a room,
with its rows, the records their addresses need (`places`), and what to send to its pages.
"""

import random
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from tests.table import (
    figures,
    ground,
    narrative,
    partnership,
    prevention,
    prosecution,
    protection,
    screening,
)

from sala.access.roles import Role
from sala.config import testing
from sala.kit import clock

ROOMS = (
    ground,
    screening,
    protection,
    prosecution,
    prevention,
    partnership,
    figures,
    narrative,
)
TABLE = {name: row for room in ROOMS for name, row in room.TABLE.items()}
POSTS = {name: form for room in ROOMS for name, form in room.POSTS.items()}
ATTACKERS = 2  # of each page, where the tests are not at full width


def make_places(actor) -> dict[str, str]:
    """One record of each kind, and what addresses need of them."""
    made: dict[str, str] = {}
    for room in ROOMS:
        # a published report is kept within a minute of its reading
        at = timezone.localtime(clock.now()) - timedelta(seconds=1)
        made |= room.places(actor, at, made)
    return made


def address(name: str, places: dict[str, str]) -> str:
    """The address of a page, for the records that were made."""
    return reverse(
        name,
        kwargs={k: places[place] for k, place in TABLE[name].arguments},
    )


def attacked_pages(role: Role) -> list[str]:
    """The names of the pages whose forms a role is to attack.

    At full width all that it may open; otherwise each page is attacked by two of the
    roles that may open it, drawn once and for all by the page's name.
    """
    return [name for name in TABLE if role in _attackers(name)]


def _attackers(name: str) -> list[Role]:
    able = sorted(TABLE[name].own)
    if testing.WIDTH > 1 or len(able) <= ATTACKERS:
        return able
    return random.Random(name).sample(able, ATTACKERS)
