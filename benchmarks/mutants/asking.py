"""One mutant put to its tests, in a fork: what it changes is gone when the fork ends.

A mutant inside a function needs no import: the fork exchanges the code of the function,
whatever decorates it. One outside is read by an import, in a fork of a process that has
imported nothing of the rooms yet. No file is changed, so the tests' database stays.
"""

import gc
import importlib.abc
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

from benchmarks.mutants.making import ROOT, Mutant

OPTIONS = [
    "-q",
    "-x",
    "-p",
    "no:randomly",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
]
NOT_EXCHANGED = 77
OUT_OF_TIME = -signal.SIGKILL
BROKEN = 70
# No function to exchange, no test under that name, a fault of ours: no verdict.
FAILED_TO_ASK = (
    NOT_EXCHANGED,
    BROKEN,
    int(pytest.ExitCode.USAGE_ERROR),
    int(pytest.ExitCode.NO_TESTS_COLLECTED),
)
Ask = Callable[[Mutant, list[str], Path], int]
PATIENCE = 60, 6  # seconds, and how many times what the tests took when measured


def forked(
    work: Callable[[], int], output: Path | None, limit: float | None = None
) -> int:
    """What a piece of work answers in a process of its own; -9 if it took too long."""
    sys.stdout.flush()
    child = os.fork()
    if not child:
        answer = BROKEN
        try:
            if output:
                redirect_output(output)
            answer = work()
        except BaseException as error:  # noqa: BLE001 whatever ends it is its answer
            print(repr(error), file=sys.stderr, flush=True)
        finally:
            sys.stdout.flush()
            os._exit(answer)
    return waited_for(child, limit)


def redirect_output(output: Path) -> None:
    """What a fork says goes to a file."""
    where = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(where, 1)
    os.dup2(where, 2)


def waited_for(child: int, limit: float | None) -> int:
    """The exit code of a fork, ended if it takes longer than its limit."""
    ends = time.monotonic() + limit if limit else None
    while True:
        done, status = os.waitpid(child, os.WNOHANG if ends else 0)
        if done:
            return os.waitstatus_to_exitcode(status)
        if ends and time.monotonic() > ends:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return OUT_OF_TIME
        time.sleep(0.05)


class KeepKiller:
    """A plugin of pytest: keeps the name of the test that failed."""

    def __init__(self, kept: Path) -> None:
        self.kept = kept

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write down the first that fails."""
        if report.failed and not self.kept.exists():
            self.kept.write_text(f"{report.nodeid}\n{report.longreprtext[-2000:]}")


def ask_with_exchange(mutant: Mutant, tests: list[str], killer: Path) -> int:
    """Exchange the code of the mutant's function, and run the tests."""
    if not exchange_code(mutant):
        return NOT_EXCHANGED
    return int(pytest.main([*OPTIONS, *tests], plugins=[KeepKiller(killer)]))


def ask_with_import(mutant: Mutant, tests: list[str], killer: Path) -> int:
    """Let the mutant's module be imported as changed, and run the tests."""
    sys.meta_path.insert(0, ChangedModule(mutant))
    try:
        answer = pytest.main([*OPTIONS, *tests], plugins=[KeepKiller(killer)])
    except Exception as error:  # noqa: BLE001 what cannot be imported is noticed
        killer.write_text(f"no import: {error!r}")
        return 1
    # A conftest that cannot be read for what it imports is a usage error to pytest.
    return 1 if answer == pytest.ExitCode.USAGE_ERROR else int(answer)


def changed_code(mutant: Mutant) -> tuple[CodeType, CodeType] | None:
    """A function's code before and after, where one can stand in for the other."""
    if not mutant.function:
        return None
    file = str(ROOT / mutant.path)
    old = compile((ROOT / mutant.path).read_text(), file, "exec")
    new = compile(mutant.source, file, "exec")
    (before,) = codes_named(old, mutant.function)
    (after,) = codes_named(new, mutant.function)
    return (before, after) if before.co_freevars == after.co_freevars else None


def exchange_code(mutant: Mutant) -> bool:
    """Give the living function of a mutant its changed code; whether there is one."""
    changed = changed_code(mutant)
    assert changed
    living = [f for f in gc.get_objects() if is_code_of(f, changed[0])]
    for function in living:
        function.__code__ = changed[1]
    return bool(living)


def is_code_of(thing: Any, code: CodeType) -> bool:
    """Whether something is the function that a piece of code was compiled for."""
    if type(thing) is not FunctionType:
        return False
    mine = thing.__code__
    return (mine.co_filename, mine.co_qualname, mine.co_firstlineno) == (
        code.co_filename,
        code.co_qualname,
        code.co_firstlineno,
    )


def codes_named(code: CodeType, name: str) -> Iterator[CodeType]:
    """The code of a function or method within that of its module."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_qualname == name:
                yield constant
            elif name.startswith(f"{constant.co_qualname}."):
                yield from codes_named(constant, name)


class ChangedModule(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds one module, and reads it as the mutant has it."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        path = Path(mutant.path).relative_to("src").with_suffix("")
        self.is_package = path.name == "__init__"
        parts = path.parts[:-1] if self.is_package else path.parts
        self.name = ".".join(parts)

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        """Where the module comes from, if it is the one."""
        if name != self.name:
            return None
        file = str(ROOT / self.mutant.path)
        spec = importlib.util.spec_from_loader(
            name,
            self,
            origin=file,
            is_package=self.is_package,
        )
        if spec:
            spec.has_location = True
            if self.is_package:
                spec.submodule_search_locations = [str(Path(file).parent)]
        return spec

    def exec_module(self, module: ModuleType) -> None:
        """Run what the mutant makes of it."""
        file = str(ROOT / self.mutant.path)
        exec(compile(self.mutant.source, file, "exec"), module.__dict__)
