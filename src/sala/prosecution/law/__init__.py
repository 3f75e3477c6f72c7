"""The law of `prosecution`: who sees and changes which rows, and what happens by itself."""

from sala.kit.law import joined_law
from sala.prosecution.law import (
    case_transitions,
    case_visibility,
    cases,
    courts,
    facts,
    laying,
    steps,
    takeovers,
)

LAW = joined_law(
    case_visibility.LAW,
    case_transitions.LAW,
    cases.LAW,
    courts.LAW,
    steps.LAW,
    laying.LAW,
    takeovers.LAW,
    facts.LAW,
)
