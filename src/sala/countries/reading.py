"""Reading a pack's folder: everything that is wrong is found and named, nothing is
half-read.
"""

import csv
import io
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sala.countries import xlsforms
from sala.countries.contract import (
    NAMED,
    NAMES,
    PATTERNS,
    TABLES,
    PackContent,
    PackHead,
    PackProblem,
    file_columns,
)
from sala.countries.outlines import read_outlines
from sala.countries.rules import pack_faults
from sala.countries.rules.codes import nearest_code
from sala.countries.rules.drafts import PackDraft

HERE = Path(__file__).parent
HEAD = "pack.toml"
# What would be right, for each kind of fault that pydantic finds.
RIGHT = {
    "missing": "a value",
    "string_too_short": "a text",
    "string_type": "a text in quotes",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "float_parsing": "a number",
    "decimal_parsing": "a number",
    "finite_number": "a number",
    "date_from_datetime_parsing": "a day as YYYY-MM-DD",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "extra_forbidden": "nothing: the contract knows no such field",
}


@dataclass(frozen=True)
class PackReading:
    """A pack, if it is whole, and all its problems if it is not."""

    pack: PackContent | None
    problems: tuple[PackProblem, ...]


@dataclass(frozen=True)
class CsvTable:
    """One CSV file: its columns, its rows as written, and the well-formed ones."""

    header: tuple[str, ...]
    cells: tuple[dict[str, str], ...]
    rows: tuple[Any, ...]


