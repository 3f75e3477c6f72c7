"""The recommendations of a report, one by one, as they stand."""

import re

from sala_reader.tokens import sentence_spans
from sala_reader.vocabulary import compiled_pattern, load_data

WORDS = load_data("recommendations")
HEADING = compiled_pattern("asked")
ENDS = compiled_pattern("asked_ends")
BULLET = compiled_pattern("bullet")
IMPERATIVE = frozenset(WORDS["verbs"])
ADVERBS = frozenset(WORDS["adverbs"])
MOST = 0.7  # of the parts of a paragraph of recommendations begin with an imperative
FEWEST = (
    3  # sentences in a row that begin with one, where no bullets or semicolons stand
)
LINE = re.compile(r"[^\n]+")
WORD_PATTERN = re.compile(r"[A-Za-z][A-Za-z-]*")
JOINED = re.compile(r"(?<=[a-z)”’])\.(?=[A-Z])")
BLANK = re.compile(r"\n[ \t\r]*\n")


def _trim_span(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\r\n•●▪*;\u200e\u200f\u202a\u202c":
        start += 1
    while end > start and text[end - 1] in " \t\r\n•●▪*;\u200e\u200f\u202a\u202c":
        end -= 1
    return start, end


def recommendations_span(text: str) -> tuple[int, int] | None:
    """The place of the recommendations: under their heading, or a paragraph of
    imperatives.
    """
    for heading in HEADING.finditer(text):
        start = heading.end()
        while start < len(text) and text[start] in " \t\r\n:":
            start += 1
        stop = _section_end(text, start)
        if stop > start:
            return start, stop
    return _unlabelled_section(text)


def _section_end(text: str, start: int) -> int:
    ends = ENDS.search(text, max(start - 1, 0))
    stop = ends.start() if ends else len(text)
    for blank in BLANK.finditer(text, start, stop):
        rest = text[blank.end() : blank.end() + 60].lstrip()
        if not (BULLET.match(rest) or _is_imperative(rest)):
            return blank.start()
    return stop


def _unlabelled_section(text: str) -> tuple[int, int] | None:
    """A paragraph whose parts all begin with an imperative, or lines in a row
    that do.
    """
    start = 0
    for blank in [*BLANK.finditer(text), None]:
        end = blank.start() if blank else len(text)
        if _is_imperative(text[start : start + 80]):
            items = _split_items(text, start, end)
            begun = sum(_is_imperative(text[a : a + 80]) for a, _ in items)
            apart = "•" in text[start:end] or ";" in text[start:end]
            if len(items) >= (2 if apart else FEWEST) and begun >= MOST * len(items):
                return start, end
        start = blank.end() if blank else end
    return _imperative_lines(text)


def _imperative_lines(text: str) -> tuple[int, int] | None:
    """Lines in a row that each begin with an imperative and end with a full stop."""
    run: list[tuple[int, int]] = []
    for line in LINE.finditer(text):
        if line.group().rstrip().endswith(".") and _is_imperative(line.group()[:80]):
            run.append(line.span())
        elif len(run) >= FEWEST:
            break
        else:
            run = []
    return (run[0][0], run[-1][1]) if len(run) >= FEWEST else None


def _is_imperative(text: str) -> bool:
    words = [w.group().lower() for w in WORD_PATTERN.finditer(text)][:4]
    for word in words:
        if word in IMPERATIVE:
            return True
        if word not in ADVERBS and not word.endswith("ly"):
            return False
    return False


def _split_items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    part = text[start:end]
    bullets = list(BULLET.finditer(part))
    if bullets:
        places = [start + m.start() for m in bullets]
        starts = [start + m.end() for m in bullets]
        pieces = [(start, places[0]), *zip(starts, [*places[1:], end], strict=True)]
    # Until about 2012 all recommendations were one sentence cut by semicolons; later
    # each has a full stop, or a bullet.
    elif part.count(";") >= max(1, part.count(".") - 1):
        pieces = _split_semicolons(text, start, end)
    else:
        pieces = [
            place
            for a, b in sentence_spans(text, start, end)
            for place in _run_together(text, a, b)
        ]
    trimmed = [_trim_span(text, a, b) for a, b in pieces]
    return [(a, b) for a, b in trimmed if b - a > 3]


def _run_together(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Set apart "traffickers.Strengthen": sentences that lost the space between
    them.
    """
    pieces, begin = [], start
    for match in JOINED.finditer(text, start, end):
        if _is_imperative(text[match.end() : match.end() + 80]):
            pieces.append((begin, match.end()))
            begin = match.end()
    return [*pieces, (begin, end)]


def _split_semicolons(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces, begin = [], start
    for match in re.finditer(r";(?:\s*and\b)?", text[start:end]):
        pieces.append((begin, start + match.start()))
        begin = start + match.end()
    return [*pieces, (begin, end)]


def find_recommendations(text: str) -> list[tuple[int, int]]:
    """The place of each recommendation, in order."""
    place = recommendations_span(text)
    return _split_items(text, *place) if place else []
