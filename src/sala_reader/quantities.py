"""Number expressions: values in digits and words, ranges, money, durations, percents,
years.
"""

import re
from dataclasses import dataclass, field

from sala_reader.currencies import SIGNS, currency_after, currency_before
from sala_reader.number_words import read_number
from sala_reader.tokens import NUMBER, WORD, SentenceTokens
from sala_reader.vocabulary import load_data, word_list

MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
CODED = word_list("coded")
AGES = word_list("ages")
SPANS = word_list("spans")
ADVERBS = word_list("adverbs")
TO = frozenset({"to", "-", "–", "—", "through"})
APOSTROPHES = frozenset("’'‘")
DURATION = {
    "year": 12,
    "years": 12,
    "month": 1,
    "months": 1,
    "year’s": 12,
    "month’s": 1,
}
YEAR_FIRST, YEAR_LAST = 1950, 2060
PIECES = re.compile(r"^([a-z]+(?:-[a-z]+)?)-(year|years|month|months)$")
QUALIFYING = frozenset(
    phrase.split()[-1]
    for phrases in load_data("phrases")["qualifiers"].values()
    for phrase in phrases
)
QUALIFIERS = [
    (name, tuple(phrases))
    for name, phrases in load_data("phrases")["qualifiers"].items()
]


@dataclass(slots=True)
class Quantity:
    """One number expression of a sentence."""

    first: int  # its first token
    last: int  # one past its last token
    value: float | None
    kind: str  # count, money, duration, percent, year, or why it is no figure
    role: str = ""  # min or max of a range
    qualifier: str | None = None
    lead: int = 0  # first token of the qualifier
    currency: str | None = None
    usd: float | None = None
    more: dict[str, str] = field(default_factory=dict)


def qualifier_before(tokens: SentenceTokens, at: int) -> tuple[str | None, int]:
    """The qualifier before a number, and its first token."""
    if tokens.text_at(at - 1) not in QUALIFYING:
        return None, at
    before = " ".join(tokens.low[max(0, at - 3) : at])
    for name, phrases in QUALIFIERS:
        for phrase in phrases:
            if before.endswith(phrase) and (
                len(before) == len(phrase) or before[-len(phrase) - 1] == " "
            ):
                return name, at - phrase.count(" ") - 1
    return None, at


def _reason_by_digits(tokens: SentenceTokens, at: int, end: int) -> str:
    """Why a number in digits is no figure: a day, or part of a name; else empty."""
    before, after = tokens.text_at(at - 1), tokens.text_at(end)
    # "June 12", "12 June": a day.
    if before in MONTHS or after in MONTHS:
        return "date"
    # "Article 9", "No. 14", "Law 14/2018", "chapter 3": the names of texts. A
    # penalty is found by them, never counted.
    if before in CODED or (before == "." and tokens.text_at(at - 2) in CODED):
        return "code"
    if (
        at
        and tokens.end[at - 1] == tokens.start[at]
        and (
            before in {"/", ":", "#", "."}
            or (before in {"-", "–", "‑"} and tokens.kind[at - 2] == WORD)
        )
    ):
        return "code"
    if tokens.touches_next(end - 1) and (
        after in {"/", ":", "st", "nd", "rd", "th"}
        or (
            after == "-"
            and tokens.text_at(end + 1) in {"a", "b", "c", "hour", "day", "hours"}
        )
    ):
        return "code"
    return ""


