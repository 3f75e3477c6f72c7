"""Where the events of a case lie on its picture: no Django here."""

from collections.abc import Sequence
from datetime import date

LANES = ("police", "court", "victims", "abroad")
# By what an event's kind begins with; whatever begins otherwise is the work of police.
BEGINS = {
    "charge_": "court",
    "verdict_": "court",
    "forfeiture_": "court",
    "hand_to_": "court",
    "restitution_": "victims",
    "victim_": "victims",
    "identity_": "victims",
    "cooperation_": "abroad",
}


def event_lane(kind: str) -> str:
    """On which line of the picture an event lies."""
    return next(
        (name for begin, name in BEGINS.items() if kind.startswith(begin)),
        LANES[0],
    )


def places_on_line(days: Sequence[date], today: date) -> list[float]:
    """For each day its place between the first day and today, from 0 to 100."""
    if not days:
        return []
    first, last = min(days), max(today, *days)
    whole = max((last - first).days, 1)
    return [round(100 * (day - first).days / whole, 1) for day in days]


def timeline_picture(
    events: Sequence[tuple[str, date]], today: date
) -> dict[str, list[float]]:
    """The places of events by line, without the lines on which nothing lies."""
    places = places_on_line([day for _kind, day in events], today)
    found: dict[str, list[float]] = {name: [] for name in LANES}
    for (kind, _day), place in zip(events, places, strict=True):
        found[event_lane(kind)].append(place)
    return {name: on_it for name, on_it in found.items() if on_it}
