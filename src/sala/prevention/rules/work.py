"""How many were trained and reached: sums in which a blank is no zero."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

TOPICS = (
    *("identification", "interviewing", "referral", "protection_guidelines", "case_guidelines"),
    *("investigation", "prosecution_manual", "law", "penal_code", "conventions"),
    *("fraudulent_marriage", "consular_help", "labour_inspection", "safe_migration"),
    *("child_protection", "local_committees", "other"),
)
AUDIENCES = (
    *("police", "border", "prosecutors", "judges", "labour_officers", "social_welfare"),
    *("womens_union", "consular", "district_officials", "village_authorities"),
    *("school_administrators", "teachers", "youth_union", "health", "organisations"),
    *("students", "migrants", "employers", "transport", "public", "other"),
)
PARTNERS = ("un", "foreign_government", "international_ngo", "local_ngo", "company", "other")
CHANNELS = (
    *("workshop", "village_meeting", "radio", "television", "poster", "school", "online"),
    *("border_post", "theatre", "other"),
)
SEXES = ("female", "male", "other", "")


@dataclass(frozen=True)
class Trained:
    """How many people of one sex came from one agency; an empty code is not recorded."""

    agency_code: str
    sex: str
    number: int


@dataclass(frozen=True)
class Total:
    """A sum, and of how many things the number was not recorded; None where of all of them."""

    number: int | None
    things: int
    uncounted: int


def total(numbers: Iterable[int | None]) -> Total:
    """Add what was counted, and say how often nobody counted."""
    said = list(numbers)
    counted = [n for n in said if n is not None]
    number = sum(counted) if counted or not said else None
    return Total(number, len(said), len(said) - len(counted))


def participants(cells: Sequence[Trained]) -> int | None:
    """How many took part; None where no number was recorded, which is not zero."""
    return sum(cell.number for cell in cells) if cells else None


def by_group(cells: Iterable[tuple[str, int | None]]) -> Mapping[str, Total]:
    """The total of each group, the largest first; groups nobody counted come last."""
    groups: dict[str, list[int | None]] = {}
    for group, number in cells:
        groups.setdefault(group, []).append(number)
    found = {group: total(numbers) for group, numbers in groups.items()}
    order = sorted(found, key=lambda g: (-(found[g].number or 0), -found[g].things, g))
    return {group: found[group] for group in order}
