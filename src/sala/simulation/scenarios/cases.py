"""The way of one case: heard of, opened, investigated, prosecuted, judged; or closed on
the way.
"""

from collections.abc import Iterator
from uuid import UUID

from sala.access.roles import Role
from sala.prosecution import actions as prosecution
from sala.prosecution.rules.complaints import SIGNS
from sala.simulation.scenario import Cases, Incidents
from sala.simulation.scenarios import courts
from sala.simulation.scenarios.files import File
from sala.simulation.world import SimulatedPerson, SimulatedWorld, Timeline


def case_timelines(world: SimulatedWorld) -> Iterator[Timeline]:
    """One life for each case, and for each incident that did not become one."""
    for row in world.scenario.cases:
        for _ in range(row.number):
            yield case_timeline(world, row)
    for rows in world.scenario.incidents:
        for _ in range(rows.number):
            yield no_case(world, rows)


def case_timeline(world: SimulatedWorld, row: Cases) -> Timeline:
    """From what police heard to the end, or to the last day that is simulated."""
    ending = (
        [row.closed] if row.closed else [row.prosecuted, row.prosecuted, row.judged]
    )
    moments = iter(world.in_order([row.opened] * 3 + [year for year in ending if year]))
    yield next(moments)
    incident = _incident_heard(world, row.heard) if row.heard else None
    yield next(moments)
    file = _open_file(world, row, incident)
    yield next(moments)
    _investigate(world, file)
    if row.closed:
        yield next(moments)
        _close_case(world, file)
    if row.prosecuted:
        yield next(moments)
        courts.handed_on(world, file)
        yield next(moments)
        courts.charge_defendants(world, file)
    if row.judged and file.charges:
        yield next(moments)
        yield from courts.judge_defendants(world, file)


def no_case(world: SimulatedWorld, rows: Incidents) -> Timeline:
    """Police look into it and find no case."""
    heard, looked = world.in_order([rows.year] * 2)
    yield heard
    incident = _incident_heard(world, rows.heard)
    yield looked
    with world.acting(world.scenario.agencies.investigates, Role.INVESTIGATOR) as by:
        prosecution.reject_incident(
            by=by,
            at=world.now,
            incident=incident,
            reason=rows.reason,
        )


def _incident_heard(world: SimulatedWorld, how: str) -> UUID:
    agencies = world.scenario.agencies
    place = world.ground.district(world.random)
    if how == "complaint":
        return refer_new_complaint(world, place)
    with world.acting(agencies.investigates, Role.INVESTIGATOR) as by:
        told = prosecution.IncidentInput(
            source="other",
            happened_on=world.today,
            place_code=place,
        )
        return prosecution.record_incident(
            by=by,
            at=world.now,
            told=told,
        ).id


def refer_new_complaint(world: SimulatedWorld, place: str) -> UUID:
    """A complaint with signs of trafficking goes to police; the incident it becomes
    there.
    """
    agencies = world.scenario.agencies
    signs = dict.fromkeys(SIGNS, "no") | {"taken_abroad": "yes", "threatened": "yes"}
    heard = prosecution.ComplaintInput(
        channel="village_mediation",
        about="work",
        received_on=world.today,
        place_code=place,
    )
    with world.acting(agencies.mediates, Role.MEDIATOR) as by:
        made = prosecution.register_complaint(
            by=by,
            at=world.now,
            heard=heard,
        )
        prosecution.screen_complaint(
            by=by,
            at=world.now,
            complaint=made.id,
            answers=signs,
            version=1,
        )
        police = world.staff.agencies[agencies.investigates]
        return prosecution.refer_complaint(
            by=by,
            at=world.now,
            complaint=made.id,
            agency=police,
        )


def _open_file(world: SimulatedWorld, row: Cases, incident: UUID | None) -> File:
    country = row.country or world.ground.country
    place = (
        world.ground.district(world.random) if country == world.ground.country else ""
    )
    with world.acting(world.scenario.agencies.investigates, Role.INVESTIGATOR) as by:
        if incident:
            made = prosecution.open_case_from_incident(
                by=by,
                at=world.now,
                incident=incident,
            )
        else:
            facts = prosecution.CaseFindings(country=country, place_code=place)
            made = prosecution.open_case(
                by=by,
                at=world.now,
                facts=facts,
            )
        investigation = prosecution.open_investigation(
            by=by,
            at=world.now,
            case=made.id,
            opened_on=world.today,
        )
    return File(
        row,
        made.id,
        investigation,
        country,
        place,
        row.began_on or world.today,
    )


def _investigate(world: SimulatedWorld, file: File) -> None:
    """What was found, and whom it concerns."""
    row = file.row
    means = ("deception", "abuse_of_vulnerability")
    found = prosecution.CaseFindings(
        place_code=file.place,
        country=file.country,
        began_on=file.began_on,
        acts=("recruitment", "transport"),
        # Closed: looked for and not there. Unclear: nobody looked.
        means=None if row.unclear else () if row.closed else means,
        forms=row.forms,
    )
    with world.acting(world.scenario.agencies.investigates, Role.INVESTIGATOR) as by:
        prosecution.change_case(
            by=by,
            at=world.now,
            case=file.id,
            facts=found,
            version=1,
        )
        for who in _name_victims(world, file):
            prosecution.add_victim(
                by=by,
                at=world.now,
                case=file.id,
                code=who.code,
                sex=who.sex,
                age_group=who.age_group,
                citizenship=who.citizenship,
            )
            file.victims.append(who)


def _name_victims(world: SimulatedWorld, file: File) -> list[SimulatedPerson]:
    """Of those who are known by now, some who fit; a victim stands in one case only."""
    row = file.row
    there = world.known[file.country, row.victim_sex, row.victim_age_group]
    chosen = world.random.sample(there, min(row.victims, len(there)))
    for who in chosen:
        there.remove(who)
    return chosen


def _close_case(world: SimulatedWorld, file: File) -> None:
    reason = file.row.reason
    with world.acting(world.scenario.agencies.investigates, Role.INVESTIGATOR) as by:
        prosecution.move_investigation(
            by=by,
            at=world.now,
            investigation=file.investigation,
            way="close",
            on=world.today,
            reason=reason,
        )
        prosecution.close_case(
            by=by,
            at=world.now,
            case=file.id,
            reason=reason,
        )
