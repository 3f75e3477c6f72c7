"""A case as it goes from hand to hand."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sala.simulation.scenario import Cases
from sala.simulation.world import SimulatedPerson


@dataclass(frozen=True)
class ChargedDefendant:
    """One defendant's charge."""

    id: UUID
    defendant: UUID


@dataclass
class File:
    """What its agencies know of it."""

    row: Cases
    id: UUID
    investigation: UUID
    country: str
    place: str
    began_on: date
    victims: list[SimulatedPerson] = field(default_factory=list)
    charges: list[ChargedDefendant] = field(default_factory=list)
