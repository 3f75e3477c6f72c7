"""Why something that is owed was not given, and what of a group's rights was."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NOT_AVAILABLE = (
    "no_place",
    "no_provider",
    "no_money",
    "too_far",
    "not_for_men",
    "not_for_children",
    "not_for_foreigners",
    "no_interpreter",
    "other",
)
DECLINED = (
    "not_said",
    "wants_home",
    "has_it_already",
    "afraid",
    "needs_to_work",
    "other",
)
MISTAKEN = ("mistake",)
REASONS = {
    "lack": NOT_AVAILABLE,
    "decline": DECLINED,
    "correct": MISTAKEN,
}

# What the authority decides comes before what was only presumed.
BASES = ("presumed", "identified")


def needs_reason(move: str) -> bool:
    """Whether a step says why: what was not there does, and a person who declines
    may.
    """
    return move in REASONS


def is_reason(move: str, reason: str) -> bool:
    """Whether a reason belongs to a step; a step without reasons takes none."""
    return reason in REASONS.get(move, ("",))


@dataclass(frozen=True)
class EntitlementGap:
    """What became of one service, or of one group's services: how many in each
    state.
    """

    code: str
    states: Mapping[str, int]

    @property
    def total(self) -> int:
        """Everything that was owed."""
        return sum(self.states.values())

    @property
    def given(self) -> int:
        """What was given."""
        return self.states.get("given", 0)

    @property
    def declined(self) -> int:
        """What the person did not want: owed, and no gap."""
        return self.states.get("declined", 0)

    @property
    def never(self) -> int:
        """What nobody offered."""
        return self.states.get("opened", 0)

    @property
    def waiting(self) -> int:
        """What was offered or is wanted, and is not given yet."""
        return self.states.get("offered", 0) + self.states.get("accepted", 0)

    @property
    def unavailable(self) -> int:
        """What could not be had."""
        return self.states.get("not_available", 0)

    @property
    def missing(self) -> int:
        """The gap: owed, wanted or never asked about, and not given."""
        return self.total - self.given - self.declined


def widest_gaps(rows: Iterable[tuple[str, str, int]]) -> list[EntitlementGap]:
    """Counts of (group, state, number) by group, the widest gap first."""
    found: dict[str, Counter[str]] = {}
    for code, state, number in rows:
        found.setdefault(code, Counter())[state] += number
    made = [EntitlementGap(code, dict(states)) for code, states in found.items()]
    return sorted(made, key=lambda gap: (-gap.missing, -gap.total, gap.code))
