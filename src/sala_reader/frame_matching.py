"""What a number of something is: the frames of the vocabulary, fitted to a number's own
noun and act.
"""

from sala_reader.governing_acts import GoverningAct, act_after
from sala_reader.noun_phrases import CountedThing
from sala_reader.quantities import Quantity
from sala_reader.sentence import ParsedSentence
from sala_reader.vocabulary import Vocabulary, word_list

PERMITS = word_list("permits")
NONE: frozenset[str] = frozenset()


def marks_beside(
    sentence: ParsedSentence,
    quantity: Quantity,
    what: CountedThing,
    act: GoverningAct,
) -> frozenset[str]:
    """The marks beside what is counted."""
    marks: set[str] = {"ongoing"} if act.ongoing else set()
    # "67 cases were pending trial": the mark stands two words after the noun where a
    # form of "be" stands between.
    standing = sentence.tokens.text_at(what.end) in {
        "are",
        "were",
        "is",
        "was",
        "remained",
        "remain",
    }
    end = what.end + (3 if standing else 1)
    for index in range(max(0, quantity.lead - 2), min(len(sentence.tokens), end)):
        word = sentence.tokens.word[index]
        if word is not None and word.marks:
            marks |= word.marks
    return frozenset(marks)


def official_marks(sentence: ParsedSentence, what: CountedThing) -> frozenset[str]:
    """Whether officials are whom it is about: "three prosecutions of complicit
    officials".
    """
    for index in range(what.head, min(what.head + 12, len(sentence.tokens))):
        word, low = sentence.tokens.word[index], sentence.tokens.low[index]
        # "Convictions of three officers" is of officials; "convictions by judges" and
        # "cases with police support" are not.
        if low in {";", ".", "by"} or (low == "with" and index > what.head):
            break
        if low == "," and not _listed_event(sentence, index + 1):
            break
        if word is not None and (
            # Not right after the head, where an official is the one who acts or is
            # counted already, not the one whom the case is about.
            (word.noun == "official" and index > what.head + 1)
            or "official" in word.marks
        ):
            return frozenset({"official"})
    return NONE


def _listed_event(sentence: ParsedSentence, index: int) -> bool:
    """In "investigations, prosecutions, or convictions of officials": the list goes
    on.
    """
    while sentence.tokens.text_at(index) in {"and", "or"}:
        index += 1
    word = sentence.tokens.word_at(index)
    return word is not None and bool(word.act)


def measures_by_frame(
    sentence: ParsedSentence, quantity: Quantity, what: CountedThing
) -> list[tuple[str, str]]:
    """The measures of a number by its own noun and act."""
    governing = (
        sentence.acts[quantity.lead]
        if quantity.lead < len(sentence.acts)
        else GoverningAct()
    )
    # "61 victims, 40 of whom were referred": what is said stands after "of whom".
    whom = sentence.tokens.low[what.end : what.end + 2] in (
        ["of", "whom"],
        ["of", "which"],
    )
    said_after = act_after(sentence.tokens, what.end + 2 * whom) if what.noun else None
    going = said_after if said_after and said_after.ongoing else governing
    near = marks_beside(sentence, quantity, what, going)
    if what.within == "continue":
        near |= {"ongoing"}
    head = official_marks(sentence, what)
    for verbs in _verbs_in_turn(sentence, quantity, what, governing, said_after):
        found = _measures_of(sentence, what, verbs, near, head)
        if found:
            return found
    return []


