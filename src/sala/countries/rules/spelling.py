"""Names of a pack that are stored otherwise than the same name elsewhere: seen alike,
found apart.
"""

from collections.abc import Iterator

from sala.countries.contract import PackProblem
from sala.countries.rules.drafts import PackDraft, head_problem, name_problem
from sala.kit.scripts import one_spelling


def two_spellings(draft: PackDraft) -> Iterator[PackProblem]:
    """Names that are not in the one encoding of what is seen."""
    for language, name in (draft.head.names if draft.head else {}).items():
        if right := right_spelling(name):
            yield head_problem(f"names.{language}", name, right)
    for file, rows in draft.tables.items():
        for row in rows:
            # Sources have no names.
            for language, name in getattr(row, "names", {}).items():
                if right := right_spelling(name):
                    yield name_problem(row, file, language, right)


def right_spelling(text: str) -> str | None:
    """What would be right of a text that is not in the one encoding, by its letters."""
    right = one_spelling(text)
    if right == text:
        return None
    same = 0
    while text[same : same + 1] == right[same : same + 1] != "":
        same += 1
    end = 0
    while end < min(len(text), len(right)) - same and text[-1 - end] == right[-1 - end]:
        end += 1
    stored, wanted = (t[same : len(t) - end] for t in (text, right))
    return f"“{right}”, stored with {_points(wanted)} instead of {_points(stored)}"


def _points(text: str) -> str:
    return " ".join(f"U+{ord(letter):04X}" for letter in text) or "nothing"
