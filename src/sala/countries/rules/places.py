"""What lies inside what: places, their outlines, and units of agencies."""

from collections.abc import Iterator
from typing import Any

from sala.countries.contract import PackProblem
from sala.countries.rules.drafts import (
    PackDraft,
    name_problem,
    row_problem,
    written_values,
)

TREES = {"places": "parent", "agencies": "parent_code"}


def circular_rows(draft: PackDraft) -> Iterator[PackProblem]:
    """Rows that are above themselves."""
    for file, parent in TREES.items():
        above = {row.code: getattr(row, parent) for row in draft.tables.get(file, ())}
        for row in draft.tables.get(file, ()):
            seen, at = {row.code}, above[row.code]
            while at is not None and at not in seen:
                seen.add(at)
                at = above.get(at)
            if at == row.code:
                yield row_problem(file, row, parent, "a tree: no row above itself")


def misplaced_levels(draft: PackDraft) -> Iterator[PackProblem]:
    """Places that are not one level below the place around them."""
    levels = {row.code: row.level for row in draft.tables.get("places", ())}
    for row in draft.tables.get("places", ()):
        if row.parent is None and row.level > 1:
            yield row_problem("places", row, "parent", "a place of the level above")
        elif row.parent in levels and row.level != levels[row.parent] + 1:
            right = f"{levels[row.parent] + 1}: one more than its parent's"
            yield row_problem("places", row, "level", right)


def indistinct_places(draft: PackDraft) -> Iterator[PackProblem]:
    """Places beside each other that people could not tell apart by name."""
    first: dict[tuple[Any, ...], Any] = {}
    for row in draft.tables.get("places", ()):
        for language, name in row.names.items():
            earlier = first.setdefault(
                (row.parent, row.level, language, name.casefold()),
                row,
            )
            if earlier.code != row.code:
                right = (
                    f"a name that tells it apart from row {earlier.line}, such as with"
                    " its kind"
                )
                yield name_problem(row, "places", language, right)


def stray_outlines(draft: PackDraft) -> Iterator[PackProblem]:
    """Outlines of places the pack does not have, or that another file has drawn
    already.
    """
    known = written_values(draft, "places", ("code",))
    drawn: dict[str, str] = {}
    for file, shapes in draft.outlines.items():
        for code in shapes:
            if known is not None and (code,) not in known:
                yield PackProblem(
                    file=file,
                    field="code",
                    value=code,
                    right="a code of places.csv",
                )
            if drawn.setdefault(code, file) != file:
                right = f"one outline a place; {drawn[code]} has one too"
                yield PackProblem(
                    file=file,
                    field="code",
                    value=code,
                    right=right,
                )
