"""The law of `people`: who sees and changes which rows, and what happens by itself."""

from sala.kit.law import joined_law
from sala.people.law import (
    openings,
    persons,
    steps,
)

LAW = joined_law(
    persons.LAW,
    openings.LAW,
    steps.LAW,
)
