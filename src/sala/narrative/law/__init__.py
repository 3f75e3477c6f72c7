"""The law of `narrative`: who sees and changes which rows, and what happens by itself."""

from sala.kit.law import joined_law
from sala.narrative.law import (
    reports,
    steps,
)

LAW = joined_law(
    reports.LAW,
    steps.LAW,
)
