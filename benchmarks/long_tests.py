"""`make test-long`: what `make test` asks in small, asked at full width; docs/long-tests.md.

Each kind has a test in `make test` that asks the same of less. `make test-long
ARGS="crowd forms"` runs those alone; the lines of the others stay as they were.
"""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "long-tests.md"
PYTEST = ("-m", "pytest", "-q", "-p", "no:randomly")
HEAD = """# Long tests

`make test-long` asks at full width what `make test` asks in small. Each line is written by its own
run: `make test-long ARGS="crowd forms"` leaves the others as they were.

| kind | asks | in `make test` | day | took | result |
| --- | --- | --- | --- | --- | --- |
"""
NEVER = "- | - | not run yet"


@dataclass(frozen=True)
class LongTest:
    """One kind: what it asks, its small sister in `make test`, and how it is run."""

    kind: str
    asks: str
    small: str
    arguments: tuple[str, ...]
    width: int = 1


LONG_TESTS = (
    LongTest(
        "crowd",
        "200 members of staff work through the pages for five minutes: no error, no"
        " record lost, the ledger verifies ([benchmarks](benchmarks.md#a-crowd-at-work))",
        "tests/test_crowd.py",
        ("-m", "benchmarks.crowd"),
    ),
    LongTest(
        "forms",
        "every form of every page by every role that may open it (usually by two), ten"
        " times as much as usual of what nobody should type and of what its description"
        " allows: no failure, nothing half-done, and what was put off comes back",
        "tests/test_fuzz.py, tests/test_schemathesis.py, tests/test_drafts.py",
        (
            *PYTEST,
            "tests/test_fuzz.py",
            "tests/test_schemathesis.py",
            "tests/test_drafts.py",
        ),
        width=10,
    ),
    LongTest(
        "crash",
        "the server killed 100 times in the middle of writing: what was acknowledged is"
        " there",
        "tests/test_crash.py",
        (*PYTEST, "tests/test_crash.py"),
        width=5,
    ),
    LongTest(
        "mutants",
        "100 changes of the code of each of four rooms, drawn by lot: the tests notice"
        " ([mutants](mutants.md))",
        "tests/test_mutants.py",
        ("-m", "benchmarks.mutants"),
    ),
)


def run_kind(test: LongTest) -> str:
    """Run one kind; the last three cells of its line."""
    begun = time.monotonic()
    print(f"… {test.kind}: {test.asks}", flush=True)
    done = subprocess.run(
        [sys.executable, *test.arguments],
        cwd=ROOT,
        check=False,
        env={**os.environ, "SALA_TEST_WIDTH": str(test.width)},
    )
    minutes = (time.monotonic() - begun) / 60
    result = "**failed**" if done.returncode else "passed"
    return f"{datetime.now(UTC):%Y-%m-%d} | {minutes:.0f} min | {result}"


def known_results() -> dict[str, str]:
    """The last three cells of each line of the page as it is."""
    lines = PAGE.read_text().splitlines() if PAGE.exists() else []
    cells = [line.strip("| ").split(" | ") for line in lines if line.startswith("|")]
    return {row[0]: " | ".join(row[-3:]) for row in cells}


def write_page(results: dict[str, str]) -> None:
    """Write what each kind asks, and what came of it when it was last run."""
    lines = [
        f"| {test.kind} | {test.asks} | {test.small} |"
        f" {results.get(test.kind, NEVER)} |"
        for test in LONG_TESTS
    ]
    PAGE.write_text(HEAD + "\n".join(lines) + "\n")


def main() -> None:
    """Run the kinds that are named, or all, and write the page after each."""
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = [test.kind for test in LONG_TESTS]
    parser.add_argument("kinds", nargs="*", help=f"of: {', '.join(kinds)}")
    wanted = parser.parse_args().kinds or kinds
    if unknown := set(wanted) - set(kinds):
        parser.error(f"no such kind: {', '.join(sorted(unknown))}")
    results = known_results()
    for test in LONG_TESTS:
        if test.kind in wanted:
            results[test.kind] = run_kind(test)
            write_page(results)
    failed = [kind for kind in wanted if results[kind].endswith("**failed**")]
    sys.exit(", ".join(failed) or None)


if __name__ == "__main__":
    main()
