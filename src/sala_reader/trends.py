"""In "Prosecutions increased from 109 in 2007 to 129": figures of an earlier and a
later year.
"""

from dataclasses import dataclass
from itertools import pairwise

from sala_reader.noun_phrases import CountedThing, counted_thing
from sala_reader.quantities import Quantity
from sala_reader.time_expressions import TimeExpression
from sala_reader.tokens import SentenceTokens
from sala_reader.vocabulary import word_list

RISING = word_list("rising")
REACH = 6  # tokens between the verb and "from": "increased by 20 percent from"


@dataclass(frozen=True, slots=True)
class Trend:
    """What rose or fell, and the number it did so from and to."""

    verb: int
    earlier: Quantity
    later: Quantity
    what: CountedThing


def find_trends(
    tokens: SentenceTokens, numbers: list[Quantity], inside: list[int]
) -> list[Trend]:
    """The trends that a sentence tells, in order; `inside` says what stands in
    brackets.
    """
    if "from" not in tokens.words or RISING.isdisjoint(tokens.words):
        return []
    # "Increased from 109 (12 of them women) to 129": what stands in a bracket is no end
    # of a trend.
    plain = [q for q in numbers if q.kind in {"count", "money"} and not inside[q.first]]
    return [
        made
        for one, other in pairwise(plain)
        if one.kind == other.kind
        and (
            made := _trend_between(tokens, one, other)
            or _trend_between(tokens, other, one)
        )
        is not None
    ]


def _trend_between(
    tokens: SentenceTokens, earlier: Quantity, later: Quantity
) -> Trend | None:
    if (
        tokens.text_at(earlier.lead - 1) != "from"
        or tokens.text_at(later.lead - 1) != "to"
    ):
        return None
    first = min(earlier.lead, later.lead) - 2
    # Amounts carry their currency and dollars between the verb and "from": "increased
    # the budget by 2 million pesos from …".
    reach = REACH * 2 if earlier.kind == "money" else REACH
    verb = next(
        (
            k
            for k in range(first, max(-1, first - reach), -1)
            if tokens.low[k] in RISING
        ),
        -1,
    )
    what = _trend_subject(tokens, verb, later) if verb > 0 else None
    if earlier.kind == "money" and verb > 0:
        what = CountedThing(end=later.last)
    if what is None:
        return None
    earlier.role = later.role = ""
    return Trend(verb, earlier, later, what)


def _trend_subject(
    tokens: SentenceTokens, verb: int, later: Quantity
) -> CountedThing | None:
    """What rose or fell: said with the later number, else before the verb."""
    said = counted_thing(tokens, later.last, one=False)
    if said.noun:
        return said
    for index in range(verb - 1, max(-1, verb - 16), -1):
        if tokens.low[index] == ";":
            return None
        if tokens.low[index] == "of" and tokens.text_at(index - 1) in {
            "number",
            "total",
            "numbers",
        }:
            named = counted_thing(tokens, index + 1, one=True)
            return named if named.noun else None
    for index in range(verb - 1, max(-1, verb - 8), -1):
        word = tokens.word[index]
        if word is not None and word.noun and word.noun != "other":
            return CountedThing(
                noun=word.noun,
                head=index,
                end=index + 1,
            )
    return None


def year_of_end(
    trend: Trend,
    quantity: Quantity,
    named: list[TimeExpression],
    report: int,
) -> int:
    """The year of an end of a trend: said right after it, else by the other end."""
    beside = {
        id(q): next(
            (t.year for t in named if q.last <= t.at <= q.last + 4 and not t.earlier),
            None,
        )
        for q in (trend.earlier, trend.later)
    }
    before = next((t.year for t in named if t.at < trend.verb and not t.earlier), None)
    # "In 2018 prosecutions fell from 12 to nine": the year before the verb is that of
    # the later end; the earlier end is the year before, unless it names its own.
    last = beside[id(trend.later)] or before or report - 1
    if quantity is trend.later:
        return last
    return beside[id(trend.earlier)] or last - 1
