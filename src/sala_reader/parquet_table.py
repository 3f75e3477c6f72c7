"""The figures of many reports as one Parquet file, written as they come: memory does
not grow.
"""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from sala_reader.report import ReportReading

SCHEMA = pa.schema(
    [
        ("report", pa.string()),
        ("country", pa.string()),
        ("report_year", pa.int32()),
        ("tier", pa.string()),
        ("measure", pa.string()),
        ("value", pa.float64()),
        ("unit", pa.string()),
        ("year", pa.int32()),
        ("period", pa.string()),
        ("currency", pa.string()),
        ("usd", pa.float64()),
        ("qualifier", pa.string()),
        ("group", pa.string()),
        ("place", pa.string()),
        ("institution", pa.string()),
        ("article", pa.string()),
        ("source", pa.string()),
        ("derived", pa.bool_()),
        ("not_reported", pa.bool_()),
        ("found_by", pa.string()),
        ("quote", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
    ],
)
BATCH = 5_000


class FiguresTable:
    """A Parquet file of figures, one row each; it appears under its name only when
    complete.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.partial = path.with_name(f".{path.name}.part")
        self.figures = 0
        self._rows: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        self._writer = pq.ParquetWriter(self.partial, SCHEMA, compression="zstd")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._write_rows()
        self._writer.close()
        if kind is None:
            self.partial.replace(self.path)
        else:
            self.partial.unlink(missing_ok=True)

    def add_reading(self, name: str, reading: ReportReading) -> None:
        """Add the figures of one report."""
        for figure in reading.figures:
            self._rows.append(
                {
                    "report": name,
                    "country": reading.country,
                    "report_year": reading.report_year,
                    "tier": reading.tier,
                    **figure.as_dict(),
                    "derived": figure.derived,
                    "not_reported": figure.not_reported,
                },
            )
        self.figures += len(reading.figures)
        if len(self._rows) >= BATCH:
            self._write_rows()

    def _write_rows(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=SCHEMA))
            self._rows.clear()
