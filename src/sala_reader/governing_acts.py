"""What a number of something is: the frames of the vocabulary, fitted to a place in a
sentence.
"""

from dataclasses import dataclass, field

from sala_reader.tokens import WORD, SentenceTokens
from sala_reader.vocabulary import word_list

PASSED = word_list("passed")
AGENTS = word_list("agents")
FORCED = word_list("forced")
EARLIER = frozenset(
    {"previous", "prior", "earlier", "reporting", "years", "year", "periods", "period"},
)
RECEIVED = word_list("received")
RESTITUTION = frozenset(["restitution", "compensation", "damages"])
# "Dropped charges against six", "overturned the conviction of two": the noun after is
# what was undone, and must not count as a prosecution or a conviction.
UNDOING = (["close"], ["overturn"])
GUILTY = frozenset(["found", "pleaded", "pled", "plead"])
IF_ANY = [",", "if", "any", ","]
DASHES = frozenset("—–")
CHARGED = (["prosecute"], ["convict"])
# tokens from the act to "involving": "prosecuted 12 sex trafficking cases involving"
CLOSE = 5
CHARGES = frozenset(["charge", "charges"])
LEADING = frozenset(["resulted", "ended", "led", "culminated"])
ENDS = frozenset(["convict", "acquit", "prosecute"])
TAKEN = frozenset(["sent", "brought", "taken", "forwarded", "submitted"])
COURTS = frozenset(
    ["court", "courts", "trial", "trials", "prosecution", "prosecutors", "prosecutor"],
)


@dataclass(slots=True)
class GoverningAct:
    """The acts that govern a place: coordinated verbs, and whether they go on from
    before.
    """

    verbs: list[str] = field(default_factory=list)
    ongoing: bool = False
    end: int = -1
    noun: bool = (
        False  # said by a noun ("prosecutions of"), or by a participle right after
    )


def act_after(tokens: SentenceTokens, at: int) -> GoverningAct | None:
    """The act said after what is counted: "six defendants prosecuted", "12 were
    convicted".
    """
    index, agent, relative = at, False, False
    limit = min(at + 7, len(tokens))
    while index < limit:
        text, word = tokens.low[index], tokens.word[index]
        # "72 individuals from previous years were convicted": what was passed over does
        # not use up the seven tokens in which the act must come.
        if further := _passed_over(tokens, at, index):
            index, limit = further, min(further + 7, len(tokens))
            continue
        if tokens.kind[index] != WORD:
            return None
        if turn := _act_of_phrase(tokens, at, index):
            return turn
        if word is not None and word.verb and text not in {"had", "have", "has"}:
            # "Six defendants prosecuted" says what was done to them, "12 officials
            # work" does not. "More than 2,000 individuals who identified as victims
            # called the hotline": nobody identified them.
            if not (word.past or agent) or tokens.text_at(index + 1) == "as":
                return None
            return (
                _act_of_receiving(tokens, index, word.verb)
                if text in {"received", "obtained"}
                else GoverningAct(
                    [word.verb],
                    end=index,
                    noun=index == at or relative,
                )
            )
        # "Referred 33 of the 46 victims it identified to NGOs": an agent stands between
        # what is counted and its act. With "it" or "they" the clause only says which,
        # as a participle would: the 33 were referred.
        if text in AGENTS:
            agent, relative = True, relative or text in {"it", "they"}
        elif (
            text not in PASSED and not text.endswith("ly") and not (word and word.marks)
        ):
            return None
        index += 1
    return None


def _passed_over(tokens: SentenceTokens, at: int, index: int) -> int:
    """Past what may stand before the act: more of a list, "from previous years"; else
    0.
    """
    text = tokens.low[index]
    if text in {",", "and"}:
        # "The number of trafficking victims, if any, it referred to the centers": four
        # tokens that say nothing, and would end the search for the referral.
        if tokens.low[index : index + 4] == IF_ANY:
            return index + 4
        return _past_same_class(tokens, at, index)
    # "Fewer than half — 544 — received care": a dash right after the number opens what
    # is said of it.
    if text in DASHES and index == at:
        return index + 1
    if text == "from" and tokens.text_at(index + 1) in {"previous", "prior", "earlier"}:
        while tokens.text_at(index + 1) in EARLIER:
            index += 1
        return index + 1
    return 0


