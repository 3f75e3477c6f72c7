"""Tables for a spreadsheet, which shows every cell and runs none."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

from django.http import HttpResponse

# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: object) -> str:
    """A cell that a spreadsheet shows and never runs; what is not recorded is empty."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def safe_row(row: Iterable[Any]) -> list[Any]:
    """A row of which no text is taken for a formula; numbers stay numbers."""
    return [safe_cell(value) if isinstance(value, str) else value for value in row]


def csv_file(name: str, rows: Iterable[Iterable[object]]) -> HttpResponse:
    """A table as a file to download, with the mark that makes a spreadsheet read every
    script.
    """
    text = StringIO()
    csv.writer(text).writerows([safe_cell(value) for value in row] for row in rows)
    response = HttpResponse(
        text.getvalue().encode("utf-8-sig"),
        content_type="text/csv",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
