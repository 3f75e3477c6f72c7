"""What a report says is none: "did not convict any", "neither", "no prosecutions"."""

from sala_reader.figure_recording import add_figure
from sala_reader.frame_matching import fit_frame, marks_beside, official_marks
from sala_reader.governing_acts import GoverningAct
from sala_reader.groups import group_of
from sala_reader.noun_phrases import CountedThing, counted_thing
from sala_reader.quantities import Quantity
from sala_reader.sentence import ParsedSentence
from sala_reader.unreported import EVENTS, UNKNOWN, find_not_reported, find_unknown
from sala_reader.vocabulary import load_vocabulary

PHRASES = load_vocabulary().phrases


def find_negations(sentence: ParsedSentence) -> None:
    """Find what is said to be none or not reported, and take it out of the numbers."""
    words = sentence.tokens.words
    if not words.isdisjoint(
        ("not", "no", "never", "unable", "failed", "declined", "neither", "yet"),
    ):
        find_not_reported(sentence)
        _find_none(sentence)
        if "neither" in words:
            _find_neither(sentence)
        if "no" in words:
            _find_none_of_several(sentence)
    if not words.isdisjoint(UNKNOWN):
        find_unknown(sentence)


def _find_none(sentence: ParsedSentence) -> None:
    """What is said to be none: "did not convict any", "did not screen these women"."""
    tokens = sentence.tokens
    for at, low in enumerate(tokens.low):
        if low == "yet" and tokens.text_at(at + 1) != "to":
            continue
        if low not in {"not", "never", "failed", "yet", "neither"} or any(
            b <= at < e for b, e in sentence.silent
        ):
            continue
        verbs, index = _negated_verbs(
            sentence, at + (2 if tokens.text_at(at + 1) == "to" else 1)
        )
        if not verbs:
            continue
        determiner = tokens.text_at(index)
        single = determiner == "a" and tokens.text_at(index + 1) == "single"
        # "Did not convict any traffickers" is zero; "did not convict the trafficker",
        # "did not fully implement" are no number. "Did not screen these women" is zero
        # of the women just told.
        if determiner not in {"any", "these", "those"} and not single:
            continue
        if determiner in {"these", "those"} and verbs != ["screen"]:
            continue
        first = index + (2 if single else 1)
        what = counted_thing(tokens, first, one=False)
        if what.noun is None:
            continue
        _add_zero(
            sentence,
            at,
            first,
            verbs,
            what,
        )
        if single:
            sentence.silent.append((index, first))


def _find_neither(sentence: ParsedSentence) -> None:
    """In "Reported neither prosecutions nor convictions": none of both."""
    tokens = sentence.tokens
    for at, low in enumerate(tokens.low):
        if low not in {"neither", "nor"} or "neither" not in tokens.low[: at + 1]:
            continue
        what = counted_thing(tokens, at + 1, one=False)
        if what.noun in EVENTS and what.head == at + 1:
            _add_zero(
                sentence,
                at,
                at + 1,
                [what.noun],
                what,
            )


def _find_none_of_several(sentence: ParsedSentence) -> None:
    """In "No prosecutions or convictions": none of the second either."""
    tokens = sentence.tokens
    for at, low in enumerate(tokens.low):
        if low != "no" or any(b <= at < e for b, e in sentence.silent):
            continue
        what = counted_thing(tokens, at + 1, one=False)
        if what.noun not in EVENTS or what.head != at + 1:
            continue
        while tokens.text_at(what.end) in {"or", "nor", "and", ","}:
            first = what.end + 1
            while tokens.text_at(first) in {"or", "nor", "and"}:
                first += 1
            what = counted_thing(tokens, first, one=False)
            if (
                what.noun not in EVENTS
                or what.head != first
                or official_marks(sentence, what)
            ):
                break
            _add_zero(
                sentence,
                at,
                first,
                [what.noun],
                what,
            )


def _negated_verbs(sentence: ParsedSentence, at: int) -> tuple[list[str], int]:
    tokens, verbs, index = sentence.tokens, list[str](), at
    while index < len(tokens):
        word, low = tokens.word[index], tokens.low[index]
        if word is not None and word.verb and low not in {"have", "has", "had"}:
            verbs.append(word.verb)
        elif low not in {",", "or", "and", "nor", "yet", "also"} and not (
            low.endswith("ly") and not verbs
        ):
            break
        index += 1
    return verbs, index


def _add_zero(
    sentence: ParsedSentence,
    at: int,
    first: int,
    verbs: list[str],
    what: CountedThing,
) -> None:
    tokens = sentence.tokens
    official = what.noun == "official" or bool(official_marks(sentence, what))
    # "Did not investigate, prosecute, or convict any officials": of three acts the
    # reports' authors mean the last and strongest; of officials the first, since the
    # frames of officials have one measure for all.
    chosen = verbs if len(verbs) < 3 else verbs[-1:]
    if official:
        chosen = verbs[:1]
    start = (
        at - 1 if tokens.text_at(at - 1) in {"did", "has", "have", "does", "do"} else at
    )
    said: set[str] = set()
    if tokens.text_at(0) == "since":
        return  # "since 2011 the government has not": of no one year
    none = Quantity(first, first, 0, "count", lead=first)
    near = marks_beside(sentence, none, what, GoverningAct())
    for verb in chosen:
        made = fit_frame(
            sentence.vocabulary,
            noun=what.noun or "",
            verb=verb,
            near=near,
            around=sentence.around,
            head=official_marks(sentence, what),
            section=sentence.memory.section,
        )
        if made is None or made[0] in said or made[0] not in sentence.vocabulary.zero:
            continue
        said.add(made[0])
        add_figure(
            sentence,
            *made,
            Quantity(start, first, 0, "count", lead=start),
            end=what.end,
            found_by="none",
            noun=what.noun,
            group=group_of(sentence, none, what),
        )
