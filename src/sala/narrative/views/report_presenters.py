"""Sentences and signatures of the year's report as its pages show them: each number a
link to where it comes from.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise

from sala.access.labels import role_words
from sala.countries.queries import in_language
from sala.figures.definitions import FIGURES
from sala.narrative import labels
from sala.narrative.queries.year_reports import ReportSignature, YearReportRow
from sala.narrative.writing.compose import SentencePiece
from sala.narrative.writing.editing import DraftSentence
from sala.narrative.writing.templates import ROOMS


@dataclass(frozen=True)
class LinkedRun:
    """A run of a sentence: plain, a number with its figure, or one of no figure."""

    text: str
    url: str = ""
    name: str = ""
    wrong: bool = False


@dataclass(frozen=True)
class SentenceRow:
    """A sentence on the page."""

    line: DraftSentence
    bits: list[LinkedRun]
    composed: list[LinkedRun]
    tag: tuple[str | Promise, str]


def present_signatures(
    row: YearReportRow,
) -> list[tuple[ReportSignature, str | Promise, str]]:
    """Who approved so far, with role and agency in words."""
    given = [each for each in (row.first, row.second) if each]
    return [(each, role_words(each.role), in_language(each.agency)) for each in given]


def parts_of(
    lines: Iterable[DraftSentence],
) -> list[tuple[str, str | Promise, list[SentenceRow]]]:
    """The sentences under the four parts of the report."""
    made = [present_sentence(line) for line in lines]
    return [
        (room, labels.ROOMS[room], [each for each in made if each.line.room == room])
        for room in ROOMS
    ]


def present_sentence(line: DraftSentence) -> SentenceRow:
    """A sentence with its links."""
    wrong = frozenset(line.wrong)
    return SentenceRow(
        line,
        linked_runs(line.pieces, wrong),
        linked_runs(line.composed),
        labels.SENTENCES[line.kind],
    )


def linked_runs(
    pieces: Iterable[SentencePiece], wrong: frozenset[str] = frozenset()
) -> list[LinkedRun]:
    """Pieces with the address and the name of each number's figure."""
    return [
        (
            LinkedRun(p.text, trace_address(p), number_label(p))
            if p.figure
            else LinkedRun(p.text, wrong=p.text in wrong)
        )
        for p in pieces
    ]


def trace_address(piece: SentencePiece) -> str:
    """Where a number is explained: by its figure, or, of a part, by the events it is
    made of.
    """
    if piece.by and "+" not in piece.key:
        part = urlencode(
            {
                "year": piece.year,
                "by": piece.by,
                "key": piece.key,
            },
        )
        return f"{reverse('list_events', args=[piece.figure])}?{part}"
    return f"{reverse('show_figure', args=[piece.figure])}?year={piece.year}"


def number_label(piece: SentencePiece) -> str:
    """What a number is, for whoever hears the link alone."""
    figure = FIGURES.get(piece.figure)
    return f"{figure.name if figure else piece.figure}, {piece.year}"
