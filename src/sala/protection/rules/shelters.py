"""For whom a bed is, what free means, and how full a shelter was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

SEXES = ("", "female", "male")
AGES = ("", "adult", "child")
EXCEPTIONS = ("family", "person_asks", "nothing_else")
NOT_CAME = ("did_not_come", "changed_mind", "other_place", "other")
LEFT = (
    "goes_home",
    "own_wish",
    "other_shelter",
    "independent",
    "hospital",
    "missing",
    "other",
)
DESTINATIONS = (
    "home",
    "relatives",
    "own_dwelling",
    "shelter",
    "hospital",
    "abroad",
    "not_known",
)
MOST_BEDS = 60  # that are added at once


def bed_fits(
    bed_sex: str,
    bed_age: str,
    sex: str,
    age_group: str,
) -> bool:
    """Whether a bed is for somebody; an age in doubt is a child's, and not recorded
    fits only what is for anybody.
    """
    age = "child" if age_group == "in_doubt" else age_group
    return bed_sex in {"", sex} and bed_age in {"", age}


def needs_exception(
    bed: tuple[str, str],
    person: tuple[str, str],
    exception: str,
) -> bool:
    """Whether a bed that is for others is given without saying why."""
    return not bed_fits(*bed, *person) and exception not in EXCEPTIONS


@dataclass(frozen=True)
class PlaceCount:
    """Places for one group: how many there are, and how many are free."""

    sex: str
    age_group: str
    family: bool
    accessible: bool
    total: int
    free: int

    @property
    def taken(self) -> int:
        """Places that somebody has, or that are held for somebody."""
        return self.total - self.free


@dataclass(frozen=True)
class MonthOccupancy:
    """How full a shelter was over a time: nights that beds were there, and nights slept
    in.
    """

    first: date
    there: int
    slept: int

    @property
    def share(self) -> int | None:
        """Percent of the nights slept in; None where there was no bed."""
        return round(100 * self.slept / self.there) if self.there else None


Span = tuple[date, date | None]


def count_nights(spans: Iterable[Span], first: date, after: date) -> int:
    """Nights of some spans that fall between two days; the last day of a span is no
    night.
    """
    return sum(
        max(0, (min(end or after, after) - max(begin, first)).days)
        for begin, end in spans
        if begin < after
    )


def month_starts(today: date, months: int) -> list[date]:
    """The first days of the last months, this one the last."""
    index = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(index - months + 1, index + 1)]


def monthly_occupancy(
    beds: list[Span],
    stays: list[Span],
    today: date,
    months: int = 12,
) -> list[MonthOccupancy]:
    """Month by month, the nights beds were there and were slept in, up to today."""
    starts = month_starts(today, months)
    ends = [*starts[1:], today + timedelta(days=1)]
    return [
        MonthOccupancy(
            first, count_nights(beds, first, after), count_nights(stays, first, after)
        )
        for first, after in zip(starts, ends, strict=True)
    ]