def _reason_no_count(
    tokens: SentenceTokens,
    at: int,
    end: int,
    value: float,
) -> str:
    """Why a number is no figure: a date, an article, an age, a span of days; empty if
    it may be.
    """
    before, after = tokens.text_at(at - 1), tokens.text_at(end)
    if tokens.kind[at] == NUMBER and (named := _reason_by_digits(tokens, at, end)):
        return named
    # "30 days", "24 hours a day": how long, not how many. Years and months are
    # durations, since terms of prison are told in them.
    if after in SPANS or (after == "-" and tokens.text_at(end + 1) in SPANS):
        return "span"
    # "Under 18", "aged 15", "older than 12": an age. "Under 12 cases" is a count.
    if before in AGES or (before == "than" and tokens.text_at(at - 2) in AGES):
        return "age" if tokens.text_at(end) != "cases" else ""
    if (
        after in {"years", "year"}
        and tokens.text_at(end + 1) in {"old", "of", "in"}
        and (
            tokens.text_at(end + 2) in {"age", "office"}
            or tokens.text_at(end + 1) == "old"
        )
    ):
        return "age"
    return ""


def find_quantities(tokens: SentenceTokens) -> list[Quantity]:
    """The number expressions of a sentence, in order, with what kind each is."""
    found: list[Quantity] = []
    done = 0
    for index, kind in enumerate(tokens.kind):
        if kind != NUMBER:
            word = tokens.word[index]
            if word is None:
                low = tokens.low[index]
                if kind != WORD or not (low == "single" or "-" in low):
                    continue
            elif word.number is None:
                continue
        if index < done:
            continue
        made = _hyphened_term(tokens, index) or _quantity_at(tokens, index, found)
        if made is not None:
            found.append(made)
            done = made.last
    if len(found) > 1:
        _share_units(tokens, found)
    return found


def _hyphened_term(tokens: SentenceTokens, index: int) -> Quantity | None:
    """In "An eight-year sentence", "a 12-year prison term"."""
    match = PIECES.match(tokens.low[index]) if tokens.kind[index] == WORD else None
    if match is None:
        if (
            tokens.kind[index] == NUMBER
            and tokens.text_at(index + 1) == "-"
            and tokens.text_at(index + 2) in {"year", "month"}
        ):
            if tokens.text_at(index + 3) == "-" and tokens.text_at(index + 4) == "old":
                return Quantity(index, index + 5, 0, "age")
            months = (
                float(tokens.low[index].replace(",", ""))
                * DURATION[tokens.low[index + 2]]
            )
            return Quantity(
                index,
                index + 3,
                months,
                "duration",
                lead=index,
            )
        return None
    from sala_reader.vocabulary import load_vocabulary  # noqa: PLC0415

    entry = load_vocabulary().words.get(match.group(1))
    if entry is None or entry.number is None:
        return None
    return Quantity(
        index,
        index + 1,
        entry.number * DURATION[match.group(2)],
        "duration",
        lead=index,
    )


def _quantity_at(
    tokens: SentenceTokens, index: int, found: list[Quantity]
) -> Quantity | None:
    number = read_number(tokens, index)
    if number is None:
        return None
    value, end = number
    made = Quantity(
        index,
        end,
        value,
        "count",
        lead=index,
    )
    reason = _reason_no_count(tokens, index, end, value)
    if reason != "code" and _is_year(tokens, index, end, value):
        made.kind = "year"
        return made
    if reason:
        made.kind = reason
        return made
    made.qualifier, made.lead = qualifier_before(tokens, index)
    before = tokens.text_at(index - 1)
    if before in SIGNS:
        made.kind, made.currency, made.lead = (
            "money",
            SIGNS[before],
            min(made.lead, index - 1),
        )
        if made.lead == index - 1:
            made.qualifier, made.lead = qualifier_before(tokens, index - 1)
        return made
    if coded := currency_before(tokens, index):
        made.kind, made.currency = "money", coded
        made.qualifier, made.lead = qualifier_before(tokens, index - 1)
        made.lead = min(made.lead, index - 1)
        return made
    following = tokens.text_at(end)
    if following in {"percent", "%"} or (
        following == "per" and tokens.text_at(end + 1) == "cent"
    ):
        made.kind, made.last = "percent", end + (2 if following == "per" else 1)
    elif following in DURATION:
        _read_duration(tokens, made)
    elif money := currency_after(tokens, end):
        made.kind, (made.currency, made.last) = "money", money
    elif found and _continues_code(tokens, index, found[-1]):
        made.kind = "code"
    return made


