"""The numbers of one sentence, one by one, made figures or kept as not understood."""

from sala.narrative.reading.amounts import amount, duration, percent
from sala.narrative.reading.counts import MEMBERS, Sentence
from sala.narrative.reading.facts import Anchor
from sala.narrative.reading.frames import DETERMINERS, Counted, after, counted
from sala.narrative.reading.opening import names
from sala.narrative.reading.quantities import Quantity, qualified
from sala.narrative.reading.silence import silences
from sala.narrative.reading.times import joined
from sala.narrative.reading.tokens import WORD
from sala.narrative.reading.vocabulary import listed, vocabulary

STRONG = listed("strong")
PEOPLE = frozenset(["victim", "person", "participant"])
MANY = 100  # so many people of a profile are an estimate, even where it does not say so
REPORTED = {"case": ("investigations_cases", "case"), "victim": ("victims_identified", "person")}
PHRASES = vocabulary().phrases
CUMULATIVE = joined(PHRASES["cumulative"])
PLANNED = joined(PHRASES["planned"])


def read_sentence(sentence: Sentence) -> None:
    """Read every number of a sentence, and what it says is none or not reported."""
    silences(sentence)
    for place, quantity in enumerate(sentence.numbers):
        _same(sentence, quantity)
        if any(begin <= quantity.first < end for begin, end in sentence.silent):
            continue
        if quantity.kind == "count":
            _count(sentence, quantity, place)
        elif quantity.kind == "span" and sentence.tokens.at(quantity.last) == "times":
            _multiple(sentence, quantity)
        elif quantity.kind == "money":
            amount(sentence, quantity, place)
        elif quantity.kind == "duration":
            duration(sentence, quantity, place)
        elif quantity.kind == "percent":
            percent(sentence, quantity)


def _same(sentence: Sentence, quantity: Quantity) -> None:
    """In "The same number as in 2016": a figure of that year."""
    region = sentence.regions.compared(quantity.first) if quantity.kind == "year" else None
    low = sentence.tokens.low
    if region is None or low[region[0] : region[0] + 2] != ["the", "same"] or not sentence.anchors:
        return
    last = sentence.anchors[-1]
    if last.value is None or last.compared:
        return
    made = Quantity(region[0], quantity.first, last.value, "count", lead=region[0])
    sentence.add(
        last.measure, last.unit, made, end=quantity.last, found_by="relative", derived=True
    )


def _multiple(sentence: Sentence, quantity: Quantity) -> None:
    """In "Three times that figure": a number said relative to another."""
    tokens, anchor = sentence.tokens, sentence.anchors[-1] if sentence.anchors else None
    said = tokens.low[quantity.last + 1 : quantity.last + 3]
    if (
        anchor is None
        or anchor.value is None
        or said[:1] != ["that"]
        or said[-1] not in {"figure", "number", "amount"}
    ):
        return
    qualifier, _lead = qualified(tokens, quantity.first)
    made = Quantity(
        quantity.first,
        quantity.last,
        (quantity.value or 0) * anchor.value,
        "count",
        lead=quantity.first,
    )
    made.qualifier = qualifier
    sentence.add(
        anchor.measure, anchor.unit, made, end=quantity.last + 3, found_by="relative", derived=True
    )


def _count(sentence: Sentence, quantity: Quantity, place: int) -> None:
    tokens = sentence.tokens
    what = counted(tokens, quantity.last, one=quantity.value == 1)
    zero = quantity.value == 0
    if tokens.low[quantity.first] == "no" and (
        what.noun is None or what.partitive or _other(sentence, quantity)
    ):
        return
    if what.noun == "instance":
        what = _event(sentence, what)
    if quantity.value == 1 and what.partitive and what.noun is None:
        return  # "in one of its three shelters"
    if quantity.role == "min" and place + 1 < len(sentence.numbers):
        what = counted(tokens, sentence.numbers[place + 1].last, one=False)
    elif what.noun is None and not what.partitive and not what.predicate:
        what = _borrowed(sentence, quantity, place) or what
    if quantity.role:
        quantity.qualifier = {"min": "minimum", "max": "maximum"}[quantity.role]
    if _apart(sentence, quantity):
        sentence.miss(quantity, "several years, a plan or a condition")
        return
    if zero and what.predicate and what.noun == "victim":
        sentence.add(
            "victims_identified",
            "person",
            quantity,
            end=what.end,
            found_by="predicate",
            noun="victim",
        )
        return
    if _again(sentence, quantity, what) or _sentenced(sentence, quantity, what):
        return
    found, found_by = _measured(sentence, quantity, what)
    if zero:
        found = [f for f in found if f[0] in sentence.vocabulary.zero]
    if not found:
        if not zero and not (quantity.value == 1 and what.noun is None):
            sentence.miss(
                quantity, "no measure fits" if what.noun else "nothing named that it counts"
            )
        return
    for measure, unit in found:
        sentence.add(
            measure, unit, quantity,
            end=what.end, found_by=found_by, noun=what.noun or _noun_of(sentence, quantity),
            group=sentence.group(quantity, what),
        )  # fmt: skip
        sentence.anchors[-1].part = found_by == "part"


