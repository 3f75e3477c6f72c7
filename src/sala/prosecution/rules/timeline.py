"""Where the events of a case lie on its picture: no Django here."""

from collections.abc import Sequence
from datetime import date


def places_on_line(days: Sequence[date], today: date) -> list[float]:
    """For each day its place between the first day and today, from 0 to 100."""
    if not days:
        return []
    first, last = min(days), max(today, *days)
    whole = max((last - first).days, 1)
    return [round(100 * (day - first).days / whole, 1) for day in days]
