"""The law of `protection`: who sees and changes which rows, and what happens by itself."""

from sala.kit.law import joined_law
from sala.protection.law import (
    facts,
    referrals,
    steps,
    support,
)

LAW = joined_law(
    referrals.LAW,
    support.LAW,
    steps.LAW,
    facts.LAW,
)
