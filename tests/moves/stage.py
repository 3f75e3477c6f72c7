"""Where the moves of a noun are tried: as any role of any seat, and nothing of it stays."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID, uuid4

from django.db import DatabaseError, connection, models, transaction
from tests.moves import NOBODY, AllowedMove, MoveTable

from sala.access.context import Actor, acting_member
from sala.access.ledger import record
from sala.access.ledger.entries import EntryPlace
from sala.access.models import Notice, Step, User
from sala.access.roles import Role
from sala.access.steps import noun_model
from sala.kit.states import States

Move = Callable[[Actor, datetime, UUID], object]
Column = object | Callable[[Actor, datetime], object]
_members: dict[tuple[Role, str], tuple[UUID, UUID]] = {}


@dataclass(frozen=True)
class MovedNoun:
    """What the tests need to know of a noun to make one and to move it.

    `name` is that of its table, `seats` the seeded agency (own, other, third) that sits
    in each seat, and `nobody` the one that has none. `begin` makes one in the first
    state, for each seat that may: it stands in the table as a move from nothing.
    `moves` is how each later one is made. `settle` makes it harder for the agency
    without a seat: it is let see what it has no part in.

    A noun that is begun in several ways, which then belongs to others, is one
    `MovedNoun` for each: `scene` tells them apart, and each has its seats of the
    common table. `kept_by` names a state in which whoever brought a thing there keeps
    it, and the seat that did: a scene of it is walked in that state alone, and no other
    scene is. `brought_by` is the agency that makes a move on a thing's way to
    where it stands, where whoever made one may not make the next. `sits_as` is the
    seat of the declaration that a seat of the table is, where it has another name.

    One that begins with one of several moves has the others in `beginnings`.

    `by_function` are the moves that the owner's function makes, with the SQL that asks
    it whether it did. `reasons` and `columns` are what a move leaves in its row beside
    the state; a column may be found for who acts; `says` is what its step says beside,
    `prepare` what is written before both. `action_tells`: the room's action sends the
    notices, and the database none. `written_beside`: whoever may move a thing where it
    stands writes what its row holds beside the state, and that is no move. `follows`:
    where a move from a state brings on another by itself, the state that one comes to
    rest in. `offered` is what a page offers, None where there is no page.
    """

    name: str
    steps: type[Step]
    seats: Mapping[str, str]
    begin: "Callable[[Stage, Actor], UUID]"
    moves: Mapping[str, Move]
    settle: "Callable[[Stage, UUID], object] | None" = None
    by_function: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, Column]] = field(default_factory=dict)
    offered: Callable[[Actor, UUID], set[str] | None] | None = None
    scene: str = ""
    nobody: str = "third"
    kept_by: Mapping[str, str] = field(default_factory=dict)
    sits_as: Mapping[str, str] = field(default_factory=dict)
    brought_by: Mapping[str, str] = field(default_factory=dict)
    beginnings: "Mapping[str, Callable[[Stage, Actor], UUID]]" = field(
        default_factory=dict,
    )
    says: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    prepare: Mapping[str, Move] = field(default_factory=dict)
    action_tells: bool = False
    written_beside: bool = False
    follows: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What a test of it is called."""
        return f"{self.name}-{self.scene}" if self.scene else self.name

    @cached_property
    def table(self) -> MoveTable:
        """The rows of its table that its seats have, where they keep what they move."""
        seated = MoveTable.read(self.name).of_seats(self.seats)
        return MoveTable(tuple(filter(self._keeps, seated.rows)))

    def _keeps(self, row: AllowedMove) -> bool:
        # Who keeps a thing moves it on; what leaves it where it is may be for others too.
        return row.before == row.after or all(
            self.kept_by.get(state, row.seat) == row.seat
            for state in (row.before, row.after)
        )

    @property
    def states(self) -> States:
        """The states that it walks."""
        return self.steps.states

    @property
    def model(self) -> type[models.Model]:
        """The table of its rows."""
        return noun_model(self.steps)

    @property
    def every_seat(self) -> dict[str, str]:
        """The agency of each seat, and of nobody's."""
        return {**self.seats, **({NOBODY: self.nobody} if self.nobody else {})}

    def begin_by(self, move: str, stage: "Stage", by: Actor) -> UUID:
        """Make one, by one of the moves that begin it."""
        return self.beginnings.get(move, self.begin)(stage, by)

    def mover(self, row: AllowedMove) -> str:
        """The agency that makes a move on a thing's way to where it stands."""
        return self.brought_by.get(row.move, self.seats[row.seat])


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is done within, whether it worked or not."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def check_commit() -> None:
    """Ask now what the database asks at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@dataclass(frozen=True)
class Stage:
    """One noun being tried, at one moment."""

    noun: MovedNoun
    at: datetime

    @contextmanager
    def enter(self, role: Role, agency: str) -> Iterator[Actor]:
        """Act in a role for an agency; what is left is checked as at commit."""
        user, membership = find_member(role, agency)
        with acting_member(user, membership) as by:
            yield by
            check_commit()

    @contextmanager
    def look(self, role: Role, agency: str) -> Iterator[Actor]:
        """See what a role of an agency sees."""
        user, membership = find_member(role, agency)
        with acting_member(user, membership) as by:
            yield by

    def state_of(self, key: UUID) -> str:
        """The state of a thing as anybody sees it who sees it at all."""
        for agency in self.noun.seats.values():
            for role in (Role.CASE_WORKER, *Role):
                with self.look(role, agency):
                    if found := self.noun.model.objects.filter(id=key).first():
                        return str(found.state)
        raise LookupError(key)

    def next_number(self, key: UUID) -> int:
        """The number of the next step of a thing, as anybody sees it who sees it."""
        taken = self.noun.steps.objects.filter(**{self.noun.steps.noun_field: key})
        for agency in self.noun.seats.values():
            for role in Role:
                with self.look(role, agency):
                    if numbers := list(taken.values_list("number", flat=True)):
                        return max(numbers) + 1
        raise LookupError(key)

    def last_step(self, key: UUID) -> Step:
        """The step that brought a thing where it stands."""
        for agency in self.noun.every_seat.values():
            for role in Role:
                with self.look(role, agency):
                    steps = self.noun.steps.objects.filter(
                        **{f"{self.noun.steps.noun_field}_id": key},
                    )
                    if found := steps.order_by("number").last():
                        return found
        raise LookupError(key)

    def notices(self) -> dict[tuple[Role, str], set[UUID]]:
        """The notices that each role of each seat has."""
        return {
            (role, seat): self._notices_of(role, agency)
            for seat, agency in self.noun.every_seat.items()
            for role in Role
        }

    def _notices_of(self, role: Role, agency: str) -> set[UUID]:
        with self.look(role, agency):
            return set(Notice.objects.values_list("id", flat=True))

    def notices_sent(self) -> int:
        """How many notices this transaction has written, whoever may read them."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_stat_get_xact_tuples_inserted('access_notice'::regclass)",
            )
            return int(cursor.fetchone()[0])

    def row_opens(self, key: UUID) -> bool:
        """Whether whoever acts may change anything in the row, as it stands."""
        found = self.noun.model.objects.filter(id=key)
        return bool(found.select_for_update(no_key=True).values_list("id"))

    def try_update(self, by: Actor, key: UUID, move: str, after: str) -> bool:
        """Whether the row itself can be changed by whoever acts, without its step."""
        names = {f.name for f in self.noun.model._meta.get_fields()}
        steps = self.noun.steps
        values: dict[str, object] = {"state": after}
        if steps.reason_field in names:
            values[steps.reason_field] = self.noun.reasons.get(move, "")
        if "changed_by" in names:
            values |= {"changed_by_id": by.user, "changed_at": self.at}
        if steps.version_field in names:
            values[steps.version_field] = models.F(steps.version_field) + 1
        for name, column in self.noun.columns.get(move, {}).items():
            values[name] = column(by, self.at) if callable(column) else column
        return bool(self.noun.model.objects.filter(id=key).update(**values))

    def enter_in_ledger(self, by: Actor, key: UUID) -> EntryPlace:
        """The entry without which a change is refused at commit."""
        return record(
            by=by,
            action=f"{self.noun.steps._meta.app_label}.step_tried",
            kind=self.noun.steps.ledger_kind,
            subject=key,
        )

    def try_step(
        self,
        by: Actor,
        key: UUID,
        move: str,
        after: str,
        entry: EntryPlace,
        number: int,
        corrects: UUID | None = None,
    ) -> None:
        """Write a step of a thing under an entry, as the application could."""
        self.noun.steps.objects.bulk_create(
            [
                self.noun.steps(
                    **{f"{self.noun.steps.noun_field}_id": key},
                    **self.noun.says.get(move, {}),
                    id=uuid4(),
                    number=number,
                    move=move,
                    state=after,
                    happened_on=self.at.date(),
                    reason=self.noun.reasons.get(move, ""),
                    agency_id=by.agency,
                    recorded_by_id=by.user,
                    recorded_at=self.at,
                    ledger_lane=entry.lane,
                    ledger_seq=entry.seq,
                    corrects_id=corrects,
                ),
            ],
        )


def find_member(role: Role, agency: str) -> tuple[UUID, UUID]:
    """The seeded user of a role in an agency, and their membership."""
    key = (role, agency)
    if key not in _members:
        name = f"{role.value}.{agency}".replace("_", "-")
        user = User.objects.get(username=name).id
        with acting_member(user, None), connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM access_membership WHERE user_id = %s",
                [user],
            )
            _members[key] = user, cursor.fetchone()[0]
    return _members[key]


def works(attempt: Callable[[], object]) -> bool:
    """Whether the database lets something be done; it is taken back either way."""
    done: list[bool] = []
    try:
        with undone():
            done.append(attempt() is not False)
            if done[0]:
                check_commit()
    except DatabaseError:
        return False
    return done[0]


def permitted(attempt: Callable[[], object]) -> bool:
    """The same before commit: what policies and privileges alone say."""
    done: list[bool] = []
    try:
        with undone():
            done.append(attempt() is not False)
    except DatabaseError:
        return False
    return done[0]