class PackError(Exception):
    """A pack that cannot be loaded; the text lists its problems."""

    def __init__(self, problems: tuple[PackProblem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def find_pack(name: str) -> Path:
    """The folder of a pack named by path, or by the name of one that comes with Sala.

    Raises `PackError` when there is none.
    """
    given = Path(name)
    # Only `NAME` and `countries/NAME` mean a pack that comes along: a mistyped path
    # must not.
    own = [HERE / given.name] if given.parent in {Path(), Path(HERE.name)} else []
    for folder in (given, *own):
        if (folder / HEAD).is_file():
            return folder
    if given.is_dir():
        return given
    right = f"a folder with a {HEAD}, or the name of a pack that comes with Sala"
    raise PackError((PackProblem(file=name, right=right),))


def read_pack(folder: Path) -> PackReading:
    """Read a folder, check each row by itself, then all against each other."""
    problems: list[PackProblem] = []
    head = _read_head(folder / HEAD, problems)
    tables = {
        file: _read_table(folder / f"{file}.csv", file, problems) for file in TABLES
    }
    read = {file: table for file, table in tables.items() if table is not None}
    draft = PackDraft(
        head=head,
        tables={file: table.rows for file, table in read.items()},
        headers={file: table.header for file, table in read.items()},
        cells={file: table.cells for file, table in read.items()},
        outlines=_read_folder_outlines(folder, problems),
        files=_file_names(folder),
    )
    problems += pack_faults(draft)
    forms = _read_forms(folder, draft, problems)
    if head is None or problems:
        problems.sort(key=lambda found: (found.file, found.row or 0))
        return PackReading(None, tuple(dict.fromkeys(problems)))
    return PackReading(_whole_pack(draft, head, forms), ())


def _read_forms(
    folder: Path,
    draft: PackDraft,
    problems: list[PackProblem],
) -> dict[str, dict[str, Any]]:
    """The instruments' forms, those that could be read, by the name of the file."""
    found = {}
    for row in draft.tables.get("instruments", ()):
        if row.file not in draft.files or draft.head is None:
            continue
        form, faults = xlsforms.read_xlsform(
            folder / row.file,
            code=row.code,
            version=row.version,
            languages=draft.head.languages,
        )
        problems += faults
        if form is not None:
            found[row.file] = form
    return found


def _whole_pack(
    draft: PackDraft, head: PackHead, forms: dict[str, dict[str, Any]]
) -> PackContent:
    agencies = tuple(
        agency.model_copy(update={"identifies": agency.code == head.identifying_agency})
        for agency in draft.tables["agencies"]
    )
    shapes = {
        code: shape for part in draft.outlines.values() for code, shape in part.items()
    }
    tables = {**draft.tables, "agencies": agencies}
    return PackContent(
        head=head,
        tables=tables,
        outlines=shapes,
        forms=forms,
    )


def _file_names(folder: Path) -> frozenset[str]:
    try:
        return frozenset(file.name for file in folder.iterdir() if file.is_file())
    except OSError:
        return frozenset()


def _read_text(file: Path, problems: list[PackProblem]) -> str | None:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.append(
            PackProblem(
                file=file.name, right="this file, with at least its header row"
            ),
        )
    except UnicodeDecodeError:
        problems.append(PackProblem(file=file.name, right="a text file in UTF-8"))
    except OSError as error:
        problems.append(
            PackProblem(
                file=file.name, right=f"a file that can be read: {error.strerror}"
            ),
        )
    else:
        if "\x00" not in text:
            return text
        problems.append(
            PackProblem(file=file.name, right="a text file without null characters"),
        )
    return None


def _read_head(file: Path, problems: list[PackProblem]) -> PackHead | None:
    text = _read_text(file, problems)
    if text is None:
        return None
    try:
        return PackHead.model_validate(tomllib.loads(text))
    except ValidationError as error:
        problems += _name_faults(error, file.name, None)
    except (ValueError, RecursionError) as error:
        problems.append(PackProblem(file=file.name, right=f"TOML: {str(error)[:200]}"))
    return None


def _read_table(file: Path, name: str, problems: list[PackProblem]) -> CsvTable | None:
    text = _read_text(file, problems)
    if text is None:
        return None
    try:
        # Not by lines of text: a cell in quotes may hold several, and a spreadsheet
        # counts rows.
        written = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        problems.append(PackProblem(file=file.name, right=f"a CSV table: {error}"))
        return None
    header = tuple(cell.strip() for cell in written[0]) if written else ()
    cells, rows = [], []
    for line, row in enumerate(written[1:], start=2):
        texts = [cell.strip() for cell in row]
        if not any(texts):
            continue
        cells.append(dict(zip(header, texts, strict=False)))
        rows += _read_row(
            name,
            header,
            texts,
            line,
            problems,
        )
    return CsvTable(header, tuple(cells), tuple(rows))


def _read_row(
    name: str,
    header: tuple[str, ...],
    texts: list[str],
    line: int,
    problems: list[PackProblem],
) -> list[Any]:
    file = f"{name}.csv"
    if len(texts) != len(header):
        right = f"{len(header)} cells, as the header has; this row has {len(texts)}"
        problems.append(
            PackProblem(
                file=file,
                row=line,
                right=right,
            ),
        )
        return []
    filled = {column: text for column, text in zip(header, texts, strict=True) if text}
    # Columns that do not belong are named once, at the header.
    values: dict[str, Any] = {
        c: text for c, text in filled.items() if c in file_columns(name)
    }
    if name in NAMED:
        values["names"] = {
            c.removeprefix(NAMES): text
            for c, text in filled.items()
            if c.startswith(NAMES)
        }
    try:
        return [TABLES[name][0].model_validate({**values, "line": line})]
    except ValidationError as error:
        # A column that is missing altogether is named once, too.
        problems += (p for p in _name_faults(error, file, line) if p.field in header)
        return []


def _name_faults(
    error: ValidationError, file: str, line: int | None
) -> Iterator[PackProblem]:
    for fault in error.errors():
        value = "" if fault["type"] == "missing" else str(fault["input"])
        field = ".".join(map(str, fault["loc"]))
        yield PackProblem(
            file=file,
            row=line,
            field=field,
            value=value[:80],
            right=_right_value(fault),
        )


def _right_value(fault: Any) -> str:
    pattern = fault.get("ctx", {}).get("pattern")
    if fault["type"] == "literal_error":
        return _right_choice(str(fault["input"]), fault["ctx"]["expected"])
    said = (
        str(fault["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    )
    return PATTERNS.get(pattern) or RIGHT.get(fault["type"]) or said


def _right_choice(value: str, expected: str) -> str:
    """The words a cell may hold, and the one that was probably meant."""
    near = nearest_code(value, re.findall(r"'([^']+)'", expected))
    return f"{expected}; did you mean `{near}`?" if near else expected


def _read_folder_outlines(
    folder: Path, problems: list[PackProblem]
) -> dict[str, dict[str, Any]]:
    found = {}
    for name in sorted(n for n in _file_names(folder) if n.endswith(".geojson")):
        text = _read_text(folder / name, problems)
        if text is not None:
            shapes, faults = read_outlines(name, text)
            problems += faults
            found[name] = shapes
    return found
