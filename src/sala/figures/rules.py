"""What differs between two snapshots of a year. Pure: plain data goes in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

REASONS = ("first", "late_records", "correction", "definition", "completeness")


@dataclass(frozen=True)
class FigureChange:
    """One number, or one part of one, that changed; None where it was not there."""

    figure: str
    by: str
    keys: tuple[str | None, ...]
    before: tuple[str, int | None] | None
    after: tuple[str, int | None] | None


def changes_between(
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
) -> list[FigureChange]:
    """Every number that differs, in the order of the figures."""
    old, new = dict(_numbers_of(before)), dict(_numbers_of(after))
    return [
        FigureChange(*place, old.get(place), new.get(place))
        for place in dict.fromkeys([*old, *new])
        if old.get(place) != new.get(place)
    ]


NumberPlace = tuple[str, str, tuple[str | None, ...]]


def _numbers_of(
    figures: Sequence[Mapping[str, Any]],
) -> Iterator[tuple[NumberPlace, tuple[str, int | None]]]:
    for figure in figures:
        code = figure["code"]
        yield (code, "", ()), (figure["state"], figure["value"])
        for by, parts in figure["by"].items():
            for part in parts:
                yield (code, by, tuple(part["keys"])), ("number", part["value"])
