"""The year, or the finer period, that a number holds for."""

from sala_reader.quantities import Quantity
from sala_reader.sentence import ParsedSentence
from sala_reader.time_expressions import TimeExpression
from sala_reader.trends import year_of_end

AT_FIRST = 8  # so near its beginning, a time is of the whole sentence
WHOLES = (["of", "the"], ["of", "these"], ["of", "those"], ["of", "its"])


def main_year(sentence: ParsedSentence) -> int | None:
    """The year the sentence itself names, outside brackets and comparisons."""
    for time in sentence.times:
        if not time.earlier and sentence.regions.is_plain(time.at):
            return time.year
    return None


def time_of(sentence: ParsedSentence, quantity: Quantity) -> TimeExpression | None:
    """The time a number holds for, among those the sentence names."""
    begin, end = sentence.regions.region_of(quantity.first)
    plain = sentence.regions.is_plain(quantity.first)
    near = [
        t
        for t in sentence.times
        if begin <= t.at <= end and (not plain or sentence.regions.is_plain(t.at))
    ]
    later = next((t for t in near if t.at >= quantity.first), None)
    before = next((t for t in reversed(near) if t.at < quantity.first), None)
    if not plain:
        # In a bracket or a comparison only its own times count: "(303 in 2017)" never
        # takes the year of the sentence.
        return later or before
    # "61 victims in 2017 and 48 in 2016": the time after a number is its own when
    # nothing stands between them.
    if later and not _is_separated(sentence, quantity, later):
        return later
    if later and (
        # "Eight shelters for 293 victims, an increase of 43 from the previous reporting
        # period": that period is of the 43. So is what a semicolon cuts off:
        # "intercepted 250 minors; officials did not report this in 2019".
        later.earlier or ";" in sentence.tokens.low[quantity.last : later.at]
    ):
        later = None
    if (
        before
        # A time at the very beginning ("In 2018, …") holds for the whole sentence; one
        # in its midst for its own clause only.
        and before.at > AT_FIRST
        and (
            before.earlier
            or (plain and ";" in sentence.tokens.low[before.at : quantity.lead])
        )
    ):
        before = None  # "the same as last year, which was 300": of this year
    return before or later


def _is_separated(
    sentence: ParsedSentence, quantity: Quantity, time: TimeExpression
) -> bool:
    """Whether a clause ends, or another number stands, between a number and a time."""
    if ";" in sentence.tokens.low[quantity.last : time.at]:
        return True
    return any(
        q.kind not in {"year", "date", "code", "span"}
        and quantity.last <= q.first < time.at
        and sentence.tokens.low[quantity.last : q.first] not in WHOLES
        for q in sentence.numbers
    )


def default_year(sentence: ParsedSentence, quantity: Quantity) -> int:
    """The year of a number whose sentence names none for it."""
    if not sentence.regions.is_plain(quantity.first):
        # "Compared with 28" without a year: the year before the one that the sentence
        # is about.
        if sentence.regions.comparison_at(quantity.first):
            return (main_year(sentence) or sentence.report - 1) - 1
        return (
            sentence.anchors[-1].year or sentence.report - 1
            if sentence.anchors
            else sentence.report - 1
        )
    # "In 2016, 40 victims were identified. Of these, 12 were children." The second
    # sentence has no year, and is of 2016; any other sentence without a year is of the
    # year that the report covers, the one before it appeared.
    carried = sentence.memory.year
    if carried and carried != sentence.report - 1:
        if sentence.tokens.text_at(0) in {"of", "these", "those", "they"}:
            return carried
        beside = next((t for t in sentence.times if t.at > quantity.last), None)
        if (
            beside
            and not beside.earlier
            and sentence.regions.inside[beside.at]
            # "In 2016 … . Courts convicted 12 (nine in 2015).": the bracket is the year
            # before the carried one, so that the 12 are still of 2016.
            and beside.year == carried - 1
        ):
            return carried
    return sentence.report - 1


def years_of(
    sentence: ParsedSentence,
    quantity: Quantity,
    measure: str,
) -> list[tuple[int | None, str | None]]:
    """The years, with a finer period, that a number holds for."""
    # An estimate or a share of a population holds for no year: no report says when it
    # was so.
    if measure in sentence.vocabulary.standing:
        return [(None, None)]
    # A law of 2008 that prescribes ten years is the law of the report's year; the year
    # named is when it was passed.
    if measure.startswith("penalty"):
        return [(sentence.report - 1, None)]
    if trend := sentence.trend_of(quantity):
        return [(year_of_end(trend, quantity, sentence.times, sentence.report), None)]
    time = time_of(sentence, quantity)
    if time is None:
        return [(default_year(sentence, quantity), None)]
    if time.earlier:
        main = main_year(sentence)
        # "Convicted 12 in fiscal year 2018, compared with nine the previous year": the
        # year before the one named, not before the report's.
        return [((main - 1) if main and main > time.year else time.year, None)]
    return [(time.year, time.period), *((year, None) for year in time.also)]
