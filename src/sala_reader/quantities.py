"""Number expressions: values in digits and words, ranges, money, durations, percents,
years.
"""

import re
from dataclasses import dataclass, field

from sala_reader.tokens import NUMBER, WORD, SentenceTokens
from sala_reader.vocabulary import load_data, word_list

MONEY = load_data("currencies")
SIGNS: dict[str, str] = MONEY["signs"]
NAMES: dict[str, str] = MONEY["words"]
OF: dict[str, dict[str, str]] = MONEY["of"]
CODES = {code.lower(): code for code in MONEY["codes"]["known"]}
ALIAS = {
    "NT": "TWD",
    "NTD": "TWD",
    "CFA": "XOF",
    "FCFA": "XOF",
    "RM": "MYR",
    "RMB": "CNY",
}

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


def _number_in_words(tokens: SentenceTokens, at: int) -> tuple[float, int] | None:
    """A number in words from a place: the value and one past its end."""
    total, current, index, seen = 0.0, 0.0, at, False
    while index < len(tokens):
        word = tokens.word[index]
        low = tokens.low[index]
        if word is None or (word.number is None and word.scale is None):
            if (
                low == "and"
                and seen
                and current >= 100
                and _is_below_hundred(tokens, index + 1)
            ):
                index += 1
                continue
            break
        if word.number is not None:
            if seen and not (current and _continues_number(current, word.number)):
                break
            current += word.number
        elif not seen:
            break
        elif word.scale == 100:
            current *= 100
        else:
            total, current = total + current * (word.scale or 1), 0.0
        seen, index = True, index + 1
    return (total + current, index) if seen else None


def _continues_number(current: float, number: int) -> bool:
    """Whether a number word continues the one before: "twenty" "five", "hundred"
    "five".
    """
    return (current % 100 == 0 and 0 < number < 100) or (
        current % 10 == 0 and current % 100 >= 20 and 0 < number < 10
    )


def _is_below_hundred(tokens: SentenceTokens, index: int) -> bool:
    word = tokens.word_at(index)
    return bool(word and word.number and word.number < 100)


def _read_number(tokens: SentenceTokens, at: int) -> tuple[float, int] | None:
    """A number in digits or words from a place."""
    if tokens.kind[at] == NUMBER:
        value, index = float(tokens.low[at].replace(",", "")), at + 1
        word = tokens.word_at(index)
        if word and word.scale and word.scale >= 1000:
            value, index = value * word.scale, index + 1
        return value, index
    word = tokens.word[at]
    if word is None:
        if tokens.low[at] == "single" and tokens.text_at(at - 1) in {"a", "one"}:
            return 1, at + 1
        return None
    return _number_in_words(tokens, at) if word.number is not None else None


def currency_after(tokens: SentenceTokens, at: int) -> tuple[str, int] | None:
    """The currency named right after a number, and one past its name."""
    for index in range(at, min(at + 5, len(tokens))):
        low = tokens.low[index]
        if tokens.kind[index] != WORD:
            return None
        if low in NAMES:
            plural = low if low in OF else low + "s"
            adjective = OF.get(plural, {})
            named = [
                adjective[tokens.low[k]]
                for k in range(at, index)
                if tokens.low[k] in adjective
            ]
            return (named[0] if named else NAMES[low]), index + 1
        raw = tokens.text[tokens.start[index] : tokens.end[index]]
        if index == at and raw.isupper() and low in CODES:
            code = CODES[low]
            following = tokens.text_at(index + 1)
            return ALIAS.get(code, code), index + (2 if following in NAMES else 1)
        if not raw[0].isupper() and low not in {"million", "billion", "and"}:
            return None
    return None


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
    if tokens.kind[at] == NUMBER:
        if before in MONTHS or after in MONTHS:
            return "date"
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
    if after in SPANS or (after == "-" and tokens.text_at(end + 1) in SPANS):
        return "span"
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
    number = _read_number(tokens, index)
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
    if coded := _currency_before(tokens, index):
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


def _currency_before(tokens: SentenceTokens, index: int) -> str | None:
    """In "NPR 7.5 million": the currency whose code stands before the number."""
    before = tokens.text_at(index - 1)
    if before not in CODES or tokens.kind[index] != NUMBER:
        return None
    raw = tokens.text[tokens.start[index - 1] : tokens.end[index - 1]]
    return ALIAS.get(CODES[before], CODES[before]) if raw.isupper() else None


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
    if unit.startswith("year") and tokens.text_at(made.last) in {"and", ","}:
        rest = (
            _read_number(tokens, made.last + 1) if made.last + 1 < len(tokens) else None
        )
        if rest and tokens.text_at(rest[1]).startswith("month"):
            made.value += rest[0]
            made.last = rest[1] + 1


def _share_units(tokens: SentenceTokens, found: list[Quantity]) -> None:
    """Give the ends of a range, and the parts of a list, the unit said once at the end."""
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
