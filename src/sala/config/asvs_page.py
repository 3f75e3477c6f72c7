"""`docs/asvs.md`, made from `docs/asvs.csv`: each requirement of OWASP's ASVS 5.0.0,
and whether Sala meets it.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

TABLE = "asvs.csv"
CHAPTERS = (
    "Encoding and sanitization",
    "Validation and business logic",
    "Web frontend",
    "API and web service",
    "File handling",
    "Authentication",
    "Session management",
    "Authorization",
    "Self-contained tokens",
    "OAuth and OIDC",
    "Cryptography",
    "Secure communication",
    "Configuration",
    "Data protection",
    "Secure coding and architecture",
    "Security logging and error handling",
    "WebRTC",
)
STATES = ("met", "not applicable", "not met", "operator")
LEVELS = ("1", "2", "3")
INTRODUCTION = """\
# ASVS 5.0.0, requirement by requirement

Made from `docs/asvs.csv` by `make fix`. The words of each requirement are
[OWASP's](https://github.com/OWASP/ASVS/tree/v5.0.0); here is its number, a few words of
our own, and what we found on reading the code. Levels are cumulative: Sala means to
meet the third. Four requirements ask more at the third level than at the second, and
stand here twice.

- **met**: by what stands beside it, held by the tests named (`tests/test_asvs.py` looks
  whether they exist).
- **not applicable**: Sala has nothing that it speaks of, and why.
- **not met**: why not, and what would meet it.
- **operator**: hardware, certificates, lists, the network, which only who runs it can
  bring; what we ship for it, and the line of `sala check` that fails without it, where
  there can be one.

Documents are held to the code by `tests/test_security_pages.py`, and what is shipped
for an operator by `tests/test_deploy.py`. A stranger has not read this list yet.
"""


@dataclass(frozen=True)
class RequirementAnswer:
    """What we say to one requirement at one level."""

    requirement: str
    level: str
    about: str
    state: str
    how: str
    tests: tuple[str, ...]

    @property
    def chapter(self) -> int:
        """The number of its chapter."""
        return int(self.requirement.split(".")[0])


def read_answers(folder: Path) -> list[RequirementAnswer]:
    """Every answer of the table in the folder of documents, in the standard's order."""
    with (folder / TABLE).open(encoding="utf-8", newline="") as opened:
        found = [
            RequirementAnswer(
                row["requirement"],
                row["level"],
                row["about"],
                row["state"],
                row["how"],
                tuple(row["tests"].split()),
            )
            for row in csv.DictReader(opened)
        ]
    return sorted(found, key=_place)


def _place(answer: RequirementAnswer) -> tuple[list[int], str]:
    return [int(part) for part in answer.requirement.split(".")], answer.level


def asvs_page(folder: Path) -> str:
    """The page: how many of each, what is not met, what an operator brings, and all."""
    answers = read_answers(folder)
    lines = [INTRODUCTION, *_counts(answers)]
    for state, title in (("not met", "Not met"), ("operator", "Only an operator can")):
        lines += ["", f"## {title}", ""]
        lines += [
            f"- **{a.requirement}** (level {a.level}, {a.about}): {a.how}."
            for a in answers
            if a.state == state
        ]
    for number, title in enumerate(CHAPTERS, 1):
        lines += ["", f"## V{number} {title}", ""]
        lines += ["| # | level | asks | | how, and which tests hold it |"]
        lines += ["| --- | --- | --- | --- | --- |"]
        lines += _rows(a for a in answers if a.chapter == number)
    return "\n".join(lines) + "\n"


def _counts(answers: list[RequirementAnswer]) -> list[str]:
    found = Counter((a.level, a.state) for a in answers)
    lines = [f"| level | {' | '.join(STATES)} | together |", "| --- |" + " --- |" * 5]
    for level in LEVELS:
        each = [found[level, state] for state in STATES]
        lines.append(f"| {level} | {' | '.join(map(str, each))} | {sum(each)} |")
    return lines


def _rows(answers: Iterable[RequirementAnswer]) -> Iterator[str]:
    """A line for each; what is answered alike one after another stands in one."""
    alike = groupby(answers, key=lambda a: (a.about, a.state, a.how, a.tests))
    for (about, state, how, tests), several in alike:
        same = list(several)
        first, last = same[0].requirement, same[-1].requirement
        number = first if first == last else f"{first} to {last}"
        levels = ", ".join(sorted({a.level for a in same}))
        held = "".join(f"<br>`{test}`" for test in tests)
        yield f"| {number} | {levels} | {about} | {state} | {how}{held} |"
