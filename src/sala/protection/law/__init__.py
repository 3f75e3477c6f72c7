"""The law of `protection`: who sees and changes which rows, and what happens by itself."""

from sala.kit.law import joined_law
from sala.protection.law import (
    facts,
    late_care,
    referrals,
    steps,
    support,
)

LAW = joined_law(
    referrals.LAW,
    support.LAW,
    steps.LAW,
    late_care.LAW,
    facts.LAW,
)
