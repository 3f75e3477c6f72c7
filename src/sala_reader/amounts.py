"""Numbers with a unit of their own: money, prison terms, shares of a population."""

from sala_reader.counts import Sentence
from sala_reader.quantities import Quantity
from sala_reader.tokens import WORD
from sala_reader.vocabulary import listed

LAW = listed("law")
IMPOSED = listed("imposed")
COURT = IMPOSED - {"sentences", "sentence", "court", "courts", "imposed", "imposing"}
PRISON = listed("prison")
AWAY = listed("away")
GIVEN = listed("given")
SPENT = listed("spent")
RESTITUTE = listed("restitute")
FINED = frozenset(["fine", "fines", "fined", "fining"])
FORFEIT = listed("forfeit")
RANGED = listed("ranged")
STATUTE = listed("statute")
TERMS = listed("terms")
HOLDERS = listed("holders")
AVERAGE = frozenset(["average", "averaged", "averaging", "mean", "median"])


def _clause(sentence: Sentence, at: int) -> list[str]:
    """The words of the clause before a place, the nearest last."""
    low = sentence.tokens.low
    begin = 0
    for index in range(at - 1, -1, -1):
        if low[index] == ";":
            begin = index + 1
            break
    return low[begin:at]


def _last(words: list[str], of: frozenset[str]) -> int:
    for index in range(len(words) - 1, -1, -1):
        if words[index] in of:
            return index
    return -1


def duration(sentence: Sentence, quantity: Quantity, place: int) -> None:
    """A prison term: prescribed by a law, or imposed by a court."""
    before = _clause(sentence, quantity.lead)
    whole = sentence.tokens.low
    following = whole[quantity.last : quantity.last + 14]
    if _last(before, LAW) < 0 and _last(before, COURT) < 0:
        before = whole[: quantity.lead]
    law, imposed = _last(before, LAW), _last(before, COURT)
    if not _punishes(sentence, quantity, before, following):
        return
    if AVERAGE & set(before):
        sentence.miss(quantity, "an average")
        return
    prescribed = law > imposed and not _handed_down(before, law)
    if law < 0 and imposed < 0 and not RANGED & set(before):
        prescribed = not sentence.tokens.words.isdisjoint(STATUTE)
    end = _end_of_range(quantity, before, following) or ("max" if prescribed else "")
    stop = quantity.last
    for index in range(quantity.last, min(quantity.last + 3, len(whole))):
        if whole[index] in PRISON:
            stop = index + 1
    if prescribed:
        sentence.add(f"penalty_prison_{end}", "month", quantity, end=stop, found_by="law",
                     article=sentence.memory.article)  # fmt: skip
    else:
        measure = f"sentence_{end}" if end else "sentence_imposed"
        sentence.add(
            measure,
            "month",
            quantity,
            end=stop,
            found_by="court",
        )


def _punishes(
    sentence: Sentence,
    quantity: Quantity,
    before: list[str],
    following: list[str],
) -> bool:
    """Whether a span of time is said of a punishment."""
    if AWAY & set(following[:3]) and not PRISON & set(following[:2]):
        return False
    law, words = _last(before, LAW) >= 0, sentence.tokens.words
    cue = (
        law
        or _last(before, COURT) >= 0
        or PRISON & set(following)
        or {"sentence", "sentences"} & set(before)
    )
    spoken = law or not words.isdisjoint(PRISON) or not words.isdisjoint(TERMS)
    return bool(cue) and spoken and _term(sentence, quantity, following)


def _end_of_range(quantity: Quantity, before: list[str], following: list[str]) -> str:
    """Which end of a range a term is: the least or the most; empty for neither."""
    if quantity.role:
        return quantity.role
    beyond = [word for word in following[:6] if word not in PRISON and word.isalpha()]
    if beyond[:2] == ["to", "life"]:
        return "min"
    if quantity.qualifier == "at_most" or "maximum" in before[-6:]:
        return "max"
    if before[-1:] == ["to"] and {"ranged", "ranging"} & set(before[-6:]):
        return "max"  # "ranged from probation to 12 years"
    return "min" if quantity.qualifier == "at_least" or "minimum" in before[-6:] else ""


