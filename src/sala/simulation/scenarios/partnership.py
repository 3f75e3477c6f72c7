"""Committees, the action plan, and the budget, written down or not."""

from collections.abc import Iterator
from datetime import timedelta

from sala.access.roles import Role
from sala.partnership.actions import budget, committees, plans
from sala.simulation.scenario import Budget, Committees, Objectives, Plans
from sala.simulation.world import SimulatedWorld, Timeline


def partnership_timelines(world: SimulatedWorld) -> Iterator[Timeline]:
    """One life for each committee, plan and budget line."""
    yield from (committee_timeline(world, row) for row in world.scenario.committees)
    yield from (plan_timeline(world, row) for row in world.scenario.plans)
    yield from (budget_line_timeline(world, row) for row in world.scenario.budget)


def committee_timeline(world: SimulatedWorld, row: Committees) -> Timeline:
    """A committee is founded, and meets every so many days."""
    yield world.moment(row.founded_on)
    keeps = world.scenario.agencies.coordinates
    with world.acting(keeps, Role.ANALYST) as by:
        founding = committees.FoundingInput(
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


def plan_timeline(world: SimulatedWorld, row: Plans) -> Timeline:
    """A plan is written with its objectives, adopted, and followed."""
    yield world.moment(row.on)
    with world.acting(world.scenario.agencies.coordinates, Role.ANALYST) as by:
        said = plans.ActionPlanInput(
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
                    aim=_aim_of(aim),
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
                progress = plans.ProgressInput(move, world.today, step, measured)
                plans.report_progress(
                    by=by,
                    at=world.now,
                    objective=objective,
                    progress=progress,
                )


def _aim_of(aim: Objectives) -> plans.ObjectiveInput:
    return plans.ObjectiveInput(
        number=aim.number,
        texts=aim.texts,
        agency=aim.agency,
        due_on=aim.due_on,
        indicators=aim.indicators,
        target=aim.target,
    )


def budget_line_timeline(world: SimulatedWorld, row: Budget) -> Timeline:
    """A budget line; without an amount nobody wrote down how much."""
    yield world.moment(row.on)
    with world.acting(world.scenario.agencies.coordinates, Role.ANALYST) as by:
        budget.add_budget_line(
            by=by,
            at=world.now,
            allocation=budget.AllocationInput(
                fiscal_year=row.on.year,
                purpose=row.purpose,
                agency=row.agency,
                source="government",
                allocated=row.allocated,
            ),
        )
