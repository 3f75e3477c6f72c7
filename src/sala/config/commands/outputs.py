"""What a command hands out in a file."""

from pathlib import Path

import click


def write_output(file: Path, content: bytes) -> None:
    """Write a file; one clear line and exit code 2 where that cannot be done."""
    try:
        file.write_bytes(content)
    except OSError as error:
        raise click.UsageError(
            f"{file} cannot be written: {error.strerror or error}.",
        ) from error
