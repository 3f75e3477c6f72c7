"""Trainings, awareness, recruitment agencies and inspections, crossing hours."""

from collections.abc import Iterator

from sala.access.roles import Role
from sala.prevention import actions as prevention
from sala.prevention.rules.work import TrainedAgencies
from sala.simulation.scenario import (
    Activities,
    CrossingHoursRows,
    Inspections,
    Recruiters,
    Trainings,
)
from sala.simulation.world import SimulatedWorld, Timeline

NAME = "Recruiter {}"


def prevention_timelines(world: SimulatedWorld) -> Iterator[Timeline]:
    """One life for each thing that an agency did in public."""
    told = world.scenario
    yield from (activity_timeline(world, row) for row in told.activities)
    yield from (training_timeline(world, row) for row in told.trainings)
    yield from (licence_timeline(world, row) for row in told.recruiters)
    yield from (crossing_hours_timeline(world, row) for row in told.crossing_hours)
    for row in told.inspections:
        yield from (inspection_timeline(world, row, n) for n in range(row.number))


def activity_timeline(world: SimulatedWorld, row: Activities) -> Timeline:
    """An agency tells people, and counts whom it reached, or does not."""
    yield world.moment(row.on)
    told = prevention.PreventionWorkInput(
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


def training_timeline(world: SimulatedWorld, row: Trainings) -> Timeline:
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
        trained=[
            TrainedAgencies(agency, sex, number) for agency, sex, number in row.trained
        ],
    )
    with world.acting(row.agency, Role.SUPERVISOR) as by:
        prevention.record_training(
            by=by,
            at=world.now,
            training=told,
        )


def licence_timeline(world: SimulatedWorld, row: Recruiters) -> Timeline:
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


def inspection_timeline(
    world: SimulatedWorld, row: Inspections, number: int
) -> Timeline:
    """A worksite is looked at, or one recruitment agency after another."""
    yield next(iter(world.in_order([row.year])))
    if not row.sector and not world.recruiters:
        return
    recruiter = "" if row.sector else world.recruiters[number % len(world.recruiters)]
    look = prevention.InspectionInput(
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


def crossing_hours_timeline(world: SimulatedWorld, row: CrossingHoursRows) -> Timeline:
    """A crossing gets new hours, or another level runs it."""
    yield world.moment(row.on)
    opens, closes = row.hours or (None, None)
    told = prevention.OpeningHoursInput(
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
