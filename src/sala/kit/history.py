"""The order of steps, which of them count, and what a thing was on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sala.kit.states import NotAllowedError, States


@dataclass(frozen=True)
class HistoryStep:
    """One step as its history is judged: its turn, what it did, and what it corrects.

    `day` is the day it happened, or the day it was recorded where that is not known.
    """

    key: UUID
    number: int
    move: str
    state: str
    day: date
    recorded_on: date
    opening: bool = False
    corrects: UUID | None = None

    @property
    def turn(self) -> tuple[bool, date, int]:
        """What the steps of a thing are sorted by."""
        return not self.opening, self.day, self.number


class BrokenHistoryError(Exception):
    """A step does not fit between the steps around it."""

    def __init__(self, noun: str, state: str, move: str) -> None:
        super().__init__(f"a {noun} that is {state or 'not begun'} cannot {move}")


def effective_steps(steps: Iterable[HistoryStep]) -> list[HistoryStep]:
    """The steps that count, in their order: nobody corrected them, and they moved."""
    every = list(steps)
    corrected = {step.corrects for step in every if step.corrects}
    counting = [step for step in every if step.move and step.key not in corrected]
    return sorted(counting, key=lambda step: step.turn)


def standing_state(states: States, steps: Iterable[HistoryStep]) -> str:
    """The state after the last step that counts.

    Raises `BrokenHistoryError` where a step is no lawful move at its place, or where
    none is left.
    """
    before = ""
    for step in effective_steps(steps):
        if (before, step.move, step.state) not in states.lawful_moves:
            raise BrokenHistoryError(states.noun, before, step.move)
        before = step.state
    if not before:
        raise BrokenHistoryError(states.noun, before, "be")
    return before


def state_as_of(
    steps: Iterable[HistoryStep],
    day: date,
    known_on: date,
) -> str:
    """What a thing was at the end of a day, as was known at the end of another; empty
    where it had not begun.
    """
    known = [step for step in steps if step.recorded_on <= known_on]
    until = [step for step in effective_steps(known) if step.day <= day]
    return until[-1].state if until else ""


def state_before(steps: Iterable[HistoryStep], step: HistoryStep) -> str:
    """The state in which a step finds the thing; empty for the first."""
    earlier = [e.state for e in effective_steps(steps) if e.turn < step.turn]
    return earlier[-1] if earlier else ""


def after_move(states: States, before: str, move: str) -> str:
    """The state that a move leads to, the opening ones from nothing included."""
    for known, name, after in states.lawful_moves:
        if (known, name) == (before, move):
            return after
    raise NotAllowedError(states.noun, before, move)


def placed_day(day: date, precision: str, earlier: Sequence[date]) -> date:
    """Where a day stands of which only the month or the year is known: at its first, or
    beside the last earlier day of the same month or year.
    """
    if precision not in {"month", "year"}:
        return day
    first = day.replace(day=1)
    if precision == "year":
        first = first.replace(month=1)
    same = [
        known
        for known in earlier
        if known.year == day.year and (precision == "year" or known.month == day.month)
    ]
    return max([first, *same])