def _act_of_phrase(tokens: SentenceTokens, at: int, index: int) -> GoverningAct | None:
    """An act said by a turn of phrase: "found guilty", "sent to court", "ended in
    acquittal".
    """
    text, following = tokens.low[index], tokens.text_at(index + 1)
    if (
        text == "in"
        and index == at
        and (word := tokens.word_at(at + 1))
        and word.act in ENDS
    ):
        return GoverningAct(
            [word.act],
            end=at + 1,
        )  # "35 resulted in convictions and 10 in acquittals"
    if text in LEADING:
        return _act_of_outcome(tokens, index)
    # "Fifty-one cases were sent to court": a prosecution, though no word of prosecuting
    # stands there; "taken to shelters" is none.
    if text in TAKEN and COURTS & set(tokens.low[index + 1 : index + 5]):
        return GoverningAct(["prosecute"], end=index)
    if following == "guilty" and text in GUILTY:
        return GoverningAct(["convict"], end=index + 1)
    if text == "under" and following == "investigation":
        return GoverningAct(
            ["investigate"],
            ongoing=True,
            end=index,
        )
    return None


def _past_same_class(tokens: SentenceTokens, at: int, index: int) -> int:
    """Past one more of the same kind, in "300 officials, judges, and police attended";
    else 0.
    """
    before, following = tokens.word_at(at - 1), index + 1
    while tokens.text_at(following) == "and":
        following += 1
    other = tokens.word_at(following)
    alike = before and other and before.noun and before.noun == other.noun
    return following + 1 if alike else 0


def _act_of_outcome(tokens: SentenceTokens, at: int) -> GoverningAct | None:
    """In "Nine cases resulted in convictions": the act that it came to."""
    if tokens.text_at(at + 1) not in {"in", "with", "to"}:
        return None
    for index in range(at + 2, min(at + 6, len(tokens))):
        word = tokens.word[index]
        if word is not None and word.act in ENDS:
            return GoverningAct([word.act], end=index)
    return None


def _act_of_receiving(tokens: SentenceTokens, at: int, verb: str) -> GoverningAct:
    window = tokens.low[at + 1 : at + 7]
    # "Receive" says nothing by itself: what was received within six words decides.
    # Restitution stands first, since victims "received compensation and assistance";
    # prison words last, since "received suspended prison sentences" is a suspension.
    if RESTITUTION & set(window):
        return GoverningAct(["restitute"], end=at)
    if any(w in RECEIVED for w in window):
        return GoverningAct(["assist"], end=at)
    if any(w in {"training", "trainings"} for w in window):
        return GoverningAct(["train"], end=at)
    if "suspended" in window:
        return GoverningAct(["suspend"], end=at)
    if any(w.startswith(("sentence", "prison", "imprison", "jail")) for w in window):
        return GoverningAct(["convict"], end=at)
    return GoverningAct([verb], end=at)


def governing_acts(tokens: SentenceTokens) -> list[GoverningAct]:
    """For each token, the act that governs it: what was last done before it."""
    current = GoverningAct()
    governing: list[GoverningAct] = []
    for index, word in enumerate(tokens.word):
        governing.append(current)
        if word is None or (word.verb is None and word.act is None):
            continue
        verb, noun = word.verb, False
        # "45 suspects were indicted and 22 were found guilty": else "found" would
        # identify 22.
        if verb and tokens.text_at(index + 1) == "guilty":
            verb = "convict"
        if word.act and (not verb or word.noun) and _has_object(tokens, index):
            if current.verbs[-1:] in UNDOING and index - current.end <= 3:
                continue  # "dropped the charges against six"
            verb, noun = word.act, True
        # "Shelter", "arrests", "work" are nouns as often as verbs; a noun taken for an
        # act would govern every number behind it.
        elif word.noun and verb and not _is_verb(tokens, index):
            verb = None
        if verb is None or (
            # "Have" is the vocabulary's word for running a shelter ("the government had
            # four shelters") and an auxiliary everywhere else ("had convicted"): it
            # governs nothing.
            verb == "operate" and tokens.low[index] in {"have", "has", "had"}
        ):
            continue
        if verb == "involve" and current.noun and index - current.end <= 2:
            current = GoverningAct(
                [*current.verbs, verb], current.ongoing, index, noun=True
            )
            continue  # "continued prosecutions involving 25 defendants"
        if (
            verb == "involve"
            and current.verbs[-1:] in CHARGED
            and index - current.end <= CLOSE
        ):
            current = GoverningAct([*current.verbs, verb], current.ongoing, index)
            continue  # "prosecuted 242 cases involving 242 suspects"
        if word.past and verb == "exploit" and _only_describes(tokens, index):
            continue  # "12 men subjected to", "forced labor": says which
        described = word.past and not noun and _counted_noun(tokens, index - 1)
        if described and current.verbs:
            continue  # "25 victims repatriated from there": it only describes them
        current = _next_act(tokens, current, verb, index)
        current.noun = noun
    return governing


