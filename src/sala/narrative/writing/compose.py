"""The report of a year: each sentence knows its numbers, and each number its figure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sala.facts import schema
from sala.figures.answers import NUMBER, BreakdownCell, FigureAnswer, FigureAnswers
from sala.figures.definitions import FIGURES
from sala.narrative.writing import words
from sala.narrative.writing.templates import (
    BEFORE,
    EVERY,
    ROOMS,
    NumberPlace,
    ReportSentence,
    SentenceTemplate,
    report_sentences,
)

BACK = 2  # how many years before stand in parentheses


@dataclass(frozen=True)
class SentencePiece:
    """A bit of a sentence; where it is a number, of which figure, year and part."""

    text: str
    figure: str = ""
    year: int = 0
    by: str = ""
    key: str = ""
    value: int | None = None


@dataclass(frozen=True)
class WrittenSentence:
    """One sentence as it stands in the report."""

    code: str
    pieces: tuple[SentencePiece, ...]

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class ReportSection:
    """One of the four parts of the report."""

    room: str
    sentences: tuple[WrittenSentence, ...]


Names = Callable[[str, str, str], str]


def code_itself(event: str, dimension: str, code: str) -> str:
    """A code by itself, where nobody says what it is called."""
    return code


def compose_report(
    answers: FigureAnswers,
    *,
    year: int,
    language: str,
    currency: words.ReportMoney,
    templates: Iterable[ReportSentence] | None = None,
    names: Names = code_itself,
) -> tuple[ReportSection, ...]:
    """The report of a year in one language; `names` says what the codes of parts are
    called.

    Sums of money are in the country's currency, lengths of imprisonment in months. A
    figure that is not recorded makes the sentence that says so, where there is one;
    otherwise none.
    """
    writer = _SentenceWriter(
        answers,
        year,
        language,
        currency,
        names,
    )
    written = [
        (s.room, writer.write_sentence(s)) for s in templates or report_sentences()
    ]
    return tuple(
        ReportSection(room, tuple(said for of, said in written if of == room and said))
        for room in ROOMS
    )


def wanted_figures(
    templates: Iterable[ReportSentence] | None = None,
) -> Mapping[str, frozenset[tuple[str, ...]]]:
    """The figures that the report needs, each with the ways it is broken down."""
    needed: dict[str, set[tuple[str, ...]]] = {}
    for sentence in templates or report_sentences():
        needed.setdefault(sentence.leads, {()})
        for place in sentence.number_places:
            if place.figure != BEFORE:
                ways = needed.setdefault(place.figure, {()})
                ways |= {(place.by,)} if place.by else set()
    return {figure: frozenset(ways) for figure, ways in needed.items()}


@dataclass(frozen=True)
class _SentenceWriter:
    answers: FigureAnswers
    year: int
    language: str
    currency: words.ReportMoney
    names: Names

    def write_sentence(self, sentence: ReportSentence) -> WrittenSentence | None:
        template = sentence.wordings.get(self.language)
        if template is None:
            return None
        form = self._chosen_form(template, sentence.leads)
        if any(
            part.key == EVERY and not self._numbered_parts(part)
            for part in _places_in(form)
        ):
            return None
        pieces = tuple(
            p for part in form for p in self._pieces_of(part, sentence.leads)
        )
        return (
            WrittenSentence(sentence.code, _capitalise_sentence(pieces))
            if pieces
            else None
        )

    def _chosen_form(
        self, template: SentenceTemplate, leads: str
    ) -> tuple[str | NumberPlace, ...]:
        value, _at_least = self._value_in(NumberPlace(leads), self.year)
        if value is None:
            return template.unreported
        return template.none if value == 0 and template.none else template.said

    def _pieces_of(
        self, part: str | NumberPlace, leads: str
    ) -> Iterator[SentencePiece]:
        if isinstance(part, str):
            yield SentencePiece(part)
        elif part.figure == BEFORE:
            yield from self._years_before(NumberPlace(leads))
        elif part.key == EVERY:
            yield from self._every_part(part)
        else:
            yield from self._number_pieces(part)
            if not part.alone:
                yield from self._years_before(part)

    def _number_pieces(self, place: NumberPlace) -> Iterator[SentencePiece]:
        value, at_least = self._value_in(place, self.year)
        if value is None:
            unknown = place.unknown or self._unknown_words(place)
            yield SentencePiece(
                unknown,
                place.figure,
                self.year,
                place.by,
                place.key,
            )
            return
        said = self._number_words(place.figure, value)
        if said == words.number_in_words(0, self.language):
            said = self._zero_words(place, said)
        text = AT_LEAST[self.language].format(said) if at_least else said
        yield SentencePiece(
            text,
            place.figure,
            self.year,
            place.by,
            place.key,
            value,
        )
        noun = place.one if value == 1 else place.many
        if noun:
            yield SentencePiece(f" {noun}")

    def _every_part(self, place: NumberPlace) -> Iterator[SentencePiece]:
        """Every part with its number, the largest first: "police (3) and
        judges (two)".
        """
        parts = self._numbered_parts(place)
        for position, (key, value) in enumerate(parts):
            if position:
                yield SentencePiece(
                    AND[self.language] if position == len(parts) - 1 else ", "
                )
            name = self.names(FIGURES[place.figure].event, place.by, key)
            yield SentencePiece(f"{self._name_inside(place, name)} (")
            said = self._number_words(place.figure, value, spelled=False)
            yield SentencePiece(
                said,
                place.figure,
                self.year,
                place.by,
                key,
                value,
            )
            yield SentencePiece(")")

    def _numbered_parts(self, place: NumberPlace) -> list[tuple[str, int]]:
        """The parts of a figure that have a number, the largest first."""
        cells = self.answers.parts.get((place.figure, self.year, (place.by,)), {})
        found = [
            (key, cell.value) for (key,), cell in cells.items() if key and cell.value
        ]
        return sorted(found, key=lambda part: (-part[1], part[0]))

    def _name_inside(self, place: NumberPlace, name: str) -> str:
        """A name in the midst of a sentence; an agency or a place keeps its capital
        letter.
        """
        return name[:1].lower() + name[1:] if place.by == "kind" else name

    def _years_before(self, place: NumberPlace) -> Iterator[SentencePiece]:
        """The years before, in parentheses: "(29 in 2017, 19 in 2016)"."""
        known = [
            (year, value)
            for year in range(self.year - 1, self.year - 1 - BACK, -1)
            if (value := self._value_in(place, year)[0]) is not None
        ]
        if len(known) > 1 and not any(value for _year, value in known):
            yield from self._none_before(place, [year for year, _value in known])
            return
        for position, (year, value) in enumerate(known):
            yield SentencePiece(", " if position else " (")
            said = (
                self._number_words(place.figure, value, spelled=False)
                if value
                else NO[self.language]
            )
            yield SentencePiece(
                said,
                place.figure,
                year,
                place.by,
                place.key,
                value,
            )
            yield SentencePiece(IN[self.language].format(year))
        if known:
            yield SentencePiece(")")

    def _none_before(
        self, place: NumberPlace, years: Sequence[int]
    ) -> Iterator[SentencePiece]:
        """Where there was none in either year: "(none in 2017 or 2016)"."""
        for position, year in enumerate(years):
            yield SentencePiece(OR[self.language] if position else " (")
            said = str(year) if position else NO[self.language]
            yield SentencePiece(
                said,
                place.figure,
                year,
                place.by,
                place.key,
                0,
            )
            if not position:
                yield SentencePiece(IN[self.language].format(year))
        yield SentencePiece(")")

    def _zero_words(self, place: NumberPlace, said: str) -> str:
        """Zero as the language says it before a noun, or by itself."""
        if self.language not in NO_NOUN:
            return said
        counts = place.many and not place.many.startswith(VERBS)
        return NO_NOUN[self.language] if counts else NO[self.language]

    def _unknown_words(self, place: NumberPlace) -> str:
        if FIGURES[place.figure].measure.unit in {"money", "month"}:
            return HOW_MUCH[self.language]
        return UNKNOWN[self.language].format(place.many).strip()

    def _number_words(
        self,
        figure: str,
        value: int,
        *,
        spelled: bool = True,
    ) -> str:
        unit = FIGURES[figure].measure.unit
        if unit == "money":
            return words.money_with_dollars(value, self.language, self.currency)
        if unit == "month":
            return words.prison_term(value, self.language)
        return words.number_in_words(value, self.language, spelled=spelled)

    def _value_in(self, place: NumberPlace, year: int) -> tuple[int | None, bool]:
        value, at_least = self._find_value(place, year)
        # "At least none" is no number: nobody knows.
        return (None, False) if at_least and not value else (value, at_least)

    def _find_value(self, place: NumberPlace, year: int) -> tuple[int | None, bool]:
        whole = self._answer_of(place.figure, year)
        if whole is None or whole.state != NUMBER:
            return None, False
        if not place.by:
            return whole.value, whole.at_least
        parts = self.answers.parts.get((place.figure, year, (place.by,)))
        if parts is None:
            return None, False
        cells = [parts.get((key,), BreakdownCell(0)) for key in place.key.split("+")]
        unsaid = any(parts[key].value for key in UNSAID if key in parts)
        unsaid = unsaid or any(cell.unrecorded for cell in cells)
        return sum(cell.value or 0 for cell in cells), unsaid

    def _answer_of(self, figure: str, year: int) -> FigureAnswer | None:
        return self.answers.totals.get((figure, year))


# Parts of whom nobody wrote down, asked or knew where they belong: any of them may
# belong here.
UNSAID: tuple[tuple[str | None], ...] = (
    (None,),
    (schema.NOT_ASKED,),
    (schema.NOT_KNOWN,),
)
UNKNOWN = {"en": "an unknown number of {}", "lo": "ບໍ່ຮູ້ວ່າຈັກ{}"}
HOW_MUCH = {"en": "an unknown amount", "lo": "ບໍ່ຮູ້ວ່າເທົ່າໃດ"}
# Before a noun English says "no", before a verb or at the end "none".
NO_NOUN = {"en": "no"}
VERBS = ("of ", "was ", "were ")
AND = {"en": " and ", "lo": " ແລະ "}
OR = {"en": " or ", "lo": " ແລະ "}
AT_LEAST = {"en": "at least {}", "lo": "ຢ່າງໜ້ອຍ {}"}
NO = {"en": "none", "lo": "ບໍ່ມີ"}
IN = {"en": " in {}", "lo": " ໃນປີ {}"}


def _places_in(form: Iterable[str | NumberPlace]) -> Iterator[NumberPlace]:
    return (part for part in form if isinstance(part, NumberPlace))


def _capitalise_sentence(pieces: Sequence[SentencePiece]) -> tuple[SentencePiece, ...]:
    """The sentence with a capital letter at its beginning, also where a number stands
    there.
    """
    first, *rest = pieces
    text = first.text[:1].upper() + first.text[1:]
    return (
        SentencePiece(
            text,
            first.figure,
            first.year,
            first.by,
            first.key,
            first.value,
        ),
        *rest,
    )
