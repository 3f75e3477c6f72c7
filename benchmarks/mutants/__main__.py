"""`make mutate`: a sample of each room's mutants, each put to the tests that reach it.

`make mutate ARGS="--room people --sample 15"` asks one room. A room goes on where it was
left; `--again` asks anew about those that lived, once there are new tests.
"""

import io
import os
import sys
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path

import click
import pytest

from benchmarks.mutants import asking, page, reaching
from benchmarks.mutants.making import Mutant, all_mutants
from benchmarks.mutants.verdicts import KILLED, LIVES, VerdictFile

ROOMS = ("protection", "prosecution", "screening", "people")
NO_TEST = "no test reaches it"


@click.command()
@click.option("--room", "rooms", multiple=True, type=click.Choice(ROOMS))
@click.option("--sample", default=100, help="How many mutants of each room.")
@click.option("--again", is_flag=True, help="Ask anew about those that lived.")
@click.option("--page", "only_page", is_flag=True, help="Only write the page.")
def mutate(
    rooms: tuple[str, ...], sample: int, *, again: bool, only_page: bool
) -> None:
    """Put a sample of mutants to the tests, and write docs/mutants.md."""
    os.environ["SALA_TEST_REUSE"] = "1"
    # The tests' server runs until this process ends, and every fork finds it running.
    from sala.config import testing

    folder = Path(os.environ["SALA_VAR"]) / "mutants"
    folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    testing.pytest_configure()
    try:
        if not only_page:
            testing.make_database()
            # It is made: no fork needs to look again.
            testing.make_database = lambda: None
            for room in rooms or ROOMS:
                work = partial(ask_room, room, sample, folder, again=again)
                failed |= asking.forked(work, None)
        for room in page.write_page(ROOMS, folder):
            print(f"{room}: fewer than {page.AIM:.0%} of its mutants are killed")
            failed = 1
    finally:
        testing.pytest_unconfigure()
    sys.exit(failed)


def ask_room(room: str, sample: int, folder: Path, *, again: bool) -> int:
    """Ask a room's sample, as far as it was not asked before."""
    reach = measured_reach(room, folder)
    if reach is None:
        return 1
    verdicts = VerdictFile(folder / f"{room}.json")
    known = verdicts.verdicts
    drawn = all_mutants(room)[:sample]
    waiting = [
        m
        for m in drawn
        if m.code not in known or (again and known[m.code].now == LIVES)
    ]
    question = Question(room, folder, reach, verdicts, len(waiting))
    by_exchange = [m for m in waiting if asking.changed_code(m)]
    # Its fork imports the room: what is to be imported as changed is asked outside it.
    failed = asking.forked(partial(ask_loaded, question, by_exchange), None)
    question.count_again()
    for mutant in waiting:
        if not asking.changed_code(mutant):
            question.put(mutant, asking.ask_with_import)
    return failed


def ask_loaded(question: "Question", mutants: list[Mutant]) -> int:
    """Ask the mutants inside functions, with everything imported once."""
    if mutants:
        load_room(question.room)
        check_unchanged(question.reach, question.folder)
    for mutant in mutants:
        question.put(mutant, asking.ask_with_exchange)
    return 0


def measured_reach(room: str, folder: Path) -> reaching.Reach | None:
    """Which tests reach what, measured as far as it is not known."""
    files = [
        reaching.ReachFile(folder, room, tests) for tests in reaching.test_files(room)
    ]
    missing = [file for file in files if not file.kept.exists()]
    if missing:
        print(f"{room}: seeing what {len(missing)} files of tests reach", flush=True)
        output = folder / f"{room}.reach.txt"
        work = partial(reaching.measure_reach, room, missing, asking.OPTIONS)
        if asking.forked(work, output):
            print(f"{room}: the tests fail as they are, see {output}")
            return None
    return reaching.joined_reach(files)


def load_room(room: str) -> None:
    """Import all that a room's tests need, once for every fork that follows."""
    options = ["--collect-only", *asking.OPTIONS, *reaching.test_files(room)]
    with redirect_stdout(io.StringIO()):
        answer = pytest.main(options)
    if answer:
        raise click.ClickException(f"{room}: the tests cannot be collected")


def check_unchanged(reach: reaching.Reach, folder: Path) -> None:
    """A fork with nothing changed must pass: otherwise every verdict would be a kill."""
    quickest = sorted(reach.seconds, key=lambda test: reach.seconds[test])[:5]

    def work() -> int:
        return int(pytest.main([*asking.OPTIONS, *quickest]))

    if asking.forked(work, folder / "unchanged.txt"):
        raise click.ClickException(f"unchanged code fails, see {folder}/unchanged.txt")


class Question:
    """The asking of one room, with its progress."""

    def __init__(
        self,
        room: str,
        folder: Path,
        reach: reaching.Reach,
        verdicts: VerdictFile,
        waiting: int,
    ) -> None:
        self.room, self.folder, self.reach = room, folder, reach
        self.verdicts, self.waiting = verdicts, waiting
        self.asked = self.lived = 0

    def count_again(self) -> None:
        """Read what a fork has asked meanwhile."""
        before = set(self.verdicts.verdicts)
        self.verdicts = VerdictFile(self.verdicts.file)
        asked = [v for code, v in self.verdicts.verdicts.items() if code not in before]
        self.asked = len(asked)
        self.lived = sum(verdict.now == LIVES for verdict in asked)

    def put(self, mutant: Mutant, ask: asking.Ask) -> None:
        """Put one mutant to the tests that reach it, and keep the verdict."""
        tests = self.reach.tests_of(mutant)
        if tests:
            verdict, by = self._answer(mutant, tests, ask)
        else:
            verdict, by = LIVES, NO_TEST
        self.verdicts.keep(mutant.code, verdict, by)
        self.asked += 1
        self.lived += verdict == LIVES
        said = f"{self.room} {self.asked}/{self.waiting}, {self.lived} live"
        where = f"{mutant.path}:{mutant.line}"
        print(f"{said}: {verdict} {mutant.code} {where} {page.change(mutant)}", by)

    def _answer(
        self,
        mutant: Mutant,
        tests: list[str],
        ask: asking.Ask,
    ) -> tuple[str, str]:
        killer = self.folder / "killer.txt"
        killer.unlink(missing_ok=True)
        took = sum(self.reach.seconds[test] for test in tests)
        answer = asking.forked(
            partial(ask, mutant, tests, killer),
            self.folder / "output.txt",
            asking.PATIENCE[0] + asking.PATIENCE[1] * took,
        )
        if answer in asking.FAILED_TO_ASK:
            raise click.ClickException(
                f"{mutant.code} could not be asked ({answer}), see {self.folder}/output.txt",
            )
        if not answer:
            return LIVES, ""
        by = killer.read_text().splitlines()[0] if killer.exists() else "no import"
        return KILLED, "out of time" if answer == asking.OUT_OF_TIME else by


if __name__ == "__main__":
    mutate()
