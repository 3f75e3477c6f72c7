"""The numbers of one sentence, one by one, made figures or kept as not understood."""

from sala_reader.amounts import amount, duration, percent
from sala_reader.counts import Sentence
from sala_reader.frames import Counted, counted
from sala_reader.measures import measured
from sala_reader.quantities import Quantity, qualified
from sala_reader.negation import silences
from sala_reader.exclusions import (
    again,
    apart,
    borrowed,
    capacity,
    event,
    other,
    sentenced,
    unnamed,
    whole,
)

MOST = 150  # numbers of a sentence: what has more is a table, or no text at all
HOMES = frozenset({None, "shelter", "centre", "agency"})


def read_sentence(sentence: Sentence) -> None:
    """Read every number of a sentence, and what it says is none or not reported."""
    if len(sentence.numbers) > MOST:
        _table(sentence)
        return
    silences(sentence)
    for place, quantity in enumerate(sentence.numbers):
        _same(sentence, quantity)
        if any(begin <= quantity.first < end for begin, end in sentence.silent):
            continue
        if quantity.kind == "count":
            _count(sentence, quantity, place)
        elif quantity.kind == "span" and sentence.tokens.at(quantity.last) == "times":
            _multiple(sentence, quantity)
        elif quantity.kind == "money":
            amount(sentence, quantity, place)
        elif quantity.kind == "duration":
            duration(sentence, quantity, place)
        elif quantity.kind == "percent":
            percent(sentence, quantity)


def _table(sentence: Sentence) -> None:
    """Keep numbers upon numbers as one that was not understood: their words are
    elsewhere.
    """
    first, last = sentence.numbers[0], sentence.numbers[-1]
    whole = Quantity(
        first.first,
        last.last,
        None,
        "count",
        lead=first.lead,
    )
    sentence.miss(whole, "numbers upon numbers, as in a table")


def _same(sentence: Sentence, quantity: Quantity) -> None:
    """In "The same number as in 2016": a figure of that year."""
    region = (
        sentence.regions.compared(quantity.first) if quantity.kind == "year" else None
    )
    low = sentence.tokens.low
    if (
        region is None
        or low[region[0] : region[0] + 2] != ["the", "same"]
        or not sentence.anchors
    ):
        return
    last = sentence.anchors[-1]
    if last.value is None or last.compared:
        return
    made = Quantity(
        region[0],
        quantity.first,
        last.value,
        "count",
        lead=region[0],
    )
    sentence.add(
        last.measure,
        last.unit,
        made,
        end=quantity.last,
        found_by="relative",
        derived=True,
    )


def _multiple(sentence: Sentence, quantity: Quantity) -> None:
    """In "Three times that figure": a number said relative to another."""
    tokens, anchor = sentence.tokens, sentence.anchors[-1] if sentence.anchors else None
    said = tokens.low[quantity.last + 1 : quantity.last + 3]
    if (
        anchor is None
        or anchor.value is None
        or said[:1] != ["that"]
        or said[-1] not in {"figure", "number", "amount"}
    ):
        return
    qualifier, _lead = qualified(tokens, quantity.first)
    made = Quantity(
        quantity.first,
        quantity.last,
        (quantity.value or 0) * anchor.value,
        "count",
        lead=quantity.first,
    )
    made.qualifier = qualifier
    sentence.add(
        anchor.measure,
        anchor.unit,
        made,
        end=quantity.last + 3,
        found_by="relative",
        derived=True,
    )


def _count(sentence: Sentence, quantity: Quantity, place: int) -> None:
    what = _counted(sentence, quantity, place)
    if what is None or _special(sentence, quantity, what, place):
        return
    sentence.spoken_of = what.noun or sentence.spoken_of
    zero = quantity.value == 0
    found, found_by = measured(sentence, quantity, what)
    if zero:
        found = [f for f in found if f[0] in sentence.vocabulary.zero]
    if not found and not zero and not (quantity.value == 1 and what.noun is None):
        known = "no measure fits" if what.noun else "nothing named that it counts"
        sentence.miss(quantity, known)
    trend = sentence.trend_of(quantity)
    end = quantity.last if trend and quantity == trend.earlier else what.end
    for measure, unit in found:
        sentence.add(
            measure, unit, quantity,
            end=end, found_by=found_by, noun=what.noun or _noun_of(sentence, quantity),
            group=sentence.group(_last_of(sentence, quantity, place), what),
        )  # fmt: skip
        sentence.anchors[-1].part = found_by == "part"


def _kind(sentence: Sentence, quantity: Quantity) -> bool:
    """In "One of forced labor and one of forced begging": a kind of those told before."""
    word = sentence.tokens.entry(quantity.last + 1)
    forced = sentence.tokens.at(quantity.last + 1) == "forced"
    return bool(sentence.anchors) and (forced or bool(word is not None and word.group))


def _last_of(sentence: Sentence, quantity: Quantity, place: int) -> Quantity:
    """The number after which the thing counted stands: of a range the last."""
    return sentence.numbers[place + 1] if quantity.role == "min" else quantity


def _counted(sentence: Sentence, quantity: Quantity, place: int) -> Counted | None:
    """What a number counts; none where it counts nothing."""
    tokens = sentence.tokens
    what = counted(tokens, quantity.last, one=quantity.value == 1)
    if tokens.low[quantity.first] == "no" and (
        what.noun is None or what.partitive or other(sentence, quantity)
    ):
        return None
    if trend := sentence.trend_of(quantity):
        return trend.what
    if (
        quantity.value == 1
        and what.partitive
        and what.noun in HOMES
        and not _kind(sentence, quantity)
    ):
        return None  # "in one of its three shelters"
    if what.noun == "instance":
        what = event(sentence, what)
    if quantity.role:
        quantity.qualifier = {"min": "minimum", "max": "maximum"}[quantity.role]
    if quantity.role == "min" and place + 1 < len(sentence.numbers):
        return counted(tokens, sentence.numbers[place + 1].last, one=False)
    if what.noun is None and not what.partitive and not what.predicate:
        return borrowed(sentence, quantity, place) or what
    return what


def _special(
    sentence: Sentence,
    quantity: Quantity,
    what: Counted,
    place: int,
) -> bool:
    """Whether a turn of the sentence decides about the number, and no frame."""
    if capacity(sentence, quantity):
        if "shelter" in sentence.around:
            sentence.add(
                "shelter_places",
                "place",
                quantity,
                end=what.end,
                found_by="capacity",
            )
        return True
    if whole(sentence, quantity, place) and not what.within:
        sentence.miss(quantity, "the whole of which a part was told")
        return True
    if unnamed(sentence, quantity, what):
        sentence.miss(quantity, "a thing that the vocabulary does not count")
        return True
    if apart(sentence, quantity):
        sentence.miss(quantity, "several years, a plan or a condition")
        return True
    if quantity.value == 0 and what.predicate and what.noun == "victim":
        sentence.add("victims_identified", "person", quantity, end=what.end,
                     found_by="predicate", noun="victim")  # fmt: skip
        return True
    return again(sentence, quantity, what) or sentenced(sentence, quantity, what)


def _noun_of(sentence: Sentence, quantity: Quantity) -> str | None:
    """The noun left out after a number: that of the figure it refers to."""
    anchor = sentence.anchor(quantity, None)
    return anchor.noun if anchor else None
