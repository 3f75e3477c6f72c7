"""States whose moves belong to ends of the thing, two seats mostly, said in one place.

From one declaration come the constraint of the table, the policies of row and steps
(`access.law.seats`), what a page offers (`access.seats`), the words of states, ledger
and notices, and the diagram. It grows no conditions: a noun whose move needs an `if`
wants explicit code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Q
from django.utils.functional import Promise

from sala.kit.states import States
from sala.kit.tags import StateTag

Words = str | Promise


@dataclass(frozen=True)
class StateLabel:
    """A state as a reader sees it: its words and the colour of its tag."""

    words: Words
    colour: str


@dataclass(frozen=True)
class MoveTerms:
    """How one move is made: from which seat, by whom, in which words.

    `seat` and `permission` say who makes it, `button` what a page offers, `entry` what
    the ledger says. The other seats get `notice`, if there is one. One of `reasons`
    must be given where there are any. `by_function`: SQL of its own makes it, and
    neither row nor step can be written past that.
    """

    seat: str
    permission: str
    entry: Words
    button: Words = ""
    notice: Words = ""
    reasons: tuple[str, ...] = ()
    by_function: bool = False


@dataclass(frozen=True, kw_only=True)
class SeatedStates(States):
    """The states of a noun, and for each move its seat, permission and words.

    `seats` names the column of the row that holds the agency of each seat; `told` is
    the permission whose roles get the notices there, `reason_notices` the kinds of
    notice that say more where a step has that reason.
    """

    room: str
    seats: Mapping[str, str]
    labels: Mapping[str, StateLabel]
    terms: Mapping[str, MoveTerms]
    told: str
    reason_notices: Mapping[str, str]

    def __post_init__(self) -> None:
        super().__post_init__()
        named = {self.opening, *(move.name for move in self.moves)} - {""}
        if named != set(self.terms):
            raise ValueError(f"{self.noun}: each move has its terms, and no other")
        if set(self.all) != set(self.labels):
            raise ValueError(f"{self.noun}: each state has its label, and no other")
        if {terms.seat for terms in self.terms.values()} - set(self.seats):
            raise ValueError(f"{self.noun}: a move of a seat that it has not")

    @property
    def kind(self) -> str:
        """The noun as the ledger and addresses spell it."""
        return self.noun.replace(" ", "_")

    @property
    def state_condition(self) -> Q:
        """What a column of these states may hold."""
        return Q(state__in=list(self.all))

    @property
    def reason_condition(self) -> Q:
        """A state that only a reason leads to has one."""
        states = {m.after: None for m in self.moves if self.terms[m.name].reasons}
        return reduce(and_, (~Q(state=state) | ~Q(reason="") for state in states))

    @property
    def ledger_terms(self) -> dict[str, Words]:
        """What the ledger says of each move."""
        return {self._entry(move): terms.entry for move, terms in self.terms.items()}

    @property
    def notice_kinds(self) -> dict[str, Words]:
        """What the other seats are told of each move."""
        return {
            self._entry(move): terms.notice
            for move, terms in self.terms.items()
            if terms.notice
        }

    @property
    def state_tags(self) -> dict[str, StateTag]:
        """Words and colour of each state."""
        return {
            name: StateTag(said.words, said.colour)
            for name, said in self.labels.items()
        }

    def drawn_name(self, move: str) -> str:
        """A move as the diagram names it: with its seat."""
        return f"{move} ({self.terms[move].seat})"

    def _entry(self, move: str) -> str:
        after = next((m.after for m in self.moves if m.name == move), self.initial)
        return f"{self.room}.{self.kind}_{after}"
