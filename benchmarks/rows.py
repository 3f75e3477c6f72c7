"""What a line of a table says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line: what, the figure, what it is compared with, the ratio, the budget, if it is kept."""

    what: str
    figure: str
    beside: str
    ratio: str
    budget: str
    kept: bool | None
