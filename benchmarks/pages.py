"""docs/benchmarks.md: a section a part, each written by its part alone."""

import os
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs" / "benchmarks.md"
RECORD = "# Benchmarks"
EXPORT = "## Facts out of the record"
FIGURES = "## Figures from facts"
READING = "## Reading country reports"
CROWD = "## A crowd at work"
ORDER = (RECORD, EXPORT, FIGURES, READING, CROWD)
TABLE = "| what | figure | beside | ratio | budget | kept |\n| --- | --- | --- | --- | --- | --- |\n"


def put(heading: str, text: str) -> None:
    """Put a section in the place of the one with its heading; the others stay."""
    sections = _sections(DOCS.read_text() if DOCS.exists() else "") | {heading: text}
    DOCS.write_text(
        "\n".join(sections[h].strip() + "\n" for h in ORDER if h in sections),
    )


def _sections(page: str) -> dict[str, str]:
    found: dict[str, str] = {}
    heading = ""
    for line in page.splitlines(keepends=True):
        heading = line.strip() if line.strip() in ORDER else heading
        found[heading] = found.get(heading, "") + line
    return found


def line(row: object) -> str:
    """One line of a table."""
    kept = {
        True: "yes",
        False: "**no**",
        None: "",
    }[row.kept]  # type: ignore[attr-defined]
    cells = [row.what, row.figure, row.beside, row.ratio, row.budget, kept]  # type: ignore[attr-defined]
    return f"| {' | '.join(cells)} |"


def load(before: float) -> str:
    """How busy the machine was from a moment until now, in words."""
    least, most = sorted((before, os.getloadavg()[0]))
    others = ", others were at work on it" if most > 2 * (os.cpu_count() or 1) else ""
    return f"{least:.0f} to {most:.0f}{others}"
