"""What a count measures: by its own words, or by the figure that it refers to."""

from sala_reader.counts import MEMBERS, Sentence
from sala_reader.report_figures import Anchor
from sala_reader.frames import Act, Counted, after
from sala_reader.report_metadata import names
from sala_reader.quantities import Quantity
from sala_reader.vocabulary import listed

STRONG = listed("strong")
SAID = STRONG | {"arrest", "investigate", "identify"}  # what a comparison may say anew
PEOPLE = frozenset(["victim", "person", "participant"])
MANY = 100  # so many people of a profile are an estimate, even where it does not say so
REPORTED = {
    "case": ("investigations_cases", "case"),
    "victim": ("victims_identified", "person"),
}


def measured(
    sentence: Sentence,
    quantity: Quantity,
    what: Counted,
) -> tuple[list[tuple[str, str]], str]:
    """The measures of a count, and how they were found."""
    if what.noun is None:
        return _elided(sentence, quantity, what)
    compared = not sentence.regions.plain(quantity.first)
    last = max((a.at for a in sentence.anchors), default=-1)
    if what.partitive and sentence.acts[quantity.lead].end > last:
        found = sentence.framed(quantity, what)
        if found:
            return found, "frame, part"
    if (_beside(sentence, quantity, what) and not _acts_inside(sentence, quantity)) or (
        what.partitive
    ):
        for noun in (what.noun, None):
            anchor = sentence.anchor(quantity, noun)
            if (
                anchor is not None
                and _fits(anchor, what.noun)
                and not _own(sentence, what)
            ):
                return [
                    (_foreign(sentence, quantity, what, anchor), anchor.unit),
                ], "part"
    if compared and not _own(sentence, what, SAID) and _no_new_act(sentence, quantity):
        anchor = sentence.anchor(quantity, what.noun)
        if anchor is not None:
            return [(anchor.measure, anchor.unit)], "comparison"
    found = sentence.framed(quantity, what)
    if found:
        return found, "frame"
    return _listed(sentence, quantity, what) or _estimated(sentence, quantity, what)


def _acts_inside(sentence: Sentence, quantity: Quantity) -> bool:
    """In "(identified 104 victims and assisted 390)": the bracket has acts of its own."""
    bracket = sentence.regions.inside[quantity.first]
    act = sentence.acts[quantity.lead]
    return bool(
        bracket and not act.noun and act.end >= sentence.regions.brackets[bracket][0],
    ) and bool(STRONG & set(act.verbs) or {"assist", "identify"} & set(act.verbs))


def _foreign(
    sentence: Sentence,
    quantity: Quantity,
    what: Counted,
    anchor: Anchor,
) -> str:
    """The measure of a part that is said to be foreign."""
    foreign = "foreign" in sentence.near(quantity, what, Act())
    known = anchor.measure == "victims_identified" and foreign
    return "foreign_victims_identified" if known else anchor.measure


def _elided(
    sentence: Sentence,
    quantity: Quantity,
    what: Counted,
) -> tuple[list[tuple[str, str]], str]:
    """The measures of a number whose noun is left out: by the figure it refers to."""
    compared = not sentence.regions.plain(quantity.first)
    anchor = sentence.anchor(quantity, None)
    if anchor is None:
        return _spoken_of(sentence, quantity, what) or _estimated(
            sentence,
            quantity,
            what,
        )
    here = any(a is anchor for a in sentence.anchors)
    if compared and sentence.missed > (anchor.at if here else -1):
        return [], ""  # compared with a number that was not understood
    same = [(anchor.measure, anchor.unit)]
    said = after(sentence.tokens, _past_whom(sentence, quantity))
    acted = not compared and _acted(sentence, quantity, anchor)
    if anchor.noun and (said is not None or acted):
        found = sentence.framed(quantity, Counted(noun=anchor.noun, end=what.end))
        if said is not None and STRONG & set(said.verbs):
            return found, "frame, elided noun"
        if said is not None and _alike(sentence, anchor, said.verbs[0]):
            return same, "elided"
        if found:
            return found, "frame, elided noun"
        if acted and not _alike(
            sentence,
            anchor,
            sentence.acts[quantity.lead].verbs[-1],
        ):
            return [], ""
    if _refers(sentence, quantity, what):
        return same, "elided"
    return _estimated(sentence, quantity, what)


def _past_whom(sentence: Sentence, quantity: Quantity) -> int:
    """Past "of whom", to what is said of them."""
    whom = sentence.tokens.low[quantity.last : quantity.last + 2]
    return quantity.last + (2 if whom in (["of", "whom"], ["of", "which"]) else 0)