def _only_describes(tokens: SentenceTokens, index: int) -> bool:
    """Whether a participle only says of whom or of what it speaks."""
    if tokens.low[index] == "forced":
        return tokens.text_at(index + 1) in FORCED
    # "Identified 12 men subjected to forced labor" identifies; nobody reports how many
    # were subjected.
    return _counted_noun(tokens, index - 1) or tokens.text_at(index - 1) in PASSED


def _has_object(tokens: SentenceTokens, index: int) -> bool:
    """Whether a noun that says an act has something it is done to."""
    if tokens.text_at(index - 1) in {"to", "for"} and not tokens.word[index].past:  # type: ignore[union-attr]
        return False  # "referred to services"
    if tokens.low[index] in CHARGES and "on" in tokens.low[max(0, index - 3) : index]:
        return False  # "indicted 352 persons on trafficking charges"
    # "Prosecution efforts", "the investigation unit", "arrest data" name a topic: 40
    # officers of the prosecution unit are no prosecution of 40.
    return tokens.text_at(index + 1) not in {
        "efforts",
        "data",
        "unit",
        "units",
        "period",
    }


def _is_verb(tokens: SentenceTokens, index: int) -> bool:
    """Whether a word that is noun and verb alike ("shelter", "arrests") is a
    verb here.
    """
    before = tokens.text_at(index - 1)
    if before == "to" and tokens.low[index].endswith("s"):
        return False  # "referred to shelters"
    return before in {"to", "and", "not", "government", "authorities", "police"} or (
        tokens.low[index].endswith(("ed", "ing"))
        and tokens.text_at(index - 1) not in {"the", "a", "of"}
    )


def _next_act(
    tokens: SentenceTokens,
    current: GoverningAct,
    verb: str,
    index: int,
) -> GoverningAct:
    """The next act: joined to the one before when only "and" or a comma stands
    between.
    """
    # "Investigated and prosecuted 12" is one number of two acts; between "investigated
    # 12 cases and prosecuted" stands a number, and the second act governs alone.
    between = tokens.low[current.end + 1 : index] if current.end >= 0 else []
    if _counted_noun(tokens, current.end):
        between = []
    if (
        current.end >= 0
        and between
        and all(w in {"and", "or", ",", "/", "also", "then"} for w in between)
    ):
        return GoverningAct([*current.verbs, verb], current.ongoing, index)
    if (
        # "Provided assistance to 40", "provided shelter and counseling to 40": the noun
        # says what was provided, and replaces the empty verb.
        verb == "assist"
        and current.verbs[-1:] == ["provide"]
        and index - current.end <= 3
    ):
        return GoverningAct([*current.verbs[:-1], verb], current.ongoing, index)
    # "Continued investigating eight cases": eight of earlier years. Counted as new ones
    # they would be counted in two years.
    ongoing = (
        bool(current.verbs)
        and current.verbs[-1] == "continue"
        and index - current.end <= 2
    )
    if ongoing and current.verbs[:-1]:
        return GoverningAct([*current.verbs[:-1], verb], ongoing, index)
    return GoverningAct([verb], ongoing, index)


def _counted_noun(tokens: SentenceTokens, index: int) -> bool:
    """Whether an act is a noun with a number: in "15 investigations and prosecutions of
    49".
    """
    word = tokens.word_at(index)
    if word is None or not word.noun:
        return False
    return any(
        tokens.kind[k] == 1
        or ((w := tokens.word[k]) is not None and w.number is not None)
        for k in range(max(0, index - 3), index)
    )
