"""The same recommendation over the years: when it was asked, answered, and asked no
longer.
"""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sala.partnership.rules.recommendations import OPEN

K = TypeVar("K", bound=Hashable)
# In the order of their lives. What is no longer asked was answered, not accepted, or
# just dropped.
NEW, AGAIN, ANSWERED, DECLINED, DROPPED = (
    "new",
    "again",
    "answered",
    "declined",
    "dropped",
)
GONE = frozenset({ANSWERED, DECLINED, DROPPED})
CELLS = (NEW, AGAIN, ANSWERED, DECLINED, DROPPED)


@dataclass(frozen=True)
class ThreadedRecommendation(Generic[K]):
    """A recommendation of a year, and the earlier one that it repeats."""

    key: K
    year: int
    repeats: K | None = None


def group_threads(
    asked: Iterable[ThreadedRecommendation[K]],
) -> list[list[ThreadedRecommendation[K]]]:
    """Recommendations that are the same, each group from its first year to its last."""
    rows = {row.key: row for row in asked}
    groups: dict[K, list[ThreadedRecommendation[K]]] = {}
    for row in rows.values():
        groups.setdefault(_first_of_thread(row, rows).key, []).append(row)
    return [sorted(group, key=lambda row: row.year) for group in groups.values()]


def in_year(years: Collection[int], year: int, state: str) -> str:
    """What became of a recommendation in a year's report; nothing before it was first
    asked.

    `years` are those in which it was asked, `state` is that of its answer when the year
    ended.
    """
    if year < min(years):
        return ""
    if year in years:
        return NEW if year == min(years) else AGAIN
    return DROPPED if state in OPEN else state


def told_once(kinds: Iterable[str]) -> list[str]:
    """The kinds of the years in their order: that it is asked no more is said once, and
    again only where it became something else, such as answered after it was dropped.
    """
    told, last = [], ""
    for kind in kinds:
        told.append("" if kind in GONE and kind == last else kind)
        last = kind or last
    return told


def _first_of_thread(
    row: ThreadedRecommendation[K], rows: dict[K, ThreadedRecommendation[K]]
) -> ThreadedRecommendation[K]:
    # A link always leads to an earlier year, so that this ends.
    while row.repeats is not None and row.repeats in rows:
        row = rows[row.repeats]
    return row
