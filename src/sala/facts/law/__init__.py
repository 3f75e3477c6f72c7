"""The law of `facts`: who sees and changes which rows, and what happens by itself."""

from sala.facts.law import (
    door,
    statements,
    steps,
)
from sala.kit.law import joined_law

LAW = joined_law(
    statements.LAW,
    door.LAW,
    steps.LAW,
)
