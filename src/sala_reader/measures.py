"""What a count measures: by its own words, or by the figure that it refers to."""

from sala_reader.anchors import find_anchor
from sala_reader.frame_matching import marks_beside, measures_by_frame
from sala_reader.governing_acts import GoverningAct, act_after
from sala_reader.noun_phrases import CountedThing
from sala_reader.quantities import Quantity
from sala_reader.report_figures import FigureAnchor
from sala_reader.report_metadata import country_names
from sala_reader.sentence import MEMBERS, ParsedSentence
from sala_reader.vocabulary import word_list

STRONG = word_list("strong")
SAID = STRONG | {"arrest", "investigate", "identify"}  # what a comparison may say anew
PEOPLE = frozenset(["victim", "person", "participant"])
MANY = 100  # so many people of a profile are an estimate, even where it does not say so
REPORTED = {
    "case": ("investigations_cases", "case"),
    "victim": ("victims_identified", "person"),
}


def resolve_measures(
    sentence: ParsedSentence,
    quantity: Quantity,
    what: CountedThing,
) -> tuple[list[tuple[str, str]], str]:
    """The measures of a count, and how they were found."""
    if what.noun is None:
        return _resolve_elided(sentence, quantity, what)
    compared = not sentence.regions.is_plain(quantity.first)
    last = max((a.at for a in sentence.anchors), default=-1)
    # "Identified 61 victims and referred 40 of them": a new act after the figure says
    # something new of the part.
    if what.partitive and sentence.acts[quantity.lead].end > last:
        found = measures_by_frame(sentence, quantity, what)
        if found:
            return found, "frame, part"
    if (
        _is_part_or_naming(sentence, quantity, what)
        and not _acts_inside(sentence, quantity)
    ) or (what.partitive):
        # A part takes its whole's measure: "134 victims, including 20 children" are 20
        # victims identified. First the nearest of the same noun, then the nearest at
        # all.
        for noun in (what.noun, None):
            anchor = find_anchor(sentence, quantity, noun)
            if (
                anchor is not None
                and _can_be_part(anchor, what.noun)
                and not _has_own_act(sentence, what)
            ):
                return [
                    (_measure_of_part(sentence, quantity, what, anchor), anchor.unit),
                ], "part"
    if (
        compared
        # "Prosecuted 12 suspects, compared with 15 suspects in 2017": the comparison
        # has a noun and no act, and is of the same measure; "compared with 15 convicted
        # in 2017" has an act of its own.
        and not _has_own_act(sentence, what, SAID)
        and _no_new_act(sentence, quantity)
    ):
        anchor = find_anchor(sentence, quantity, what.noun)
        if anchor is not None:
            return [(anchor.measure, anchor.unit)], "comparison"
    found = measures_by_frame(sentence, quantity, what)
    if found:
        return found, "frame"
    return _resolve_listed(sentence, quantity, what) or _resolve_estimate(
        sentence, quantity, what
    )


def _acts_inside(sentence: ParsedSentence, quantity: Quantity) -> bool:
    """In "(identified 104 victims and assisted 390)": the bracket has acts of
    its own.
    """
    bracket = sentence.regions.inside[quantity.first]
    act = sentence.acts[quantity.lead]
    return bool(
        bracket and not act.noun and act.end >= sentence.regions.brackets[bracket][0],
    ) and bool(STRONG & set(act.verbs) or {"assist", "identify"} & set(act.verbs))


def _measure_of_part(
    sentence: ParsedSentence,
    quantity: Quantity,
    what: CountedThing,
    anchor: FigureAnchor,
) -> str:
    """The measure of a part that is said to be foreign."""
    foreign = "foreign" in marks_beside(sentence, quantity, what, GoverningAct())
    known = anchor.measure == "victims_identified" and foreign
    return "foreign_victims_identified" if known else anchor.measure


def _resolve_elided(
    sentence: ParsedSentence,
    quantity: Quantity,
    what: CountedThing,
) -> tuple[list[tuple[str, str]], str]:
    """The measures of a number whose noun is left out: by the figure it refers to."""
    compared = not sentence.regions.is_plain(quantity.first)
    anchor = find_anchor(sentence, quantity, None)
    if anchor is None:
        return _resolve_spoken_of(sentence, quantity, what) or _resolve_estimate(
            sentence,
            quantity,
            what,
        )
    here = any(a is anchor for a in sentence.anchors)
    # Else "issued 15 permits, compared with 10 in 2017" would compare the 10 with the
    # last figure that was understood.
    if compared and sentence.missed > (anchor.at if here else -1):
        return [], ""  # compared with a number that was not understood
    same = [(anchor.measure, anchor.unit)]
    said = act_after(sentence.tokens, _past_whom(sentence, quantity))
    acted = not compared and _new_act_between(sentence, quantity, anchor)
    if anchor.noun and (said is not None or acted):
        found = measures_by_frame(
            sentence, quantity, CountedThing(noun=anchor.noun, end=what.end)
        )
        # "… 51 prosecuted, and 38 convicted": what courts or borders did is a figure of
        # its own, or none; never a part of the one before.
        if said is not None and STRONG & set(said.verbs):
            return found, "frame, elided noun"
        if said is not None and _is_same_act(sentence, anchor, said.verbs[0]):
            return same, "elided"
        if found:
            return found, "frame, elided noun"
        if acted and not _is_same_act(
            sentence,
            anchor,
            sentence.acts[quantity.lead].verbs[-1],
        ):
            return [], ""
    if _may_elide_noun(sentence, quantity, what):
        return same, "elided"
    return _resolve_estimate(sentence, quantity, what)


