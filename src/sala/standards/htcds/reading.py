"""Reading a file: CSV, XLSX or JSON, every faulty cell named with its row, field and
value.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sala.kit.uploaded_tables import (
    SHOWN,
    CellFault,
    UnreadableError,
    as_text,
    sheet_rows,
    table_lines,
)
from sala.standards import queries
from sala.standards.htcds.columns import PERSON_CODE, RETIRED, field_of_heading
from sala.standards.htcds.values import NotUnderstoodError, Value, parse_cell

LARGEST = 5_000_000  # bytes
UNPACKED = 60_000_000  # bytes an XLSX may unpack to
MOST_ROWS = 5_000


@dataclass(frozen=True)
class ExchangeRow:
    """One person of a file: its number in it (the heading is row 1), and what is said
    by field.
    """

    number: int
    values: dict[str, Value]


@dataclass(frozen=True)
class ExchangeFile:
    """What a file says: its rows, every fault in them, headings nobody knows, and those
    that it has of the standard, by the standard's names.
    """

    rows: tuple[ExchangeRow, ...]
    faults: tuple[CellFault, ...]
    unknown: tuple[str, ...]
    retired: tuple[str, ...]
    columns: tuple[str, ...] = ()


def read_htcds(data: bytes) -> ExchangeFile:
    """What an HTCDS file says; raises `UnreadableError` where it is none.

    Empty cells are not recorded, and absent from the row's values.
    """
    if len(data) > LARGEST:
        raise UnreadableError(
            _("The file has %(size)s bytes; at most %(most)s are read.")
            % {
                "size": len(data),
                "most": LARGEST,
            },
        )
    headings, table = _read_table(data)
    columns = {heading: field_of_heading(heading) for heading in headings}
    known = [code for code in columns.values() if code and code not in RETIRED]
    if not known:
        raise UnreadableError(
            _("No column is named as in HTCDS 2.0, such as prs_FirstName."),
        )
    twice = {code for code in known if known.count(code) > 1}
    if twice:
        raise UnreadableError(
            _("Two columns mean the same field: %(fields)s.")
            % {"fields": ", ".join(sorted(twice))},
        )
    rows: list[ExchangeRow] = []
    faults: list[CellFault] = []
    for number, cells in enumerate(table, start=2):
        if number > MOST_ROWS + 1:
            raise UnreadableError(
                _("The file has more than %(most)s rows; split it.")
                % {"most": MOST_ROWS},
            )
        if any(cells.values()):
            rows.append(_read_row(number, cells, columns, faults))
    unknown = tuple(h for h, code in columns.items() if code is None and h)
    retired = tuple(h for h, code in columns.items() if code in RETIRED)
    return ExchangeFile(
        tuple(rows),
        tuple(faults),
        unknown,
        retired,
        tuple(known),
    )


def _read_row(
    number: int,
    cells: dict[str, str],
    columns: dict[str, str | None],
    faults: list[CellFault],
) -> ExchangeRow:
    values: dict[str, Value] = {}
    for heading, code in columns.items():
        cell = cells.get(heading, "").strip()
        if not cell or code is None or code in RETIRED:
            continue
        if code == PERSON_CODE:
            values[code] = cell
            continue
        field = queries.htcds_field(code)
        try:
            values[code] = parse_cell(field, cell)
        except NotUnderstoodError as error:
            faults.append(CellFault(number, code, cell[:SHOWN], str(error)))
    return ExchangeRow(number, values)


def _read_table(data: bytes) -> tuple[list[str], Iterable[dict[str, str]]]:
    if data.startswith(b"PK"):
        return _named_rows(
            [
                *sheet_rows(
                    data,
                    unpacked=UNPACKED,
                    most=MOST_ROWS + 2,
                ),
            ],
        )
    text = _decoded_text(data)
    if text.lstrip()[:1] in ("[", "{"):
        return _json_objects(text)
    return _named_rows([*table_lines(text.lstrip())])


def _decoded_text(data: bytes) -> str:
    for encoding in (
        ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",)
    ):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            break
        if "\x00" not in text:
            return text
    raise UnreadableError(
        _("The file is not text in UTF-8; save it as CSV UTF-8, XLSX or JSON."),
    )


def _named_rows(table: list[list[str]]) -> tuple[list[str], Iterator[dict[str, str]]]:
    headings = [heading.strip() for heading in table[0]] if table else []
    filled = [heading for heading in headings if heading]
    if len(set(filled)) != len(filled):
        raise UnreadableError(_("Two columns have the same heading."))
    for number, cells in enumerate(table[1:], start=2):
        if any(cell.strip() for cell in cells[len(headings) :]):
            raise UnreadableError(
                _("Row %(row)s has more cells than there are headings.")
                % {"row": number},
            )
    return headings, (dict(zip(headings, cells, strict=False)) for cells in table[1:])


def _json_objects(text: str) -> tuple[list[str], Iterator[dict[str, str]]]:
    try:
        found = json.loads(text)
    except (
        ValueError,
        RecursionError,
    ):  # a number of thousands of digits is a ValueError
        raise UnreadableError(_("The file begins like JSON and is none.")) from None
    rows = found if isinstance(found, list) else [found]
    if not all(isinstance(row, dict) for row in rows):
        raise UnreadableError(_("A JSON file must be a list of objects, one a person."))
    headings = list(dict.fromkeys(name for row in rows for name in row))
    try:
        said = [
            {name: _cell_text(value) for name, value in row.items()} for row in rows
        ]
    except RecursionError:
        raise UnreadableError(
            _("A JSON file must be a list of objects, one a person."),
        ) from None
    return headings, iter(said)


def _cell_text(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(_cell_text(part) for part in value)
    if isinstance(value, bool):
        return str(value).lower()
    return as_text(value)
