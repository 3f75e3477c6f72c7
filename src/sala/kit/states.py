"""States as data: what may become what, from which the actions decide and the cards
draw.
"""

from dataclasses import dataclass
from functools import cached_property


class NotAllowedError(Exception):
    """The noun is in a state from which this move does not go."""

    def __init__(
        self,
        noun: str,
        state: str,
        move: str,
    ) -> None:
        super().__init__(f"a {noun} that is {state} cannot {move}")
        self.noun, self.state, self.move = noun, state, move


class ChangedMeanwhileError(Exception):
    """Somebody else changed the record after it was read."""


@dataclass(frozen=True)
class Move:
    """One allowed change: from a state, by a name, to a state."""

    before: str
    name: str
    after: str


@dataclass(frozen=True)
class States:
    """The states of one noun: where it begins, and every move there is.

    `opening` is the move that makes it, and the first step of its history; empty where
    the initial state is only thought of and each move from it begins the history.
    """

    noun: str
    initial: str
    moves: tuple[Move, ...]
    opening: str = ""

    def __post_init__(self) -> None:
        known = {(m.before, m.name) for m in self.moves}
        if len(known) != len(self.moves):
            raise ValueError(f"{self.noun}: the same move leads to two states")

    @property
    def all(self) -> tuple[str, ...]:
        """Every state, the first one first."""
        named = [self.initial, *(s for m in self.moves for s in (m.before, m.after))]
        return tuple(dict.fromkeys(named))

    @cached_property
    def lawful_moves(self) -> frozenset[tuple[str, str, str]]:
        """Every step of a history: before, move and after; the first from nothing."""
        begins = not self.opening
        moves = {
            ("" if begins and m.before == self.initial else m.before, m.name, m.after)
            for m in self.moves
        }
        if self.opening:
            moves.add(("", self.opening, self.initial))
        return frozenset(moves)

    @property
    def every_move(self) -> tuple[str, ...]:
        """The name of every move after the first."""
        return tuple(dict.fromkeys(m.name for m in self.moves))

    @property
    def finals(self) -> frozenset[str]:
        """States from which nothing goes on."""
        return frozenset(self.all) - {m.before for m in self.moves}

    def moves_from(self, state: str) -> tuple[str, ...]:
        """The names of the moves that go from a state."""
        return tuple(m.name for m in self.moves if m.before == state)

    def place(self, state: str) -> int:
        """Which of the states it is, as a number that a form keeps like a version."""
        return self.all.index(state) + 1

    def before(self, move: str) -> tuple[str, ...]:
        """The states from which a move goes."""
        return tuple(m.before for m in self.moves if m.name == move)

    def after(self, state: str, move: str) -> str:
        """The state that a move leads to; raises `NotAllowedError` where there is no
        such move.
        """
        for m in self.moves:
            if (m.before, m.name) == (state, move):
                return m.after
        raise NotAllowedError(self.noun, state, move)

    def drawn_name(self, move: str) -> str:
        """A move as the diagram names it."""
        return move

    def diagram(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = [f"  [*] --> {self.initial}"]
        lines += [
            f"  {m.before} --> {m.after}: {self.drawn_name(m.name)}" for m in self.moves
        ]
        lines += [f"  {state} --> [*]" for state in self.all if state in self.finals]
        return "\n".join(
            [f"**{self.noun}**", "", "```mermaid", "stateDiagram-v2", *lines, "```"],
        )
