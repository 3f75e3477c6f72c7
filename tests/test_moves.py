"""Every move of every noun, from every state, by every role of every seat: as the table says.

In Python through the room's action, and as SQL that the application's role could send: the row
alone, the step alone, and both as at commit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection
from tests.moves import AllowedMove, MoveTable
from tests.moves.partnership import NOUNS as PARTNERSHIP
from tests.moves.prevention import NOUNS as PREVENTION
from tests.moves.protection import NOUNS as PROTECTION
from tests.moves.screening import NOUNS as SCREENING
from tests.moves.stage import (
    MovedNoun,
    Stage,
    check_commit,
    permitted,
    undone,
    works,
)
from tests.moves.support import NOUNS as SUPPORT

from sala.access.context import Actor
from sala.access.ledger.entries import EntryPlace
from sala.access.permissions import RefusedError, all_permissions
from sala.access.roles import Role
from sala.kit.seated_states import SeatedStates
from sala.kit.states import NotAllowedError

NOUNS = (*SCREENING, *PROTECTION, *SUPPORT, *PREVENTION, *PARTNERSHIP)
TABLES = {noun.name: MoveTable.read(noun.name) for noun in NOUNS}
REFUSED = (RefusedError, ObjectDoesNotExist, NotAllowedError)
STANDING = [
    (noun, state)
    for noun in NOUNS
    for state in noun.states.all
    if any(row.after == state for row in TABLES[noun.name].rows)
]
REFUSES = {True: "refused", False: "not refused"}  # where it is allowed, where not
LATER = 1000  # the number of a step after all that there are
each_noun = pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.name)
each_state = pytest.mark.parametrize(
    ("noun", "state"),
    STANDING,
    ids=[f"{noun.name}-{state}" for noun, state in STANDING],
)


@each_noun
def test_the_states_of_a_noun_are_those_of_its_table(noun: MovedNoun) -> None:
    table = TABLES[noun.name]
    alike = [TABLES[other.name].steps for other in NOUNS if other.steps is noun.steps]
    assert frozenset.union(*alike) == noun.states.lawful_moves
    assert {row.seat for row in table.rows} == set(noun.seats)
    assert {m for before, m, _after in noun.states.lawful_moves if before} == set(
        noun.moves,
    )


@each_noun
def test_a_declaration_says_what_its_table_says(noun: MovedNoun) -> None:
    states = noun.states
    if not isinstance(states, SeatedStates):
        return
    for row in TABLES[noun.name].rows:
        terms = states.terms[row.move]
        assert terms.seat == row.seat, row.move
        assert row.roles <= roles_of(terms.permission), row.move
        readers = {(role, seat) for role, seat in row.told if seat != row.seat}
        others = set(noun.seats) - {row.seat}
        told = roles_of(states.told) if terms.notice else set()
        assert readers == {(role, seat) for role in told for seat in others}, row.move
        assert (row.move in noun.by_function) == terms.by_function, row.move
    drawn = states.diagram()
    assert all(f"{m.name} ({states.terms[m.name].seat})" in drawn for m in states.moves)


def roles_of(permission: str) -> frozenset[Role]:
    """Whom a permission is given to."""
    (found,) = [p.roles for p in all_permissions() if p.word == permission]
    return found


@each_noun
@pytest.mark.django_db
def test_who_begins_one_is_whom_the_table_names(
    noun: MovedNoun,
    now: datetime,
) -> None:
    stage = Stage(noun, now)
    before = stage.notices()
    for begun in [row for row in TABLES[noun.name].rows if not row.before]:
        for role in Role:
            with undone():
                began = _began(stage, role, begun)
                assert (began is not None) == (role in begun.roles), role
                if began:
                    assert stage.state_of(began) == begun.after
                    assert _told(stage, before) == dict.fromkeys(begun.told, 1), role


def _began(stage: Stage, role: Role, begun: AllowedMove) -> UUID | None:
    noun = stage.noun
    begin = noun.beginnings.get(begun.move, noun.begin)
    try:
        with stage.enter(role, noun.seats[begun.seat]) as by:
            return begin(stage, by)
    except REFUSED:
        return None


@each_state
@pytest.mark.django_db
def test_an_action_does_what_the_table_allows_and_refuses_the_rest(
    noun: MovedNoun,
    state: str,
    now: datetime,
) -> None:
    stage = Stage(noun, now)
    with _standing(stage, state) as key:
        before = stage.notices()
        wrong = {}
        for seat, role, by in _everybody(stage):
            for move in noun.moves:
                row = TABLES[noun.name].find(move, state, seat, role)
                wanted = (row.after, dict.fromkeys(row.told, 1)) if row else ("", {})
                happened = _act(stage, by, key, move, before)
                if happened != wanted:
                    wrong[seat, str(role), move] = f"{happened}, not {wanted}"
        assert wrong == {}


def _act(
    stage: Stage,
    by: Actor,
    key: UUID,
    move: str,
    before: dict[tuple[Role, str], set[UUID]],
) -> tuple[str, dict[tuple[Role, str], int]]:
    """The state that an action leaves, and how often whom it told; nothing if refused."""
    found: tuple[str, dict[tuple[Role, str], int]] = ("", {})
    sent = stage.notices_sent()
    try:
        with undone():
            stage.noun.moves[move](by, stage.at, key)
            check_commit()
            told = _told(stage, before) if stage.notices_sent() > sent else {}
            found = stage.state_of(key), told
    except REFUSED:
        pass
    except DatabaseError:
        found = "refused by the database alone", {}
    return found


def _told(
    stage: Stage,
    before: dict[tuple[Role, str], set[UUID]],
) -> dict[tuple[Role, str], int]:
    after = stage.notices()
    new = {reader: len(after[reader] - before[reader]) for reader in after}
    return {reader: number for reader, number in new.items() if number}


@each_state
@pytest.mark.django_db
def test_the_database_allows_what_the_table_allows_and_refuses_the_rest(
    noun: MovedNoun,
    state: str,
    now: datetime,
) -> None:
    stage, table = Stage(noun, now), TABLES[noun.name]
    leads = sorted({(m, a) for before, m, a in noun.states.lawful_moves if before})
    with _standing(stage, state) as key:
        wrong = []
        for seat, role, by in _everybody(stage):
            with undone():
                entry = stage.enter_in_ledger(by, key)
                for move, after in leads:
                    row = table.find(move, state, seat, role)
                    wrong += [
                        f"{role}@{seat}: {move} to {after}: {problem}"
                        for problem in _problems(
                            Trial(stage, by, key, move, after, seat, entry),
                            allowed=row is not None and row.after == after,
                        )
                    ]
        assert wrong == []


@dataclass(frozen=True)
class Trial:
    """One move of one thing that the application's role tries to write by itself."""

    stage: Stage
    by: Actor
    key: UUID
    move: str
    after: str
    seat: str
    entry: EntryPlace

    def update(self) -> bool:
        """Change the row."""
        return self.stage.try_update(self.by, self.key, self.move, self.after)

    def write_step(self) -> None:
        """Write the step."""
        told = (self.by, self.key, self.move, self.after)
        self.stage.try_step(*told, LATER, self.entry)

    def make(self) -> bool:
        """Change the row and write its step, after what belongs before."""
        prepare = self.stage.noun.prepare.get(self.move)
        if prepare:
            prepare(self.by, self.stage.at, self.key)
        if not self.update():
            return False
        self.write_step()
        return True

    def ask_function(self) -> bool:
        """Have the owner's function make it."""
        with connection.cursor() as cursor:
            cursor.execute(self.stage.noun.by_function[self.move], [self.key])
            (done,) = cursor.fetchone()
        self.stage.enter_in_ledger(self.by, self.key)
        return done is not False


