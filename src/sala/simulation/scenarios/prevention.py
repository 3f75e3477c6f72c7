"""Trainings, awareness, recruitment agencies and inspections, crossing hours."""

from collections.abc import Iterator

from sala.access.roles import Role
from sala.prevention import actions as prevention
from sala.prevention.rules.work import Trained
from sala.simulation.scenario import (
    Activities,
    CrossingHours,
    Inspections,
    Recruiters,
    Trainings,
)
from sala.simulation.world import Life, World

NAME = "Recruiter {}"


def lives(world: World) -> Iterator[Life]:
    """One life for each thing that an agency did in public."""
    told = world.scenario
    yield from (activity(world, row) for row in told.activities)
    yield from (training(world, row) for row in told.trainings)
    yield from (licensed(world, row) for row in told.recruiters)
    yield from (hours(world, row) for row in told.crossing_hours)
    for row in told.inspections:
        yield from (inspection(world, row, n) for n in range(row.number))


def activity(world: World, row: Activities) -> Life:
    """An agency tells people, and counts whom it reached, or does not."""
    yield world.moment(row.on)
    told = prevention.Activity(
        channel=row.channel,
        topics=row.topics,
        audiences=row.audiences,
        starts_on=row.on,
        paid_by=row.paid_by,
        partner=row.partner,
        place_code=row.place,
        reached=row.reached,
    )
    with world.acting(row.agency, Role.SUPERVISOR) as by:
        prevention.record_activity(
            by=by,
            at=world.now,
            activity=told,
        )


def training(world: World, row: Trainings) -> Life:
    """An agency trains staff, its own or others'."""
    yield world.moment(row.on)
    told = prevention.Training(
        topics=row.topics,
        audiences=row.audiences,
        starts_on=row.on,
        days=row.days,
        paid_by=row.paid_by,
        partner=row.partner,
        place_code=row.place,
        crossing_code=row.crossing,
        trained=[Trained(agency, sex, number) for agency, sex, number in row.trained],
    )
    with world.acting(row.agency, Role.SUPERVISOR) as by:
        prevention.record_training(
            by=by,
            at=world.now,
            training=told,
        )


def licensed(world: World, row: Recruiters) -> Life:
    """Recruitment agencies are licensed, each under a code of its own."""
    yield world.moment(row.licensed_on)
    with world.acting(row.agency, Role.SUPERVISOR) as by:
        for n in range(1, row.number + 1):
            code = f"{row.code}-{n:03d}"
            recruiter = prevention.Recruiter(
                code=code,
                name=NAME.format(code),
                licensed_on=row.licensed_on,
                place_code=world.ground.province(world.random),
                destinations=row.destinations,
            )
            prevention.register_recruiter(
                by=by,
                at=world.now,
                recruiter=recruiter,
            )
            world.recruiters.append(code)


def inspection(world: World, row: Inspections, number: int) -> Life:
    """A worksite is looked at, or one recruitment agency after another."""
    yield next(iter(world.in_order([row.year])))
    if not row.sector and not world.recruiters:
        return
    recruiter = "" if row.sector else world.recruiters[number % len(world.recruiters)]
    look = prevention.Look(
        kind="worksite" if row.sector else "recruitment_agency",
        happened_on=world.today,
        findings=row.findings,
        measures=row.measures,
        recruiter=recruiter,
        sector=row.sector,
        place_code=world.ground.district(world.random),
        workers=row.workers,
    )
    with world.acting(row.agency, Role.FRONTLINE_OFFICER) as by:
        prevention.record_inspection(
            by=by,
            at=world.now,
            look=look,
        )


def hours(world: World, row: CrossingHours) -> Life:
    """A crossing gets new hours, or another level runs it."""
    yield world.moment(row.on)
    opens, closes = row.hours or (None, None)
    told = prevention.Hours(
        from_on=row.on,
        all_day=row.all_day,
        opens_at=opens,
        closes_at=closes,
        managed_by=row.managed_by,
    )
    with world.acting(row.agency, Role.SUPERVISOR) as by:
        prevention.record_hours(
            by=by,
            at=world.now,
            crossing=row.crossing,
            hours=told,
        )
