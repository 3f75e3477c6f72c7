"""Sentences and their tokens, with the place of each in the whole text."""

import re
from collections.abc import Iterator

from sala_reader.vocabulary import VocabularyWord

# A sentence ends with a full stop and a capital after it, a blank line, or a bullet.
BREAK = re.compile(
    r"[.!?][”\"’')\]]{0,2}(?=\s+[“\"(]?[A-Z•*])|\n["
    r" \t\r]*\n|[•●▪]|\n(?=\s*[-*]\s)|(?<=:)[ \t\r]*\n",
)
ABBREVIATION = re.compile(
    r"\b(?:U\.S|U\.K|U\.N|Mr|Mrs|Ms|Dr|St|Jr|No|Nos|Art|Gen|Sen|Rep|Inc|Ltd|vs|[A-Z])\.$",
)
PARAGRAPH = re.compile(r"\n[ \t\r]*\n|\n(?=The (?:G|g)overnment)")
TOKEN = re.compile(
    r"(\d+(?:,\d{3})*(?:\.\d+)?)|([^\W\d_]+(?:[-'’‑][^\W\d_]+)*)|([^\w\s])",
)
NUMBER = 1
WORD = 2
SIGN = 3
SPACES = str.maketrans(
    dict.fromkeys("\n\r\t\u00a0\u2009\u202f", " "),
)  # of equal length
# A page whose text lost its full stops must not be one sentence: rules that look around
# a number would take the square of its length.
LONGEST = 1_500  # letters of a sentence


def sentence_spans(
    text: str,
    start: int = 0,
    stop: int | None = None,
) -> Iterator[tuple[int, int]]:
    """The places of the sentences of a text, in order; none is longer than the
    longest.
    """
    stop = len(text) if stop is None else stop
    for match in BREAK.finditer(text, start, stop):
        end = match.end()
        if text[match.start()] == "." and ABBREVIATION.search(
            text,
            max(start, end - 6),
            end,
        ):
            continue
        if end > start:
            if end - start > LONGEST:
                yield from _cut_overlong(text, start, end)
            else:
                yield start, end
        start = end
    if start < stop:
        yield from _cut_overlong(text, start, stop)


def _cut_overlong(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Cut what has no end of a sentence for very long, between words where there are
    words.
    """
    while stop - start > LONGEST:
        end = text.rfind(" ", start + 1, start + LONGEST) + 1 or start + LONGEST
        yield start, end
        start = end
    yield start, stop


def lower_in_place(text: str) -> str:
    """A text in small letters, each at its place: one whose small form is
    longer stays.
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower


class SentenceTokens:
    """The tokens of one sentence, as parallel lists: what a loop reads fastest."""

    __slots__ = (
        "base",
        "end",
        "kind",
        "low",
        "lower",
        "start",
        "text",
        "word",
        "words",
    )

    def __init__(
        self,
        text: str,
        base: int,
        words: dict[str, VocabularyWord],
        compounds: dict[str, dict[str, VocabularyWord]] | None = None,
    ) -> None:
        self.text, self.base = text, base
        self.lower = lower = lower_in_place(text).translate(SPACES)
        found = list(TOKEN.finditer(lower))
        self.low: list[str] = [match[0] for match in found]
        spans = [match.span() for match in found]
        self.start: list[int] = [span[0] for span in spans]
        self.end: list[int] = [span[1] for span in spans]
        self.kind: list[int] = [match.lastindex or 0 for match in found]
        get = words.get
        self.word: list[VocabularyWord | None] = [get(low) for low in self.low]
        self.words = set(self.low)
        if "-" in lower:
            self._mark_hyphened(words)
        if compounds and not self.words.isdisjoint(compounds):
            self._mark_compounds(compounds)

    def _mark_hyphened(self, words: dict[str, VocabularyWord]) -> None:
        """Know "co-defendants" as defendants."""
        for index, low in enumerate(self.low):
            if self.word[index] is None and "-" in low and len(low) > 1:
                # The last part says what it is: "co-defendants", "ex-soldiers"; of
                # "thirty-five" it would say five.
                tail = words.get(low.rpartition("-")[2])
                self.word[index] = (
                    tail if tail and tail.noun and not tail.number else None
                )

    def _mark_compounds(self, compounds: dict[str, dict[str, VocabularyWord]]) -> None:
        """Know "social workers" as other than workers."""
        for index, low in enumerate(self.low[:-1]):
            if low in compounds and (entry := compounds[low].get(self.low[index + 1])):
                self.word[index + 1] = entry

    def __len__(self) -> int:
        return len(self.low)

    def text_at(self, index: int) -> str:
        """The token at a place, or nothing beyond the ends."""
        return self.low[index] if 0 <= index < len(self.low) else ""

    def word_at(self, index: int) -> VocabularyWord | None:
        """What the vocabulary knows of the token at a place."""
        return self.word[index] if 0 <= index < len(self.word) else None

    def is_number(self, index: int) -> bool:
        """Whether there is a number at a place."""
        entry = self.word_at(index)
        return index < len(self.kind) and (
            self.kind[index] == NUMBER
            or (entry is not None and entry.number is not None)
        )

    def is_word(self, index: int) -> bool:
        """Whether there is a word at a place."""
        return index < len(self.kind) and self.kind[index] == WORD

    def touches_next(self, index: int) -> bool:
        """Whether nothing stands between a token and the next."""
        return index + 1 < len(self.low) and self.end[index] == self.start[index + 1]
