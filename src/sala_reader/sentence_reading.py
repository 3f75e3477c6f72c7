"""The numbers of one sentence, one by one, made figures or kept as not understood."""

from sala_reader.amounts import read_amount, read_prison_term, read_share
from sala_reader.anchors import find_anchor
from sala_reader.exclusions import (
    borrow_noun,
    counts_other_thing,
    counts_unknown_thing,
    event_of_instance,
    is_capacity,
    is_outside_year,
    is_whole_of_part,
    repeats_figure,
    sentences_same_persons,
)
from sala_reader.figure_recording import add_figure
from sala_reader.groups import group_of
from sala_reader.measures import resolve_measures
from sala_reader.negation import find_negations
from sala_reader.noun_phrases import CountedThing, counted_thing
from sala_reader.quantities import Quantity, qualifier_before
from sala_reader.sentence import ParsedSentence

MOST = 150  # numbers of a sentence: what has more is a table, or no text at all
HOMES = frozenset({None, "shelter", "centre", "agency"})


def read_sentence(sentence: ParsedSentence) -> None:
    """Read every number of a sentence, and what it says is none or not reported."""
    if len(sentence.numbers) > MOST:
        _miss_table(sentence)
        return
    find_negations(sentence)
    for place, quantity in enumerate(sentence.numbers):
        _read_same_number(sentence, quantity)
        if any(begin <= quantity.first < end for begin, end in sentence.silent):
            continue
        if quantity.kind == "count":
            _read_count(sentence, quantity, place)
        elif (
            quantity.kind == "span"
            and sentence.tokens.text_at(quantity.last) == "times"
        ):
            _read_multiple(sentence, quantity)
        elif quantity.kind == "money":
            read_amount(sentence, quantity, place)
        elif quantity.kind == "duration":
            read_prison_term(sentence, quantity, place)
        elif quantity.kind == "percent":
            read_share(sentence, quantity)


def _miss_table(sentence: ParsedSentence) -> None:
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
    sentence.add_unread(whole, "numbers upon numbers, as in a table")


def _read_same_number(sentence: ParsedSentence, quantity: Quantity) -> None:
    """In "The same number as in 2016": a figure of that year."""
    region = (
        sentence.regions.comparison_at(quantity.first)
        if quantity.kind == "year"
        else None
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
    add_figure(
        sentence,
        last.measure,
        last.unit,
        made,
        end=quantity.last,
        found_by="relative",
        derived=True,
    )


def _read_multiple(sentence: ParsedSentence, quantity: Quantity) -> None:
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
    qualifier, _lead = qualifier_before(tokens, quantity.first)
    made = Quantity(
        quantity.first,
        quantity.last,
        (quantity.value or 0) * anchor.value,
        "count",
        lead=quantity.first,
    )
    made.qualifier = qualifier
    add_figure(
        sentence,
        anchor.measure,
        anchor.unit,
        made,
        end=quantity.last + 3,
        found_by="relative",
        derived=True,
    )


def _read_count(sentence: ParsedSentence, quantity: Quantity, place: int) -> None:
    what = _thing_counted(sentence, quantity, place)
    if what is None or _decided_by_exclusion(sentence, quantity, what, place):
        return
    sentence.spoken_of = what.noun or sentence.spoken_of
    zero = quantity.value == 0
    found, found_by = resolve_measures(sentence, quantity, what)
    if zero:
        found = [f for f in found if f[0] in sentence.vocabulary.zero]
    if not found and not zero and not (quantity.value == 1 and what.noun is None):
        sentence.add_unread(
            quantity,
            "no measure fits" if what.noun else "nothing named that it counts",
        )
    trend = sentence.trend_of(quantity)
    end = quantity.last if trend and quantity == trend.earlier else what.end
    for measure, unit in found:
        add_figure(
            sentence,
            measure,
            unit,
            quantity,
            end=end,
            found_by=found_by,
            noun=what.noun or _noun_of(sentence, quantity),
            group=group_of(sentence, _last_of(sentence, quantity, place), what),
        )
        sentence.anchors[-1].part = found_by == "part"


def _is_kind_of_figure(sentence: ParsedSentence, quantity: Quantity) -> bool:
    """In "One of forced labor and one of forced begging": a kind of those told
    before.
    """
    word = sentence.tokens.word_at(quantity.last + 1)
    forced = sentence.tokens.text_at(quantity.last + 1) == "forced"
    return bool(sentence.anchors) and (forced or bool(word is not None and word.group))


def _last_of(sentence: ParsedSentence, quantity: Quantity, place: int) -> Quantity:
    """The number after which the thing counted stands: of a range the last."""
    return sentence.numbers[place + 1] if quantity.role == "min" else quantity


def _thing_counted(
    sentence: ParsedSentence, quantity: Quantity, place: int
) -> CountedThing | None:
    """What a number counts; none where it counts nothing."""
    tokens = sentence.tokens
    what = counted_thing(tokens, quantity.last, one=quantity.value == 1)
    if tokens.low[quantity.first] == "no" and (
        what.noun is None or what.partitive or counts_other_thing(sentence, quantity)
    ):
        return None
    if trend := sentence.trend_of(quantity):
        return trend.what
    if (
        quantity.value == 1
        and what.partitive
        and what.noun in HOMES
        and not _is_kind_of_figure(sentence, quantity)
    ):
        return None  # "in one of its three shelters"
    if what.noun == "instance":
        what = event_of_instance(sentence, what)
    if quantity.role:
        quantity.qualifier = {"min": "minimum", "max": "maximum"}[quantity.role]
    if quantity.role == "min" and place + 1 < len(sentence.numbers):
        return counted_thing(tokens, sentence.numbers[place + 1].last, one=False)
    if what.noun is None and not what.partitive and not what.predicate:
        return borrow_noun(sentence, quantity, place) or what
    return what


def _decided_by_exclusion(
    sentence: ParsedSentence,
    quantity: Quantity,
    what: CountedThing,
    place: int,
) -> bool:
    """Whether a turn of the sentence decides about the number, and no frame."""
    if is_capacity(sentence, quantity):
        if "shelter" in sentence.around:
            add_figure(
                sentence,
                "shelter_places",
                "place",
                quantity,
                end=what.end,
                found_by="capacity",
            )
        return True
    if is_whole_of_part(sentence, quantity, place) and not what.within:
        sentence.add_unread(quantity, "the whole of which a part was told")
        return True
    if counts_unknown_thing(sentence, quantity, what):
        sentence.add_unread(quantity, "a thing that the vocabulary does not count")
        return True
    if is_outside_year(sentence, quantity):
        sentence.add_unread(quantity, "several years, a plan or a condition")
        return True
    if quantity.value == 0 and what.predicate and what.noun == "victim":
        add_figure(
            sentence,
            "victims_identified",
            "person",
            quantity,
            end=what.end,
            found_by="predicate",
            noun="victim",
        )
        return True
    return repeats_figure(sentence, quantity, what) or sentences_same_persons(
        sentence, quantity, what
    )


def _noun_of(sentence: ParsedSentence, quantity: Quantity) -> str | None:
    """The noun left out after a number: that of the figure it refers to."""
    anchor = find_anchor(sentence, quantity, None)
    return anchor.noun if anchor else None
