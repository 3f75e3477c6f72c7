"""The report as analysts changed it: each sentence as it stands beside the one from the
figures.

Pure: composed sentences and what was edited go in, lines come out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sala.figures.definitions import FIGURES
from sala.figures.suppression import may_tell
from sala.narrative.writing.checking import disagreeing, typed
from sala.narrative.writing.compose import Piece, Section, Written
from sala.narrative.writing.templates import ROOMS, sentences

COMPOSED, EDITED, ADDED, LEFT_OUT = "composed", "edited", "added", "left_out"
RESTORED, ACKNOWLEDGED, CHOSEN = "restored", "acknowledged", "figures"


@dataclass(frozen=True)
class Edit:
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
class Line:
    """One sentence: as it stands, as the figures have it, and who made it different."""

    code: str
    room: str
    kind: str
    pieces: tuple[Piece, ...]
    composed: tuple[Piece, ...] = ()
    seen: str | None = (
        None  # the composed sentence as the author saw it, where it is another now
    )
    wrong: tuple[str, ...] = ()
    reason: str = ""  # why a number that disagrees may stand
    edit: Edit | None = None

    @property
    def text(self) -> str:
        """The sentence in words."""
        return said(self.pieces)

    @property
    def stands(self) -> bool:
        """Whether the sentence is in the report."""
        return self.kind != LEFT_OUT

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Numbers of no figure that nobody acknowledged."""
        return self.wrong if self.stands and not self.reason else ()

    @property
    def small(self) -> bool:
        """Whether it tells of so few people that somebody could be recognised."""
        return self.stands and any(
            not may_tell(p.value)
            for p in self.pieces
            if p.figure in FIGURES and FIGURES[p.figure].measure.unit == "person"
        )


def said(pieces: Iterable[Piece]) -> str:
    """Pieces as plain text."""
    return "".join(piece.text for piece in pieces)


@dataclass
class _Held:
    """What holds of each sentence once everything was done to it in turn."""

    texts: dict[str, Edit] = field(default_factory=dict)
    places: dict[str, Edit] = field(default_factory=dict)
    out: dict[str, Edit] = field(default_factory=dict)
    acknowledged: dict[str, Edit] = field(default_factory=dict)

    def take(self, edit: Edit) -> None:
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


def lines(
    sections: Sequence[Section],
    edits: Iterable[Edit],
    language: str = "en",
) -> tuple[Line, ...]:
    """Every sentence in the order of the report, those that were left out too."""
    held = _Held()
    for edit in edits:
        held.take(edit)
    made: list[Line] = []
    for room in ROOMS:
        composed = {
            s.code: s.pieces
            for sec in sections
            if sec.room == room
            for s in sec.sentences
        }
        known = [p for pieces in composed.values() for p in pieces]
        made += [
            _line(
                room,
                code,
                composed,
                known,
                held,
                language=language,
            )
            for code in _order(room, composed, held)
        ]
    return tuple(made)


def _order(
    room: str,
    composed: Mapping[str, tuple[Piece, ...]],
    held: _Held,
) -> list[str]:
    touched = {
        e.sentence for e in (*held.texts.values(), *held.out.values()) if e.room == room
    }
    order = [s.code for s in sentences() if s.code in composed or s.code in touched]
    order += [
        code for code in composed if code not in order
    ]  # templates of somebody else
    order = [c for c in order if c in composed or c in touched]
    for code, edit in held.places.items():
        if edit.room == room:
            at = order.index(edit.after) + 1 if edit.after in order else len(order)
            order.insert(at, code)
    return order


def _line(
    room: str,
    code: str,
    composed: Mapping[str, tuple[Piece, ...]],
    known: Sequence[Piece],
    held: _Held,
    *,
    language: str,
) -> Line:
    own = composed.get(code, ())
    sources = known if code in held.places else own
    text, out = held.texts.get(code), held.out.get(code)
    pieces = _linked(text.text, sources, language) if text else own
    if not text and not out:
        return Line(
            code,
            room,
            COMPOSED,
            own,
            own,
        )
    edit = out or text
    assert edit is not None  # noqa: S101 shown above
    kind = LEFT_OUT if out else ADDED if code in held.places else EDITED
    now = said(own)
    found = disagreeing(text.text, [said(sources)], language) if text else ()
    wrong = tuple(n.text for n in found)
    return Line(
        code=code,
        room=room,
        kind=kind,
        pieces=pieces,
        composed=own,
        seen=edit.composed if edit.composed != now else None,
        wrong=wrong,
        reason=_reason(held.acknowledged.get(code), text, now, wrong),
        edit=edit,
    )


def _reason(
    word: Edit | None,
    text: Edit | None,
    composed: str,
    wrong: tuple[str, ...],
) -> str:
    """Why numbers may stand: said of this very text beside this very composed sentence."""
    if word is None or text is None or not set(wrong) <= set(word.numbers):
        return ""
    return word.reason if (word.text, word.composed) == (text.text, composed) else ""


def _linked(text: str, sources: Iterable[Piece], language: str) -> tuple[Piece, ...]:
    """A text written by hand, cut at its numbers, each with the figure that has it."""
    owners = {
        n.value: p
        for p in reversed([*sources])
        if p.figure
        for n in typed(p.text, language)
    }
    return tuple(_cut(text, owners, language))


def _cut(text: str, owners: Mapping[Decimal, Piece], language: str) -> Iterator[Piece]:
    at = 0
    for number in typed(text, language):
        if number.start > at:
            yield Piece(text[at : number.start])
        owner = owners.get(number.value)
        if owner is None:
            yield Piece(number.text)
        else:
            yield Piece(
                number.text,
                owner.figure,
                owner.year,
                owner.by,
                owner.key,
                owner.value,
            )
        at = number.end
    if at < len(text):
        yield Piece(text[at:])


def as_sections(standing: Iterable[Line]) -> tuple[Section, ...]:
    """The sentences that are in the report, for a document."""
    kept = [line for line in standing if line.stands]
    return tuple(
        Section(
            room,
            tuple(
                Written(line.code, line.pieces) for line in kept if line.room == room
            ),
        )
        for room in ROOMS
    )


@dataclass(frozen=True)
class Difference:
    """A sentence that another version has otherwise; None where it has none."""

    code: str
    before: str | None
    after: str | None


def differences(
    before: Sequence[Section],
    after: Sequence[Section],
) -> list[Difference]:
    """What one version says otherwise than another, in the order of the later one."""
    old, new = (
        {s.code: said(s.pieces) for section in sections for s in section.sentences}
        for sections in (before, after)
    )
    return [
        Difference(code, old.get(code), new.get(code))
        for code in dict.fromkeys([*new, *old])
        if old.get(code) != new.get(code)
    ]
