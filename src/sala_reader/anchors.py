"""The figure that a number without a noun refers back to."""

from sala_reader.quantities import Quantity
from sala_reader.report_figures import FigureAnchor
from sala_reader.sentence import ParsedSentence

OWN_UNITS = frozenset({"month", "money", "percent"})


def find_anchor(
    sentence: ParsedSentence, quantity: Quantity, noun: str | None
) -> FigureAnchor | None:
    """The figure that a number refers back to: the nearest of its kind."""
    if sentence.regions.inside[quantity.first]:
        begin = sentence.regions.brackets[sentence.regions.inside[quantity.first]][0]
        # "(186 were victims of sex trafficking, 52 of forced labor)": inside its
        # bracket a number goes on from the last figure there; the first of a bracket
        # from what stands before it.
        pool = [a for a in sentence.anchors if begin <= a.at < quantity.first]
        pool = (
            pool
            or [a for a in sentence.anchors if a.at < begin]
            or sentence.memory.anchors
        )
    elif sentence.regions.comparison_at(quantity.first):
        begin = sentence.regions.comparison_at(quantity.first)[0]  # type: ignore[index]
        # "Compared with 26 investigations, 15 prosecutions, and six convictions": with
        # a noun a comparison looks for the same noun outside, without one it goes on in
        # its own list. What was itself compared is never compared with.
        pool = [a for a in sentence.anchors if a.at >= begin] if not noun else []
        pool = pool or [a for a in sentence.anchors if a.at < begin and not a.compared]
        pool = pool or sentence.anchors or sentence.memory.anchors
    else:
        pool = sentence.anchors or _anchors_spoken_of(sentence)
    # After "sentenced to 12 years and fined $500" no number of persons means years or
    # dollars.
    pool = [a for a in pool if a.unit not in OWN_UNITS]
    if noun:
        same = [a for a in pool if a.noun == noun]
        return same[-1] if same else None
    if not pool:
        return None
    # "14 cases with 24 defendants (12 in 2017)" compares cases: the defendants only say
    # how large the cases are. "Convicted 31 traffickers in 14 cases (22 in 2017)"
    # compares traffickers.
    above = [a for a in pool if not a.under] or pool
    chosen = above[-1] if not sentence.regions.is_plain(quantity.first) else pool[-1]
    if sentence.regions.inside[quantity.first] and chosen.compared:
        # "27 traffickers (8 in 2017) in 11 cases (6 in 2017)": each with its own
        # bracket
        chosen = _last_plain(sentence, quantity, chosen) or chosen
    return next(a for a in pool if a.at == chosen.at)


def _last_plain(
    sentence: ParsedSentence, quantity: Quantity, compared: FigureAnchor
) -> FigureAnchor | None:
    """The figure between a bracket and the one before it; none where nothing stands
    there.
    """
    begin = sentence.regions.brackets[sentence.regions.inside[quantity.first]][0]
    between = [
        a for a in sentence.anchors if compared.at < a.at < begin and not a.compared
    ]
    return max(
        between,
        key=lambda a: a.at,
        default=None,
    )


def _anchors_spoken_of(sentence: ParsedSentence) -> list[FigureAnchor]:
    """The figures before that "of these prosecutions" may mean."""
    if sentence.tokens.text_at(0) == "of" and sentence.tokens.text_at(1) in {
        "these",
        "those",
        "the",
    }:
        word = sentence.tokens.word_at(2)
        if word is not None and word.noun:
            return [
                a for a in sentence.memory.anchors if a.noun == word.noun
            ] or sentence.memory.anchors
    return sentence.memory.anchors