def _term(sentence: Sentence, quantity: Quantity, following: list[str]) -> bool:
    """Whether a span of time is a term of punishment, not an age or how long something
    took.
    """
    before = sentence.tokens.low[max(0, quantity.lead - 4) : quantity.lead]
    near = before[-1] if before else ""
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
    """In "Penalties imposed by courts ranged from": a word of law, but a court's doing."""
    return bool({"imposed", "sentenced", "courts", "received"} & set(before[law + 1 :]))


def amount(sentence: Sentence, quantity: Quantity, place: int) -> None:
    """An amount of money: a fine of the law or a court, restitution, assets, a budget."""
    if _aside(sentence, quantity, place):
        return
    before = _clause(sentence, quantity.lead)
    whole = sentence.tokens.low
    quantity.usd = _dollars(sentence, quantity, place)
    measure = _money_measure(sentence, quantity, before, set(whole))
    if measure is None:
        sentence.miss(quantity, "an amount of money, not said for what")
        return
    sentence.add(
        measure, "money", quantity, end=quantity.last, found_by="money",
        currency=quantity.currency, usd=quantity.usd,
        article=sentence.memory.article if measure.startswith("penalty") else None,
    )  # fmt: skip


def _money_measure(
    sentence: Sentence,
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
    near = {*before, *behind}
    places = {
        "restitution": max(_last(before, RESTITUTE), 0 if RESTITUTE & near else -1),
        "fine": _last(before, FINED),
        "assets": _last(before, FORFEIT),
        "spent": _last(before, SPENT),
        "given": _last(before, GIVEN),
    }
    if places["fine"] < 0 and FINED & set(behind[:6]):
        places["fine"] = 0
    law = _last(before, LAW)
    if law < 0 and not IMPOSED & set(before):
        law = _last(sentence.tokens.low[: quantity.lead], LAW)
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
        if sentence.memory.section == "protection" or "victim" in sentence.around:
            return "budget_protection"
        return (
            "budget_spent" if places["spent"] >= places["given"] else "budget_allocated"
        )
    if law >= 0 and not _handed_down(before, law):
        return f"penalty_fine_{end or 'max'}"
    return None


def _aside(sentence: Sentence, quantity: Quantity, place: int) -> bool:
    """Whether an amount in a bracket only says in dollars what stands before it."""
    bracket = sentence.regions.inside[quantity.first]
    if not bracket or place == 0 or quantity.currency != "USD":
        return False
    begin = sentence.regions.brackets[bracket][0]
    return any(
        q.kind == "money" and _named(sentence, q.last) == begin
        for q in sentence.numbers[:place]
    )


def _named(sentence: Sentence, at: int) -> int:
    """One past an amount, and past what it is called for short: "50,000 taka (BDT)"."""
    tokens = sentence.tokens
    short = tokens.at(at) == "(" and tokens.is_word(at + 1) and tokens.at(at + 2) == ")"
    return at + 3 if short else at


def _dollars(sentence: Sentence, quantity: Quantity, place: int) -> float | None:
    """The dollar value of an amount, given in the bracket after it."""
    if quantity.currency == "USD":
        return quantity.value
    ends = sentence.numbers[place : place + 2] if quantity.role == "min" else [quantity]
    last = ends[-1]
    opened = _named(sentence, last.last)
    if sentence.tokens.at(opened) != "(":
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


def percent(sentence: Sentence, quantity: Quantity) -> None:
    """A share of a population or of victims."""
    low = sentence.tokens.low
    window = low[quantity.last : quantity.last + 9]
    if window[:1] != ["of"] or not HOLDERS & set(window):
        sentence.miss(quantity, "a percentage, not of people")
        return
    if sentence.regions.compared(quantity.first) and "estimate" not in sentence.around:
        sentence.miss(quantity, "a percentage of change")
        return
    stop = next(i for i, w in enumerate(window) if w in HOLDERS) + quantity.last + 1
    sentence.add(
        "population_share",
        "percent",
        quantity,
        end=stop,
        found_by="share",
    )


__all__ = ["WORD", "amount", "duration", "percent"]
