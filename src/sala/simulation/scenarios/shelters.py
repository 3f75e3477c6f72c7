"""The shelter of the agency that cares: its beds, and who has one."""

from uuid import UUID

from sala.access.context import Actor
from sala.access.roles import Role
from sala.protection.actions import shelters
from sala.protection.models import Bed
from sala.simulation.scenario import Beds
from sala.simulation.world import SimulatedPerson, SimulatedWorld, Timeline


def open_shelter(world: SimulatedWorld, row: Beds) -> Timeline:
    """Beds are added; the first ones open the shelter."""
    yield world.moment(row.on)
    with world.acting(world.scenario.agencies.cares, Role.SUPERVISOR) as by:
        if world.shelter is None:
            world.shelter = shelters.add_shelter(
                by=by,
                at=world.now,
                code=row.code,
                name=row.name,
                place_code=row.place or world.ground.district(world.random),
            )
        kind = shelters.BedKind(sex=row.sex)
        shelters.add_beds(
            by=by,
            at=world.now,
            shelter=world.shelter,
            number=row.number,
            kind=kind,
        )
        added = Bed.objects.filter(
            shelter_id=world.shelter,
            sex=row.sex,
            retired_on=None,
        )
        new = added.order_by("-number").values_list("id", flat=True)[: row.number]
        world.beds[row.sex].extend(new)


def bed_given(
    world: SimulatedWorld,
    by: Actor,
    who: SimulatedPerson,
    entitlement: UUID | None,
) -> UUID | None:
    """A free bed for somebody, if there is one; it is theirs until they leave."""
    free = world.beds[who.sex] or world.beds[""]
    if not free:
        return None
    world.taken[who.id] = (free, free.pop())
    booking = shelters.BedBooking(
        bed=world.taken[who.id][1],
        from_on=world.today,
        arrived=True,
        entitlement=entitlement,
        sex=who.sex,
        age_group=who.age_group,
        citizenship=who.citizenship,
    )
    return shelters.give_bed(
        by=by,
        at=world.now,
        person=who.id,
        booking=booking,
    )


def leave_shelter(
    world: SimulatedWorld,
    by: Actor,
    who: SimulatedPerson,
    stay: UUID,
) -> None:
    """Somebody goes home, and the bed is free again."""
    shelters.record_departure(
        by=by,
        at=world.now,
        stay=stay,
        on=world.today,
        reason="goes_home",
        destination="home",
        version=1,
    )
    free, bed = world.taken.pop(who.id)
    free.insert(0, bed)
