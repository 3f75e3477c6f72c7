"""The same recommendation recognised again next year, though its words changed."""

import re
from collections import Counter
from math import log

from sala_reader.vocabulary import word_list

WORD_PATTERN = re.compile(r"[a-z]+(?:-[a-z]+)*")
EMPTY = word_list("empty")
ENDINGS = (
    "ations",
    "ation",
    "ions",
    "ion",
    "ings",
    "ing",
    "ers",
    "ies",
    "ed",
    "es",
    "s",
    "e",
    "y",
)
STEM = 4  # letters that a stem keeps at least
ALIKE = (
    0.42  # of the weight of their words that two must share; kept by the tests' pairs
)


def word_stems(text: str) -> set[str]:
    """The words of a recommendation that say something, without their endings."""
    return {_stem_of(w) for w in WORD_PATTERN.findall(text.lower()) if w not in EMPTY}


def _stem_of(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            return word[: -len(ending)]
    return word


def match_recommendations(
    before: list[str], after: list[str]
) -> list[tuple[int, int, float]]:
    """Which recommendation of one year is which of the next, each at most once, the
    surest first.

    A word counts the more the fewer recommendations have it; the share of common weight
    is given.
    """
    sets = [[word_stems(text) for text in texts] for texts in (before, after)]
    many = Counter(stem for texts in sets for one in texts for stem in one)
    total = len(before) + len(after)
    # Every report asks to "increase efforts to identify victims": words that stand in
    # most recommendations must not make two of them one.
    weight = {stem: log(1 + total / number) for stem, number in many.items()}
    pairs = [
        (shared, a, b)
        for a, one in enumerate(sets[0])
        for b, other in enumerate(sets[1])
        if (shared := _shared_weight(one, other, weight)) >= ALIKE
    ]
    found: list[tuple[int, int, float]] = []
    for shared, a, b in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if all(a != x and b != y for x, y, _ in found):
            found.append((a, b, round(shared, 3)))
    return found


def _shared_weight(one: set[str], other: set[str], weight: dict[str, float]) -> float:
    """The common weight of two, of the mean of what each weighs."""
    whole = sum(weight[s] for s in one) + sum(weight[s] for s in other)
    return 2 * sum(weight[s] for s in one & other) / whole if whole else 0.0
