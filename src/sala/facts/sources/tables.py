"""Reading a table of text, CSV or XLSX, and what is wrong in it, cell by cell."""

import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sala.kit.uploaded_tables import (
    SHOWN,
    CellFault,
    UnreadableError,
    sheet_rows,
    table_lines,
)

LARGEST = 200_000_000  # bytes of text, unpacked


@dataclass(frozen=True)
class IncomingFact:
    """One fact as a file says it: its row there, what it is about by the file's own
    names, and what it says. What it does not say is not recorded.
    """

    row: int
    values: dict[str, Any]
    record: str
    person: str = ""
    case: str = ""


@dataclass(frozen=True)
class SourceReading:
    """What a file says, every fault in it, and what its importer should know."""

    layout: str
    facts: tuple[IncomingFact, ...]
    faults: tuple[CellFault, ...] = ()
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    events: frozenset[str] = (
        frozenset()
    )  # that the file records, also where it has none


def read_table(data: bytes) -> tuple[list[str], Iterator[list[str]]]:
    """The headings of a file and its rows as text; raises `UnreadableError` where it
    has none.
    """
    workbook = data.startswith(b"PK")
    sent = (
        sheet_rows(data, unpacked=LARGEST)
        if workbook
        else table_lines(_decode_text(data))
    )
    rows = (cells for cells in sent if any(cells))
    headings = [heading.strip() for heading in next(rows, [])]
    filled = [heading for heading in headings if heading]
    if not filled:
        raise UnreadableError(_("The file is empty."))
    if len(set(filled)) != len(filled):
        twice = next(heading for heading in filled if filled.count(heading) > 1)
        raise UnreadableError(_("Two columns are called %(name)s.") % {"name": twice})
    return headings, rows


def cells_by_heading(headings: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """The cells of a row by heading."""
    return {h: c.strip() for h, c in zip(headings, cells, strict=False) if h}


def surplus_cell_faults(
    number: int, headings: Sequence[str], cells: Sequence[str]
) -> list[CellFault]:
    """A cell under no heading: one comma too many moves all that follows it."""
    further = [cell.strip() for cell in cells[len(headings) :] if cell.strip()]
    right = _("no more cells than headings: a comma too many moves what follows it")
    return (
        [CellFault(number, _("no heading"), further[0][:SHOWN], right)]
        if further
        else []
    )


def _decode_text(data: bytes) -> str:
    if data.startswith(b"\x1f\x8b"):
        data = _unpack_gzip(data)
    if len(data) > LARGEST:
        raise UnreadableError(_("The file is too large."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError(
            _("The file is not text in UTF-8; save it as CSV UTF-8 or XLSX."),
        ) from None


def _unpack_gzip(data: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            return packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error):
        raise UnreadableError(
            _("The file is not a GZIP archive that can be read."),
        ) from None
