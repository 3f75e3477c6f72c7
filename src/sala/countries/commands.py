"""Country packs from the command line."""

import json

import click

from sala.countries.reading import PackError, find_pack, read_pack


@click.group()
def pack() -> None:
    """Check a country pack, load it or its next version."""


@pack.command("check")
@click.argument("name")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
)
def check(name: str, form: str) -> None:
    """Check the pack NAME (one that comes along, or a folder): exit 1 with every fault
    named.

    Each fault names the file, the row as a spreadsheet shows it, the field, the value,
    and what would be right. Exit 2 when there is no such pack.
    """
    try:
        reading = read_pack(find_pack(name))
    except PackError as error:
        raise click.UsageError(str(error)) from error
    if form == "json":
        click.echo(json.dumps([p.model_dump() for p in reading.problems], indent=1))
    else:
        for problem in reading.problems:
            click.echo(str(problem))
        if reading.pack:
            counts = ", ".join(
                f"{len(rows)} {file}" for file, rows in reading.pack.tables.items()
            )
            click.echo(f"{reading.pack.code} {reading.pack.version} is sound: {counts}")
    if reading.problems:
        raise SystemExit(1)
