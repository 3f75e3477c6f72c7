"""What a report says is none, or does not say: "did not convict any", "did not report"."""

from bisect import bisect_left

from sala_reader.counts import NONE, ParsedSentence
from sala_reader.frames import (
    DETERMINERS,
    CountedThing,
    GoverningAct,
    act_after,
    counted_thing,
    fit_frame,
)
from sala_reader.quantities import Quantity
from sala_reader.time_expressions import phrases_pattern
from sala_reader.tokens import WORD
from sala_reader.vocabulary import load_vocabulary, word_list

PHRASES = load_vocabulary().phrases
NOT_REPORTED = phrases_pattern(PHRASES["not_reported"])
WHETHER = frozenset(PHRASES["whether"])
UNKNOWN = frozenset(PHRASES["unknown"])
REPORTING = frozenset(PHRASES["report_words"])
WEAK = word_list("weak")
INFORMATION = word_list("information")
EVENTS = frozenset(["investigation", "prosecution", "conviction", "acquittal"])
THERE = frozenset(["these", "those", "the", "such", "any", "other", "all", "which"])
DEFAULT = {
    "official": "investigate",
    "victim": "identify",
    "case": "investigate",
    "offender": "investigate",
}


def find_negations(sentence: ParsedSentence) -> None:
    """Find what is said to be none or not reported, and take it out of the numbers."""
    words = sentence.tokens.words
    if not words.isdisjoint(
        ("not", "no", "never", "unable", "failed", "declined", "neither", "yet"),
    ):
        _find_not_reported(sentence)
        _find_none(sentence)
        if "neither" in words:
            _find_neither(sentence)
        if "no" in words:
            _find_none_of_several(sentence)
    if not words.isdisjoint(UNKNOWN):
        _find_unknown(sentence)


def _find_not_reported(sentence: ParsedSentence) -> None:
    tokens = sentence.tokens
    for match in NOT_REPORTED.finditer(tokens.lower):
        begin = bisect_left(tokens.start, match.start())
        at = bisect_left(tokens.start, match.end())
        if tokens.text_at(at) in WHETHER or (
            tokens.text_at(at) == "on" and tokens.text_at(at + 1) in WHETHER
        ):
            continue
        window = set(tokens.low[at : at + 5])
        plain_no = tokens.text_at(begin) == "no"
        if plain_no and (
            tokens.text_at(at) not in {"of", "on", "about", "regarding", "concerning"}
        ):
            continue
        if tokens.low[at - 1] in WEAK and not plain_no and not window & INFORMATION:
            continue
        told = tokens.low[at : at + 6]
        if _mentions_number(sentence, at) or (
            INFORMATION & set(told[:3]) and WHETHER & set(told)
        ):
            continue  # "sufficient information to clarify whether"
        made = _unreported_measures(sentence, at)
        stop = min(made[-1][2] if made else at, len(tokens))
        for measure, unit, end in made:
            first = (
                begin + 2
                if tokens.text_at(begin) in {"did", "does", "do"} and False
                else begin
            )
            quantity = Quantity(
                first,
                at,
                None,
                "count",
                lead=first,
            )
            sentence.add_figure(
                measure,
                unit,
                quantity,
                end=end,
                found_by="not reported",
                not_reported=True,
            )
        sentence.silent.append((begin, _clause_end(sentence, stop)))


def _mentions_number(sentence: ParsedSentence, at: int) -> bool:
    """Whether it is about a number just told: "no progress on two pending
    prosecutions".
    """
    tokens = sentence.tokens
    return any(
        q.kind == "count"
        and q.value
        and at <= q.first < at + 8
        and tokens.text_at(q.lead - 1) != "the"
        and sentence.regions.comparison_at(q.first) is None
        and all((w := tokens.word[k]) is None or not w.noun for k in range(at, q.lead))
        for q in sentence.numbers
    )


