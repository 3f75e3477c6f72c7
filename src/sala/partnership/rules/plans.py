"""How far an objective is, and whether it is late."""

from datetime import date, timedelta

SOON = timedelta(days=30)
DROPPED = ("no_money", "no_mandate", "done_by_others", "replaced", "other")
OPEN = frozenset({"not_begun", "under_way"})
ORDER = ("done", "under_way", "not_begun", "late", "dropped")


def shown_state(state: str, due_on: date, today: date) -> str:
    """The state, or that it is late: the day is past and it is neither done nor
    dropped.
    """
    return "late" if state in OPEN and due_on < today else state


def is_due(state: str, due_on: date, today: date) -> bool:
    """Whether an objective is late or to be reached within a month."""
    return state in OPEN and due_on <= today + SOON


def share_reached(measured: int | None, target: int | None) -> float | None:
    """How much of a target is reached, in hundredths; None where it cannot be known."""
    if measured is None or not target:
        return None
    return round(min(measured / target, 1) * 100, 2)
