"""The law of `screening`: who sees and changes which rows, and what happens by itself."""

from sala.kit.law import joined_law
from sala.screening.law import (
    facts,
    identification,
    operations,
    screenings,
    steps,
)

LAW = joined_law(
    operations.LAW,
    identification.LAW,
    screenings.LAW,
    steps.LAW,
    facts.LAW,
)
