"""Numbers that somebody typed into a report, held against the figures they should come
from.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel.numbers import get_decimal_symbol, get_group_symbol

from sala.narrative.writing.words import ENGLISH, LAO_LARGE, MILLION

LARGE = {
    "billion": 10**9,
    "million": MILLION,
    "thousand": 1000,
    **LAO_LARGE,
    "ແສນ": 10**5,
    "ໝື່ນ": 10**4,
    "ຫມື່ນ": 10**4,
    "ພັນ": 1000,
}
TEENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SPELLED = {
    word: Decimal(value) for value, word in enumerate([*ENGLISH, *TEENS.split()])
}
SPELLED |= {
    word: Decimal(value * 10) for value, word in enumerate(TENS.split(), start=2)
}
SPELLED |= {
    f"{tens}-{unit}": SPELLED[tens] + SPELLED[unit]
    for tens in TENS.split()
    for unit in ENGLISH[1:]
}
SPELLED |= {"dozen": Decimal(12), "hundred": Decimal(100)}
# "Zero" is said of nothing, and "one" is no number in "one of them".
WORDS = sorted(
    set(SPELLED) - set(ENGLISH[:2]),
    key=len,
    reverse=True,
)
A_YEAR = re.compile(r"(19|20|໑໙|໒໐)\d\d")


@dataclass(frozen=True)
class TypedNumber:
    """A number in a text, with its place."""

    start: int
    end: int
    text: str
    value: Decimal


@cache
def _number_pattern(thousands: str, decimal: str) -> re.Pattern[str]:
    """Numbers in figures with a language's marks, and in English words."""
    group, point = re.escape(thousands), re.escape(decimal)
    return re.compile(
        rf"(?P<digits>(\d{{1,3}}({group}\d{{3}})+|\d+)({point}\d+)?)(\s?(?P<large>{'|'.join(LARGE)}))?"
        rf"|\b(?P<word>{'|'.join(WORDS)})\b",
        re.IGNORECASE,
    )


def typed_numbers(text: str, language: str = "en") -> Iterator[TypedNumber]:
    """Every number of a text in figures or English words, from two on in words; years
    left out.
    """
    thousands, decimal = get_group_symbol(language), get_decimal_symbol(language)
    for match in _number_pattern(thousands, decimal).finditer(text):
        if match["word"]:
            value = SPELLED[match["word"].lower()]
        elif A_YEAR.fullmatch(match["digits"]) and not match["large"]:
            continue
        else:
            value = Decimal(
                match["digits"].replace(thousands, "").replace(decimal, "."),
            )
            value *= LARGE.get((match["large"] or "").lower(), 1)
        yield TypedNumber(match.start(), match.end(), match[0], value)


def untraced_numbers(
    text: str,
    figures: Iterable[str],
    language: str = "en",
) -> tuple[TypedNumber, ...]:
    """The numbers of a text that none of these sentences has: typed by hand, from no
    figure.

    `figures` are sentences as they were written from the figures.
    """
    known = {
        number.value
        for sentence in figures
        for number in typed_numbers(sentence, language)
    }
    return tuple(
        number for number in typed_numbers(text, language) if number.value not in known
    )