def _spoken_of(
    sentence: Sentence,
    quantity: Quantity,
    what: Counted,
) -> tuple[list[tuple[str, str]], str] | None:
    """In "17 officers were dismissed, and two were sentenced": of those that were no
    figure.
    """
    said = after(sentence.tokens, quantity.last)
    if said is None or sentence.spoken_of is None or not STRONG & set(said.verbs):
        return None
    found = sentence.framed(quantity, Counted(noun=sentence.spoken_of, end=what.end))
    return (found, "frame, elided noun") if found else None


def _listed(
    sentence: Sentence,
    quantity: Quantity,
    what: Counted,
) -> tuple[list[tuple[str, str]], str] | None:
    """The measure of the figure that a number goes on from, in one list or comparison."""
    compared = not sentence.regions.plain(quantity.first)
    anchor = sentence.anchor(quantity, what.noun)
    if anchor is None and (compared or sentence.tokens.at(what.end) in {"was", "were"}):
        anchor = sentence.anchor(quantity, None)
    if anchor is None or not _fits(anchor, what.noun):
        return None
    if compared or (sentence.anchors and not _acted(sentence, quantity, anchor)):
        return [(_foreign(sentence, quantity, what, anchor), anchor.unit)], "list"
    return None


def _acted(sentence: Sentence, quantity: Quantity, anchor: Anchor) -> bool:
    """Whether a new act stands between a figure and a number without a noun."""
    act = sentence.acts[quantity.lead]
    return bool(sentence.anchors) and not act.noun and act.end > anchor.at + 1


def _alike(sentence: Sentence, anchor: Anchor, verb: str) -> bool:
    """Whether an act said of an elided number is the act of the figure it refers to."""
    frames = sentence.vocabulary.frames.get(anchor.noun or "", ())
    return any(
        f.measure == anchor.measure and (not f.verb or verb in f.verb) for f in frames
    )


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


def _own(sentence: Sentence, what: Counted, verbs: frozenset[str] = STRONG) -> bool:
    """Whether an act of its own is said after what is counted."""
    said = after(sentence.tokens, what.end) if what.head >= 0 else None
    return said is not None and bool(verbs & set(said.verbs))


def _beside(sentence: Sentence, quantity: Quantity, what: Counted) -> bool:
    """Whether the number is a part or a naming of the figure just before it."""
    if not sentence.anchors:
        return what.predicate and bool(sentence.memory.anchors)
    last = sentence.anchors[-1]
    if what.predicate:
        return True
    inside = sentence.regions.inside[quantity.first]
    if (
        inside
        and last.at < quantity.first
        and sentence.regions.compared(quantity.first) is None
    ):
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
    dashes = sum(word in {"—", "–"} for word in between)
    return (dashes % 2 == 1 or ":" in between) and "(" not in between


def _fits(anchor: Anchor, noun: str | None) -> bool:
    """Whether a thing counted can be part of a figure."""
    unit = anchor.unit
    if anchor.noun == "sentence":
        return noun == "sentence"
    if noun in MEMBERS:
        return unit == "person"
    if noun in {
        "case",
        "incident",
        "investigation",
        "prosecution",
        "instance",
        "conviction",
    }:
        return unit in {"case", "incident"} or (
            noun in {"case", "conviction"} and unit == "person"
        )
    if noun in {"shelter", "centre", "bed"}:
        return unit == "place"
    if noun in {"training", "campaign", "inspection", "call"}:
        return unit == "session"
    return noun in {"agency", "business"} and unit == "organisation"


def _estimated(
    sentence: Sentence,
    quantity: Quantity,
    what: Counted,
) -> tuple[list[tuple[str, str]], str]:
    """A number of people that is an estimate."""
    if what.noun in REPORTED and sentence.tokens.at(quantity.lead - 1) == "reported":
        return [REPORTED[what.noun]], "reported"
    if (
        what.noun == "victim"
        and sentence.tokens.low[:2] == ["of", "the"]
        and quantity.lead == 2
    ):
        return [REPORTED["victim"]], "spoken of"
    profile = sentence.memory.section == "profile" and (quantity.value or 0) >= MANY
    sure = "estimate" in sentence.around or profile
    named = what.noun in PEOPLE or (
        what.noun is None and sentence.tokens.at(quantity.last) in names()
    )
    if sure and named and (quantity.value or 0) >= 20:
        return [("population_estimate", "person")], "estimate"
    return [], ""
