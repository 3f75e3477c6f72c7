"""What countries ask of each other, and when an answer is late: no Django here."""

from datetime import date

KINDS = (
    "information",
    "evidence",
    "statement",
    "search_for_person",
    "joint_investigation",
    "extradition",
    "return_of_victim",
    "transfer_of_proceedings",
    "service_of_papers",
)
DIRECTIONS = ("outgoing", "incoming")
OPEN = frozenset({"made", "acknowledged"})


def is_late(state: str, due_on: date | None, today: date) -> bool:
    """Whether a request still waits after the day by which it should be answered."""
    return state in OPEN and due_on is not None and due_on < today
