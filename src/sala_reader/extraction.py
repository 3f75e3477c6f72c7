"""All figures of a text: the sentences that may hold one, read in order with what they
refer to.
"""

import re
from collections.abc import Iterator

from sala_reader.attribution import attribute_figures
from sala_reader.report_figures import ReadingMemory, ReportFigure, UnreadNumber
from sala_reader.sentence import ParsedSentence
from sala_reader.sentence_reading import read_sentence
from sala_reader.tokens import PARAGRAPH, sentence_spans
from sala_reader.vocabulary import compiled_pattern, load_vocabulary
from sala_reader.year_resolution import main_year

MAYBE = re.compile(
    r"\d|\b(?:[Nn](?:ot?|one|ever|either|ine(?:teen|ty)?)|[Ss](?:ingle|ix(?:teen|ty)?|even(?:teen|ty)?)"
    r"|[Ff](?:ailed|our(?:teen)?|ive|ift(?:een|y)|orty)|[Tt](?:w(?:o|elve|enty)|h(?:ree|irteen|irty)|en)"
    r"|[Uu]n(?:known|reported|specified|disclosed|able)|[Ee](?:igh(?:t|teen|ty)|leven)|[Oo]ne|[Zz]ero"
    r"|[Dd]eclined)\b",
)
SECTION = compiled_pattern("section_efforts")
HEADING = compiled_pattern("section_heading")
PROFILE = compiled_pattern("profile")
ARTICLE = compiled_pattern("article")


def section_of(paragraph: str, before: str) -> str:
    """The part of a report that a paragraph opens or continues."""
    heading = HEADING.match(paragraph)
    if heading:
        return str(heading.lastgroup)
    first = paragraph[:200].partition(". ")[0]
    if PROFILE.search(first):
        return "profile"
    if "efforts" in first:
        match = SECTION.search(first)
        if match:
            return str(match.lastgroup)
    # The profile is one paragraph; whatever stands after it (archives print another
    # order) is no estimate any more.
    return "" if before == "profile" else before


def paragraph_spans(text: str) -> Iterator[tuple[int, int]]:
    """The places of the paragraphs of a text."""
    start = 0
    for match in PARAGRAPH.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def extract_figures(
    text: str,
    report: int,
    skip: list[tuple[int, int]],
    own: frozenset[str] = frozenset(),
) -> tuple[list[ReportFigure], list[UnreadNumber], list[tuple[int, int]]]:
    """The figures of a text in order, the numbers not understood, and the sentences."""
    words, memory = load_vocabulary(), ReadingMemory()
    found: list[ReportFigure] = []
    loose: list[UnreadNumber] = []
    parts: list[tuple[int, int]] = []
    for begin, end in paragraph_spans(text):
        memory.new_paragraph()
        memory.section = section_of(text[begin:end], memory.section)
        maybe = -1
        for start, stop in sentence_spans(text, begin, end):
            parts.append((start, stop))
            if (
                maybe < start
            ):  # each letter is looked at once, however the sentences fall
                match = MAYBE.search(text, start, end)
                maybe = match.start() if match else len(text)
            # A sentence without number or negation ends what may be referred back to:
            # "Of these" never reaches over it.
            if maybe >= stop:
                memory.anchors = []
                continue
            if any(a <= start < b or a < stop <= b for a, b in skip):
                continue
            sentence = ParsedSentence(
                text[start:stop],
                start,
                words,
                memory,
                report,
            )
            _remember_article(sentence, text, start, stop)
            read_sentence(sentence)
            attribute_figures(sentence, own)
            _remember_sentence(sentence, memory)
            found += sorted(sentence.figures, key=lambda figure: figure.start)
            loose += sentence.loose
    return found, loose, parts


def _remember_article(
    sentence: ParsedSentence,
    text: str,
    start: int,
    stop: int,
) -> None:
    if sentence.tokens.words.isdisjoint({"article", "articles"}):
        return
    match = ARTICLE.search(text, start, stop)
    if match:
        sentence.memory.article = match.group(1)


def _remember_sentence(sentence: ParsedSentence, memory: ReadingMemory) -> None:
    """What the next sentence may refer back to."""
    plain = [a for a in sentence.anchors if not a.compared]
    memory.anchors = plain or sentence.anchors or memory.anchors
    year = main_year(sentence)
    if any(
        f.year == year and not f.measure.startswith("penalty") for f in sentence.figures
    ):
        memory.year = year
