"""The law of `prevention`: who sees and changes which rows, and what happens by itself."""

from sala.kit.law import joined
from sala.prevention.law import (
    facts,
    work,
)

LAW = joined(
    work.LAW,
    facts.LAW,
)
