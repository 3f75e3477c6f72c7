"""Writing a file: the standard's columns, cells that a spreadsheet does not run."""

import csv
import io
import json
from collections.abc import Sequence

from openpyxl import Workbook

from sala.kit.spreadsheets import safe_cell
from sala.standards.htcds.columns import PERSON_CODE, person_fields
from sala.standards.htcds.values import Value

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def write_htcds(rows: Sequence[dict[str, Value]], form: str) -> bytes:
    """The rows as a file of HTCDS 2.0: every field of the standard that is not
    deprecated.
    """
    if form == "json":
        return json.dumps(
            [_plain_row(row) for row in rows],
            ensure_ascii=False,
            indent=2,
        ).encode()
    columns = [PERSON_CODE, *(f.code for f in person_fields() if not f.deprecated)]
    table = [
        columns,
        *([_cell_value(row.get(code, "")) for code in columns] for row in rows),
    ]
    return _workbook_file(table) if form == "xlsx" else _csv_file(table)


def _plain_row(row: dict[str, Value]) -> dict[str, str | list[str]]:
    return {code: list(v) if isinstance(v, tuple) else v for code, v in row.items()}


def _cell_value(value: Value) -> str:
    return safe_cell(";".join(value) if isinstance(value, tuple) else value)


def _csv_file(table: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(table)
    return text.getvalue().encode("utf-8-sig")


def _workbook_file(table: list[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("HTCDS 2.0")
    for row in table:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
