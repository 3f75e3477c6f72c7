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
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, connection
from tests.moves import AllowedMove, MoveTable
from tests.moves.prosecution import NOUNS as PROSECUTION
from tests.moves.protection import NOUNS as PROTECTION
from tests.moves.stage import (
    MovedNoun,
    Stage,
    check_commit,
    permitted,
    undone,
    works,
)

from sala.access.context import Actor
from sala.access.permissions import RefusedError, all_permissions
from sala.access.roles import Role
from sala.kit.seated_states import SeatedStates
from sala.kit.states import NotAllowedError

NOUNS = (*PROTECTION, *PROSECUTION)
# Somebody else was faster, and the database's own refusal, are no answers to a move
# that is not for this actor to make.
REFUSED = (RefusedError, ObjectDoesNotExist, NotAllowedError, ValidationError)
STANDING = [(noun, state) for noun in NOUNS for state in noun.states.all]
each_noun = pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.title)
each_state = pytest.mark.parametrize(
    ("noun", "state"),
    STANDING,
    ids=[f"{noun.title}-{state}" for noun, state in STANDING],
)


@each_noun
def test_the_states_of_a_noun_are_those_of_its_table(noun: MovedNoun) -> None:
    table = noun.table
    scenes = [other for other in NOUNS if other.name == noun.name]
    assert table.steps == noun.states.lawful_moves
    assert {row.seat for row in table.rows} == set(noun.seats)
    assert {row.seat for row in MoveTable.read(noun.name).rows} == {
        seat for scene in scenes for seat in scene.seats
    }
    assert {row.move for row in table.rows if row.before} == set(noun.moves)


@each_noun
def test_a_declaration_says_what_its_table_says(noun: MovedNoun) -> None:
    states = noun.states
    if not isinstance(states, SeatedStates):
        return
    for row in noun.table.rows:
        terms = states.terms[row.move]
        assert terms.seat == noun.sits_as.get(row.seat, row.seat), row.move
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
    for begun in noun.table.beginnings:
        beginners = _beginners(noun, noun.seats[begun.seat])
        for role in Role:
            with undone():
                began = _began(stage, role, noun.seats[begun.seat])
                assert (began is not None) == (role in beginners), role
                if began and role in begun.roles:
                    assert stage.state_of(began) == begun.after
                    assert _told(stage, before) == dict.fromkeys(begun.told, 1), role


def _beginners(noun: MovedNoun, agency: str) -> frozenset[Role]:
    """Who of an agency begins one in the same way, whoever then has it."""
    return frozenset(
        role
        for other in NOUNS
        if (other.name, other.begin) == (noun.name, noun.begin)
        for row in other.table.beginnings
        if other.seats[row.seat] == agency
        for role in row.roles
    )


def _began(stage: Stage, role: Role, agency: str) -> UUID | None:
    try:
        with stage.enter(role, agency) as by:
            return stage.noun.begin(stage, by)
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
                row = noun.table.find(move, state, seat, role)
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
    try:
        with undone():
            stage.noun.moves[move](by, stage.at, key)
            check_commit()
            found = stage.state_of(key), _told(stage, before)
    except (NotAllowedError, ValidationError):
        if not stage.noun.model.objects.filter(id=key).exists():
            found = "told of what is not seen", {}
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
    stage, table = Stage(noun, now), noun.table
    leads = {
        move: sorted({a for _b, m, a in table.steps if m == move})
        for move in noun.moves
    }
    with _standing(stage, state) as key:
        before, number = stage.notices(), len(table.path_to(state)) + 1
        wrong = []
        for seat, role, by in _everybody(stage):
            for move, afters in leads.items():
                for after in afters:
                    row = table.find(move, state, seat, role)
                    wanted = row if row and row.after == after else None
                    tried = TriedMove(stage, by, key, number, seat, move, after)
                    problems = _problems(tried, wanted, before)
                    wrong += [
                        f"{role}@{seat}: {move} to {after}: {p}" for p in problems
                    ]
        assert wrong == []


@dataclass(frozen=True)
class TriedMove:
    """One move of one thing that somebody in a seat sends the database as SQL."""

    stage: Stage
    by: Actor
    key: UUID
    number: int
    seat: str
    move: str
    after: str

    def update(self) -> bool:
        """Change the row."""
        return self.stage.try_update(self.by, self.key, self.move, self.after)

    def write_step(self) -> None:
        """Write the step."""
        self.stage.try_step(self.by, self.key, self.move, self.after, self.number)

    def both(self) -> bool:
        """Change the row and write the step."""
        if not self.update():
            return False
        self.write_step()
        return True

    def ask_function(self) -> bool:
        """Ask the function that makes the move."""
        with connection.cursor() as cursor:
            cursor.execute(self.stage.noun.by_function[self.move], [self.key])
            (done,) = cursor.fetchone()
        self.stage.enter_in_ledger(self.by, self.key)
        return done is not False


def _problems(
    tried: TriedMove,
    wanted: AllowedMove | None,
    before: dict[tuple[Role, str], set[UUID]],
) -> Iterator[str]:
    """What the database does with one move that it should not."""
    noun = tried.stage.noun
    rows = noun.table.rows_of(tried.seat, Role(tried.by.role))
    own = [row for row in rows if row.move not in noun.by_function]
    told: list[dict[tuple[Role, str], int]] = []

    def made() -> bool:
        by_function = tried.move in noun.by_function
        done = tried.ask_function() if by_function else tried.both()
        if done and wanted:
            told.append(_told(tried.stage, before))
        return done

    row_goes, step_goes = permitted(tried.update), permitted(tried.write_step)
    if row_goes and tried.after not in {row.after for row in own}:
        yield "its row can be changed by whoever may never do so"
    if step_goes and tried.move not in {row.move for row in own}:
        yield "its step can be written by whoever may never do so"
    ways = tried.move in noun.by_function or (row_goes and step_goes)
    if (ways and works(made)) != (wanted is not None):
        yield "refused" if wanted else "not refused"
    elif wanted and told != [dict.fromkeys(wanted.told, 1)]:
        yield f"tells {told}"


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
            rows = noun.table.rows_of(seat, role)
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
    begun, *later = noun.table.path_to(state)
    with stage.enter(_first(begun.roles), noun.mover(begun)) as by:
        key = noun.begin(stage, by)
    for row in later:
        with stage.enter(_first(row.roles), noun.mover(row)) as by:
            noun.moves[row.move](by, stage.at, key)
    if noun.settle:
        noun.settle(stage, key)
    yield key


def _first(roles: frozenset[Role]) -> Role:
    return next(role for role in Role if role in roles)
