"""The law of `people`: who sees and changes which rows, and what happens by itself."""

from sala.kit.law import joined_law
from sala.people.law import (
    custody,
    openings,
    persons,
    steps,
)

LAW = joined_law(
    custody.LAW,
    persons.LAW,
    openings.LAW,
    steps.LAW,
)
