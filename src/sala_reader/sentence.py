"""One sentence laid out for reading: tokens, numbers, times, regions and acts."""

from sala_reader.governing_acts import governing_acts
from sala_reader.quantities import Quantity, find_quantities
from sala_reader.regions import SentenceRegions
from sala_reader.report_figures import (
    FigureAnchor,
    ReadingMemory,
    ReportFigure,
    UnreadNumber,
    UnreadReason,
)
from sala_reader.time_expressions import find_times
from sala_reader.tokens import SentenceTokens
from sala_reader.trends import Trend, find_trends
from sala_reader.vocabulary import Vocabulary

MEMBERS = frozenset(["victim", "person", "offender", "participant", "official"])


class ParsedSentence:
    """One sentence being read: its tokens, numbers, times, parts, and what it may refer
    to.
    """

    def __init__(
        self,
        text: str,
        base: int,
        vocabulary: Vocabulary,
        memory: ReadingMemory,
        report: int,
    ) -> None:
        self.vocabulary, self.memory, self.report = vocabulary, memory, report
        self.tokens = SentenceTokens(text, base, vocabulary.words, vocabulary.compounds)
        self.numbers = find_quantities(self.tokens)
        self.times = find_times(self.tokens, self.numbers, report)
        self.regions = SentenceRegions(self.tokens)
        self.trends = find_trends(self.tokens, self.numbers, self.regions.inside)
        for trend in self.trends:
            self.regions.forget_comparisons(
                trend.verb, max(trend.later.last, trend.earlier.last)
            )
        self.acts = governing_acts(self.tokens)
        self.figures: list[ReportFigure] = []
        self.loose: list[UnreadNumber] = []
        self.anchors: list[FigureAnchor] = []
        self.spoken_of: str | None = None  # the noun last counted, a figure or not
        self.missed = -1  # where the last number stands that was not understood
        self.silent: list[tuple[int, int]] = []
        marked = [
            word.marks for word in self.tokens.word if word is not None and word.marks
        ]
        self.around = frozenset().union(*marked)

    def trend_of(self, quantity: Quantity) -> Trend | None:
        """The trend that a number is an end of."""
        return next((t for t in self.trends if quantity in (t.earlier, t.later)), None)

    def quote_of(self, first: int, last: int) -> tuple[str, int, int]:
        """The exact words from a token to one past another, with their place in the
        text.
        """
        tokens = self.tokens
        start, end = tokens.start[first], tokens.end[last - 1]
        return tokens.text[start:end], tokens.base + start, tokens.base + end

    def add_unread(self, quantity: Quantity, reason: UnreadReason) -> None:
        """Keep a number that was not understood."""
        self.missed = quantity.first
        text, start, end = self.quote_of(quantity.lead, quantity.last)
        self.loose.append(UnreadNumber(text, start, end, reason))