def _problems(trial: Trial, *, allowed: bool) -> Iterator[str]:
    """What the database does with one move that it should not."""
    noun, move, after = trial.stage.noun, trial.move, trial.after
    rows = TABLES[noun.name].rows_of(trial.seat, Role(trial.by.role))
    own = [row for row in rows if row.move not in noun.by_function]
    row_goes, step_goes = permitted(trial.update), permitted(trial.write_step)
    if row_goes and after not in {row.after for row in own}:
        yield "its row can be changed by whoever may never do so"
    if step_goes and move not in {row.move for row in own}:
        yield "its step can be written by whoever may never do so"
    if move in noun.by_function:
        if works(trial.ask_function) != allowed:
            yield f"{REFUSES[allowed]} by its function"
        return
    tried = move in noun.prepare or (row_goes and step_goes)
    if (tried and works(trial.make)) != allowed:
        yield REFUSES[allowed]


@each_state
@pytest.mark.django_db
def test_a_page_offers_what_the_table_allows(
    noun: MovedNoun,
    state: str,
    now: datetime,
) -> None:
    stage = Stage(noun, now)
    if noun.offered is None:
        return
    with _standing(stage, state) as key:
        wrong = {}
        for seat, role, by in _everybody(stage):
            rows = TABLES[noun.name].rows_of(seat, role)
            wanted = {row.move for row in rows if row.before == state}
            offered = noun.offered(by, key)
            if (offered or set()) != wanted:
                wrong[seat, str(role)] = f"{offered}, not {wanted}"
        assert wrong == {}


def _everybody(stage: Stage) -> Iterator[tuple[str, Role, Actor]]:
    """Every role of every seat and of nobody's, each acting in turn."""
    for seat, agency in stage.noun.every_seat.items():
        for role in Role:
            with stage.look(role, agency) as by:
                yield seat, role, by


@contextmanager
def _standing(stage: Stage, state: str) -> Iterator[UUID]:
    """A thing of this noun in one state, brought there by moves of its table."""
    noun = stage.noun
    begun, *later = TABLES[noun.name].path_to(state)
    with stage.enter(_first(begun.roles), noun.seats[begun.seat]) as by:
        key = noun.beginnings.get(begun.move, noun.begin)(stage, by)
    for row in later:
        with stage.enter(_first(row.roles), noun.seats[row.seat]) as by:
            noun.moves[row.move](by, stage.at, key)
    if noun.settle:
        noun.settle(stage, key)
    yield key


def _first(roles: frozenset[Role]) -> Role:
    return next(role for role in Role if role in roles)
