"""A pack as far as it could be read, and how a fault of it is told."""

from dataclasses import dataclass
from typing import Any

from sala.countries.contract import NAMES, TABLES, PackHead, PackProblem


@dataclass(frozen=True)
class PackDraft:
    """A pack as far as it could be read.

    `tables` holds the rows that are well-formed. `cells` holds every row as it was
    written, so that nothing is called missing which is there but faulty; a file that
    could not be read is in neither. `outlines` holds, for each GeoJSON file, shapes by
    the code of their place.
    """

    head: PackHead | None
    tables: dict[str, tuple[Any, ...]]
    headers: dict[str, tuple[str, ...]]
    cells: dict[str, tuple[dict[str, str], ...]]
    outlines: dict[str, dict[str, Any]]
    files: frozenset[str]


def row_key(file: str, row: Any) -> str:
    """What tells a row apart from all others of its file."""
    return "/".join(str(getattr(row, field)) for field in TABLES[file][1])


def written_values(
    draft: PackDraft,
    file: str,
    fields: tuple[str, ...],
) -> set[tuple[str, ...]] | None:
    """What some columns of a file hold together; None where it could not be read."""
    if file not in draft.cells:
        return None
    return {tuple(row.get(field, "") for field in fields) for row in draft.cells[file]}


def row_problem(
    file: str,
    row: Any,
    field: str,
    right: str,
) -> PackProblem:
    """A fault of one field of one row."""
    value = getattr(row, field, None)
    return PackProblem(
        file=f"{file}.csv",
        row=row.line,
        field=field,
        value="" if value is None else str(value),
        right=right,
    )


def head_problem(field: str, value: str, right: str) -> PackProblem:
    """A fault of a value of `pack.toml`."""
    return PackProblem(
        file="pack.toml",
        field=field,
        value=value,
        right=right,
    )


def header_problem(file: str, column: str, right: str) -> PackProblem:
    """A fault of a file's first row."""
    return PackProblem(
        file=f"{file}.csv",
        row=1,
        field=column,
        right=right,
    )


def name_problem(
    row: Any,
    file: str,
    language: str,
    right: str,
) -> PackProblem:
    """A fault of a row's name in one language."""
    value = row.names.get(language, "")
    field = NAMES + language
    return PackProblem(
        file=f"{file}.csv",
        row=row.line,
        field=field,
        value=value,
        right=right,
    )
