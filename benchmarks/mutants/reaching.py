"""Which tests reach a line, and how long each takes: measured once, kept by test file."""

import ast
import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from benchmarks.mutants.making import ROOT, Mutant, mutated_files

# What of tests/ asks a room beside its own tests. Journeys and the upgrade would kill a
# few mutants more, and take minutes for each that lives.
ACROSS = {
    "protection": ("tests/test_moves.py",),
    "prosecution": ("tests/test_moves.py",),
}


def test_files(room: str) -> list[str]:
    """The files of tests that a room's mutants are run against."""
    own = (ROOT / "src" / "sala" / room / "tests").glob("test_*.py")
    return [*sorted(str(f.relative_to(ROOT)) for f in own), *ACROSS.get(room, ())]


@dataclass(frozen=True)
class Reach:
    """The tests by line of file, and the seconds that each test took."""

    lines: dict[str, dict[int, set[str]]]
    seconds: dict[str, float]

    def tests_of(self, mutant: Mutant) -> list[str]:
        """The tests that reach a mutant, the quickest first.

        What runs when a module is read, before any test, is reached by every one.
        """
        if not mutant.function:
            return sorted(self.seconds, key=lambda test: self.seconds[test])
        known = self.lines.get(mutant.path, {})
        found: set[str] = set()
        for line in statement_lines(mutant):
            found |= known.get(line, set())
        return sorted(found, key=lambda test: self.seconds[test])


def statement_lines(mutant: Mutant) -> range:
    """The lines of the statement that a mutant stands in; of a block only its head."""
    tree = ast.parse((ROOT / mutant.path).read_text())
    holding = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt | ast.match_case | ast.excepthandler)
        and first_line(node) <= mutant.line <= last_line(node)
    ]
    inner = max(holding, key=first_line)
    body = getattr(inner, "body", None)
    if isinstance(body, list) and mutant.line < body[0].lineno:
        return range(first_line(inner), body[0].lineno)
    return range(first_line(inner), last_line(inner) + 1)


def first_line(node: ast.AST) -> int:
    """Where a statement or case begins."""
    if isinstance(node, ast.match_case):
        return node.pattern.lineno
    return node.lineno  # type: ignore[attr-defined]


def last_line(node: ast.AST) -> int:
    """Where a statement or case ends."""
    if isinstance(node, ast.match_case):
        return last_line(node.body[-1])
    return node.end_lineno  # type: ignore[attr-defined]


class ReachFile:
    """What the tests of one file reach, on disk until test or code changes."""

    def __init__(self, folder: Path, room: str, tests: str) -> None:
        digest = sha256((ROOT / tests).read_bytes())
        for file in mutated_files(room):
            digest.update(file.read_bytes())
        name = tests.replace("/", ".").removesuffix(".py")
        self.tests = tests
        self.kept = folder / f"reach.{room}.{name}.{digest.hexdigest()[:12]}.json"

    def read(self) -> dict[str, Any]:
        """What was measured."""
        return json.loads(self.kept.read_text())


class WatchTests:
    """A plugin of pytest: tells coverage which test runs, and keeps its time."""

    def __init__(self, coverage: Any) -> None:
        self.coverage = coverage
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """Every line from here on is reached by this test."""
        self.coverage.switch_context(item.nodeid)
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up what setup, test and teardown took."""
        if report.when == "setup" and report.skipped:
            return
        passed = self.seconds.get(report.nodeid, 0.0)
        self.seconds[report.nodeid] = passed + report.duration


def measure_reach(room: str, missing: list[ReachFile], options: list[str]) -> int:
    """Run files of tests under coverage and keep what they reach; pytest's answer."""
    from coverage import Coverage

    files = [str(file) for file in mutated_files(room)]
    coverage = Coverage(data_file=None, include=files, config_file=False)
    watch = WatchTests(coverage)
    coverage.start()
    answer = pytest.main([*options, *(m.tests for m in missing)], plugins=[watch])
    coverage.stop()
    if answer:
        return int(answer)
    data = coverage.get_data()
    lines = {
        str(Path(file).relative_to(ROOT)): data.contexts_by_lineno(file)
        for file in data.measured_files()
    }
    for one in missing:
        mine = f"{one.tests}::"
        reached = {
            path: {
                line: [test for test in tests if test.startswith(mine)]
                for line, tests in by_line.items()
            }
            for path, by_line in lines.items()
        }
        seconds = {t: s for t, s in watch.seconds.items() if t.startswith(mine)}
        one.kept.write_text(json.dumps({"lines": reached, "seconds": seconds}))
    return 0


def joined_reach(measured: list[ReachFile]) -> Reach:
    """What all files of tests reach together."""
    lines: dict[str, dict[int, set[str]]] = {}
    seconds: dict[str, float] = {}
    for one in measured:
        found = one.read()
        seconds |= found["seconds"]
        for path, by_line in found["lines"].items():
            known = lines.setdefault(path, {})
            for line, tests in by_line.items():
                known.setdefault(int(line), set()).update(tests)
    return Reach(lines, seconds)
