"""Committees, the action plan, and the budget, written down or not."""

from collections.abc import Iterator
from datetime import timedelta

from sala.access.roles import Role
from sala.partnership.actions import budget, committees, plans
from sala.simulation.scenario import Budget, Committees, Objectives, Plans
from sala.simulation.world import Life, World


def lives(world: World) -> Iterator[Life]:
    """One life for each committee, plan and budget line."""
    yield from (committee(world, row) for row in world.scenario.committees)
    yield from (plan(world, row) for row in world.scenario.plans)
    yield from (line(world, row) for row in world.scenario.budget)


def committee(world: World, row: Committees) -> Life:
    """A committee is founded, and meets every so many days."""
    yield world.moment(row.founded_on)
    keeps = world.scenario.agencies.coordinates
    with world.acting(keeps, Role.ANALYST) as by:
        founding = committees.Founding(
            level=row.level,
            agency=row.agency,
            founded_on=row.founded_on,
            place_code=row.place,
        )
        made = committees.found_committee(
            by=by,
            at=world.now,
            founding=founding,
        )
    for _ in range(row.meetings):
        yield world.moment(world.today + timedelta(days=row.every))
        with world.acting(keeps, Role.ANALYST) as by:
            meeting = committees.Meeting(
                happened_on=world.today,
                present=row.present,
                decisions=world.random.randint(0, 6),
            )
            committees.record_meeting(
                by=by,
                at=world.now,
                committee=made,
                meeting=meeting,
            )


def plan(world: World, row: Plans) -> Life:
    """A plan is written with its objectives, adopted, and followed."""
    yield world.moment(row.on)
    with world.acting(world.scenario.agencies.coordinates, Role.ANALYST) as by:
        said = plans.Plan(
            titles=row.titles,
            from_on=row.from_on,
            to_on=row.to_on,
        )
        made = plans.write_plan(
            by=by,
            at=world.now,
            plan=said,
        )
        objectives = [
            (
                aim,
                plans.add_objective(
                    by=by,
                    at=world.now,
                    plan=made,
                    aim=_aim(aim),
                ),
            )
            for aim in row.objectives
        ]
        plans.move_plan(
            by=by,
            at=world.now,
            plan=made,
            move="adopt",
            version=1,
        )
    for aim, objective in objectives:
        for step, (move, measured) in enumerate(aim.progress):
            yield world.later(30, 150)
            with world.acting(world.scenario.agencies.coordinates, Role.ANALYST) as by:
                progress = plans.Progress(move, world.today, step, measured)
                plans.report_progress(
                    by=by,
                    at=world.now,
                    objective=objective,
                    progress=progress,
                )


def _aim(aim: Objectives) -> plans.Aim:
    return plans.Aim(
        number=aim.number,
        texts=aim.texts,
        agency=aim.agency,
        due_on=aim.due_on,
        indicators=aim.indicators,
        target=aim.target,
    )


def line(world: World, row: Budget) -> Life:
    """A budget line; without an amount nobody wrote down how much."""
    yield world.moment(row.on)
    with world.acting(world.scenario.agencies.coordinates, Role.ANALYST) as by:
        budget.allocate(
            by=by,
            at=world.now,
            allocation=budget.Allocation(
                fiscal_year=row.on.year,
                purpose=row.purpose,
                agency=row.agency,
                source="government",
                allocated=row.allocated,
            ),
        )