def _continues_code(tokens: SentenceTokens, index: int, last: Quantity) -> bool:
    """In "Articles 108 and 109": the second is an article too."""
    return (
        last.kind == "code"
        and index - last.last == 1
        and tokens.kind[index] == NUMBER
        and tokens.text_at(index - 1) in {"and", ",", "or", "-", "–", "to"}
        and (
            tokens.text_at(last.first - 1).endswith("s")
            or "code" in last.more
            or tokens.touches_next(index - 1)
        )
        and tokens.text_at(last.first - 1) in CODED | {"and", ",", "or"}
    )


def _is_year(
    tokens: SentenceTokens,
    index: int,
    end: int,
    value: float,
) -> bool:
    if tokens.kind[index] != NUMBER or len(tokens.low[index]) != 4 or end - index != 1:
        return False
    return YEAR_FIRST <= value <= YEAR_LAST and tokens.low[index].isdigit()


def _read_duration(tokens: SentenceTokens, made: Quantity) -> None:
    """In "15 years", "15 years and six months"; the value is in months."""
    made.kind = "duration"
    unit = tokens.low[made.last]
    made.value = (made.value or 0) * DURATION[unit]
    made.last += 1
    # "15 years and six months" is one term of 186 months.
    if unit.startswith("year") and tokens.text_at(made.last) in {"and", ","}:
        rest = (
            read_number(tokens, made.last + 1) if made.last + 1 < len(tokens) else None
        )
        if rest and tokens.text_at(rest[1]).startswith("month"):
            made.value += rest[0]
            made.last = rest[1] + 1


def _share_units(tokens: SentenceTokens, found: list[Quantity]) -> None:
    """Give the ends of a range, and the parts of a list, the unit said once at
    the end.
    """
    for left, right in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        between = tokens.low[left.last : right.lead]
        if (
            right.kind == "money"
            and tokens.text_at(right.first - 1) in SIGNS
            and between
            and between[-1] in SIGNS
        ):
            between = between[:-1]
        joined = _relation_between(tokens, left, between)
        # "15 and 18 months" leaves the unit out of the first; "12 victims and $500"
        # does not.
        if joined == "list" and right.kind != "duration":
            continue
        if (
            joined
            and left.kind == "count"
            and right.kind in {"money", "duration", "percent"}
        ):
            if right.kind == "duration":
                left.value = (left.value or 0) * _unit_of(tokens, right)
            left.kind, left.currency = right.kind, right.currency
        # "Two to 12 years", "between 5,000 and 8,000": two figures, the least and the
        # most, of one measure.
        if joined == "range" and left.kind == right.kind and left.kind != "year":
            left.role, right.role = "min", "max"


def _unit_of(tokens: SentenceTokens, quantity: Quantity) -> int:
    """The months of the unit first said in a duration."""
    for index in range(quantity.first, quantity.last):
        low = tokens.low[index]
        if low in DURATION:
            return DURATION[low]
        if "year" in low:
            return 12
    return 1


def _relation_between(
    tokens: SentenceTokens, left: Quantity, between: list[str]
) -> str:
    """Whether a number and the next are the ends of a range, or of one list."""
    # "Five years' to 12 years'", "from probation to eight years": neither mark nor
    # probation is an end of the range in numbers.
    between = [w for w in between if w not in APOSTROPHES and w != "probation"]
    words = (
        [w for w in between if w not in {"up", "a", "of", "fine"}]
        if len(between) <= 4
        else between
    )
    if len(words) == 1 and words[0] in TO:
        return "range"
    if words == ["and"] and tokens.text_at(left.lead - 1) == "between":
        return "range"
    if words and all(w in {"and", "or", ","} for w in words):
        return "list"
    if words in (["and", "up", "to"], [",", "and"], ["to"]):
        return "range"
    return ""
