"""The law of `figures`: who sees and changes which rows, and what happens by itself."""

from sala.figures.law import (
    snapshots,
)
from sala.kit.law import joined_law

LAW = joined_law(
    snapshots.LAW,
)