def _clause_end(sentence: ParsedSentence, at: int) -> int:
    """Where the clause ends that says what is not reported."""
    low = sentence.tokens.low
    compared = {begin for begin, _ in sentence.regions.compares}
    for index in range(at, len(low)):
        if low[index] in {";", "but", "however", "although", "("} or index in compared:
            return index
        if low[index] in {"and", ","} and sentence.tokens.text_at(index + 1) != "or":
            word = sentence.tokens.word_at(index + 1) or sentence.tokens.word_at(
                index + 2
            )
            if word and word.verb and word.past and not word.marks:
                return index
    return len(low)


def _unreported_measures(
    sentence: ParsedSentence, at: int
) -> list[tuple[str, str, int]]:
    """The measures of what is not reported, with where each is named."""
    tokens = sentence.tokens
    found: list[tuple[str, str, int]] = []
    verbs: list[str] = []
    if _of_another(sentence, at):
        return found
    if elided := _how_many(sentence, at):
        return elided
    official = bool(
        {"official", "officials", "complicit", "complicity", "employees", "officers"}
        & set(tokens.low[at : at + 16]),
    )
    index, limit = at, min(at + 12, len(tokens))
    while index < limit:
        low, word = tokens.low[index], tokens.word[index]
        if _object_ends(sentence, index, begun=bool(found)):
            break
        if (
            word is not None
            and word.verb
            and not word.noun
            and low not in {"have", "has", "had"}
        ):
            verbs.append(word.verb)
        if word is not None and word.noun:
            head = counted_thing(tokens, index, one=True)
            said = act_after(tokens, index + 1)
            verb = said.verbs[0] if said else None
            for candidate in (*verbs, verb, DEFAULT.get(head.noun or "")):
                made = _fit_measure(sentence, head, candidate, official=official)
                if made:
                    found.append((*made, max(head.end, index + 1)))
                    break
            if word.noun not in EVENTS and found:
                break
            index = max(head.end, index + 1)
            continue
        index += 1
    unique = [f for n, f in enumerate(found) if f[0] not in {g[0] for g in found[:n]}]
    if official or len(unique) > 2:
        unique = unique[:1]
    if (
        official
        and unique
        and not unique[0][0].startswith("officials")
        and unique[0][1] == "person"
        and verbs
    ):
        unique = []
    return unique


def _object_ends(sentence: ParsedSentence, index: int, *, begun: bool) -> bool:
    """Whether what is not reported ends before a token."""
    tokens = sentence.tokens
    low, following = tokens.low[index], tokens.text_at(index + 1)
    if low in {"a", "an"}:  # "information regarding a May 2010 case": one, no number
        return not begun and not INFORMATION & set(tokens.low[index : index + 4])
    if low == "and":
        return following in {"did", "does", "has"}
    if low in {"in", "during"}:
        return following in THERE
    return low in {";", "but", "however", "(", ".", "that", "despite"}


def _how_many(sentence: ParsedSentence, at: int) -> list[tuple[str, str, int]]:
    """In "How many it assisted": victims, though it does not say so."""
    tokens = sentence.tokens
    word = tokens.word_at(at + 3)
    if tokens.low[at : at + 2] != ["how", "many"] or tokens.text_at(at + 2) not in {
        "it",
        "they",
    }:
        return []
    made = word and _fit_measure(
        sentence, CountedThing(noun="victim"), word.verb, official=False
    )
    return [(*made, at + 4)] if made else []


def _of_another(sentence: ParsedSentence, at: int) -> bool:
    """Whether what is not told is a quality, no number: "the nationality of the
    victims".
    """
    tokens = sentence.tokens
    while tokens.text_at(at) in DETERMINERS:
        at += 1
    word = tokens.word_at(at)
    return (
        tokens.text_at(at + 1) == "of"
        and tokens.text_at(at) not in INFORMATION
        and (word is None or not (word.noun or word.act))
    )


