"""When a figure holds: years, months and fiscal years that a sentence names, and "last
year".
"""

import re
from dataclasses import dataclass

from sala_reader.quantities import MONTHS, Quantity
from sala_reader.tokens import SentenceTokens
from sala_reader.vocabulary import load_vocabulary, word_list

PARTS = frozenset(
    ["months", "quarter", "half", "end", "beginning", "start", "course", "part"],
)
BESIDES = (["did"], ["as"], ["than"])
PAST = frozenset(["last", "recent"])
NAMING = word_list("naming")


@dataclass(slots=True)
class TimeExpression:
    """A time that a sentence names, at one of its tokens."""

    at: int
    year: int
    period: str | None = None
    earlier: bool = False  # "the previous year"
    also: tuple[int, ...] = ()  # "in 2018 and 2017": the other years


def phrases_pattern(patterns: list[str]) -> re.Pattern[str]:
    """One expression for a list of turns of phrase."""
    return re.compile(r"\b(?:" + "|".join(patterns) + r")\b")


EARLIER = phrases_pattern(load_vocabulary().phrases["earlier"])


def _time_of_year(tokens: SentenceTokens, quantity: Quantity) -> TimeExpression | None:
    """The time that a year stands for, if it is one: "in 2018", "October 2018", "FY
    2014".
    """
    at, year = quantity.first, int(quantity.value or 0)
    before, index = tokens.text_at(at - 1), at - 1
    if before == ",":
        before, index = tokens.text_at(at - 2), at - 2
        # "On June 12, 2018": a comma before a year is a date, or the year only closes a
        # list and is no time.
        if before.isdigit() and tokens.text_at(at - 3) in MONTHS:
            return TimeExpression(
                at, year, f"{year}-{MONTHS[tokens.text_at(at - 3)]:02}"
            )
        return None
    if before in MONTHS:
        return TimeExpression(at, year, f"{year}-{MONTHS[before]:02}")
    if before == "fy" or (before == "year" and tokens.text_at(at - 2) == "fiscal"):
        return TimeExpression(at, year, f"FY{year}")
    beside = tokens.low[max(0, index - 3) : index]
    if before in NAMING and (beside[-1:] in BESIDES or PAST & set(beside)):
        return None  # "as it did in 2019", "the last prosecution in 2015"
    if before == "of" and tokens.text_at(index - 1) in MONTHS:
        return TimeExpression(
            at, year, f"{year}-{MONTHS[tokens.text_at(index - 1)]:02}"
        )
    if before == "of" and tokens.text_at(index - 1) in PARTS:
        return TimeExpression(at, year)
    if before in {"early", "late", "mid", "year", "calendar", "-"}:
        before = tokens.text_at(index - 1)
        return (
            TimeExpression(at, year)
            if before in NAMING or before in {"calendar", "mid"}
            else None
        )
    return TimeExpression(at, year) if before in NAMING else None


def find_times(
    tokens: SentenceTokens, found: list[Quantity], report: int
) -> list[TimeExpression]:
    """The times a sentence names, in order."""
    named: list[TimeExpression] = []
    last: Quantity | None = None
    for quantity in found:
        if quantity.kind != "year":
            last = None
            continue
        time = _time_of_year(tokens, quantity)
        if time is None and last is not None and named and named[-1].at == last.first:
            time = _continued_time(tokens, quantity, last, named)
        # "In the 2008 law", "under the 2014 national plan": the year names a text. It
        # would date every number of its sentence.
        if time is not None and tokens.text_at(quantity.last) not in {
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
    named = _merge_spans(tokens, named)
    if not tokens.words.isdisjoint({"year", "period", "periods", "years"}):
        named += _relative_times(tokens, report)
    return sorted(named, key=lambda time: time.at)


def _merge_spans(
    tokens: SentenceTokens, named: list[TimeExpression]
) -> list[TimeExpression]:
    """In "From December 2000 to October 2001" is one time, of its last year."""
    kept: list[TimeExpression] = []
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
            kept[-1] = TimeExpression(
                before.at, time.year, f"{before.period}/{time.period}"
            )
        else:
            kept.append(time)
    return kept


def _continued_time(
    tokens: SentenceTokens,
    quantity: Quantity,
    last: Quantity,
    named: list[TimeExpression],
) -> TimeExpression | None:
    """In "2018-2019" is one time; "2018 and 2017" are two of one figure."""
    between = tokens.low[last.last : quantity.first]
    year = int(quantity.value or 0)
    if between in (["-"], ["–"], ["/"]):
        named.pop()
        return TimeExpression(quantity.first, year, f"{int(last.value or 0)}-{year}")
    if between == ["and"] and tokens.text_at(last.first - 1) == "between":
        named.pop()
        return TimeExpression(quantity.first, year, f"{int(last.value or 0)}-{year}")
    if between in (["and"], ["or"], [","]):
        named[-1].also = (*named[-1].also, year)
        return None
    return None


def _relative_times(tokens: SentenceTokens, report: int) -> list[TimeExpression]:
    text = tokens.lower
    found = []
    for match in EARLIER.finditer(text):
        at = next(
            (i for i, s in enumerate(tokens.start) if s >= match.start()),
            len(tokens) - 1,
        )
        # These are ongoing, counted this year, though they began before.
        if tokens.text_at(at - 1) == "from" and tokens.text_at(at + 1) == "reporting":
            continue  # "continued six investigations from previous reporting periods"
        found.append(TimeExpression(at, report - 2, earlier=True))
    return found
