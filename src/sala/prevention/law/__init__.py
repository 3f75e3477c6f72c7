"""The law of `prevention`: who sees and changes which rows, and what happens by itself."""

from sala.kit.law import joined_law
from sala.prevention.law import (
    facts,
    steps,
    work,
)

LAW = joined_law(
    work.LAW,
    steps.LAW,
    facts.LAW,
)
