"""The moves of each noun, written by hand: `<noun>.csv` says what is allowed, nothing else is.

A row is one move from one state, by whoever has one of `roles` in the agency of one seat; `told`
are those who get a notice of it, as role@seat. The seat `nobody` is an agency that has no part in
it: it has no row. A move from nothing is the beginning. Where a seat's things are begun in its
own way, which then says what becomes of them (a complaint that a mediator heard), the seat stands
for those things. The rows are written by reading the law of the country and the issue, never
drawn from the code: declaration, policies, actions and pages are tested against them.
"""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sala.access.roles import Role

NOBODY = "nobody"


@dataclass(frozen=True)
class AllowedMove:
    """One row of a table: who may make one move from one state, and who is told."""

    move: str
    before: str
    seat: str
    roles: frozenset[Role]
    after: str
    told: frozenset[tuple[Role, str]]


@dataclass(frozen=True)
class MoveTable:
    """Every allowed move of one noun."""

    rows: tuple[AllowedMove, ...]

    @classmethod
    def read(cls, noun: str) -> "MoveTable":
        """The table of one noun."""
        path = Path(__file__).with_name(f"{noun}.csv")
        with path.open(encoding="utf-8", newline="") as file:
            rows = tuple(_parse_row(row) for row in csv.DictReader(file))
        said = {(row.move, row.before, row.seat) for row in rows}
        assert len(said) == len(rows), f"{noun}: a move stands twice in the table"
        return cls(rows)

    def of_seats(self, seats: Collection[str]) -> "MoveTable":
        """The rows of some seats."""
        return MoveTable(tuple(row for row in self.rows if row.seat in seats))

    @property
    def beginnings(self) -> list[AllowedMove]:
        """How one is begun, by whom."""
        return [row for row in self.rows if not row.before]

    @cached_property
    def afters(self) -> frozenset[str]:
        """Every state that one comes to be in."""
        return frozenset(row.after for row in self.rows)

    @cached_property
    def steps(self) -> frozenset[tuple[str, str, str]]:
        """What may become what by which move, whoever makes it."""
        return frozenset((row.before, row.move, row.after) for row in self.rows)

    def find(self, move: str, before: str, seat: str, role: Role) -> AllowedMove | None:
        """The row that allows a move; none where it is refused."""
        fitting = [
            row
            for row in self.rows
            if (row.move, row.before, row.seat) == (move, before, seat)
            and role in row.roles
        ]
        return fitting[0] if fitting else None

    def rows_of(self, seat: str, role: Role) -> list[AllowedMove]:
        """What a role of one seat may do in any state; the beginning is not a move."""
        return [
            row
            for row in self.rows
            if row.before and row.seat == seat and role in row.roles
        ]

    def path_to(self, state: str) -> list[AllowedMove]:
        """The shortest way to a state, by moves of this table."""
        paths = {"": list[AllowedMove]()}
        waiting = [""]
        while waiting:
            before = waiting.pop(0)
            for row in self.rows:
                if row.before == before and row.after not in paths:
                    paths[row.after] = [*paths[before], row]
                    waiting.append(row.after)
        return paths[state]


def _parse_row(row: dict[str, str]) -> AllowedMove:
    return AllowedMove(
        move=row["move"],
        before=row["from"],
        seat=row["seat"],
        roles=frozenset(map(Role, row["roles"].split())),
        after=row["after"],
        told=frozenset(_parse_reader(told) for told in row["told"].split()),
    )


def _parse_reader(told: str) -> tuple[Role, str]:
    role, seat = told.split("@")
    return Role(role), seat
