"""What is left of a forfeiture for the victims: no Django here."""

from collections.abc import Sequence

KINDS = ("money", "vehicle", "property", "goods", "other")


def left_of(collected: int | None, payments: Sequence[int]) -> int:
    """What can still be paid to victims out of it: nothing before it is collected."""
    return max((collected or 0) - sum(payments), 0)
