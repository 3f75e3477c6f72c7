"""Reading a table of text, CSV or XLSX, and saying what is wrong in it, cell by cell."""

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

LARGEST = 200_000_000  # bytes of text, unpacked
SHOWN = 60  # characters of a faulty value that are shown


class UnreadableError(ValueError):
    """The file as a whole cannot be read; the message says why."""


@dataclass(frozen=True)
class Fault:
    """One cell that cannot stand: where, what it says, what would be right."""

    row: int
    field: str
    value: str
    right: str


@dataclass(frozen=True)
class Incoming:
    """One fact as a file says it: its row there, what it is about by the file's own names, and
    what it says. What it does not say is not recorded.
    """

    row: int
    said: dict[str, Any]
    record: str
    person: str = ""
    case: str = ""


@dataclass(frozen=True)
class Read:
    """What a file says, every fault in it, and what whoever brings it in should know."""

    layout: str
    facts: tuple[Incoming, ...]
    faults: tuple[Fault, ...] = ()
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    events: frozenset[str] = frozenset()  # that the file records, also where it has none


def table(data: bytes) -> tuple[list[str], Iterator[list[str]]]:
    """The headings of a file and its rows as text; raises `UnreadableError` where it has none."""
    rows = _sheet(data) if data.startswith(b"PK") else _lines(_text(data))
    headings = [heading.strip() for heading in next(rows, [])]
    filled = [heading for heading in headings if heading]
    if not filled:
        raise UnreadableError(_("The file is empty."))
    if len(set(filled)) != len(filled):
        twice = next(heading for heading in filled if filled.count(heading) > 1)
        raise UnreadableError(_("Two columns are called %(name)s.") % {"name": twice})
    return headings, rows


def named(headings: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """The cells of a row by heading."""
    return {h: c.strip() for h, c in zip(headings, cells, strict=False) if h}


def beyond(number: int, headings: Sequence[str], cells: Sequence[str]) -> list[Fault]:
    """A cell under no heading: one comma too many moves all that follows it."""
    further = [cell.strip() for cell in cells[len(headings) :] if cell.strip()]
    right = _("no more cells than headings: a comma too many moves what follows it")
    return [Fault(number, _("no heading"), further[0][:SHOWN], right)] if further else []


def _text(data: bytes) -> str:
    if data.startswith(b"\x1f\x8b"):
        data = _unpacked(data)
    if len(data) > LARGEST:
        raise UnreadableError(_("The file is too large."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError(
            _("The file is not text in UTF-8; save it as CSV UTF-8 or XLSX.")
        ) from None


def _unpacked(data: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            return packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error):
        raise UnreadableError(_("The file is not a GZIP archive that can be read.")) from None


def _lines(text: str) -> Iterator[list[str]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for cells in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True):
            if any(cells):
                yield cells
    except csv.Error as error:
        raise UnreadableError(
            _("The file is not a proper CSV table: %(fault)s.") % {"fault": error}
        ) from None


def _sheet(data: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST:
                raise UnreadableError(_("The file is too large."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True, max_col=400)
        yield from ([_cell(value) for value in row] for row in rows if any(row))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, OSError):
        raise UnreadableError(_("The file is not an XLSX workbook that can be read.")) from None


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
