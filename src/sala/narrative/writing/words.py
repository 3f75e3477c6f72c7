"""How a number, a length of time and a sum of money are said in each language of a
report.
"""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from babel.numbers import format_decimal, get_currency_name

ENGLISH = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
)
MILLION = 1_000_000
# The largest first: ຕື້ is a thousand millions.
LAO_LARGE = {"ຕື້": 10**9, "ລ້ານ": MILLION}
LAO_UNITS = tuple(LAO_LARGE)


@dataclass(frozen=True)
class ReportMoney:
    """A country's currency as a report names it, and what a dollar cost in the year."""

    name: str
    code: str
    a_dollar: Decimal | None = None


def number_in_words(value: int, language: str, *, spelled: bool = True) -> str:
    """A count: in English, below ten in words, as printed reports have it."""
    if language == "en" and spelled and 0 <= value < len(ENGLISH):
        return ENGLISH[value]
    return with_marks(value, language)


def with_marks(value: int | Decimal, language: str) -> str:
    """A number in figures with the marks of the language, as the pages have it: Lao has
    5.142.
    """
    return format_decimal(
        value,
        locale=language,
        decimal_quantization=False,
    )


@cache
def currency_name(code: str, language: str) -> str:
    """What printed reports call a currency in a language, else what it is called in
    general.
    """
    source = resources.files("sala.narrative.writing") / "currencies.toml"
    named = tomllib.loads(source.read_text(encoding="utf-8")).get(code, {})
    return str(
        named.get(language)
        or get_currency_name(
            code,
            count=2,
            locale=language,
        ),
    )


def prison_term(value: int, language: str) -> str:
    """A length of imprisonment: 186 months are 15 years and six months."""
    years, rest = divmod(value, 12)
    said = [(years, "year", "ປີ"), (rest, "month", "ເດືອນ")]
    parts = [part for part in said if part[0]] or [said[1]]
    if language == "en":
        return " and ".join(
            f"{number_in_words(n, 'en')} {one}{'' if n == 1 else 's'}"
            for n, one, _lo in parts
        )
    return " ".join(f"{n} {lao}" for n, _one, lao in parts)


def money_with_dollars(value: int, language: str, currency: ReportMoney) -> str:
    """A sum, with its dollar value where the pack knows a rate: 70 million Lao kip
    ($8,200).
    """
    if not value and language == "en":
        return "nothing"
    said = sum_of(value, language)
    # A word of Lao is followed by the next without a space: 70 ລ້ານກີບ.
    joined = said.endswith(LAO_UNITS) and is_lao(currency.name)
    told = f"{said}{'' if joined else ' '}{currency.name}"
    if not currency.a_dollar:
        return told
    return f"{told} (${with_marks(in_dollars(value, currency.a_dollar), language)})"


def sum_of(value: int, language: str) -> str:
    """A sum in millions where it is that much, with no digit lost; in Lao in thousands
    of millions too, and with no part of one: 110.250.000, and not 110,25 ລ້ານ.
    """
    if language == "lo":
        for word, unit in LAO_LARGE.items():
            if value and value % unit == 0:
                return f"{with_marks(value // unit, language)} {word}"
    if value < MILLION or language != "en":
        return with_marks(value, language)
    return f"{with_marks(Decimal(value) / MILLION, language)} million"


def is_lao(text: str) -> bool:
    """Whether a text begins in Lao letters."""
    return "\u0e80" <= text[:1] <= "\u0eff"


def in_dollars(value: int, a_dollar: Decimal) -> int:
    """A sum in whole dollars; from a thousand on, to the next ten, since the rate is no
    finer.
    """
    dollars = Decimal(value) / a_dollar
    return int(round(dollars, -1 if dollars >= 1000 else 0))  # noqa: PLR2004
