"""Numbers with a unit of their own: money, prison terms, shares of a population."""

from sala_reader.figure_recording import add_figure
from sala_reader.quantities import Quantity
from sala_reader.sentence import ParsedSentence
from sala_reader.vocabulary import word_list

LAW = word_list("law")
IMPOSED = word_list("imposed")
COURT = IMPOSED - {"sentences", "sentence", "court", "courts", "imposed", "imposing"}
PRISON = word_list("prison")
AWAY = word_list("away")
GIVEN = word_list("given")
SPENT = word_list("spent")
RESTITUTE = word_list("restitute")
FINED = frozenset(["fine", "fines", "fined", "fining"])
FORFEIT = word_list("forfeit")
RANGED = word_list("ranged")
STATUTE = word_list("statute")
TERMS = word_list("terms")
HOLDERS = word_list("holders")
AVERAGE = frozenset(["average", "averaged", "averaging", "mean", "median"])


def _clause_before(sentence: ParsedSentence, at: int) -> list[str]:
    """The words of the clause before a place, the nearest last."""
    low = sentence.tokens.low
    begin = 0
    for index in range(at - 1, -1, -1):
        if low[index] == ";":
            begin = index + 1
            break
    return low[begin:at]


def _last_position(words: list[str], of: frozenset[str]) -> int:
    for index in range(len(words) - 1, -1, -1):
        if words[index] in of:
            return index
    return -1


def read_prison_term(sentence: ParsedSentence, quantity: Quantity, place: int) -> None:
    """A prison term: prescribed by a law, or imposed by a court."""
    before = _clause_before(sentence, quantity.lead)
    whole = sentence.tokens.low
    following = whole[quantity.last : quantity.last + 14]
    # A semicolon cuts off who punishes ("The law prescribes X for sex trafficking; for
    # labor trafficking, five years"): then the whole sentence is asked.
    if _last_position(before, LAW) < 0 and _last_position(before, COURT) < 0:
        before = whole[: quantity.lead]
    law, imposed = _last_position(before, LAW), _last_position(before, COURT)
    if not _is_punishment(sentence, quantity, before, following):
        return
    # "The average sentence was four years": no sentence that anybody received.
    if AVERAGE & set(before):
        sentence.add_unread(quantity, "an average")
        return
    prescribed = law > imposed and not _handed_down(before, law)
    if law < 0 and imposed < 0 and not RANGED & set(before):
        prescribed = not sentence.tokens.words.isdisjoint(STATUTE)
    # A law that names one term names the most: "punishable by ten years".
    end = _end_of_range(quantity, before, following) or ("max" if prescribed else "")
    stop = quantity.last
    for index in range(quantity.last, min(quantity.last + 3, len(whole))):
        if whole[index] in PRISON:
            stop = index + 1
    if prescribed:
        add_figure(
            sentence,
            f"penalty_prison_{end}",
            "month",
            quantity,
            end=stop,
            found_by="law",
            article=sentence.memory.article,
        )
    else:
        measure = f"sentence_{end}" if end else "sentence_imposed"
        add_figure(
            sentence,
            measure,
            "month",
            quantity,
            end=stop,
            found_by="court",
        )


def _is_punishment(
    sentence: ParsedSentence,
    quantity: Quantity,
    before: list[str],
    following: list[str],
) -> bool:
    """Whether a span of time is said of a punishment."""
    if AWAY & set(following[:3]) and not PRISON & set(following[:2]):
        return False
    law, words = _last_position(before, LAW) >= 0, sentence.tokens.words
    cue = (
        law
        or _last_position(before, COURT) >= 0
        or PRISON & set(following)
        or {"sentence", "sentences"} & set(before)
    )
    spoken = law or not words.isdisjoint(PRISON) or not words.isdisjoint(TERMS)
    return bool(cue) and spoken and _is_prison_term(sentence, quantity, following)


def _end_of_range(quantity: Quantity, before: list[str], following: list[str]) -> str:
    """Which end of a range a term is: the least or the most; empty for neither."""
    if quantity.role:
        return quantity.role
    beyond = [word for word in following[:6] if word not in PRISON and word.isalpha()]
    # "Five years' to life imprisonment": life is no number, so that five is the least
    # of a range whose other end has none.
    if beyond[:2] == ["to", "life"]:
        return "min"
    if quantity.qualifier == "at_most" or "maximum" in before[-6:]:
        return "max"
    if before[-1:] == ["to"] and {"ranged", "ranging"} & set(before[-6:]):
        return "max"  # "ranged from probation to 12 years"
    return "min" if quantity.qualifier == "at_least" or "minimum" in before[-6:] else ""


def _is_prison_term(
    sentence: ParsedSentence, quantity: Quantity, following: list[str]
) -> bool:
    """Whether a span of time is a term of punishment, not an age or how long something
    took.
    """
    before = sentence.tokens.low[max(0, quantity.lead - 4) : quantity.lead]
    near = before[-1] if before else ""
    # "In ten years", "for two years", "within six months" are no terms, unless a word
    # of prison stands beside: "sentenced for two years".
    if near in {
        "in",
        "past",
        "last",
        "after",
        "within",
        "previous",
        "for",
        "every",
        "next",
    } and not (
        PRISON & set(following[:2])
        or {"prison", "imprisoned", "jailed", "sentenced"} & set(before)
    ):
        return False
    if {"spent", "served"} & set(before):
        return False
    return not (
        following[:1]
        and following[0] in {"before", "later", "after", "earlier", "prior"}
    )


def _handed_down(before: list[str], law: int) -> bool:
    """In "Penalties imposed by courts ranged from": a word of law, but a
    court's doing.
    """
    # The later word decides: after "penalties" of the law, "imposed by courts" makes it
    # what courts did.
    return bool({"imposed", "sentenced", "courts", "received"} & set(before[law + 1 :]))