def _other(sentence: Sentence, quantity: Quantity) -> bool:
    """In "No reports officials ...": what is none is no thing that is counted."""
    word = sentence.tokens.entry(quantity.last)
    return word is not None and word.noun == "other"


def _event(sentence: Sentence, what: Counted) -> Counted:
    """In "In at least one instance this led to the conviction of": an instance of what follows."""
    for index in range(what.end, min(what.end + 16, len(sentence.tokens))):
        word = sentence.tokens.word[index]
        if word is not None and word.noun in {
            "conviction",
            "prosecution",
            "investigation",
            "arrest",
        }:
            return Counted(noun=word.noun, head=what.head, end=what.end)
    return what


def _noun_of(sentence: Sentence, quantity: Quantity) -> str | None:
    """The noun left out after a number: that of the figure it refers to."""
    anchor = sentence.anchor(quantity, None)
    return anchor.noun if anchor else None


def _apart(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether the number adds up several years, or is a plan and no fact."""
    text = sentence.tokens.lower
    place = sentence.tokens.start[quantity.lead]
    clause = max(text.rfind(";", 0, place), 0)
    stop = text.find(";", place)
    stop = stop if stop > 0 else len(text)
    several = not sentence.tokens.words.isdisjoint({"since", "years"})
    if several and sentence.regions.plain(quantity.first):
        match = CUMULATIVE.search(text, clause, stop)
        inside = match and ("since" not in match.group() or match.start() < place < match.end())
        if inside and "estimate" not in sentence.around:
            return True
    before = " ".join(sentence.tokens.low[max(0, quantity.lead - 6) : quantity.lead])
    before = before.rpartition(",")[2]
    return PLANNED.search(before) is not None


def _borrowed(sentence: Sentence, quantity: Quantity, place: int) -> Counted | None:
    """In "one sex trafficking and two forced labor investigations" both are investigations."""
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
            if word is not None and word.verb and not (word.past or word.marks or word.noun):
                return None
        if following.kind != "count" or not between:
            return None
        what = counted(tokens, following.last, one=following.value == 1)
        if what.noun:
            return Counted(noun=what.noun, head=-1, end=_modifiers(sentence, quantity, following))
    return None


def _modifiers(sentence: Sentence, quantity: Quantity, following: Quantity) -> int:
    end = quantity.last
    while (
        end < following.lead
        and sentence.tokens.kind[end] == WORD
        and sentence.tokens.low[end] not in {"and", "or"}
    ):
        end += 1
    return end


def _again(sentence: Sentence, quantity: Quantity, what: Counted) -> bool:
    """In "The 13 victims": said again, no new figure, but later numbers may refer to it."""
    before = sentence.tokens.at(quantity.lead - 1)
    if before not in {"the", "these", "those", "all", "both"} or quantity.value == 1:
        return False
    alike = [
        a
        for a in reversed(sentence.memory.recent)
        if a.value == quantity.value
        and (
            what.noun in {None, a.noun}
            or {what.noun, a.noun} <= MEMBERS
            or a.unit == "place"
            or what.noun == "instance"
        )
    ]
    if not alike:
        return False
    own = {m for m, _ in sentence.framed(quantity, what)} if what.noun else set()
    if own and not own & {a.measure for a in alike} and not _referring(sentence, quantity):
        return False
    alike[0].at = quantity.first
    sentence.anchors.append(alike[0])
    return True


def _sentenced(sentence: Sentence, quantity: Quantity, what: Counted) -> bool:
    """In "Sentenced two of them": those convicted before, no new convictions."""
    if sentence.acts[quantity.lead].verbs != ["punish"] or after(sentence.tokens, what.end):
        return False
    return any(
        a.measure in {"convictions_persons", "convictions_cases"} for a in sentence.memory.recent
    )


def _referring(sentence: Sentence, quantity: Quantity) -> bool:
    """In "Of the 10, six ...": the number only names what is spoken of."""
    return sentence.tokens.at(quantity.lead - 2) == "of"


def _measured(
    sentence: Sentence, quantity: Quantity, what: Counted
) -> tuple[list[tuple[str, str]], str]:
    """The measures of a count, and how they were found."""
    compared = not sentence.regions.plain(quantity.first)
    if what.noun is None:
        anchor = sentence.anchor(quantity, None)
        if anchor is not None and compared and sentence.missed > anchor.at:
            return [], ""  # compared with a number that was not understood
        said = after(sentence.tokens, quantity.last)
        if said is not None and anchor is not None and anchor.noun:
            found = sentence.framed(quantity, Counted(noun=anchor.noun, end=what.end))
            if _alike(sentence, anchor, said.verbs[0]):
                return [(anchor.measure, anchor.unit)], "elided"
            if found or STRONG & set(said.verbs):
                return found, "frame, elided noun"
        if (
            anchor is not None
            and anchor.noun
            and not compared
            and _acted(sentence, quantity, anchor)
        ):
            found = sentence.framed(quantity, Counted(noun=anchor.noun, end=what.end))
            if found:
                return found, "frame, elided noun"
        if anchor is not None and _refers(sentence, quantity, what):
            return [(anchor.measure, anchor.unit)], "elided"
        return _estimated(sentence, quantity, what)
    if _beside(sentence, quantity, what) or what.partitive:
        for noun in (what.noun, None):
            anchor = sentence.anchor(quantity, noun)
            if anchor is not None and _fits(anchor, what.noun) and not _own(sentence, what):
                return [(anchor.measure, anchor.unit)], "part"
    if compared and not _own(sentence, what) and _no_new_act(sentence, quantity):
        anchor = sentence.anchor(quantity, what.noun)
        if anchor is not None:
            return [(anchor.measure, anchor.unit)], "comparison"
    found = sentence.framed(quantity, what)
    if found:
        return found, "frame"
    anchor = sentence.anchor(quantity, what.noun) or (
        sentence.anchor(quantity, None) if compared else None
    )
    if anchor is not None and _fits(anchor, what.noun) and (sentence.anchors or compared):
        return [(anchor.measure, anchor.unit)], "list"
    return _estimated(sentence, quantity, what)


def _acted(sentence: Sentence, quantity: Quantity, anchor: Anchor) -> bool:
    """Whether a new act stands between a figure and a number without a noun."""
    act = sentence.acts[quantity.lead]
    return bool(sentence.anchors) and not act.noun and act.end > anchor.at + 1


def _alike(sentence: Sentence, anchor: Anchor, verb: str) -> bool:
    """Whether an act said of an elided number is the act of the figure it refers to."""
    frames = sentence.vocabulary.frames.get(anchor.noun or "", ())
    return any(f.measure == anchor.measure and (not f.verb or verb in f.verb) for f in frames)


def _refers(sentence: Sentence, quantity: Quantity, what: Counted) -> bool:
    """Whether a number without a noun stands where a figure's noun may be left out."""
    if sentence.anchors or what.partitive or what.predicate:
        return True
    if not sentence.regions.plain(quantity.first):
        return True
    return sentence.tokens.at(0) in {"of", "these"} and bool(sentence.memory.anchors)


def _no_new_act(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a comparison names no act of its own before the number."""
    region = sentence.regions.compared(quantity.first)
    return region is None or sentence.acts[quantity.lead].end < region[0]


def _own(sentence: Sentence, what: Counted) -> bool:
    """Whether an act of its own is said after what is counted."""
    said = after(sentence.tokens, what.end) if what.head >= 0 else None
    return said is not None and bool(STRONG & set(said.verbs))


def _beside(sentence: Sentence, quantity: Quantity, what: Counted) -> bool:
    """Whether the number is a part or a naming of the figure just before it."""
    if not sentence.anchors:
        return what.predicate and bool(sentence.memory.anchors)
    last = sentence.anchors[-1]
    if what.predicate:
        return True
    inside = sentence.regions.inside[quantity.first]
    if inside and last.at < quantity.first and sentence.regions.compared(quantity.first) is None:
        return True
    between = sentence.tokens.low[last.at : quantity.lead]
    if (
        last.part
        and between[-1:] in (["and"], [","])
        and sentence.acts[quantity.lead].end <= last.at
    ):
        return True
    if "including" in between or "included" in between or "comprising" in between:
        return True
    return bool({"—", "–", ":"} & set(between)) and "(" not in between


def _fits(anchor: Anchor, noun: str) -> bool:
    """Whether a thing counted can be part of a figure."""
    unit = anchor.unit
    if anchor.noun == "sentence":
        return noun == "sentence"
    if noun in MEMBERS:
        return unit == "person"
    if noun in {"case", "incident", "investigation", "prosecution", "instance", "conviction"}:
        return unit in {"case", "incident"} or (noun in {"case", "conviction"} and unit == "person")
    if noun in {"shelter", "centre", "bed"}:
        return unit == "place"
    if noun in {"training", "campaign", "inspection", "call"}:
        return unit == "session"
    return noun in {"agency", "business"} and unit == "organisation"


def _estimated(
    sentence: Sentence, quantity: Quantity, what: Counted
) -> tuple[list[tuple[str, str]], str]:
    """A number of people that is an estimate."""
    if what.noun in REPORTED and sentence.tokens.at(quantity.lead - 1) == "reported":
        return [REPORTED[what.noun]], "reported"
    profile = sentence.memory.section == "profile" and (quantity.value or 0) >= MANY
    sure = "estimate" in sentence.around or profile
    named = what.noun in PEOPLE or (
        what.noun is None and sentence.tokens.at(quantity.last) in names()
    )
    if sure and named and (quantity.value or 0) >= 20:
        return [("population_estimate", "person")], "estimate"
    return [], ""


__all__ = ["DETERMINERS", "read_sentence"]
