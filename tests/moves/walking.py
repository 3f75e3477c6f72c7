"""Who makes which move from which state, and who is told: a table against the house.

`<noun>.csv` is read by eye and changed by hand only. Each row is a move from a state by
somebody in a seat (the sending agency, the court that tries a case, nobody's); everything
that is not written is refused. `walk_moves` tries every move from a state by every role
in a seat, through the action and as SQL of the application's own role, and says where the
house does otherwise.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, connection, transaction

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.models import Notice, Step
from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.access.steps import noun_model
from sala.kit.states import ChangedMeanwhileError, NotAllowedError

HERE = Path(__file__).parent
REFUSED = (
    RefusedError,
    ObjectDoesNotExist,
    NotAllowedError,
    ChangedMeanwhileError,
    ValidationError,
    DatabaseError,
)


@dataclass(frozen=True)
class AllowedMove:
    """A row of a table: which roles make a move, where it leads, and who is told."""

    roles: frozenset[str]
    after: str
    told: frozenset[str]


MoveTable = dict[tuple[str, str, str], AllowedMove]
Act = Callable[[Actor, datetime, UUID], object]


@dataclass(frozen=True)
class MoveScene:
    """One noun as its table speaks of it.

    `seats` says for which agency of the tests somebody in a seat acts; `make` brings a
    thing to a state, for a seat. `acts` are the actions by move; `sql` the functions of
    the database by move, where a move is one, and `columns` what a move fills in where it
    is none.
    """

    steps: type[Step]
    seats: Mapping[str, str]
    make: Callable[[str, str], UUID]
    acts: Mapping[str, Act]
    sql: Mapping[str, Act] = field(default_factory=dict)
    columns: Mapping[str, Callable[[Actor, datetime], dict[str, object]]] = field(
        default_factory=dict,
    )


def read_table(noun: str) -> MoveTable:
    """The table of a noun, as it is written."""
    with (HERE / f"{noun}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table = {
        (row["move"], row["from"], row["seat"]): AllowedMove(
            frozenset(row["roles"].split()),
            row["after"],
            frozenset(row["told"].split()),
        )
        for row in rows
    }
    assert len(table) == len(rows), "a move stands twice in the table"
    return table


def check_table(table: MoveTable, scene: MoveScene) -> None:
    """Nothing is written that is not: each row is a move of the noun, by known roles."""
    lawful = {(m.name, m.before, m.after) for m in scene.steps.states.moves}
    for (move, before, seat), row in table.items():
        assert (move, before, row.after) in lawful, (move, before, row.after)
        assert seat in scene.seats, seat
        assert row.roles <= {str(role) for role in Role}, row.roles
    assert {(m, b) for m, b, _seat in table} == {(m, b) for m, b, _a in lawful}


def walk_moves(
    scene: MoveScene,
    table: MoveTable,
    *,
    state: str,
    seat: str,
    actor: Callable[..., Any],
    now: datetime,
) -> Iterator[str]:
    """Where the house does otherwise than the table, for a state and a seat."""
    key = scene.make(state, seat)
    for role in Role:
        with actor(role, scene.seats[seat]) as by:
            for move in dict.fromkeys(m.name for m in scene.steps.states.moves):
                row = table.get((move, state, seat))
                expected = row.after if row and str(role) in row.roles else ""
                said = f"{role}@{seat}: {move} from {state}"
                trial = MoveTrial(scene, by, now, key, move, state)
                for door in (trial.by_action, trial.by_sql):
                    found, told = trial.undone(door, actor)
                    way = f"{said} {door.__name__}"
                    if found != expected:
                        told_of = expected or "refused"
                        yield f"{way}: {found or 'refused'}, not {told_of}"
                    elif row and expected and told != row.told:
                        yield f"{way} tells {sorted(told)}, not {sorted(row.told)}"


@dataclass(frozen=True)
class MoveTrial:
    """One move of one thing, tried by one actor, of which nothing stays."""

    scene: MoveScene
    by: Actor
    now: datetime
    key: UUID
    move: str
    state: str

    @property
    def model(self) -> Any:
        """The table of the thing."""
        return noun_model(self.scene.steps)

    def undone(
        self,
        door: Callable[[], None],
        actor: Callable[..., Any],
    ) -> tuple[str, frozenset[str]]:
        """The state after a try, or nothing where it is refused; and who was told."""
        found, told = "", frozenset[str]()
        try:
            with transaction.atomic():
                before = _notices_sent()
                door()
                _check_constraints()
                found = _state_of(self.model, self.key, self.scene, actor)
                if _notices_sent() > before:
                    told = _readers(self.scene, actor)
                transaction.set_rollback(True)
        except REFUSED:
            return "", frozenset()
        return found, told

    def by_action(self) -> None:
        """Make the move as the house does."""
        self.scene.acts[self.move](self.by, self.now, self.key)

    def by_sql(self) -> None:
        """Make it as the application's own role could: by the database's function, or by
        writing the entry, the row and its step.
        """
        if function := self.scene.sql.get(self.move):
            if not function(self.by, self.now, self.key):
                raise ObjectDoesNotExist
            return
        place = record(
            by=self.by,
            action="access.test_made",
            kind=self.scene.steps.ledger_kind,
            subject=self.key,
            detail={},
        )
        after = self._after()
        if not self.model.objects.filter(id=self.key).update(**self._columns(after)):
            raise ObjectDoesNotExist
        field = self.scene.steps.noun_field
        steps = self.scene.steps.objects.filter(**{field: self.key})
        self.scene.steps.objects.create(
            **{f"{field}_id": self.key},
            number=steps.count() + 1,
            move=self.move,
            state=after,
            happened_on=self.now.date(),
            agency_id=self.by.agency,
            recorded_by_id=self.by.user,
            recorded_at=self.now,
            ledger_lane=place.lane,
            ledger_seq=place.seq,
        )

    def _after(self) -> str:
        moves = self.scene.steps.states.moves
        made = [m.after for m in moves if (m.before, m.name) == (self.state, self.move)]
        return made[0] if made else next(m.after for m in moves if m.name == self.move)

    def _columns(self, after: str) -> dict[str, object]:
        names = {f.name for f in self.model._meta.get_fields()}
        changed = {"changed_by_id": self.by.user, "changed_at": self.now}
        fills = self.scene.columns.get(self.move)
        return {
            "state": after,
            **(changed if "changed_by" in names else {}),
            **(fills(self.by, self.now) if fills else {}),
        }


def _state_of(
    model: Any,
    key: UUID,
    scene: MoveScene,
    actor: Callable[..., Any],
) -> str:
    """The state of the thing, as the actor sees it, or else somebody who may."""
    if row := model.objects.filter(id=key).first():
        return str(row.state)
    for side in dict.fromkeys(scene.seats.values()):
        for role in Role:
            with actor(role, side):
                row = model.objects.filter(id=key).first()
                if row is not None:
                    return str(row.state)
    raise AssertionError("nobody sees it")


def _check_constraints() -> None:
    """What the database would refuse at commit, it refuses now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def _notices_sent() -> int:
    """How many notices this transaction wrote, whoever may read them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_stat_get_xact_tuples_inserted('access_notice'::regclass)",
        )
        return int(cursor.fetchone()[0])


def _readers(scene: MoveScene, actor: Callable[..., Any]) -> frozenset[str]:
    """Who reads a notice now: each role in each seat."""
    found = set()
    for seat, side in scene.seats.items():
        for role in Role:
            with actor(role, side):
                if Notice.objects.exists():
                    found.add(f"{role}@{seat}")
    return frozenset(found)
