"""What a report says that it does not know: "did not report", "an unknown number"."""

from bisect import bisect_left

from sala_reader.figure_recording import add_figure
from sala_reader.frame_matching import NONE, fit_frame, marks_beside, measures_by_frame
from sala_reader.governing_acts import GoverningAct, act_after
from sala_reader.noun_phrases import DETERMINERS, CountedThing, counted_thing
from sala_reader.quantities import Quantity
from sala_reader.sentence import ParsedSentence
from sala_reader.time_expressions import phrases_pattern
from sala_reader.vocabulary import load_vocabulary, word_list

NOT_REPORTED = phrases_pattern(load_vocabulary().phrases["not_reported"])
WHETHER = frozenset(load_vocabulary().phrases["whether"])
UNKNOWN = frozenset(load_vocabulary().phrases["unknown"])
WEAK = word_list("weak")
INFORMATION = word_list("information")
OFFICIALS = frozenset(
    ["official", "officials", "complicit", "complicity", "employees", "officers"],
)
EVENTS = frozenset(["investigation", "prosecution", "conviction", "acquittal"])
THERE = frozenset(["these", "those", "the", "such", "any", "other", "all", "which"])
DEFAULT = {
    "official": "investigate",
    "victim": "identify",
    "case": "investigate",
    "offender": "investigate",
}


def find_not_reported(sentence: ParsedSentence) -> None:
    """Find figures that are said not to be reported: "did not report", "no data on"."""
    tokens = sentence.tokens
    for match in NOT_REPORTED.finditer(tokens.lower):
        begin = bisect_left(tokens.start, match.start())
        at = bisect_left(tokens.start, match.end())
        # "Did not report whether": no number is missing.
        if tokens.text_at(at) in WHETHER or (
            tokens.text_at(at) == "on" and tokens.text_at(at + 1) in WHETHER
        ):
            continue
        window = set(tokens.low[at : at + 5])
        plain_no = tokens.text_at(begin) == "no"
        # "No information on prosecutions" withholds a number; "no information that
        # officials …" says that nothing is known to have happened.
        if plain_no and (
            tokens.text_at(at) not in {"of", "on", "about", "regarding", "concerning"}
        ):
            continue
        # "Did not provide shelter", "did not have a law" are no silence about a number;
        # "did not provide data" is.
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
            quantity = Quantity(
                begin,
                at,
                None,
                "count",
                lead=begin,
            )
            add_figure(
                sentence,
                measure,
                unit,
                quantity,
                end=end,
                found_by="not reported",
                not_reported=True,
            )
        # Numbers of this clause say what is not known ("the number of the 12 victims
        # who …"): they are no figures.
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
    official = bool(OFFICIALS & set(tokens.low[at : at + 16]))
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
                made = fit_measure(sentence, head, candidate, official=official)
                if made:
                    found.append((*made, max(head.end, index + 1)))
                    break
            if word.noun not in EVENTS and found:
                break
            index = max(head.end, index + 1)
            continue
        index += 1
    return _without_repetition(found, official=official, acted=bool(verbs))


def _without_repetition(
    found: list[tuple[str, str, int]],
    *,
    official: bool,
    acted: bool,
) -> list[tuple[str, str, int]]:
    """Each measure that is not reported once; of officials, and of long lists, one."""
    unique = [f for n, f in enumerate(found) if f[0] not in {g[0] for g in found[:n]}]
    # "Did not report any investigations, prosecutions, or convictions of officials":
    # one silence about one thing. Three missing figures would look like three gaps of
    # the country.
    if official or len(unique) > 2:
        unique = unique[:1]
    if (
        official
        and unique
        and not unique[0][0].startswith("officials")
        and unique[0][1] == "person"
        and acted
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
    # "… of victims in these cases": what stands after only says which.
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
    made = word and fit_measure(
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


def fit_measure(
    sentence: ParsedSentence,
    what: CountedThing,
    verb: str | None,
    *,
    official: bool,
) -> tuple[str, str] | None:
    """The measure that is not reported of a thing, by an act, if there is one."""
    head = frozenset({"official"}) if official else NONE
    before = max(what.head - 2, 0)
    near = marks_beside(
        sentence,
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
        sentence.vocabulary,
        noun=what.noun or "",
        verb=verb,
        near=near,
        around=sentence.around,
        head=head,
        section=sentence.memory.section,
    )


def find_unknown(sentence: ParsedSentence) -> None:
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
                add_figure(
                    sentence,
                    "restitution_amount",
                    "money",
                    quantity,
                    end=_end_of_amount(sentence, at + 2),
                    found_by="not reported",
                    not_reported=True,
                )
            continue
        what = counted_thing(tokens, at + 2, one=False)
        if what.noun is None:
            continue
        for measure, unit in measures_by_frame(sentence, quantity, what):
            add_figure(
                sentence,
                measure,
                unit,
                quantity,
                end=what.end,
                found_by="not reported",
                noun=what.noun,
                not_reported=True,
            )


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
        add_figure(
            sentence,
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
