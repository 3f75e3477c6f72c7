"""When a recommendation counts as answered."""

from datetime import date

PRIORITIES = ("high", "medium", "low")
DECLINED = ("against_the_law", "no_mandate", "no_money", "disagrees", "other")
OPEN = frozenset({"open", "under_way"})


def may_answer(*, acted: bool, evidence: str) -> bool:
    """Whether an answer holds: something was done, and it is said where that can be
    checked.
    """
    return acted and bool(evidence.strip())


def is_late(state: str, due_on: date | None, today: date) -> bool:
    """Whether the day is past on which it was to be answered."""
    return state in OPEN and due_on is not None and due_on < today
