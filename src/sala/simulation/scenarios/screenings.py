"""Screenings, through the sealed door by which a browser's and a phone's come in."""

from uuid import UUID

from sala.access.context import Actor
from sala.screening.actions import envelopes
from sala.screening.actions.sealed_submissions import seal_submission
from sala.screening.rules.submission import KnownPerson, NewPerson, Submission
from sala.simulation.world import SimulatedPerson, SimulatedWorld

SEXUAL, LABOUR = "sexual", "labour"


class SetAsideError(Exception):
    """A simulated screening was not taken in; the text is the fault."""


def screen_person(
    world: SimulatedWorld,
    by: Actor,
    *,
    who: SimulatedPerson | None,
    exploitation: str = "",
    place: str = "",
    operation: UUID | None = None,
) -> UUID | None:
    """Screen a victim, or somebody in whom nothing points to one; nothing where a
    country has no instrument.
    """
    if world.instrument is None:
        return None
    code, version, names = world.instrument
    said = Submission.model_validate(
        {
            "instrument": code,
            "version": version,
            "written_at": world.now,
            "operation": operation,
            "place_code": place,
            "person": KnownPerson(code=who.code) if who else NewPerson(),
            "sex": who.sex if who else world.random.choice(("female", "male")),
            "age_group": who.age_group if who else "adult",
            "citizenship": who.citizenship if who else world.ground.country,
            "alone": "yes",
            "interpreter": "not_needed",
            "exploitation": exploitation,
            "answers": {name: _draw_answer(world, who is not None) for name in names},
            "outcome": "indicated" if who else "not_indicated",
        },
    )
    key = UUID(int=world.random.getrandbits(128), version=4)
    taken = envelopes.receive_envelope(
        by=by,
        at=world.now,
        key=key,
        sealed=seal_submission(said, key),
    )
    if taken.state != "processed":
        raise SetAsideError(taken.fault)
    return key


def _draw_answer(world: SimulatedWorld, victim: bool) -> str:
    if victim:
        return world.random.choices(
            ("yes", "no", "not_known", "refused"),
            (6, 2, 1, 1),
        )[0]
    return world.random.choices(("no", "not_known"), (9, 1))[0]
