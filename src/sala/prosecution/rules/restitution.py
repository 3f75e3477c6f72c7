"""Shares of an order, and what is still owed, in whole units of money: no Django."""

from collections.abc import Sequence
from datetime import date

CHARGES_WITHDRAWN = "charges_withdrawn"
REFUSED_REASONS = (
    "acquitted",
    CHARGES_WITHDRAWN,
    "no_damage_shown",
    "to_civil_court",
    "paid_before",
    "not_explained",
)
# Only the person waives what is theirs: that they cannot be found is no waiver, nor is
# their fear.
WAIVED_REASONS = ("person_does_not_want", "settled_otherwise")
WAIVED_HOW = ("spoken", "signed", "by_guardian")
MANNERS = ("to_victim", "to_court")


def equal_shares(total: int, heads: int) -> list[int]:
    """A sum in equal whole shares; what does not divide goes one unit each to the
    first.
    """
    if heads < 1 or total < heads:
        raise ValueError("there is less than one unit a head")
    each, rest = divmod(total, heads)
    return [each + (place < rest) for place in range(heads)]


def owed_amount(share: int | None, payments: Sequence[int]) -> int:
    """What is still owed of a share; nothing before there is one."""
    return max((share or 0) - sum(payments), 0)


def is_overdue(state: str, due_on: date | None, today: date) -> bool:
    """Whether an ordered share should have been paid by now."""
    return state == "ordered" and due_on is not None and due_on < today
