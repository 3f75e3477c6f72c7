"""docs/mutants.md: what lives, room by room, and how sure the share is."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

from benchmarks.mutants.making import ROOT, SEED, Mutant, all_mutants
from benchmarks.mutants.verdicts import (
    KILLED,
    LIVES,
    Verdict,
    VerdictFile,
    wilson_interval,
)

PAGE = ROOT / "docs" / "mutants.md"
SAME = Path(__file__).with_name("same.toml")
PIECE = re.compile(r"\w+|\s+|[^\w\s]+")
AIM = 0.8  # of a room's mutants are to be killed
AROUND = 24  # characters kept on each side of what a mutant changes
HEAD = """# Mutants

Written by `make mutate` on {when}. Each mutant is the code with one place changed: an argument
dropped, a comparison turned, a text spoilt, a code misspelt. It is put to the tests that
reach its line, and is killed if one of them fails. What lives is what no test asks.

The sample is drawn with seed {seed} from all mutants of `rules`, `states`, `policy` and
`actions`; a larger sample begins with the smaller one. Tests are the room's own, and
`tests/test_moves.py` for rooms whose nouns stand there: what a journey, the upgrade or
`make check` would notice counts as alive. What cannot even be imported counts as killed. The interval is Wilson's at 95 %. *When first asked* is the
fair estimate; *now* is after tests were written for the kinds that lived, and the sample knows them.
Mutants that mean the same are named by hand (`benchmarks/mutants/same.toml`) and left out
of both shares.

| room | mutants | asked | mean the same | killed when first asked | killed now |
| --- | --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True)
class Answered:
    """A mutant with what became of it, and why it means the same if it does."""

    mutant: Mutant
    verdict: Verdict
    same: str


def write_page(rooms: Sequence[str], folder: Path) -> list[str]:
    """Write the page from the verdicts of all rooms; which of them are below the aim."""
    when = f"{datetime.now(UTC):%d %B %Y}"
    text = [HEAD.format(when=when, seed=SEED)]
    sections: list[str] = []
    below = []
    for room in rooms:
        drawn = all_mutants(room)
        found = answered_mutants(room, drawn, folder)
        if found:
            text.append(table_row(room, len(drawn), found))
            sections += room_section(room, found)
            if killed_share(found) < AIM:
                below.append(room)
    PAGE.write_text("".join([*text, *sections]))
    return below


def killed_share(found: list[Answered]) -> float:
    """Of the mutants of a room that mean something else, the share killed now."""
    differ = [one for one in found if not one.same]
    killed = sum(one.verdict.now == KILLED for one in differ)
    return killed / len(differ) if differ else 1.0


def answered_mutants(room: str, drawn: list[Mutant], folder: Path) -> list[Answered]:
    """What was asked of a room, in the order of the draw."""
    verdicts = VerdictFile(folder / f"{room}.json").verdicts
    same = same_reasons()
    return [
        Answered(mutant, verdicts[mutant.code], same.get(mutant.code, ""))
        for mutant in drawn
        if mutant.code in verdicts
    ]


def same_reasons() -> dict[str, str]:
    """Why a mutant means the same, by its code."""
    return {
        one["code"]: one["reason"] for one in tomllib.loads(SAME.read_text())["same"]
    }


def table_row(room: str, of: int, found: list[Answered]) -> str:
    """The figures of a room."""
    differ = [one for one in found if not one.same]
    first = sum(one.verdict.first == KILLED for one in differ)
    now = sum(one.verdict.now == KILLED for one in differ)
    same = len(found) - len(differ)
    shares = f"{share(first, len(differ))} | {share(now, len(differ))}"
    return f"| {room} | {of:,} | {len(found)} | {same} | {shares} |\n"


def share(hits: int, of: int) -> str:
    """A share with its interval."""
    if not of:
        return "none asked"
    low, high = wilson_interval(hits, of)
    return f"{hits} of {of}: {hits / of:.0%} ({low:.0%} to {high:.0%})"


def room_section(room: str, found: list[Answered]) -> Iterator[str]:
    """What lives in a room, and what means the same."""
    live = [one for one in found if one.verdict.now == LIVES and not one.same]
    same = [one for one in found if one.same]
    yield f"\n## {room}\n"
    if live:
        yield "\n| lives | in | change | |\n| --- | --- | --- | --- |\n"
    for one in live:
        yield f"| `{one.mutant.code}` | {place(one)} | {one.verdict.by} |\n"
    if same:
        yield "\n| means the same | in | change | because |\n| --- | --- | --- | --- |\n"
    for one in same:
        yield f"| `{one.mutant.code}` | {place(one)} | {one.same} |\n"


def place(one: Answered) -> str:
    """Where a mutant stands and what it changes, as two cells."""
    path = one.mutant.path.removeprefix("src/sala/")
    name = f" `{one.mutant.function}`" if one.mutant.function else ""
    words = change(one.mutant).replace("|", "\\|").replace("`", "'")
    return f"{path}:{one.mutant.line}{name} | `{words}`"


def change(mutant: Mutant) -> str:
    """What a mutant changes, with a little of what stands around it."""
    before, after = PIECE.findall(mutant.before), PIECE.findall(mutant.after)
    start = shared_start(before, after)
    end = shared_start(before[start:][::-1], after[start:][::-1])
    head = "".join(before[:start])[-AROUND:]
    tail = "".join(before[len(before) - end :])[:AROUND]
    old = "".join(before[start : len(before) - end])
    new = "".join(after[start : len(after) - end])
    return f"{head}[{old} → {new}]{tail}"


def shared_start(one: list[str], other: list[str]) -> int:
    """How many pieces two texts begin with together."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
