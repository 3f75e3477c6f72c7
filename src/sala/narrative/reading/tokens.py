"""Sentences and their tokens, with the place of each in the whole text."""

import re
from collections.abc import Iterator

from sala.narrative.reading.vocabulary import Word

# A sentence ends with a full stop and a capital after it, a blank line, or a bullet.
BREAK = re.compile(
    r"[.!?][”\"’')\]]{0,2}(?=\s+[“\"(]?[A-Z•*])|\n[ \t]*\n|[•●▪]|\n(?=\s*[-*]\s)|(?<=:)[ \t]*\n"
)
ABBREVIATION = re.compile(
    r"\b(?:U\.S|U\.K|U\.N|Mr|Mrs|Ms|Dr|St|Jr|No|Nos|Art|Gen|Sen|Rep|Inc|Ltd|vs|[A-Z])\.$"
)
PARAGRAPH = re.compile(r"\n[ \t]*\n|\n(?=The (?:G|g)overnment)")
TOKEN = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)|([^\W\d_]+(?:[-'’‑][^\W\d_]+)*)|([^\w\s])")
NUMBER, WORD, SIGN = 1, 2, 3


def sentences(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """The places of the sentences of a text, in order."""
    for match in BREAK.finditer(text, start):
        end = match.end()
        if text[match.start()] == "." and ABBREVIATION.search(text, max(start, end - 6), end):
            continue
        if end > start:
            yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


class Tokens:
    """The tokens of one sentence, as parallel lists: what a loop reads fastest."""

    __slots__ = ("base", "end", "kind", "low", "start", "text", "word")

    def __init__(self, text: str, base: int, words: dict[str, Word]) -> None:
        self.text, self.base = text, base
        self.low: list[str] = []
        self.start: list[int] = []
        self.end: list[int] = []
        self.kind: list[int] = []
        self.word: list[Word | None] = []
        lower = text.lower()
        if len(lower) != len(text):  # a letter whose small form is longer keeps its place
            lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        get = words.get
        for match in TOKEN.finditer(lower):
            kind = match.lastindex or 0
            low = match.group()
            self.low.append(low)
            self.start.append(match.start())
            self.end.append(match.end())
            self.kind.append(kind)
            entry = get(low) if kind == WORD else None
            if entry is None and kind == WORD and "-" in low:
                tail = get(low.rpartition("-")[2])
                entry = tail if tail and tail.noun and not tail.number else None
            self.word.append(entry)

    def __len__(self) -> int:
        return len(self.low)

    def at(self, index: int) -> str:
        """The token at a place, or nothing beyond the ends."""
        return self.low[index] if 0 <= index < len(self.low) else ""

    def entry(self, index: int) -> Word | None:
        """What the vocabulary knows of the token at a place."""
        return self.word[index] if 0 <= index < len(self.word) else None

    def touches(self, index: int) -> bool:
        """Whether nothing stands between a token and the next."""
        return index + 1 < len(self.low) and self.end[index] == self.start[index + 1]