def read_amount(sentence: ParsedSentence, quantity: Quantity, place: int) -> None:
    """An amount of money: a fine of the law or a court, restitution, assets, a
    budget.
    """
    if _restates_in_dollars(sentence, quantity, place):
        return
    before = _clause_before(sentence, quantity.lead)
    whole = sentence.tokens.low
    quantity.usd = _dollar_value(sentence, quantity, place)
    measure = _money_measure(sentence, quantity, before, set(whole))
    if measure is None:
        sentence.add_unread(quantity, "an amount of money, not said for what")
        return
    add_figure(
        sentence,
        measure,
        "money",
        quantity,
        end=quantity.last,
        found_by="money",
        currency=quantity.currency,
        usd=quantity.usd,
        article=sentence.memory.article if measure.startswith("penalty") else None,
    )


def _money_measure(
    sentence: ParsedSentence,
    quantity: Quantity,
    before: list[str],
    whole: set[str],
) -> str | None:
    end = (
        quantity.role
        or ("min" if "minimum" in before[-12:] else "")
        or {"at_most": "max", "at_least": "min"}.get(quantity.qualifier or "", "")
    )
    behind = sentence.tokens.low[quantity.last : quantity.last + 12]
    places = _purpose_positions(before, behind)
    law = _last_position(before, LAW)
    if law < 0 and not IMPOSED & set(before):
        law = _last_position(sentence.tokens.low[: quantity.lead], LAW)
    # Of several words for what money is, the later one before the amount decides
    # ("ordered $2,000 in restitution and fined him $500"); one that is said only after
    # the amount counts for less than any before it.
    if places["fine"] >= 0 and places["fine"] >= places["restitution"]:
        if law >= 0 and not _handed_down(before, law):
            return f"penalty_fine_{end or 'max'}"
        return f"fine_imposed_{end or 'max'}"
    if places["restitution"] >= 0 and not (places["given"] > places["restitution"] > 0):
        return f"restitution_{end}" if end else "restitution_amount"
    if places["assets"] >= 0 and places["assets"] > places["given"]:
        return "assets_forfeited"
    if (
        places["spent"] >= 0
        or places["given"] >= 0
        or {"budget", "funding"} & set(behind)
    ):
        # Money given in the part on protection, or beside the word victims, is for
        # victims; the rest for the whole fight against trafficking.
        if sentence.memory.section == "protection" or "victim" in sentence.around:
            return "budget_protection"
        return (
            "budget_spent" if places["spent"] >= places["given"] else "budget_allocated"
        )
    if law >= 0 and not _handed_down(before, law):
        return f"penalty_fine_{end or 'max'}"
    return None


def _purpose_positions(before: list[str], behind: list[str]) -> dict[str, int]:
    """How late before an amount each thing that money is for was said; -1 for never."""
    near = {*before, *behind}
    places = {
        "restitution": max(
            _last_position(before, RESTITUTE), 0 if RESTITUTE & near else -1
        ),
        "fine": _last_position(before, FINED),
        "assets": _last_position(before, FORFEIT),
        "spent": _last_position(before, SPENT),
        "given": _last_position(before, GIVEN),
    }
    if places["fine"] < 0 and FINED & set(behind[:6]):
        places["fine"] = 0
    return places


def _restates_in_dollars(
    sentence: ParsedSentence, quantity: Quantity, place: int
) -> bool:
    """Whether an amount in a bracket only says in dollars what stands before it."""
    bracket = sentence.regions.inside[quantity.first]
    if not bracket or place == 0 or quantity.currency != "USD":
        return False
    begin = sentence.regions.brackets[bracket][0]
    return any(
        q.kind == "money" and _end_of_short_name(sentence, q.last) == begin
        for q in sentence.numbers[:place]
    )


def _end_of_short_name(sentence: ParsedSentence, at: int) -> int:
    """One past an amount, and past what it is called for short: "50,000 taka (BDT)"."""
    tokens = sentence.tokens
    short = (
        tokens.text_at(at) == "("
        and tokens.is_word(at + 1)
        and tokens.text_at(at + 2) == ")"
    )
    return at + 3 if short else at


def _dollar_value(
    sentence: ParsedSentence, quantity: Quantity, place: int
) -> float | None:
    """The dollar value of an amount, given in the bracket after it."""
    if quantity.currency == "USD":
        return quantity.value
    ends = sentence.numbers[place : place + 2] if quantity.role == "min" else [quantity]
    last = ends[-1]
    opened = _end_of_short_name(sentence, last.last)
    if sentence.tokens.text_at(opened) != "(":
        return None
    inside = [
        q
        for q in sentence.numbers[place + 1 : place + 5]
        if q.kind == "money"
        and q.currency == "USD"
        and q.first > opened
        and sentence.regions.inside[q.first] == sentence.regions.inside[opened]
    ]
    if not inside:
        return None
    return inside[0].value if quantity.role in {"min", ""} else inside[-1].value


def read_share(sentence: ParsedSentence, quantity: Quantity) -> None:
    """A share of a population or of victims."""
    low = sentence.tokens.low
    window = low[quantity.last : quantity.last + 9]
    if window[:1] != ["of"] or not HOLDERS & set(window):
        sentence.add_unread(quantity, "a percentage, not of people")
        return
    if (
        sentence.regions.comparison_at(quantity.first)
        and "estimate" not in sentence.around
    ):
        sentence.add_unread(quantity, "a percentage of change")
        return
    stop = next(i for i, w in enumerate(window) if w in HOLDERS) + quantity.last + 1
    add_figure(
        sentence,
        "population_share",
        "percent",
        quantity,
        end=stop,
        found_by="share",
    )