def _fit_measure(
    sentence: ParsedSentence,
    what: CountedThing,
    verb: str | None,
    *,
    official: bool,
) -> tuple[str, str] | None:
    head = frozenset({"official"}) if official else NONE
    before = max(what.head - 2, 0)
    near = sentence.marks_beside(
        Quantity(
            before,
            before,
            None,
            "count",
            lead=before,
        ),
        what,
        GoverningAct(),
    )
    return fit_frame(
        sentence.vocabulary, noun=what.noun or "", verb=verb, near=near,
        around=sentence.around, head=head, section=sentence.memory.section,
    )  # fmt: skip


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
                or sentence.official_marks(what)
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
    official = what.noun == "official" or bool(sentence.official_marks(what))
    chosen = verbs if len(verbs) < 3 else verbs[-1:]
    if official:
        chosen = verbs[:1]
    start = (
        at - 1 if tokens.text_at(at - 1) in {"did", "has", "have", "does", "do"} else at
    )
    said: set[str] = set()
    if tokens.text_at(0) == "since":
        return  # "since 2011 the government has not": of no one year
    for verb in chosen:
        near = sentence.marks_beside(
            Quantity(
                first,
                first,
                0,
                "count",
                lead=first,
            ),
            what,
            GoverningAct(),
        )
        made = fit_frame(
            sentence.vocabulary, noun=what.noun or "", verb=verb, near=near, around=sentence.around,
            head=sentence.official_marks(what), section=sentence.memory.section,
        )  # fmt: skip
        if made is None or made[0] in said or made[0] not in sentence.vocabulary.zero:
            continue
        said.add(made[0])
        quantity = Quantity(
            start,
            first,
            0,
            "count",
            lead=start,
        )
        sentence.add_figure(
            *made,
            quantity,
            end=what.end,
            found_by="none",
            noun=what.noun,  # fmt: skip
            group=sentence.group_of(Quantity(first, first, 0, "count"), what),
        )


def _find_unknown(sentence: ParsedSentence) -> None:
    """In "An unknown number of suspects", "an unreported amount in restitution"."""
    tokens = sentence.tokens
    for at, low in enumerate(tokens.low):
        if low not in UNKNOWN or any(b <= at < e for b, e in sentence.silent):
            continue
        if tokens.low[at + 1 : at + 3] == ["how", "many"]:
            _unknown_how_many(sentence, at)
        if tokens.text_at(at + 1) not in {"number", "amount", "sum", "numbers"}:
            continue
        quantity = Quantity(
            at,
            at + 2,
            None,
            "count",
            lead=at,
        )
        if tokens.text_at(at + 1) in {"amount", "sum"}:
            if {"restitution", "compensation", "damages"} & set(
                tokens.low[max(0, at - 12) : at + 8],
            ):
                sentence.add_figure(
                    "restitution_amount", "money", quantity, end=_end_of_amount(sentence, at + 2),
                    found_by="not reported", not_reported=True,
                )  # fmt: skip
            continue
        what = counted_thing(tokens, at + 2, one=False)
        if what.noun is None:
            continue
        for measure, unit in sentence.measures_by_frame(quantity, what):
            sentence.add_figure(measure, unit, quantity, end=what.end, found_by="not reported",
                         noun=what.noun, not_reported=True)  # fmt: skip


def _unknown_how_many(sentence: ParsedSentence, at: int) -> None:
    """In "It was unknown how many victims received care"."""
    for measure, unit, end in _unreported_measures(sentence, at + 3)[:1]:
        quantity = Quantity(
            at,
            at + 3,
            None,
            "count",
            lead=at,
        )
        sentence.add_figure(
            measure,
            unit,
            quantity,
            end=end,
            found_by="not reported",
            not_reported=True,
        )


def _end_of_amount(sentence: ParsedSentence, at: int) -> int:
    for index in range(at, min(at + 4, len(sentence.tokens))):
        if sentence.tokens.low[index] in {"restitution", "compensation", "damages"}:
            return index + 1
    return at


__all__ = ["REPORTING", "WORD", "find_negations"]
