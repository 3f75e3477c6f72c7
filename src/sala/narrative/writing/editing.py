"""The report as analysts changed it: each sentence as it stands beside the one from the
figures.

Pure: composed sentences and what was edited go in, lines come out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sala.figures.definitions import FIGURES
from sala.figures.suppression import is_disclosable
from sala.narrative.writing.checking import typed_numbers, untraced_numbers
from sala.narrative.writing.compose import ReportSection, SentencePiece, WrittenSentence
from sala.narrative.writing.templates import ROOMS, report_sentences

COMPOSED, EDITED, ADDED, LEFT_OUT = "composed", "edited", "added", "left_out"
RESTORED, ACKNOWLEDGED, CHOSEN = "restored", "acknowledged", "figures"


@dataclass(frozen=True)
class ReportEdit:
    """One thing that somebody did to the report."""

    kind: str
    sentence: str = ""
    room: str = ""
    after: str = ""
    text: str = ""
    composed: str = ""
    numbers: tuple[str, ...] = ()
    reason: str = ""
    id: int = 0
    name: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class DraftSentence:
    """One sentence: as it stands, as the figures have it, and who made it different."""

    code: str
    room: str
    kind: str
    pieces: tuple[SentencePiece, ...]
    composed: tuple[SentencePiece, ...] = ()
    seen: str | None = (
        None  # the composed sentence as the author saw it, where it is another now
    )
    wrong: tuple[str, ...] = ()
    reason: str = ""  # why a number that disagrees may stand
    edit: ReportEdit | None = None

    @property
    def text(self) -> str:
        """The sentence in words."""
        return plain_text(self.pieces)

    @property
    def is_in_report(self) -> bool:
        """Whether the sentence is in the report."""
        return self.kind != LEFT_OUT

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Numbers of no figure that nobody acknowledged."""
        return self.wrong if self.is_in_report and not self.reason else ()

    @property
    def tells_of_few(self) -> bool:
        """Whether it tells of so few people that somebody could be recognised."""
        return self.is_in_report and any(
            not is_disclosable(p.value)
            for p in self.pieces
            if p.figure in FIGURES and FIGURES[p.figure].measure.unit == "person"
        )


def plain_text(pieces: Iterable[SentencePiece]) -> str:
    """Pieces as plain text."""
    return "".join(piece.text for piece in pieces)


@dataclass
class _EditsHeld:
    """What holds of each sentence once everything was done to it in turn."""

    texts: dict[str, ReportEdit] = field(default_factory=dict)
    places: dict[str, ReportEdit] = field(default_factory=dict)
    out: dict[str, ReportEdit] = field(default_factory=dict)
    acknowledged: dict[str, ReportEdit] = field(default_factory=dict)

    def take_edit(self, edit: ReportEdit) -> None:
        code = edit.sentence
        if edit.kind in {EDITED, ADDED}:
            self.texts[code] = edit
            self.out.pop(code, None)
        if edit.kind == ADDED:
            self.places[code] = edit
        elif edit.kind == LEFT_OUT:
            self.out[code] = edit
        elif edit.kind == ACKNOWLEDGED:
            self.acknowledged[code] = edit
        elif edit.kind == RESTORED:
            self.out.pop(code, None)
            if code not in self.places:
                self.texts.pop(code, None)


def draft_sentences(
    sections: Sequence[ReportSection],
    edits: Iterable[ReportEdit],
    language: str = "en",
) -> tuple[DraftSentence, ...]:
    """Every sentence in the order of the report, those that were left out too."""
    held = _EditsHeld()
    for edit in edits:
        held.take_edit(edit)
    made: list[DraftSentence] = []
    for room in ROOMS:
        composed = {
            s.code: s.pieces
            for sec in sections
            if sec.room == room
            for s in sec.sentences
        }
        known = [p for pieces in composed.values() for p in pieces]
        made += [
            _draft_sentence(
                room,
                code,
                composed,
                known,
                held,
                language=language,
            )
            for code in _sentence_order(room, composed, held)
        ]
    return tuple(made)