def _past_whom(sentence: ParsedSentence, quantity: Quantity) -> int:
    """Past "of whom", to what is said of them."""
    whom = sentence.tokens.low[quantity.last : quantity.last + 2]
    return quantity.last + (2 if whom in (["of", "whom"], ["of", "which"]) else 0)


def _resolve_spoken_of(
    sentence: ParsedSentence,
    quantity: Quantity,
    what: CountedThing,
) -> tuple[list[tuple[str, str]], str] | None:
    """In "17 officers were dismissed, and two were sentenced": of those that were no
    figure.
    """
    said = act_after(sentence.tokens, quantity.last)
    if said is None or sentence.spoken_of is None or not STRONG & set(said.verbs):
        return None
    found = measures_by_frame(
        sentence, quantity, CountedThing(noun=sentence.spoken_of, end=what.end)
    )
    return (found, "frame, elided noun") if found else None


def _resolve_listed(
    sentence: ParsedSentence,
    quantity: Quantity,
    what: CountedThing,
) -> tuple[list[tuple[str, str]], str] | None:
    """The measure of the figure that a number goes on from, in one list or
    comparison.
    """
    compared = not sentence.regions.is_plain(quantity.first)
    anchor = find_anchor(sentence, quantity, what.noun)
    # "… convictions of 31 traffickers, compared with 12 verdicts": another noun for the
    # same thing, of which nothing was told under that name.
    if anchor is None and (
        compared or sentence.tokens.text_at(what.end) in {"was", "were"}
    ):
        anchor = find_anchor(sentence, quantity, None)
    if anchor is None or not _can_be_part(anchor, what.noun):
        return None
    if compared or (
        sentence.anchors and not _new_act_between(sentence, quantity, anchor)
    ):
        return [
            (_measure_of_part(sentence, quantity, what, anchor), anchor.unit)
        ], "list"
    return None


def _new_act_between(
    sentence: ParsedSentence, quantity: Quantity, anchor: FigureAnchor
) -> bool:
    """Whether a new act stands between a figure and a number without a noun."""
    act = sentence.acts[quantity.lead]
    return bool(sentence.anchors) and not act.noun and act.end > anchor.at + 1


def _is_same_act(sentence: ParsedSentence, anchor: FigureAnchor, verb: str) -> bool:
    """Whether an act said of an elided number is the act of the figure it refers to."""
    frames = sentence.vocabulary.frames.get(anchor.noun or "", ())
    return any(
        f.measure == anchor.measure and (not f.verb or verb in f.verb) for f in frames
    )


def _may_elide_noun(
    sentence: ParsedSentence, quantity: Quantity, what: CountedThing
) -> bool:
    """Whether a number without a noun stands where a figure's noun may be left out."""
    if sentence.anchors or what.partitive or what.predicate:
        return True
    if not sentence.regions.is_plain(quantity.first):
        return True
    return sentence.tokens.text_at(0) in {"of", "these"} and bool(
        sentence.memory.anchors
    )


def _no_new_act(sentence: ParsedSentence, quantity: Quantity) -> bool:
    """Whether a comparison names no act of its own before the number."""
    region = sentence.regions.comparison_at(quantity.first)
    return region is None or sentence.acts[quantity.lead].end < region[0]


def _has_own_act(
    sentence: ParsedSentence, what: CountedThing, verbs: frozenset[str] = STRONG
) -> bool:
    """Whether an act of its own is said after what is counted."""
    said = act_after(sentence.tokens, what.end) if what.head >= 0 else None
    return said is not None and bool(verbs & set(said.verbs))


def _is_part_or_naming(
    sentence: ParsedSentence, quantity: Quantity, what: CountedThing
) -> bool:
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
        and sentence.regions.comparison_at(quantity.first) is None
    ):
        return True
    between = sentence.tokens.low[last.at : quantity.lead]
    if (
        last.part
        and between[-1:] in (["and"], [","])
        and sentence.acts[quantity.lead].end <= last.at
    ):
        return True
    # "12 victims, including three boys", "31 cases — 20 of sex trafficking and 11 of
    # labor —": an odd number of dashes means that the one before is still open.
    if "including" in between or "included" in between or "comprising" in between:
        return True
    dashes = sum(word in {"—", "–"} for word in between)
    return (dashes % 2 == 1 or ":" in between) and "(" not in between


def _can_be_part(anchor: FigureAnchor, noun: str | None) -> bool:
    """Whether a thing counted can be part of a figure."""
    unit = anchor.unit
    # Sentences are no persons: "12 sentences, including three officials" has no part of
    # the sentences in it.
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


def _resolve_estimate(
    sentence: ParsedSentence,
    quantity: Quantity,
    what: CountedThing,
) -> tuple[list[tuple[str, str]], str]:
    """A number of people that is an estimate."""
    if (
        # "The police reported 40 victims": to report victims is to have identified
        # them, to report cases to have investigated them.
        what.noun in REPORTED
        and sentence.tokens.text_at(quantity.lead - 1) == "reported"
    ):
        return [REPORTED[what.noun]], "reported"
    if (
        what.noun == "victim"
        and sentence.tokens.low[:2] == ["of", "the"]
        and quantity.lead == 2
    ):
        return [REPORTED["victim"]], "spoken of"
    # The profile at the end of a report speaks of how many there may be, not of what
    # was done: "10,000 children work in the mines" is an estimate there without the
    # word.
    profile = sentence.memory.section == "profile" and (quantity.value or 0) >= MANY
    sure = "estimate" in sentence.around or profile
    named = what.noun in PEOPLE or (
        what.noun is None and sentence.tokens.text_at(quantity.last) in country_names()
    )
    # So few are never an estimate of a population: "an estimated 12 victims were in the
    # shelter".
    if sure and named and (quantity.value or 0) >= 20:
        return [("population_estimate", "person")], "estimate"
    return [], ""
