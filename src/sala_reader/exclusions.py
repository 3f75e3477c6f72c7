"""Turns of a sentence that decide whether a number is a figure at all, and of what."""

from bisect import bisect_left

from sala_reader.frame_matching import measures_by_frame
from sala_reader.governing_acts import act_after
from sala_reader.noun_phrases import STOP, CountedThing, counted_thing
from sala_reader.quantities import Quantity
from sala_reader.report_figures import FigureAnchor
from sala_reader.sentence import MEMBERS, ParsedSentence
from sala_reader.time_expressions import phrases_pattern
from sala_reader.tokens import WORD
from sala_reader.vocabulary import load_vocabulary, word_list

PHRASES = load_vocabulary().phrases
CUMULATIVE = phrases_pattern(PHRASES["cumulative"])
STRONG = word_list("strong")
DIFFERENCES = (["more", "than"], ["fewer", "than"], ["less", "than"])
PROCEEDINGS = frozenset(["case", "incident", "investigation"])
ABOVE = frozenset(
    ["original", "remaining", "total", "same", "other", "above-mentioned", "new"],
)
LODGING = word_list("lodging")
PLANNED = phrases_pattern(PHRASES["planned"])


def counts_unknown_thing(
    sentence: ParsedSentence, quantity: Quantity, what: CountedThing
) -> bool:
    """Whether a number counts a thing of no known class: "43 violations"."""
    # "Found 43 violations": an unknown plural within two words of the number is what it
    # counts. Taken as left out, 43 would be counted as inspections.
    if what.noun or what.partitive or what.predicate:
        return False
    for index in range(quantity.last, min(quantity.last + 3, len(sentence.tokens))):
        text, word = sentence.tokens.low[index], sentence.tokens.word[index]
        if sentence.tokens.kind[index] != WORD or text in STOP:
            return False
        if (
            word is None
            and text.endswith("s")
            and not text.endswith(("ss", "'s", "’s"))
        ):
            return True
    return False


def is_whole_of_part(sentence: ParsedSentence, quantity: Quantity, place: int) -> bool:
    """In "Convictions against 31 of 45 defendants": the 45."""
    return (
        place > 0
        and sentence.tokens.text_at(quantity.lead - 1) == "of"
        and sentence.numbers[place - 1].kind == "count"
        and sentence.numbers[place - 1].last == quantity.lead - 1
    )


def counts_other_thing(sentence: ParsedSentence, quantity: Quantity) -> bool:
    """In "No reports officials ...": what is none is no thing that is counted."""
    word = sentence.tokens.word_at(quantity.last)
    return word is not None and word.noun == "other"


def event_of_instance(sentence: ParsedSentence, what: CountedThing) -> CountedThing:
    """In "In at least one instance this led to the conviction of": an instance of what
    follows.
    """
    for index in range(what.end, min(what.end + 16, len(sentence.tokens))):
        word = sentence.tokens.word[index]
        if word is not None and word.noun in {
            "conviction",
            "prosecution",
            "investigation",
            "arrest",
        }:
            return CountedThing(
                noun=word.noun,
                head=what.head,
                end=what.end,
            )
    return what


def is_outside_year(sentence: ParsedSentence, quantity: Quantity) -> bool:
    """Whether the number adds up several years, or is a plan and no fact."""
    text = sentence.tokens.lower
    place = sentence.tokens.start[quantity.lead]
    clause = max(text.rfind(";", 0, place), 0)
    stop = text.find(";", place)
    stop = stop if stop > 0 else len(text)
    # "Over the last six years the government has convicted five", "since 2011": no
    # year's figure. The sum of a span, laid beside a year, would be the worst error
    # that this reader can make, since nothing shows it.
    several = not sentence.tokens.words.isdisjoint({"since", "years"})
    if several and sentence.regions.is_plain(quantity.first):
        match = CUMULATIVE.search(text, clause, stop)
        if match and not sentence.regions.is_plain(_token_at(sentence, match.start())):
            match = None
        inside = match and (
            "since" not in match.group()
            or match.start() == 0
            or match.start() < place < match.end()
        )
        # "An estimated 10,000 since 2011" is an estimate, which is of no year anyhow.
        if inside and "estimate" not in sentence.around:
            return True
    # "For an average of 45 days", "an average of 12 calls": no count.
    if sentence.tokens.low[max(0, quantity.lead - 2) : quantity.lead] == [
        "average",
        "of",
    ]:
        return True
    if sentence.tokens.low[quantity.last : quantity.last + 2] in DIFFERENCES:
        return True  # "35 more than in 2017"
    before = " ".join(sentence.tokens.low[max(0, quantity.lead - 6) : quantity.lead])
    # "Plans to train 500", "could reach 40": no fact yet. A comma ends the plan: "as
    # planned, trained 500".
    before = before.rpartition(",")[2]
    return PLANNED.search(before) is not None


def _token_at(sentence: ParsedSentence, place: int) -> int:
    """The token at a letter of the sentence."""
    return min(bisect_left(sentence.tokens.start, place), len(sentence.tokens) - 1)


def is_capacity(sentence: ParsedSentence, quantity: Quantity) -> bool:
    """In "With the capacity to house 12 girls", "could accommodate up to 20": places,
    no people.
    """
    low = sentence.tokens.low
    before = low[max(0, quantity.lead - 5) : quantity.lead]
    for index in range(len(before) - 1, -1, -1):
        if before[index] in {"capacity", "space", "room"}:
            return before[index + 1 : index + 2] in (["of"], ["for"], ["to"])
    lodges = before[-1:] and before[-1] in LODGING
    return bool(lodges and {"can", "could", "able"} & set(before))


