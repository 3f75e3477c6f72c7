"""The group that a number is of: sex, age, kind of exploitation, nationality."""

from sala_reader.noun_phrases import CountedThing
from sala_reader.quantities import Quantity
from sala_reader.sentence import ParsedSentence
from sala_reader.tokens import WORD


def group_of(
    sentence: ParsedSentence, quantity: Quantity, what: CountedThing
) -> str | None:
    """The group that a number is of: sex, age, kind of exploitation, nationality."""
    stop = max(what.end, quantity.last)
    if (
        # "12 victims of sex trafficking", "39 of forced labor": the group may stand
        # behind the noun, or alone where the noun is left out. Seven words reach over
        # "who were subjected to".
        sentence.tokens.text_at(stop) in {"of", "for", "who", "in", "were", "are"}
        or what.head < 0
    ):
        stop = min(stop + 7, len(sentence.tokens))
    elif sentence.tokens.text_at(stop) in {"and", "or"} and sentence.tokens.is_word(
        stop + 1
    ):
        joined = sentence.tokens.word_at(stop + 1)
        stop += 2 if joined is not None and joined.noun and joined.group else 0
    names: list[str] = []
    for index in range(quantity.last, stop):
        if sentence.tokens.kind[index] != WORD and sentence.tokens.low[index] not in {
            "-",
            "“",
            "”",
        }:
            break
        word = sentence.tokens.word[index]
        # The next number's group is its own: "84 women and 31 men".
        if word is not None and word.number is not None:
            break
        name = word.group if word is not None else None
        if (
            name == "labor trafficking"
            and sentence.tokens.text_at(index - 1) == "forced"
        ):
            name = "forced labor"
        if name and name not in names:
            names.append(name)
    return ", ".join(names) or None
