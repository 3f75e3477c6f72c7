"""The noun phrase after a number: what is counted, and where it ends."""

from dataclasses import dataclass

from sala_reader.tokens import WORD, SentenceTokens
from sala_reader.vocabulary import word_list

STOP = word_list("stop")
DETERMINERS = word_list("determiners")
PLURALS = word_list("plurals")
# Classes that take another noun before them and stay what is counted: of "31
# trafficking case defendants" the defendants, of "12 child victims" the victims.
OWN = frozenset({"victim", "offender", "person", "participant", "case"})
LINKS = frozenset({"and", "or"})


@dataclass(slots=True)
class CountedThing:
    """What a number counts."""

    noun: str | None = None
    head: int = -1
    end: int = 0
    partitive: bool = False
    predicate: bool = False
    within: str | None = None  # the act of a participle before the head


def counted_thing(tokens: SentenceTokens, at: int, *, one: bool) -> CountedThing:
    """The noun phrase after a number: its head, its end, and whether it is "of the
    ...".
    """
    found = CountedThing(end=at)
    index = _phrase_start(tokens, at, found)
    # No noun phrase of the reports is longer before its head. Without a limit a number
    # at the end of one clause takes the noun of the next.
    limit = min(index + 9, len(tokens.low))
    while index < limit and _phrase_continues(
        tokens,
        found,
        index,
        at,
        one=one,
    ):
        word = tokens.word[index]
        if (
            word is not None
            and word.noun
            and tokens.kind[index] == WORD
            and tokens.low[index] not in LINKS
        ):
            found.noun, found.head = word.noun, index
            # A plural ends the phrase ("12 traffickers police had followed"): what
            # follows belongs to somebody else's clause, unless what follows is a person
            # or a case that the plural only describes. After "one" no plural is waited
            # for: "one trafficking case".
            if is_plural(tokens.low[index]) and not one:
                following = tokens.word_at(index + 1)
                if (
                    following is None
                    or following.noun not in OWN
                    or following.noun == found.noun
                ):
                    break
        index += 1
    if found.head >= 0:
        found.end = found.head + 1
        if _names_another(tokens, found.head):
            found.noun = "other"
    return found


def _names_another(tokens: SentenceTokens, head: int) -> bool:
    """In "Four police operations": the thing counted is the unknown word after."""
    low = tokens.text_at(head + 1)
    # "Police" is known, "operations" is not: counted as officials, four operations
    # would become four officers. Only an unknown plural says that; "one case always"
    # does not.
    if is_plural(tokens.low[head]) or not tokens.is_word(head + 1):
        return False
    return (
        tokens.word_at(head + 1) is None
        and low.endswith("s")
        and low not in STOP | {"always"}
    )


def _phrase_start(tokens: SentenceTokens, at: int, found: CountedThing) -> int:
    """Where the noun phrase begins: after "of the", or after "were"."""
    low, index = tokens.low, at
    # "Three of the 12 suspects", "40 of those victims": a part, whose whole may be a
    # figure already. The reader must not count the part as a new total.
    if tokens.text_at(index) == "of":
        found.partitive = True
        index += 1
        while tokens.text_at(index) in DETERMINERS or tokens.is_number(index):
            index += 1
    # "204 victims, of which 120 were women, 51 were men": the noun says what kind they
    # are of, and the number is a part of what was counted before.
    elif index < len(low) and low[index] in {"were", "was", "are"}:
        found.predicate = True
        index += 1
    return index


def _phrase_continues(
    tokens: SentenceTokens,
    found: CountedThing,
    index: int,
    at: int,
    *,
    one: bool,
) -> bool:
    """Whether a token still belongs to the noun phrase."""
    text, word, headed = tokens.low[index], tokens.word[index], found.head >= 0
    if tokens.kind[index] != WORD:
        # Quotation marks and hyphens stand inside a name ("12 “chain” migrants", "19
        # ex‑combatants"); a comma or a bracket ends it.
        return text in "“”\"'’-‑" and (not headed or text in "-‑")
    if text in LINKS:
        # "Seven labor and sex trafficking cases" goes on; "seven cases and police"
        # ended with its head.
        return not headed and index > at and tokens.is_word(index + 1)
    # "Received" is a verb with a past and no noun after it is an object: "five received
    # prison terms" counts persons that the sentence leaves out, not terms.
    if text in STOP or text == "received":
        return False
    if word is None:
        # An unknown word before the head is an adjective ("two Moldovan nationals",
        # "nine registered shelters"); after a plural head it is the next phrase.
        return not (headed and is_plural(tokens.low[found.head]) and not one)
    if word.number is not None and text != "no":
        return False
    if word.noun and not (headed and not _is_compound(found, word.noun, index)):
        return True
    if (
        word.past
        and not headed
        and (following := tokens.word_at(index + 1))
        and following.noun
    ):
        # "170 government identified victims", "11 continued prosecutions": an act said
        # inside the phrase, which speaks where no other act fits.
        found.within = word.verb
        return True
    following = tokens.word_at(index + 1)
    if not headed and text.endswith("ing") and following is not None and following.noun:
        return True  # "85 working children"
    # A verb ends the phrase ("12 convictions, with 9 receiving prison sentences"),
    # except one that the vocabulary also marks ("12 pending cases", "six suspected
    # traffickers"), and except "forced" of "forced labor".
    if word.verb and text != "forced" and (headed or not word.past):
        return not headed and bool(word.marks)
    return not (headed and word.noun)


def _is_compound(found: CountedThing, noun: str, index: int) -> bool:
    """Whether another noun right after goes on naming the same thing."""
    # "The nine adult male Bangladeshi victims", "two safe houses": a noun right after
    # the head goes on naming the thing. Further away only the parties of a case do;
    # "person" and "official" begin a new phrase.
    return index == found.head + 1 or noun in OWN or noun not in {"person", "official"}


def is_plural(text: str) -> bool:
    """Whether a word has the form of a plural."""
    return (text.endswith("s") and not text.endswith("ss")) or text in PLURALS
