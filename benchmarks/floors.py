"""Floors of branch coverage, a room each, in docs/coverage.toml: they only go up.

`make coverage` runs the whole suite under coverage, refuses a room that fell below its
floor, and raises the floors. `make check` refuses a room without one, and a floor lower
than history has it.
"""

import json
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
FLOORS = ROOT / "docs" / "coverage.toml"
MEASURED = ROOT / "var" / "coverage" / "report.json"
# Tests that make things up reach a branch more or less each time.
SLACK = 0.5
HEAD = """# Written by `make coverage` on {day}: of the branches of each room, how many in a
# hundred the whole suite takes. `make check` refuses a floor lower than it was; raise
# them by running `make coverage`, and never by hand.
"""


def house_rooms() -> set[str]:
    """Every room of the house, and the reader beside it."""
    source = ROOT / "src"
    found = {p.parent.name for p in source.glob("sala/*/__init__.py")}
    return {*found, "sala_reader"}


def room_of(file: str) -> str:
    """The room that a measured file belongs to."""
    parts = Path(file).parts
    house = parts[parts.index("src") + 1 :]
    in_room = house[0] == "sala" and len(house) > 2  # sala/ROOM/module.py
    return house[1] if in_room else house[0]


def branch_shares(report: Mapping[str, Mapping[str, object]]) -> dict[str, float]:
    """Of a hundred branches of each room, how many were taken."""
    taken: defaultdict[str, int] = defaultdict(int)
    there: defaultdict[str, int] = defaultdict(int)
    for file, found in report.items():
        summary = found["summary"]
        assert isinstance(summary, dict)
        taken[room_of(file)] += summary["covered_branches"]
        there[room_of(file)] += summary["num_branches"]
    return {
        room: 100 * taken[room] / there[room] if there[room] else 100.0
        for room in there.keys() & house_rooms()
    }


def raised_floors(
    floors: Mapping[str, int],
    measured: Mapping[str, float],
) -> dict[str, int]:
    """The floors after a measurement: none goes down."""
    return {
        room: max(int(share - SLACK), floors.get(room, 0))
        for room, share in sorted(measured.items())
    }


def fallen_rooms(floors: Mapping[str, int], measured: Mapping[str, float]) -> list[str]:
    """Rooms whose tests take fewer branches than they did."""
    return [
        f"{room}: {measured[room]:.1f} % of its branches, and {floor} % is its floor"
        for room, floor in sorted(floors.items())
        if room in measured and measured[room] < floor
    ]


def refused_floors(
    floors: Mapping[str, int],
    rooms: set[str],
    history: list[Mapping[str, int]],
) -> list[str]:
    """What is wrong with the floors as they are committed."""
    without = sorted(rooms - set(floors))
    lowered = [
        f"{room}: the floor was {highest} % and is {floors[room]} %"
        for room in sorted(floors)
        if floors[room] < (highest := max([0, *(h.get(room, 0) for h in history)]))
    ]
    if without:
        lowered.append(f"no floor, run make coverage: {', '.join(without)}")
    return lowered


def floors_in(text: str) -> dict[str, int]:
    """The floors that a file says."""
    return dict(tomllib.loads(text)["floors"])


def current_floors() -> dict[str, int]:
    """The floors as the working copy has them."""
    return floors_in(FLOORS.read_text()) if FLOORS.exists() else {}


def floors_of_history() -> list[Mapping[str, int]]:
    """The floors as each commit had them, as far as this clone knows."""
    name = str(FLOORS.relative_to(ROOT))
    commits = git_output("log", "--format=%H", "--", name).split()
    texts = [git_output("show", f"{commit}:{name}") for commit in commits]
    return [floors_in(text) for text in texts if text]


def git_output(*arguments: str) -> str:
    """What git says, and nothing where there is no git or no such file."""
    try:
        return subprocess.run(
            ["git", *arguments],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def write_floors(floors: Mapping[str, int]) -> None:
    """Write the floors with the day."""
    day = datetime.now(UTC).date().isoformat()
    lines = [f"{room} = {floor}" for room, floor in sorted(floors.items())]
    FLOORS.write_text("\n".join([HEAD.format(day=day), "[floors]", *lines, ""]))


def check_floors() -> list[str]:
    """What `make check` refuses."""
    return refused_floors(current_floors(), house_rooms(), floors_of_history())


def raise_floors() -> list[str]:
    """Hold the last measurement to the floors, and raise them if none fell."""
    measured = branch_shares(json.loads(MEASURED.read_text())["files"])
    for room, share in sorted(measured.items()):
        print(f"{room:16} {share:5.1f} % of branches")
    fallen = fallen_rooms(current_floors(), measured)
    if not fallen:
        write_floors(raised_floors(current_floors(), measured))
    return fallen


def main() -> None:
    """`python -m benchmarks.floors check`, or `raise`."""
    work = {"check": check_floors, "raise": raise_floors}[sys.argv[1]]
    wrong = work()
    for line in wrong:
        print(line, file=sys.stderr)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
