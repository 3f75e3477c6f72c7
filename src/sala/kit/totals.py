"""Sums in which a blank is no zero."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class CountedTotal:
    """A sum, and of how many things the number was not recorded; None where of all of
    them.
    """

    number: int | None
    things: int
    uncounted: int


def total_of(numbers: Iterable[int | None]) -> CountedTotal:
    """Add what was counted, and say how often nobody counted."""
    said = list(numbers)
    counted = [n for n in said if n is not None]
    number = sum(counted) if counted or not said else None
    return CountedTotal(number, len(said), len(said) - len(counted))


def by_group(cells: Iterable[tuple[str, int | None]]) -> Mapping[str, CountedTotal]:
    """The total of each group, the largest first; groups nobody counted come last."""
    groups: dict[str, list[int | None]] = {}
    for group, number in cells:
        groups.setdefault(group, []).append(number)
    found = {group: total_of(numbers) for group, numbers in groups.items()}
    order = sorted(found, key=lambda g: (-(found[g].number or 0), -found[g].things, g))
    return {group: found[group] for group in order}
