"""The law of `people`: who sees and changes which rows, and what happens by itself."""

from sala.kit.law import joined
from sala.people.law import (
    persons,
    steps,
)

LAW = joined(
    persons.LAW,
    steps.LAW,
)
