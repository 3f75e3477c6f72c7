"""Every move of every noun, from every state, by every role of every seat: as the table says.

In Python through the room's action; as SQL that the application's role could send: the row
alone, the step alone, and both as at commit; and on the page that offers it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, connection
from tests.moves import AllowedMove, MoveTable
from tests.moves.cases import NOUNS as CASES
from tests.moves.custody import NOUNS as CUSTODY
from tests.moves.narrative import NOUNS as NARRATIVE
from tests.moves.operations import NOUNS as OPERATIONS
from tests.moves.partnership import NOUNS as PARTNERSHIP
from tests.moves.people import NOUNS as PEOPLE
from tests.moves.prevention import NOUNS as PREVENTION
from tests.moves.prosecution import NOUNS as PROSECUTION
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

import sala
from sala.access.context import Actor
from sala.access.ledger.entries import EntryPlace
from sala.access.models import Step
from sala.access.permissions import RefusedError, all_permissions
from sala.access.roles import Role
from sala.kit.seated_states import SeatedStates
from sala.kit.states import NotAllowedError, States

NOUNS = (
    *PEOPLE,
    *CUSTODY,
    *SCREENING,
    *OPERATIONS,
    *PROTECTION,
    *SUPPORT,
    *PROSECUTION,
    *CASES,
    *PREVENTION,
    *PARTNERSHIP,
    *NARRATIVE,
)
# Somebody else was faster, and the database's own refusal, are no answers to a move
# that is not for this actor to make.
REFUSED = (RefusedError, ObjectDoesNotExist, NotAllowedError, ValidationError)
# A state that has scenes of its own is walked in those alone.
KEPT = {(noun.name, noun.begin, state) for noun in NOUNS for state in noun.kept_by}
STANDING = [
    (noun, state)
    for noun in NOUNS
    for state in noun.states.all
    if state in noun.table.afters
    if (
        state in noun.kept_by
        if noun.kept_by
        else (noun.name, noun.begin, state) not in KEPT
    )
]
NoticesOfRoles = dict[tuple[Role, str], set[UUID]]
TimesTold = dict[tuple[Role, str], int]
REFUSAL: tuple[str, TimesTold] = ("", {})
SOURCE = Path(sala.__file__).parent
each_noun = pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.title)
each_state = pytest.mark.parametrize(
    ("noun", "state"),
    STANDING,
    ids=[f"{noun.title}-{state}" for noun, state in STANDING],
)


@each_noun
def test_the_states_of_a_noun_are_those_of_its_table(noun: MovedNoun) -> None:
    whole, lawful = MoveTable.read(noun.name), noun.states.lawful_moves
    scenes = [other for other in NOUNS if other.name == noun.name]
    assert whole.steps == lawful
    assert {row.seat for row in noun.table.rows} == set(noun.seats)
    assert {row.seat for row in whole.rows} == {
        seat for scene in scenes for seat in scene.seats
    }
    assert {move for before, move, _after in lawful if before} == set(noun.moves)


def test_every_noun_of_the_house_has_its_table() -> None:
    walked = {id(noun.states) for noun in NOUNS}
    forgotten = {
        states.noun
        for room in apps.get_app_configs()
        if (SOURCE / room.label / "states.py").exists()
        for states in vars(import_module(f"{room.name}.states")).values()
        if isinstance(states, States) and id(states) not in walked
    }
    assert not forgotten


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
    before, sent = stage.notices(), stage.notices_sent()
    for begun in noun.table.beginnings:
        beginners = _beginners(noun, begun)
        for role in Role:
            with undone():
                began = _began(stage, role, begun)
                assert (began is not None) == (role in beginners), role
                if began and role in begun.roles:
                    assert stage.state_of(began) == begun.after
                    told = _told(stage, before, sent)
                    assert told == dict.fromkeys(begun.told, 1), role
            sent = stage.notices_sent()


def _beginners(noun: MovedNoun, begun: AllowedMove) -> frozenset[Role]:
    """Who of an agency begins one in the same way, whoever then has it."""
    return frozenset(
        role
        for other in NOUNS
        if (other.name, other.begin) == (noun.name, noun.begin)
        for row in other.table.beginnings
        if (other.seats[row.seat], row.move) == (noun.seats[begun.seat], begun.move)
        for role in row.roles
    )


def _began(stage: Stage, role: Role, begun: AllowedMove) -> UUID | None:
    try:
        with stage.enter(role, stage.noun.seats[begun.seat]) as by:
            return stage.noun.begin_by(begun.move, stage, by)
    except REFUSED:
        return None


@each_state
@pytest.mark.django_db
def test_each_move_goes_as_the_table_says(
    noun: MovedNoun,
    state: str,
    now: datetime,
) -> None:
    stage = Stage(noun, now)
    with _standing(stage, state) as key:
        before, number, wrong = stage.notices(), stage.next_number(key), []
        last = stage.last_step(key)
        for seat, role, by in _everybody(stage):
            whoever = Whoever(stage, key, state, number, last, seat, by, before)
            wrong += [
                f"{role}@{seat}: {problem}"
                for door in (
                    whoever.acts,
                    whoever.writes,
                    whoever.takes_back,
                    whoever.corrects,
                    whoever.is_offered,
                )
                for problem in door()
            ]
        assert wrong == []


@dataclass(frozen=True)
class Whoever:
    """Somebody in a seat who tries every move of one thing, in every way there is."""

    stage: Stage
    key: UUID
    state: str
    number: int
    last: Step
    seat: str
    by: Actor
    before: NoticesOfRoles

    def allowed(self, move: str) -> AllowedMove | None:
        """The row that allows a move from where it stands."""
        role = Role(self.by.role)
        return self.stage.noun.table.find(move, self.state, self.seat, role)

    def ever_moves(self) -> bool:
        """Whether they move it in any state; else they are refused the same in each."""
        return bool(self.stage.noun.table.rows_of(self.seat, Role(self.by.role)))

    def acts(self) -> Iterator[str]:
        """What an action does that the table does not say."""
        moves = list(self.stage.noun.moves)
        while moves:
            # What is refused leaves nothing: only what goes is taken back.
            with undone():
                gone = False
                while moves and not gone:
                    move = moves.pop(0)
                    row = self.allowed(move)
                    wanted = self.consequence(row) if row else REFUSAL
                    happened = self.act(move)
                    gone = happened != REFUSAL
                    if happened != wanted:
                        yield f"{move}: {happened}, not {wanted}"

    def consequence(self, row: AllowedMove) -> tuple[str, TimesTold]:
        """The state that an allowed move leads to, and how often it tells whom."""
        follows = self.stage.noun.follows.get((row.move, row.before), row.after)
        return follows, dict.fromkeys(row.told, 1)

    def act(self, move: str) -> tuple[str, TimesTold]:
        """The state that an action leaves, and how often whom it told."""
        stage = self.stage
        sent = stage.notices_sent()
        try:
            stage.noun.moves[move](self.by, stage.at, self.key)
            check_commit()
            return stage.state_of(self.key), _told(stage, self.before, sent)
        except (NotAllowedError, ValidationError):
            if not self.ever_moves():
                return "told where it stands, and not that it is not there", {}
        except REFUSED:
            pass
        except DatabaseError:
            return "refused by the database alone", {}
        return REFUSAL

    def writes(self) -> Iterator[str]:
        """What the database lets be written that the table does not say."""
        stage, lawful = self.stage, self.stage.noun.states.lawful_moves
        with undone():
            entry = stage.enter_in_ledger(self.by, self.key)
            opens = permitted(lambda: stage.row_opens(self.key))
            for move, after in sorted({(m, a) for b, m, a in lawful if b}):
                tried = TriedMove(self, entry, move, after, opens=opens)
                yield from (f"{move} to {after}: {p}" for p in tried.problems())

    def takes_back(self) -> Iterator[str]:
        """Whether they can say of the last step that it never was, and may not: of what
        two share, neither takes back what the other did.
        """
        stage, noun = self.stage, self.stage.noun
        if not isinstance(noun.states, SeatedStates):
            return
        rows = noun.table.rows_of(self.seat, Role(self.by.role))
        if {row.move for row in rows} == set(noun.moves):
            return
        with undone():
            entry = stage.enter_in_ledger(self.by, self.key)
            told = self.by, self.key, "", "", entry, self.number, self.last.id
            if permitted(lambda: stage.try_step(*told)):
                yield "takes back a step of somebody else"

    def corrects(self) -> Iterator[str]:
        """Which move of theirs they can put in the place of the last one, which was not
        theirs to make.
        """
        stage, noun = self.stage, self.stage.noun
        rows = noun.table.rows_of(self.seat, Role(self.by.role))
        own = {row.move: row.after for row in rows if row.move not in noun.by_function}
        if self.last.opening or self.last.move in own:
            return
        with undone():
            entry = stage.enter_in_ledger(self.by, self.key)
            for move, after in own.items():
                told = self.by, self.key, move, after, entry, self.number, self.last.id
                if permitted(lambda told=told: stage.try_step(*told)):
                    yield f"{move} in the place of {self.last.move}"

    def is_offered(self) -> Iterator[str]:
        """What a page offers that the table does not say."""
        noun = self.stage.noun
        if noun.offered is None:
            return
        rows = noun.table.rows_of(self.seat, Role(self.by.role))
        wanted = {row.move for row in rows if row.before == self.state}
        offered = noun.offered(self.by, self.key) or set()
        if offered != wanted:
            yield f"offered {offered}, not {wanted}"


def _told(stage: Stage, before: NoticesOfRoles, sent: int) -> TimesTold:
    """How many notices each role of each seat has since `sent` were written."""
    if stage.notices_sent() == sent:
        return {}
    after = stage.notices()
    new = {reader: len(after[reader] - before[reader]) for reader in after}
    return {reader: number for reader, number in new.items() if number}


@dataclass(frozen=True)
class TriedMove:
    """One move of one thing that somebody in a seat sends the database as SQL.

    `opens`: something in the row may be changed by them, as it stands.
    """

    whoever: Whoever
    entry: EntryPlace
    move: str
    after: str
    opens: bool

    @property
    def stage(self) -> Stage:
        """Where it is tried."""
        return self.whoever.stage

    def update(self) -> bool:
        """Change the row."""
        told = (self.whoever.by, self.whoever.key, self.move, self.after)
        return self.opens and self.stage.try_update(*told)

    def write_step(self) -> None:
        """Write the step."""
        told = (self.whoever.by, self.whoever.key, self.move, self.after)
        self.stage.try_step(*told, self.entry, self.whoever.number)

    def both(self) -> bool:
        """Change the row and write the step, after what belongs before."""
        prepare = self.stage.noun.prepare.get(self.move)
        if prepare:
            prepare(self.whoever.by, self.stage.at, self.whoever.key)
        if not self.update():
            return False
        self.write_step()
        return True

    def ask_function(self) -> bool:
        """Ask the function that makes the move."""
        with connection.cursor() as cursor:
            sql = self.stage.noun.by_function[self.move]
            cursor.execute(sql, [self.whoever.key])
            (done,) = cursor.fetchone()
        # What it begins of another noun has the entry after.
        for _entry in range(2):
            self.stage.enter_in_ledger(self.whoever.by, self.whoever.key)
        return done is not False

    def problems(self) -> Iterator[str]:
        """What the database does with it that it should not."""
        noun, row = self.stage.noun, self.whoever.allowed(self.move)
        by_function = self.move in noun.by_function
        # Where a function leads, it knows by itself.
        wanted = row if row and (by_function or row.after == self.after) else None
        role = Role(self.whoever.by.role)
        rows = noun.table.rows_of(self.whoever.seat, role)
        own = [row for row in rows if row.move not in noun.by_function]
        row_goes, step_goes = permitted(self.update), permitted(self.write_step)
        may_become = {row.after for row in own}
        if noun.written_beside:
            may_become |= {row.before for row in rows} & {self.whoever.state}
        if row_goes and self.after not in may_become:
            yield "its row can be changed by whoever may never do so"
        if step_goes and self.move not in {row.move for row in own}:
            yield "its step can be written by whoever may never do so"
        told: list[TimesTold] = []

        def made() -> bool:
            sent = self.stage.notices_sent()
            done = self.ask_function() if by_function else self.both()
            told.append(_told(self.stage, self.whoever.before, sent))
            return done

        ways = by_function or self.move in noun.prepare or (row_goes and step_goes)
        if (ways and works(made)) != (wanted is not None):
            yield "refused" if wanted else "not refused"
        elif wanted:
            readers = () if noun.action_tells else wanted.told
            if told != [dict.fromkeys(readers, 1)]:
                yield f"tells {told}"


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
        key = noun.begin_by(begun.move, stage, by)
    for row in later:
        with stage.enter(_first(row.roles), noun.mover(row)) as by:
            noun.moves[row.move](by, stage.at, key)
    if noun.settle:
        noun.settle(stage, key)
    yield key


def _first(roles: frozenset[Role]) -> Role:
    return next(role for role in Role if role in roles)
