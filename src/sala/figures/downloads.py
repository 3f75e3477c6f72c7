"""What a page shows, as a file: codes beside their labels, and never more than the page
tells.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook

from sala.kit.spreadsheets import safe_row

DownloadRow = tuple[Any, ...]


def as_csv(columns: Sequence[str], rows: Iterable[DownloadRow]) -> bytes:
    """Text that a spreadsheet opens, in UTF-8 with its mark."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(safe_row(row) for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(columns: Sequence[str], rows: Iterable[DownloadRow]) -> bytes:
    """A workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("figures")
    sheet.append(list(columns))
    for row in rows:
        sheet.append(safe_row(row))
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def as_parquet(columns: Sequence[str], rows: Iterable[DownloadRow]) -> bytes:
    """A Parquet file, for programs."""
    listed = list(rows)
    arrays = [pa.array([row[i] for row in listed]) for i in range(len(columns))]
    saved = io.BytesIO()
    pq.write_table(pa.table(arrays, names=list(columns)), saved)
    return saved.getvalue()


FORMATS: dict[
    str, tuple[str, Callable[[Sequence[str], Iterable[DownloadRow]], bytes]]
] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        as_xlsx,
    ),
    "parquet": ("application/vnd.apache.parquet", as_parquet),
}
