"""A year of a country's own counting, and the year that ends today."""

from dataclasses import dataclass
from datetime import date, timedelta

FIRST, LAST = 1990, 2200


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included; `year` is 0 for the twelve months up to a
    day.
    """

    since: date
    until: date
    year: int = 0

    def __contains__(self, day: date) -> bool:
        return self.since <= day <= self.until


def year_of(year: int, starts_in: int = 1) -> Period:
    """One year, which begins with a month; it bears the number of the year it begins
    in.
    """
    return Period(
        date(year, starts_in, 1),
        date(year + 1, starts_in, 1) - timedelta(days=1),
        year,
    )


def year_before(today: date) -> Period:
    """The twelve months up to a day."""
    try:
        begin = today.replace(year=today.year - 1)
    except ValueError:  # the 29th of February
        begin = today.replace(year=today.year - 1, day=28)
    return Period(begin + timedelta(days=1), today)


def asked_period(text: str, today: date, starts_in: int = 1) -> Period:
    """The year that an address asks for, else the twelve months up to today."""
    year = (
        int(text)
        if text.isascii() and text.isdecimal() and len(text) <= len(str(LAST))
        else 0
    )
    return year_of(year, starts_in) if FIRST <= year <= LAST else year_before(today)
