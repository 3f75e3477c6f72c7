"""The day on which somebody opens the demo: people who were met lately, and wait for
somebody.

They are new people of this year; nobody of an earlier year is touched, so that no
figure of those years changes.
"""

from collections.abc import Iterator

from sala.access.roles import Role
from sala.kit import clock
from sala.prosecution import actions as prosecution
from sala.prosecution.queries import CaseFilter, find_cases
from sala.simulation.scenario import Victims
from sala.simulation.scenarios.victims import victim_timeline
from sala.simulation.world import SimulatedWorld

# How far each has come, in turns of a life: decided on and referred; referred and taken
# on; met by whoever cares, and met at the border, the authority being asked.
REFERRED, ACCEPTED, ASKED = 2, 3, 2
HANDED_OVER = ("several_provinces", "other_countries")


def begin_open_work(world: SimulatedWorld) -> None:
    """Let a few lives begin today, and leave each in the midst."""
    world.now = clock.now()
    for group, turns in open_groups(world):
        life = victim_timeline(world, group)
        for _turn in range(turns):
            next(life)
    hand_over_cases(world)
    world.staff.leave()


def hand_over_cases(world: SimulatedWorld) -> None:
    """The central office takes over two cases of the police that go on, neither about
    an official: so that no hand-over to it says anything.
    """
    with world.acting(world.scenario.agencies.investigates, Role.INVESTIGATOR) as by:
        going_on = find_cases(by=by, wanted=CaseFilter(state="open"))
        for case, reason in zip(going_on[:2], HANDED_OVER, strict=False):
            prosecution.take_over_case(by=by, at=world.now, case=case.id, reason=reason)


def open_groups(world: SimulatedWorld) -> Iterator[tuple[Victims, int]]:
    """Who is met today, and how far they come."""
    abroad = {"decided": "neighbour", "exploited_in": world.ground.neighbours[0]}
    at_home = {"decided": "authority", "form": "sexual_exploitation"}
    for said, turns in (
        ({**abroad, "form": "forced_labour"}, REFERRED),
        (
            {
                **abroad,
                "form": "sexual_exploitation",
                "sheltered": True,
            },
            REFERRED,
        ),
        ({**abroad, "form": "servitude"}, ACCEPTED),
        (at_home, ASKED),
        (
            {
                **at_home,
                "care": "nobody",
                "sex": "male",
                "form": "forced_labour",
            },
            ASKED,
        ),
    ):
        year = world.today.year
        usual = {
            "year": year,
            "number": 1,
            "sex": "female",
            "age_group": "adult",
            "care": "served",
        }
        yield Victims.model_validate({**usual, **said}), turns
