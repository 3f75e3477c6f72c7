"""Which places have a committee that met."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LEVELS = ("national", "province", "district", "village")
PLACE_LEVELS = {
    "province": 1,
    "district": 2,
    "village": 2,
}  # a village lies in a district


@dataclass(frozen=True)
class CommitteeSession:
    """A committee of a place, and how often it met in a time."""

    level: str
    place_code: str
    meetings: int


def coverage_of_place(
    sat: Iterable[CommitteeSession], level: str, place_code: str
) -> str:
    """Whether a place's committee met, exists and did not meet, or does not exist."""
    found = [c.meetings for c in sat if (c.level, c.place_code) == (level, place_code)]
    if not found:
        return "none"
    return "met" if any(found) else "idle"


def stood_in_period(
    founded_on: date,
    dissolved_on: date | None,
    since: date,
    until: date,
) -> bool:
    """Whether a committee stood on some day of a time."""
    return founded_on <= until and (dissolved_on is None or dissolved_on >= since)
