"""What the secretariat says of a year: that all there was is recorded, or that it is
not.
"""

from collections.abc import Iterator

from sala.access.roles import Role
from sala.facts.actions import state_coverage
from sala.facts.places import facts_folder
from sala.simulation.scenario import Completeness
from sala.simulation.world import SimulatedWorld, Timeline


def completeness_timelines(world: SimulatedWorld) -> Iterator[Timeline]:
    """One life for each statement."""
    yield from (state_completeness(world, row) for row in world.scenario.completeness)


def state_completeness(world: SimulatedWorld, row: Completeness) -> Timeline:
    """On a day after the year, or the last one that is simulated."""
    yield world.moment(row.on)
    with world.acting(world.scenario.agencies.coordinates, Role.ANALYST) as by:
        for about in row.about:
            state_coverage(
                by=by,
                at=world.now,
                folder=facts_folder(),
                about=about,
                year=row.year,
                answer=row.answer,
            )
