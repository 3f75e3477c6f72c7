"""The law of `countries`: who sees and changes which rows, and what happens by itself."""

from sala.countries.law import (
    public_knowledge,
)
from sala.kit.law import joined_law

LAW = joined_law(
    public_knowledge.LAW,
)