def borrow_noun(
    sentence: ParsedSentence, quantity: Quantity, place: int
) -> CountedThing | None:
    """In "one sex trafficking and two forced labor investigations" both are
    investigations.
    """
    tokens = sentence.tokens
    for following in sentence.numbers[place + 1 : place + 4]:
        between = range(quantity.last, following.lead)
        for index in between:
            low = tokens.low[index]
            if tokens.kind[index] != WORD and low not in {",", "-"}:
                return None
            if low in {
                "in",
                "for",
                "of",
                "from",
                "were",
                "was",
                "to",
                "by",
                "with",
                "during",
                "on",
            }:
                return None
            word = tokens.word[index]
            if (
                word is not None
                and word.verb
                and not (word.past or word.marks or word.noun)
            ):
                return None
            acted = low.endswith("ed") or (word is not None and bool(word.verb))
            # A verb right before the next number begins a clause: the noun behind it is
            # not shared.
            if acted and index + 1 == following.lead:
                return None  # "arrested 10, charged seven and secured two convictions"
        if following.kind != "count" or not between:
            return None
        what = counted_thing(tokens, following.last, one=following.value == 1)
        if what.noun:
            return CountedThing(
                noun=what.noun,
                head=-1,
                end=_end_of_modifiers(sentence, quantity, following),
            )
    return None


def _end_of_modifiers(
    sentence: ParsedSentence, quantity: Quantity, following: Quantity
) -> int:
    end = quantity.last
    while (
        end < following.lead
        and sentence.tokens.kind[end] == WORD
        and sentence.tokens.low[end] not in {"and", "or"}
    ):
        end += 1
    return end


def repeats_figure(
    sentence: ParsedSentence, quantity: Quantity, what: CountedThing
) -> bool:
    """In "The 13 victims": said again, no new figure, but later numbers may refer to
    it.
    """
    before = sentence.tokens.text_at(quantity.lead - 1)
    # "The original 13 victims", "all of the same 13": the article stands one word
    # further back.
    if before in ABOVE:
        before = sentence.tokens.text_at(quantity.lead - 2)
    # "The one" and "all one" refer to nobody in particular.
    if before not in {"the", "these", "those", "all", "both"} or quantity.value == 1:
        return False
    alike = _figures_alike(sentence, quantity, what)
    if not alike or _names_new_act(
        sentence,
        quantity,
        what,
        alike[0].noun,
        alike[0].measure,
    ):
        return False
    # "Identified 13 victims. The 13 victims were repatriated": the same number, but its
    # own words say another measure, and it is a new figure.
    own = (
        {m for m, _ in measures_by_frame(sentence, quantity, what)}
        if what.noun
        else set()
    )
    if (
        own
        and not own & {a.measure for a in alike}
        and not _refers_to_whole(sentence, quantity)
    ):
        return False
    if any(q.last == quantity.lead - 2 for q in sentence.numbers) and _refers_to_whole(
        sentence,
        quantity,
    ):
        return True  # "140 of the 221": what follows refers to the 140
    # The figure itself becomes what later numbers refer to: "Of the 61 victims, 40 …"
    # is about the 61, wherever in the paragraph they stood.
    alike[0].at = quantity.first
    sentence.anchors.append(alike[0])
    return True


def _figures_alike(
    sentence: ParsedSentence, quantity: Quantity, what: CountedThing
) -> list[FigureAnchor]:
    """The figures of the same number and of the same kind of thing, the nearest first.

    "The 13 victims" may have been 13 persons, "the nine cases" nine investigations.
    """
    return [
        a
        for a in reversed(sentence.memory.recent)
        if a.value == quantity.value
        and (
            what.noun in {None, a.noun}
            or {what.noun, a.noun} <= MEMBERS
            or {what.noun, a.noun} <= PROCEEDINGS
            or a.unit == "place"
            or what.noun == "instance"
        )
    ]


def _names_new_act(
    sentence: ParsedSentence,
    quantity: Quantity,
    what: CountedThing,
    noun: str | None,
    measure: str,
) -> bool:
    """In "All 292 were referred": the number again, of another act."""
    said = act_after(sentence.tokens, quantity.last) if what.noun is None else None
    if said is None or not STRONG & set(said.verbs):
        return False
    frames = sentence.vocabulary.frames.get(noun or "", ())
    return not any(f.measure == measure and f.verb & set(said.verbs) for f in frames)


def sentences_same_persons(
    sentence: ParsedSentence, quantity: Quantity, what: CountedThing
) -> bool:
    """In "Sentenced two of them": those convicted before, no new convictions."""
    if sentence.acts[quantity.lead].verbs != ["punish"] or act_after(
        sentence.tokens,
        what.end,
    ):
        return False
    return any(
        # Whoever is sentenced was convicted: "convicted 14 and sentenced 12" has 14
        # convictions and not 26. Where no conviction was told, "sentenced 12
        # traffickers" is the conviction.
        a.measure in {"convictions_persons", "convictions_cases"}
        for a in sentence.memory.recent
    )


def _refers_to_whole(sentence: ParsedSentence, quantity: Quantity) -> bool:
    """In "Of the 10, six ...": the number only names what is spoken of."""
    return sentence.tokens.text_at(quantity.lead - 2) == "of"