def _verbs_in_turn(
    sentence: ParsedSentence,
    quantity: Quantity,
    what: CountedThing,
    governing: GoverningAct,
    said_after: GoverningAct | None,
) -> list[list[str | None]]:
    """The acts that may say what a number measures, those that say it best first."""
    verbs: list[str | None] = []
    # These say which victims or cases are meant, not what was done by whom is reported:
    # "identified 12 victims exploited in domestic work" counts an identification.
    if said_after and said_after.verbs[0] not in {
        "exploit",
        "enter",
        "involve",
        "open",
    }:
        verbs += said_after.verbs
        verbs += _coordinated_verbs(sentence, said_after)
    verbs += governing.verbs or [None]
    turns: list[list[str | None]]
    if what.head >= 0 and _act_governs(sentence, quantity, governing, said_after):
        turns = [[*governing.verbs], [*said_after.verbs] if said_after else []]
    elif said_after and len(verbs) > 1 and said_after.verbs[0] != "involve":
        first = len(said_after.verbs)
        if quantity.value == 0:  # "no offenders were prosecuted or convicted"
            first += len(_coordinated_verbs(sentence, said_after))
        turns = [verbs[:first], verbs[first:]]
    else:
        turns = [verbs]
    turns = [_without_continue(verbs) for verbs in turns]
    if _grants_permits(sentence, quantity, governing):
        turns = [[v for v in verbs if v != "provide"] for verbs in turns]
    if what.within:
        # "four of the seven convicted traffickers appealed": convicted, whatever was
        # done before; elsewhere the participle speaks only where no other act fits.
        whole = sentence.tokens.text_at(quantity.lead - 2) == "of"
        turns = [[what.within]] if whole else [*turns, [what.within]]
    return turns


def _measures_of(
    sentence: ParsedSentence,
    what: CountedThing,
    verbs: list[str | None],
    near: frozenset[str],
    head: frozenset[str],
) -> list[tuple[str, str]]:
    """The measures that acts give a thing counted, each once."""
    found: list[tuple[str, str]] = []
    for verb in verbs:
        # "prosecuted 12 cases involving 20 suspects": the act before has said it.
        if verb == "involve" and found:
            continue
        made = fit_frame(
            sentence.vocabulary,
            noun=what.noun or "",
            verb=verb,
            near=near,
            around=sentence.around,
            head=head,
            section=sentence.memory.section,
        )
        if made and made not in found:
            found.append(made)
    return found


def _grants_permits(
    sentence: ParsedSentence, quantity: Quantity, governing: GoverningAct
) -> bool:
    """In "Granted residence permits to 31 victims": no care."""
    return governing.end >= 0 and bool(
        PERMITS & set(sentence.tokens.low[governing.end : quantity.lead]),
    )


def _act_governs(
    sentence: ParsedSentence,
    quantity: Quantity,
    governing: GoverningAct,
    said_after: GoverningAct | None,
) -> bool:
    """Whether the act before governs, and a participle after only describes."""
    # "Referred 40 victims identified in raids": the participle right after says which;
    # the referral is what is counted.
    if said_after is None or not said_after.noun or not governing.verbs:
        return False
    return (
        sentence.regions.is_plain(quantity.first)
        and ";" not in sentence.tokens.low[governing.end : quantity.first]
    )


def _without_continue(verbs: list[str | None]) -> list[str | None]:
    """In "Initiated or continued": one count, of the first."""
    others = [v for v in verbs if v != "continue"]
    return others if others and len(others) < len(verbs) else verbs


def _coordinated_verbs(sentence: ParsedSentence, act: GoverningAct) -> list[str | None]:
    following = sentence.tokens.word_at(act.end + 2)
    if (
        act.end >= 0
        and sentence.tokens.text_at(act.end + 1) in {"and", "or"}
        and following
        and following.verb
        and following.past
    ):
        return [following.verb]
    return []


def fit_frame(
    vocabulary: Vocabulary,
    *,
    noun: str,
    verb: str | None,
    near: frozenset[str],
    around: frozenset[str],
    head: frozenset[str],
    section: str,
) -> tuple[str, str] | None:
    """The first frame that fits: measure and unit."""
    for frame in vocabulary.frames.get(noun, ()):
        if frame.verb and verb not in frame.verb:
            continue
        if frame.mark and not frame.mark & around:
            continue
        if frame.near and not frame.near & near:
            continue
        if frame.need and not frame.need & around:
            continue
        if frame.head and not frame.head & head:
            continue
        if frame.without & around:
            continue
        if frame.section and section not in frame.section:
            continue
        return (frame.measure, frame.unit) if frame.measure else None
    return None
