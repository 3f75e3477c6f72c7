"""Tables that somebody sends, as text or as a workbook: rows of text, bounded, none of
it run.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

SHOWN = 60  # characters of a faulty value that are shown
MOST_COLUMNS = 400
MOST_PARTS = 500  # files in a workbook, which is a zip file


class UnreadableError(ValueError):
    """A file as a whole cannot be read as what it should be; the message says why."""


@dataclass(frozen=True)
class CellFault:
    """One cell that cannot stand: where, what it says, what would be right."""

    row: int
    field: str
    value: str
    right: str


def table_lines(text: str) -> Iterator[list[str]]:
    """The rows of a text whose cells are parted by commas, semicolons or tabs.

    Raises `UnreadableError` where it is no such table.
    """
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(
            io.StringIO(text),
            delimiter=delimiter,
            strict=True,
        )
    except csv.Error as error:
        raise UnreadableError(
            _("The file is not a proper CSV table: %(fault)s.") % {"fault": error},
        ) from None


def sheet_rows(
    data: bytes,
    *,
    unpacked: int,
    most: int | None = None,
) -> Iterator[list[str]]:
    """The rows of the first sheet of an XLSX workbook, at most so many of them.

    Raises `UnreadableError` where it is none, or would unpack to more bytes than
    `unpacked`.
    """
    try:
        _check_size(data, unpacked)
        book = load_workbook(
            io.BytesIO(data),
            read_only=True,
            data_only=True,
        )
        found = book.worksheets[0].iter_rows(
            values_only=True,
            max_row=most,
            max_col=MOST_COLUMNS,
        )
        yield from ([as_text(value) for value in row] for row in found)
    except UnreadableError:
        raise
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        IndexError,
        OSError,
    ):
        raise UnreadableError(
            _("The file is not an XLSX workbook that can be read."),
        ) from None


def _check_size(data: bytes, unpacked: int) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > unpacked:
            raise UnreadableError(_("The workbook is too large when unpacked."))


def as_text(value: Any) -> str:
    """A cell of a workbook as text: days as they are written in a file, whole numbers
    whole.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
