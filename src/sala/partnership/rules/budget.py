"""Sums of money in which a blank is no zero."""

SOURCES = (
    "government",
    "international_organisation",
    "foreign_government",
    "ngo",
    "mixed",
)
PURPOSES = (
    "training",
    "awareness",
    "victim_services",
    "reintegration",
    "committees",
    "investigation",
    "inspection",
    "equipment",
    "general",
    "other",
)
MOST = 10**15  # more is a slip of the keyboard


def is_overspent(allocated: int | None, spent: int | None) -> bool:
    """Whether more was spent than there was, where both are known."""
    return allocated is not None and spent is not None and spent > allocated
