"""How a right comes to be given, and what services add up to."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sala.kit.states import States

STRUCK = ("wrong_person", "twice", "not_given", "wrong_details")
MOST = 10**12  # in whole units of any currency
MOST_TIMES = 10_000


def may_fulfil(service: str, kinds: tuple[str, ...]) -> bool:
    """Whether a service may be what the law gives: it is of its kinds, or the pack does
    not say which are.
    """
    return not kinds or service in kinds


def shortest_path(states: States, before: str, target: str) -> tuple[str, ...]:
    """The fewest moves from a state to another; none where it is there, or beyond its
    reach.
    """
    seen, waiting = {before}, deque([(before, tuple[str, ...]())])
    while waiting:
        state, moves = waiting.popleft()
        if state == target:
            return moves
        for name in states.moves_from(state):
            if (after := states.after(state, name)) not in seen:
                seen.add(after)
                waiting.append((after, (*moves, name)))
    return ()


@dataclass(frozen=True)
class ServiceTotal:
    """What was given of one service: how often, to how many, the last day, and
    money.
    """

    service: str
    times: int
    people: int
    last_on: date
    amount: int | None

    @property
    def sort_key(self) -> tuple[int, str]:
        """The most given first."""
        return (-self.times, self.service)


Row = tuple[str, object, date, int | None]


def sum_services(rows: Iterable[Row]) -> list[ServiceTotal]:
    """Services as (what, to whom, when, amount), added up; no amount at all stays
    none.
    """
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    made = [_sum_of_service(service, same) for service, same in found.items()]
    return sorted(made, key=lambda given: given.sort_key)


def _sum_of_service(service: str, rows: list[Row]) -> ServiceTotal:
    amounts = [row[3] for row in rows if row[3] is not None]
    return ServiceTotal(
        service=service,
        times=len(rows),
        people=len({row[1] for row in rows}),
        last_on=max(row[2] for row in rows),
        amount=sum(amounts) if amounts else None,
    )
