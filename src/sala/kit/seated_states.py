"""States whose moves belong to ends of the thing, two seats mostly, said in one place.

From one declaration come the constraint of the table, the policies of row and steps
(`access.law.seats`), what a page offers (`access.seats`), the words of states, ledger
and notices, and the diagram. It grows no conditions: a noun whose move needs an `if`
wants explicit code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import and_

from django.db.models import Q
from django.utils.functional import Promise

from sala.kit.states import States
from sala.kit.tags import StateTag

Words = str | Promise


@dataclass(frozen=True)
class SeatRule:
    """A seat that is no column of the row: SQL of who sits there, with `{row}` before
    each of the row's columns.
    """

    sql: str


@dataclass(frozen=True)
class MoveTerms:
    """How one move is made: from which seat, by whom, in which words.

    `seat` and `permission` say who makes it, `button` what a page offers, `entry` what
    the ledger says; nothing where the room says it itself, of what the move carries.
    `code` is how the ledger calls the entry, where that is not the state after. The
    other seats get `notice`, if there is one. One of `reasons` must be given where
    there are any. `by_function`: SQL of its own makes it, and neither row nor step can
    be written past that.
    """

    seat: str
    permission: str
    entry: Words = ""
    code: str = ""
    button: Words = ""
    notice: Words = ""
    reasons: tuple[str, ...] = ()
    by_function: bool = False


@dataclass(frozen=True, kw_only=True)
class SeatedStates(States):
    """The states of a noun, and for each move its seat, permission and words.

    `seats` names the column of the row that holds the agency of each seat, or the rule
    of one that is no column; `told` is the permission whose roles get the notices
    there, `reason_notices` the kinds of notice that say more where a step has that
    reason.
    """

    room: str
    seats: Mapping[str, str | SeatRule]
    labels: Mapping[str, StateTag]
    terms: Mapping[str, MoveTerms]
    told: str = ""
    reason_notices: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        named = {self.opening, *(move.name for move in self.moves)} - {""}
        if named != set(self.terms):
            raise ValueError(f"{self.noun}: each move has its terms, and no other")
        if set(self.all) != set(self.labels):
            raise ValueError(f"{self.noun}: each state has its label, and no other")
        if {terms.seat for terms in self.terms.values()} - set(self.seats):
            raise ValueError(f"{self.noun}: a move of a seat that it has not")
        told = any(terms.notice for terms in self.terms.values())
        if told and not (self.told and self.seat_columns):
            raise ValueError(f"{self.noun}: a notice that nobody gets")
        if any(terms.notice and terms.code for terms in self.terms.values()):
            raise ValueError(f"{self.noun}: a notice is called after the state")

    @property
    def kind(self) -> str:
        """The noun as the ledger and addresses spell it."""
        return self.noun.replace(" ", "_")

    @property
    def seat_columns(self) -> dict[str, str]:
        """The seats that are a column of the row."""
        return {
            seat: column
            for seat, column in self.seats.items()
            if isinstance(column, str)
        }

    @property
    def buttons(self) -> dict[str, Words]:
        """What a page says of each move that it offers."""
        return {move: said.button for move, said in self.terms.items() if said.button}

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
        return {
            self._entry(move): terms.entry
            for move, terms in self.terms.items()
            if terms.entry
        }

    @property
    def notice_kinds(self) -> dict[str, Words]:
        """What the other seats are told of each move."""
        return {
            self._entry(move): terms.notice
            for move, terms in self.terms.items()
            if terms.notice
        }

    def drawn_name(self, move: str) -> str:
        """A move as the diagram names it: with its seat."""
        return f"{move} ({self.terms[move].seat})"

    def _entry(self, move: str) -> str:
        after = next((m.after for m in self.moves if m.name == move), self.initial)
        return f"{self.room}.{self.terms[move].code or f'{self.kind}_{after}'}"
