"""When a figure holds: years, months and fiscal years that a sentence names, and "last
year".
"""

import re
from dataclasses import dataclass

from sala_reader.quantities import MONTHS, Quantity
from sala_reader.tokens import Tokens
from sala_reader.vocabulary import listed, vocabulary

PARTS = frozenset(
    ["months", "quarter", "half", "end", "beginning", "start", "course", "part"],
)
BESIDES = (["did"], ["as"], ["than"])
PAST = frozenset(["last", "recent"])
NAMING = listed("naming")


@dataclass(slots=True)
class Time:
    """A time that a sentence names, at one of its tokens."""

    at: int
    year: int
    period: str | None = None
    earlier: bool = False  # "the previous year"
    also: tuple[int, ...] = ()  # "in 2018 and 2017": the other years


def joined(patterns: list[str]) -> re.Pattern[str]:
    """One expression for a list of turns of phrase."""
    return re.compile(r"\b(?:" + "|".join(patterns) + r")\b")


EARLIER = joined(vocabulary().phrases["earlier"])


def _stated(tokens: Tokens, quantity: Quantity) -> Time | None:
    """The time that a year stands for, if it is one: "in 2018", "October 2018", "FY
    2014".
    """
    at, year = quantity.first, int(quantity.value or 0)
    before, index = tokens.at(at - 1), at - 1
    if before == ",":
        before, index = tokens.at(at - 2), at - 2
        if before.isdigit() and tokens.at(at - 3) in MONTHS:
            return Time(at, year, f"{year}-{MONTHS[tokens.at(at - 3)]:02}")
        return None
    if before in MONTHS:
        return Time(at, year, f"{year}-{MONTHS[before]:02}")
    if before == "fy" or (before == "year" and tokens.at(at - 2) == "fiscal"):
        return Time(at, year, f"FY{year}")
    beside = tokens.low[max(0, index - 3) : index]
    if before in NAMING and (beside[-1:] in BESIDES or PAST & set(beside)):
        return None  # "as it did in 2019", "the last prosecution in 2015"
    if before == "of" and tokens.at(index - 1) in MONTHS:
        return Time(at, year, f"{year}-{MONTHS[tokens.at(index - 1)]:02}")
    if before == "of" and tokens.at(index - 1) in PARTS:
        return Time(at, year)
    if before in {"early", "late", "mid", "year", "calendar", "-"}:
        before = tokens.at(index - 1)
        return (
            Time(at, year)
            if before in NAMING or before in {"calendar", "mid"}
            else None
        )
    return Time(at, year) if before in NAMING else None


def times(tokens: Tokens, found: list[Quantity], report: int) -> list[Time]:
    """The times a sentence names, in order."""
    named: list[Time] = []
    last: Quantity | None = None
    for quantity in found:
        if quantity.kind != "year":
            last = None
            continue
        time = _stated(tokens, quantity)
        if time is None and last is not None and named and named[-1].at == last.first:
            time = _continued(tokens, quantity, last, named)
        if time is not None and tokens.at(quantity.last) not in {
            "law",
            "act",
            "national",
            "penal",
            "decree",
            "trafficking",
            "anti-trafficking",
        }:
            named.append(time)
            last = quantity
    named = _spans(tokens, named)
    if not tokens.words.isdisjoint({"year", "period", "periods", "years"}):
        named += _relative(tokens, report)
    return sorted(named, key=lambda time: time.at)


def _spans(tokens: Tokens, named: list[Time]) -> list[Time]:
    """In "From December 2000 to October 2001" is one time, of its last year."""
    kept: list[Time] = []
    for time in named:
        before = kept[-1] if kept else None
        joined_by = tokens.low[before.at + 1 : time.at] if before else []
        if (
            before
            and before.period
            and time.period
            and joined_by[:1] in (["to"], ["through"], ["until"])
            and len(joined_by) <= 4
        ):
            kept[-1] = Time(before.at, time.year, f"{before.period}/{time.period}")
        else:
            kept.append(time)
    return kept


def _continued(
    tokens: Tokens,
    quantity: Quantity,
    last: Quantity,
    named: list[Time],
) -> Time | None:
    """In "2018-2019" is one time; "2018 and 2017" are two of one figure."""
    between = tokens.low[last.last : quantity.first]
    year = int(quantity.value or 0)
    if between in (["-"], ["–"], ["/"]):
        named.pop()
        return Time(quantity.first, year, f"{int(last.value or 0)}-{year}")
    if between == ["and"] and tokens.at(last.first - 1) == "between":
        named.pop()
        return Time(quantity.first, year, f"{int(last.value or 0)}-{year}")
    if between in (["and"], ["or"], [","]):
        named[-1].also = (*named[-1].also, year)
        return None
    return None


def _relative(tokens: Tokens, report: int) -> list[Time]:
    text = tokens.lower
    found = []
    for match in EARLIER.finditer(text):
        at = next(
            (i for i, s in enumerate(tokens.start) if s >= match.start()),
            len(tokens) - 1,
        )
        if tokens.at(at - 1) == "from" and tokens.at(at + 1) == "reporting":
            continue  # "continued six investigations from previous reporting periods"
        found.append(Time(at, report - 2, earlier=True))
    return found
