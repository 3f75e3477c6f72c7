"""The parts of a sentence: brackets, comparisons, clauses."""

import re
from bisect import bisect_left

from sala_reader.time_expressions import phrases_pattern
from sala_reader.tokens import NUMBER, SentenceTokens
from sala_reader.vocabulary import load_vocabulary, word_list

YEAR = re.compile(r"(?:19|20)\d\d")
COMPARE = phrases_pattern(load_vocabulary().phrases["compare"])
SIGNALS = word_list("comparing")  # no comparison is without one of these


def _counts_anew(tokens: SentenceTokens, comma: int, number: int) -> bool:
    """In "than 762 in 2015, and 102 convictions": after the year, another thing counted
    anew.

    But "than 11 cases in 2017, and 13 cases in 2016" goes on comparing.
    """
    if not YEAR.fullmatch(tokens.text_at(comma - 1)):
        return False
    for index in range(number + 1, min(number + 6, len(tokens))):
        word = tokens.word[index]
        if word is not None and word.noun:
            return not any(
                YEAR.fullmatch(low) for low in tokens.low[index + 1 : index + 4]
            )
        if tokens.low[index] in {",", ";", "in"}:
            return False
    return False


class SentenceRegions:
    """For each token its bracket (0 is none) and whether it stands in a comparison."""

    __slots__ = ("brackets", "compares", "inside")

    def __init__(self, tokens: SentenceTokens) -> None:
        self.inside = [0] * len(tokens)
        self.brackets: list[tuple[int, int]] = [(0, len(tokens))]
        self._find_brackets(tokens)
        self.compares: list[tuple[int, int]] = []
        if tokens.words.isdisjoint(SIGNALS):
            return
        for match in COMPARE.finditer(tokens.lower):
            at = bisect_left(tokens.start, match.start())
            if at < len(tokens) and not (self.compares and at < self.compares[-1][1]):
                self.compares.append((at, self._comparison_end(tokens, at)))

    def _find_brackets(self, tokens: SentenceTokens) -> None:
        opened: list[int] = []
        for index, low in enumerate(tokens.low):
            if low == "(":
                opened.append(index)
            elif low == ")" and opened:
                begin = opened.pop()
                # Brackets in brackets belong to the outer one: a report never sets a
                # figure of another year two deep.
                if not opened:
                    self.brackets.append((begin, index))
                    number = len(self.brackets) - 1
                    for k in range(begin, index + 1):
                        self.inside[k] = number

    def _comparison_end(self, tokens: SentenceTokens, at: int) -> int:
        bracket = self.inside[at]
        limit = self.brackets[bracket][1] if bracket else len(tokens)
        for index in range(at, limit):
            low = tokens.low[index]
            if low == ";":
                return index
            # "The same number as in 2017, and the police …": what is the same ends with
            # its comma, other comparisons only where a new clause begins: "compared
            # with 26 investigations, 15 prosecutions, and six convictions" is one
            # comparison.
            if low == "," and (
                tokens.low[at : at + 2] == ["the", "same"]
                or self._new_clause(tokens, index)
            ):
                return index
        return limit

    def _new_clause(self, tokens: SentenceTokens, comma: int) -> bool:
        """Whether after a comma somebody does something else: ", and the police
        arrested".
        """
        if tokens.text_at(comma + 1) not in {"and", "but", "while"}:
            return False
        for index in range(comma + 2, min(comma + 8, len(tokens))):
            word = tokens.word[index]
            if tokens.kind[index] == NUMBER or (
                word is not None and word.number is not None
            ):
                return _counts_anew(tokens, comma, index)
            if (
                word is not None
                and word.verb
                and word.past
                # "… 12 in 2017, and suspected traffickers": a participle before a noun
                # begins no clause.
                and "potential" not in word.marks
            ):
                return True
        return False

    def comparison_at(self, index: int) -> tuple[int, int] | None:
        """The comparison that a token stands in."""
        for begin, end in self.compares:
            if begin <= index < end:
                return begin, end
        return None

    def forget_comparisons(self, begin: int, end: int) -> None:
        """Take no comparison for one that begins within these tokens."""
        self.compares = [(a, b) for a, b in self.compares if not begin <= a < end]

    def region_of(self, index: int) -> tuple[int, int]:
        """The smallest part around a token: its comparison, its bracket, or the
        whole.
        """
        compared = self.comparison_at(index)
        bracket = self.inside[index]
        # A comparison inside a bracket ends with it; a bracket inside a comparison is a
        # part of its own.
        if compared and (not bracket or self.inside[compared[0]] == bracket):
            return compared
        return self.brackets[bracket]

    def is_plain(self, index: int) -> bool:
        """Whether a token stands in the sentence itself: no bracket, no comparison."""
        return not self.inside[index] and self.comparison_at(index) is None
