"""Simulating a country: every write goes through the actions of the rooms."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from django.db import connection, transaction

from sala.access.roles import Role
from sala.simulation import clock, ground, open_work, reporting, staff
from sala.simulation.names import NameSyllables
from sala.simulation.scenario import Scenario
from sala.simulation.scenarios import (
    cases,
    completeness,
    meetings,
    partnership,
    prevention,
    victims,
)
from sala.simulation.world import SimulatedWorld

LIVES = (
    victims.victim_timelines,
    cases.case_timelines,
    meetings.meeting_timelines,
    prevention.prevention_timelines,
    partnership.partnership_timelines,
    completeness.completeness_timelines,
)


@dataclass(frozen=True)
class SimulatedCountry:
    """What a simulation did: how often somebody acted, from which year to which."""

    title: str
    steps: int
    first_year: int
    last_year: int


def simulate_country(
    *,
    scenario: Scenario,
    syllables: NameSyllables,
    seed: int,
    said: Callable[[int], object],
) -> SimulatedCountry:
    """Let a whole country act as a scenario says, in one transaction: all of it, or
    nothing.

    `said` is called with each year as it begins. Raises `NotAllowedToSimulateError`
    where the owner's account may not act as the application.
    """
    with transaction.atomic(durable=True), ground.remember_answers():
        world = _new_world(scenario, syllables, seed)
        with clock.simulated_time():
            world.run([life for kind in LIVES for life in kind(world)], said)
    gather_statistics()
    return SimulatedCountry(
        scenario.title,
        world.steps,
        scenario.first_year,
        scenario.last_year,
    )


def gather_statistics() -> None:
    """Let the database count what was just written in one go.

    Until it has, it plans for empty tables: the facts' door read a history anew for
    each row, and an export took the better part of an hour.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def go_on(*, scenario: Scenario, syllables: NameSyllables, seed: int) -> int:
    """After the facts of a simulated country were made: it reports on its last year,
    and today a few people more are met, for whom somebody waits. The year that is
    reported.
    """
    with transaction.atomic(durable=True):
        world = _new_world(scenario, syllables, seed)
        with clock.as_application():
            reported = reporting.report_year(world.staff)
            open_work.begin_open_work(world)
    return reported


def _new_world(
    scenario: Scenario, syllables: NameSyllables, seed: int
) -> SimulatedWorld:
    return SimulatedWorld(
        random=Random(seed),  # noqa: S311 no secret: the same seed makes the same country
        scenario=scenario,
        ground=ground.ground_of_pack(),
        syllables=syllables,
        instrument=ground.drawn_instrument(),
        staff=staff.hire_staff(date(scenario.first_year, 1, 1), wanted_posts(scenario)),
    )


def wanted_posts(scenario: Scenario) -> dict[tuple[str, Role], int]:
    """How many members of staff a scenario needs in each post."""
    s, a = scenario, scenario.agencies
    wanted = {
        (a.identifies, Role.IDENTIFICATION_OFFICER): 2,
        (a.investigates, Role.INVESTIGATOR): 1,
        (a.prosecutes, Role.PROSECUTOR): 1,
        (a.tries, Role.COURT_CLERK): 1,
        (a.cares, Role.CASE_WORKER): 1,
        (a.cares, Role.SUPERVISOR): 1,
        (a.meets, Role.FRONTLINE_OFFICER): 1,
        (a.mediates, Role.MEDIATOR): 1,
        (a.mediates, Role.SUPERVISOR): 1,
        (a.coordinates, Role.ANALYST): 1,
    }
    for row in s.operations:
        if row.agency and row.agency != a.investigates:
            wanted[row.agency, Role.FRONTLINE_OFFICER] = 1
    for look in s.inspections:
        wanted[look.agency, Role.FRONTLINE_OFFICER] = 1
    for works in (s.activities, s.trainings, s.recruiters, s.crossing_hours):
        wanted |= {(work.agency, Role.SUPERVISOR): 1 for work in works}
    return wanted
