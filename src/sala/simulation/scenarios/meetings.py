"""Operations that met people, complaints that were settled, and what was asked of
neighbours.
"""

from collections.abc import Iterator
from datetime import timedelta

from sala.access.roles import Role
from sala.prosecution import actions as prosecution
from sala.prosecution.rules.complaints import SIGNS
from sala.screening.actions import operations
from sala.screening.rules.operations import MetAtOperation
from sala.simulation.scenario import Complaints, Cooperation, Operations
from sala.simulation.scenarios import shelters
from sala.simulation.scenarios.screenings import screen_person
from sala.simulation.world import SimulatedWorld, Timeline


def meeting_timelines(world: SimulatedWorld) -> Iterator[Timeline]:
    """One life for each operation, complaint and request."""
    for row in world.scenario.operations:
        yield operation_timeline(world, row)
    for rows in world.scenario.complaints:
        for _ in range(rows.number):
            yield complaint_timeline(world, rows)
    for beds in world.scenario.beds:
        yield shelters.open_shelter(world, beds)
    for asked in world.scenario.cooperation:
        for _ in range(asked.number):
            yield cooperation_timeline(world, asked)


def operation_timeline(world: SimulatedWorld, row: Operations) -> Timeline:
    """How many were met is written down; whom nobody screened is explained, or not."""
    yield world.moment(row.on)
    agency = row.agency or world.scenario.agencies.meets
    police = agency == world.scenario.agencies.investigates
    role = Role.INVESTIGATOR if police else Role.FRONTLINE_OFFICER
    place = "" if row.crossing else row.place or world.ground.district(world.random)
    with world.acting(agency, role) as by:
        made = operations.record_operation(
            by=by,
            at=world.now,
            occasion=operations.OperationInput(
                kind=row.kind,
                happened_on=row.on,
                place_code=place,
                crossing_code=row.crossing,
                met=[
                    MetAtOperation(g.sex, g.age_group, g.national, g.number)
                    for g in row.met
                ],
            ),
        )
        for _ in range(row.screened):
            screen_person(
                world,
                by,
                who=None,
                place=place,
                operation=made,
            )
        for reason, number in row.unscreened:
            operations.explain_unscreened(
                by=by,
                at=world.now,
                operation=made,
                reason=reason,
                number=number,
            )


def complaint_timeline(world: SimulatedWorld, rows: Complaints) -> Timeline:
    """Heard and closed where it was heard; somebody else may look at why."""
    heard, closed, seen = world.in_order([rows.year] * 3)
    yield heard
    agency = world.scenario.agencies.mediates
    with world.acting(agency, Role.MEDIATOR) as by:
        told = prosecution.ComplaintInput(
            channel=rows.channel,
            about=rows.about,
            received_on=world.today,
            place_code=world.ground.district(world.random),
        )
        made = prosecution.register_complaint(
            by=by,
            at=world.now,
            heard=told,
        ).id
    yield closed
    with world.acting(agency, Role.MEDIATOR) as by:
        answers = dict.fromkeys(SIGNS, "no")
        prosecution.screen_complaint(
            by=by,
            at=world.now,
            complaint=made,
            answers=answers,
            version=1,
        )
        prosecution.close_complaint(
            by=by,
            at=world.now,
            complaint=made,
            reason=rows.reason,
            version=2,
        )
    if not rows.reviewed:
        return
    yield seen
    with world.acting(agency, Role.SUPERVISOR) as by:
        prosecution.review_closing(
            by=by,
            at=world.now,
            complaint=made,
            agrees=True,
            version=3,
        )


def cooperation_timeline(world: SimulatedWorld, asked: Cooperation) -> Timeline:
    """A request to a neighbour, and its answer where one came."""
    made_at, answered_at = world.in_order([asked.year] * 2)
    yield made_at
    agency = world.scenario.agencies.investigates
    with world.acting(agency, Role.INVESTIGATOR) as by:
        wanted = prosecution.CooperationInput(
            direction="outgoing",
            country=asked.country,
            kind=asked.kind,
            made_on=world.today,
            due_on=world.today + timedelta(days=90),
        )
        made = prosecution.record_cooperation(
            by=by,
            at=world.now,
            wanted=wanted,
        )
    if not asked.answered:
        return
    yield answered_at
    with world.acting(agency, Role.INVESTIGATOR) as by:
        prosecution.move_cooperation(
            by=by,
            at=world.now,
            request=made,
            way="answer",
            on=world.today,
        )