def _sentence_order(
    room: str,
    composed: Mapping[str, tuple[SentencePiece, ...]],
    held: _EditsHeld,
) -> list[str]:
    touched = {
        e.sentence for e in (*held.texts.values(), *held.out.values()) if e.room == room
    }
    order = [
        s.code for s in report_sentences() if s.code in composed or s.code in touched
    ]
    order += [
        code for code in composed if code not in order
    ]  # templates of somebody else
    order = [c for c in order if c in composed or c in touched]
    for code, edit in held.places.items():
        if edit.room == room:
            at = order.index(edit.after) + 1 if edit.after in order else len(order)
            order.insert(at, code)
    return order


def _draft_sentence(
    room: str,
    code: str,
    composed: Mapping[str, tuple[SentencePiece, ...]],
    known: Sequence[SentencePiece],
    held: _EditsHeld,
    *,
    language: str,
) -> DraftSentence:
    own = composed.get(code, ())
    sources = known if code in held.places else own
    text, out = held.texts.get(code), held.out.get(code)
    pieces = _linked_pieces(text.text, sources, language) if text else own
    if not text and not out:
        return DraftSentence(
            code,
            room,
            COMPOSED,
            own,
            own,
        )
    edit = out or text
    assert edit is not None  # noqa: S101 shown above
    kind = LEFT_OUT if out else ADDED if code in held.places else EDITED
    now = plain_text(own)
    found = untraced_numbers(text.text, [plain_text(sources)], language) if text else ()
    wrong = tuple(n.text for n in found)
    return DraftSentence(
        code=code,
        room=room,
        kind=kind,
        pieces=pieces,
        composed=own,
        seen=edit.composed if edit.composed != now else None,
        wrong=wrong,
        reason=_standing_reason(held.acknowledged.get(code), text, now, wrong),
        edit=edit,
    )


def _standing_reason(
    word: ReportEdit | None,
    text: ReportEdit | None,
    composed: str,
    wrong: tuple[str, ...],
) -> str:
    """Why numbers may stand: said of this very text beside this very composed
    sentence.
    """
    if word is None or text is None or not set(wrong) <= set(word.numbers):
        return ""
    return word.reason if (word.text, word.composed) == (text.text, composed) else ""


def _linked_pieces(
    text: str, sources: Iterable[SentencePiece], language: str
) -> tuple[SentencePiece, ...]:
    """A text written by hand, cut at its numbers, each with the figure that has it."""
    owners = {
        n.value: p
        for p in reversed([*sources])
        if p.figure
        for n in typed_numbers(p.text, language)
    }
    return tuple(_cut_at_numbers(text, owners, language))


def _cut_at_numbers(
    text: str, owners: Mapping[Decimal, SentencePiece], language: str
) -> Iterator[SentencePiece]:
    at = 0
    for number in typed_numbers(text, language):
        if number.start > at:
            yield SentencePiece(text[at : number.start])
        owner = owners.get(number.value)
        if owner is None:
            yield SentencePiece(number.text)
        else:
            yield SentencePiece(
                number.text,
                owner.figure,
                owner.year,
                owner.by,
                owner.key,
                owner.value,
            )
        at = number.end
    if at < len(text):
        yield SentencePiece(text[at:])


def as_sections(standing: Iterable[DraftSentence]) -> tuple[ReportSection, ...]:
    """The sentences that are in the report, for a document."""
    kept = [line for line in standing if line.is_in_report]
    return tuple(
        ReportSection(
            room,
            tuple(
                WrittenSentence(line.code, line.pieces)
                for line in kept
                if line.room == room
            ),
        )
        for room in ROOMS
    )


@dataclass(frozen=True)
class VersionDifference:
    """A sentence that another version has otherwise; None where it has none."""

    code: str
    before: str | None
    after: str | None


def version_differences(
    before: Sequence[ReportSection],
    after: Sequence[ReportSection],
) -> list[VersionDifference]:
    """What one version says otherwise than another, in the order of the later one."""
    old, new = (
        {
            s.code: plain_text(s.pieces)
            for section in sections
            for s in section.sentences
        }
        for sections in (before, after)
    )
    return [
        VersionDifference(code, old.get(code), new.get(code))
        for code in dict.fromkeys([*new, *old])
        if old.get(code) != new.get(code)
    ]
