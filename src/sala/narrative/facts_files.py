"""Reading back the Parquet file into which a folder of reports was read."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

COLUMNS = (
    "country",
    "year",
    "measure",
    "value",
    "unit",
    "currency",
    "qualifier",
    "group",
    "report",
    "report_year",
    "tier",
    "quote",
    "start",
    "end",
)


class NotAFactsFileError(Exception):
    """A file that `sala read DIR --out` did not write."""


def rows_of(
    path: Path,
    measure: str,
    countries: tuple[str, ...],
    first: int,
    last: int,
) -> list[dict[str, Any]]:
    """The figures of a measure that hold for a year, of some countries or of all, in
    order.

    Only what is asked for is held in memory, however many reports the file is of.
    """
    try:
        if missing := set(COLUMNS) - {*pq.read_schema(path).names}:
            raise NotAFactsFileError(f"it has no column {min(missing)!r}")
        wanted = (pc.field("measure") == measure) & (pc.field("year") >= first)
        wanted &= pc.field("year") <= last
        if countries:
            wanted &= pc.field("country").isin(countries)
        found = pq.read_table(
            path,
            columns=[*COLUMNS],
            filters=wanted,
        )
    except (pa.ArrowException, OSError) as error:
        raise NotAFactsFileError("it is no Parquet file") from error
    ordered = found.sort_by(
        [(c, "ascending") for c in ("country", "year", "report", "start")],
    )
    rows: list[dict[str, Any]] = ordered.to_pylist()
    return rows
