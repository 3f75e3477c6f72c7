"""What a simulation asks before it begins."""

from collections.abc import Mapping

from sala.access import queries as access
from sala.access.context import acting_operator
from sala.access.models import User
from sala.people import queries as people_queries
from sala.simulation import drawing, ground
from sala.simulation.scenario import Scenario


def is_empty() -> bool:
    """Whether nobody at all is registered; asked on the owner's account."""
    with acting_operator("simulation"):
        return not people_queries.is_anybody_registered()


def users_but(known: Mapping[str, str]) -> list[str]:
    """Sign-in names of whoever is none of these, told by sign-in name and full name."""
    with acting_operator("simulation"):
        users = [
            *User.objects.order_by("username").values_list("username", "full_name"),
        ]
    return [username for username, name in users if known.get(username) != name]


def drawn_scenario(*, seed: int, size: int, years: tuple[int, int]) -> Scenario:
    """A scenario drawn from a seed for the pack that is loaded.

    Raises `TooFewAgenciesError` where nobody could be referred to anybody.
    """
    with acting_operator("simulation"):
        agencies = access.list_agencies()
    return drawing.draw_scenario(
        seed=seed,
        size=size,
        years=years,
        ground=ground.ground_of_pack(),
        agencies=agencies,
    )
