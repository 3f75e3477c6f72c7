"""Withholding small groups, and as many others as it takes that subtraction does not
reveal them.

Pure: numbers in, numbers or nothing out.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

SMALLEST = 5  # fewer people than this are not told to those without a right to them

Key = TypeVar("Key")


def withheld(cells: Mapping[Key, int], *, total_is_told: bool = True) -> frozenset[Key]:
    """The parts of a whole that are not told.

    Whoever knows the whole, and every part that is told, knows what the rest add up to,
    and that each of them is at least one. So the rest must be several, and each must be
    able to be so large that nobody can say it is small.
    """
    hidden = {key for key, value in cells.items() if 0 < value < SMALLEST}
    if not hidden or not total_is_told:
        return frozenset(hidden)
    return _with_others(cells, hidden)


def withheld_in(
    cells: Mapping[Key, int],
    above: Callable[[Key], Hashable],
) -> frozenset[Key]:
    """The parts that are not told where the sum of those alike is told in another
    breakdown.

    Who knows how many foreigners there are, and every citizenship but one, knows that
    one too: so what is hidden must be several within each sum, and within the whole.
    """
    groups: dict[Hashable, dict[Key, int]] = defaultdict(dict)
    for key, value in cells.items():
        groups[above(key)][key] = value
    hidden = {key for group in groups.values() for key in withheld(group)}
    return _with_others(cells, hidden) if hidden else frozenset()


def _with_others(cells: Mapping[Key, int], hidden: set[Key]) -> frozenset[Key]:
    """What is hidden, and the smallest others until nobody can say of one that it is
    small.
    """
    others = sorted(
        (key for key in cells if key not in hidden and cells[key]),
        key=cells.__getitem__,
    )
    while not _safe([cells[key] for key in hidden]):
        if not others:
            return frozenset(cells)
        hidden.add(others.pop(0))
    return frozenset(hidden)


def _safe(hidden: list[int]) -> bool:
    """Whether the sum of what is hidden leaves every part of it open."""
    return len(hidden) > 1 and sum(hidden) - (len(hidden) - 1) >= SMALLEST


def may_tell(total: int | None) -> bool:
    """Whether a whole may be told by itself."""
    return total is None or total == 0 or total >= SMALLEST


def may_tell_part(part: int | None, whole: int | None) -> bool:
    """Whether a part of a told whole may be told: it is not small, and the rest is not
    either.
    """
    return may_tell(part) and (part is None or whole is None or may_tell(whole - part))


def is_many(total: int | None) -> bool:
    """Whether a whole may be told where even that there is one must not be."""
    return total is not None and total >= SMALLEST
