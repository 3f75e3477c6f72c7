"""Bars beside the numbers they stand for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Bar:
    """A line of a table with its picture: how long in hundredths; None is not
    recorded.
    """

    label: Words
    number: int | None
    width: float
    note: Words = ""
    url: str = ""


def bar_lines(lines: Iterable[tuple[Words, int | None, Words]]) -> list[Bar]:
    """Lines of a label, a number and a note; the longest bar is the greatest number."""
    said = list(lines)
    whole = max((number or 0 for _label, number, _note in said), default=0)
    return [
        Bar(label, number, share_of_whole(number or 0, whole), note)
        for label, number, note in said
    ]


def share_of_whole(part: int, whole: int) -> float:
    """A part in hundredths of a whole, for a bar; never more than all of it."""
    return round(min(part / whole, 1) * 100, 2) if whole else 0.0
