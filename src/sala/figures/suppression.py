"""Cell suppression: small numbers are not published (primary suppression), nor are as
many others as it takes that subtraction does not reveal them (secondary suppression).

Pure: numbers in, numbers or nothing out.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

# The threshold: fewer people than this are not published to those without a right to
# see small groups.
SMALLEST_DISCLOSED = 5

Key = TypeVar("Key")


def suppressed_cells(
    cells: Mapping[Key, int],
    *,
    total_is_disclosed: bool = True,
) -> frozenset[Key]:
    """The parts of a whole that are not published.

    Whoever knows the whole, and every part that is published, knows what the rest add
    up to, and that each of them is at least one. So the rest must be several, and each
    must be able to be so large that nobody can say it is small.
    """
    hidden = {key for key, value in cells.items() if 0 < value < SMALLEST_DISCLOSED}
    if not hidden or not total_is_disclosed:
        return frozenset(hidden)
    return _add_secondary_suppression(cells, hidden)


def suppressed_within_margins(
    cells: Mapping[Key, int],
    margin_of: Callable[[Key], Hashable],
) -> frozenset[Key]:
    """The parts that are not published where another breakdown publishes their margins.

    Who knows how many foreigners there are, and every citizenship but one, knows that
    one too: so what is suppressed must be several within each margin, and within the
    whole.
    """
    by_margin: dict[Hashable, dict[Key, int]] = defaultdict(dict)
    for key, value in cells.items():
        by_margin[margin_of(key)][key] = value
    hidden = {key for group in by_margin.values() for key in suppressed_cells(group)}
    return _add_secondary_suppression(cells, hidden) if hidden else frozenset()


def _add_secondary_suppression(
    cells: Mapping[Key, int],
    hidden: set[Key],
) -> frozenset[Key]:
    """What is suppressed, and the smallest others until nobody can say of one that it
    is small.
    """
    others = sorted(
        (key for key in cells if key not in hidden and cells[key]),
        key=cells.__getitem__,
    )
    while not _resists_subtraction([cells[key] for key in hidden]):
        if not others:
            return frozenset(cells)
        hidden.add(others.pop(0))
    return frozenset(hidden)


def _resists_subtraction(hidden: list[int]) -> bool:
    """Whether each suppressed part may be large, by the sum of them all."""
    return len(hidden) > 1 and sum(hidden) - (len(hidden) - 1) >= SMALLEST_DISCLOSED


def is_disclosable(total: int | None) -> bool:
    """Whether a whole may be published by itself."""
    return total is None or total == 0 or total >= SMALLEST_DISCLOSED


def is_disclosable_part(part: int | None, whole: int | None) -> bool:
    """Whether a part of a published whole may be published: neither it nor the rest is
    small.
    """
    return is_disclosable(part) and (
        part is None or whole is None or is_disclosable(whole - part)
    )


def is_large_group(total: int | None) -> bool:
    """Whether a whole is so large that it may be published where no single one may."""
    return total is not None and total >= SMALLEST_DISCLOSED
