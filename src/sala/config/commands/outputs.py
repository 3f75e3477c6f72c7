"""What a command hands out: a file, or JSON on the screen."""

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click


def write_output(file: Path, content: bytes) -> None:
    """Write a file; one clear line and exit code 2 where that cannot be done."""
    try:
        file.write_bytes(content)
    except OSError as error:
        raise click.UsageError(
            f"{file} cannot be written: {error.strerror or error}.",
        ) from error


def print_json(value: Any) -> None:
    """Print a value as JSON that people can read, in any script."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows as CSV, no cell of which a spreadsheet runs."""
    from sala.kit.spreadsheets import safe_row

    writer = csv.writer(sys.stdout)
    writer.writerow(columns)
    writer.writerows(safe_row(row) for row in rows)
