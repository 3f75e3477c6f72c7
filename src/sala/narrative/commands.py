"""Published reports from the command line: one read and shown, or a folder read into
one table.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from sala_reader import FILE_KINDS, ReportReading, UnreadableReportError, text_of_file
from sala_reader import read_report as read_text

if TYPE_CHECKING:
    from sala_reader.parquet_table import FiguresTable

SHOWN = ("measure", "value", "unit", "year", "group", "quote")


@click.command("read")
@click.argument(
    "path",
    metavar="FILE|DIR",
    type=click.Path(path_type=Path),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
)
@click.option(
    "--country",
    metavar="ISO3",
    help="Whose report it is, where neither text nor file name says.",
)
@click.option(
    "--year",
    type=click.IntRange(2000, 2100),
    help="Year of the report, where neither says.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Parquet file to write the figures into; DIR needs one.",
)
def read_command(
    *,
    path: Path,
    form: str,
    country: str | None,
    year: int | None,
    out: Path | None,
) -> None:
    """Read a published country report: text, HTML or PDF.

    Shows whose it is, its tier, recommendations, and every figure with its exact quote;
    numbers that were not understood are listed apart. Given a folder, writes the
    figures of all its reports as one Parquet table. Exit 2, with the reason, for what
    cannot be read.
    """
    if not path.exists():
        raise click.UsageError(f"There is no {path}.")
    if path.is_dir():
        if country or year or form != "table":
            raise click.UsageError(
                "--country, --year and --format are for one FILE, not for DIR.",
            )
        _read_folder(path, out)
        return
    reading = _read_file(path, country.upper() if country else None, year)
    if out:
        with _open_table(out) as table:
            table.add_reading(path.name, reading)
        click.echo(f"1 report, {len(reading.figures)} figures: {out}")
    elif form == "json":
        row = reading.as_dict()
        if path.suffix.lower() in {".html", ".htm", ".pdf"}:
            row["text"] = reading.text  # the quotes' places are places of this text
        click.echo(
            json.dumps(
                row,
                ensure_ascii=False,
                indent=1,
            ),
        )
    else:
        _show_reading(reading)


def _read_file(
    path: Path,
    country: str | None = None,
    year: int | None = None,
) -> ReportReading:
    try:
        return read_text(
            text_of_file(path),
            name=path.name,
            country=country,
            year=year,
        )
    except UnreadableReportError as error:
        raise click.UsageError(str(error)) from error


def _show_reading(reading: ReportReading) -> None:
    console = Console()
    country = reading.country or "country not said"
    head = [f"{country} {reading.report_year or 'year not said'}"]
    head.append(f"tier {reading.tier or 'not said'}")
    if reading.tier_change:
        head.append(reading.tier_change)
    console.print(
        ", ".join(head),
        style="bold",
        markup=False,
    )
    table = Table(*SHOWN)
    for figure in reading.figures:
        row = figure.as_dict()
        cells = [
            (
                _table_cell(row.get(name))
                if name != "value"
                else _table_cell(row["value"], "not reported")
            )
            for name in SHOWN
        ]
        table.add_row(*cells)
    console.print(table)
    for number, (start, end) in enumerate(reading.recommendations, 1):
        console.print(
            f"{number}. {' '.join(reading.text[start:end].split())}",
            markup=False,
        )
    for loose in reading.not_understood:
        console.print(
            f"not understood at {loose.start}: {loose.quote} ({loose.reason})",
            markup=False,
        )


def _table_cell(value: Any, missing: str = "") -> str:
    text = (
        missing
        if value is None
        else f"{value:,}"
        if isinstance(value, float)
        else str(value)
    )
    return text.replace("[", r"\[")


@contextmanager
def _open_table(out: Path) -> Iterator["FiguresTable"]:
    """The table to write, or one clear line where it cannot be written there."""
    # pyarrow takes half a second: only who writes a table waits for it
    from sala_reader.parquet_table import (  # noqa: PLC0415
        FiguresTable,
    )

    try:
        with FiguresTable(out) as table:
            yield table
    except OSError as error:
        raise click.UsageError(
            f"{out} cannot be written: {error.strerror or error}.",
        ) from error


def _read_folder(path: Path, out: Path | None) -> None:
    if out is None:
        raise click.UsageError("Give --out FILE.parquet for a folder.")
    files = sorted(
        p for p in path.rglob("*") if p.suffix.lower() in FILE_KINDS and p.is_file()
    )
    if not files:
        raise click.UsageError(f"{path} holds no report ({', '.join(FILE_KINDS)}).")
    unread: list[str] = []
    console = Console(stderr=True)
    with _open_table(out) as table:
        for file in track(
            files,
            description="Reading",
            console=console,
        ):
            try:
                table.add_reading(
                    file.relative_to(path).as_posix(),
                    read_text(text_of_file(file), name=file.name),
                )
            except UnreadableReportError as error:
                unread.append(str(error))
        click.echo(
            f"{len(files) - len(unread)} reports, {table.figures} figures: {out}",
        )
    for reason in unread:
        click.echo(f"left out: {reason}", err=True)
    if unread:
        raise SystemExit(2)
