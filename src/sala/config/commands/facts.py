"""Facts from the command line: bringing files of others in, and checking a folder."""

import json
import re
from pathlib import Path
from typing import Any

import click

from sala.config.commands.options import FACTS, FORMAT
from sala.config.running import as_owner, without_database

SHOWN_FAULTS = 50


@click.group()
def facts() -> None:
    """Facts, from which figures are made: export them, bring files of others in, check
    them.
    """


@facts.command("export")
@click.argument(
    "folder",
    required=False,
    type=click.Path(file_okay=False, path_type=Path),
)
@click.option(
    "--afresh",
    is_flag=True,
    help="Under new pseudonyms; all of it is written again.",
)
@click.option(
    "--longitudinal",
    is_flag=True,
    help="People keep their pseudonym from export to export.",
)
@FORMAT
@as_owner
def export(
    folder: Path | None,
    afresh: bool,
    longitudinal: bool,
    form: str,
) -> None:
    """Make facts from the record into FOLDER, or into the one that the site uses.

    Only years that changed are written again.
    """
    from sala.access.context import operating
    from sala.facts.actions import export_record
    from sala.facts.places import facts_folder
    from sala.kit import clock

    folder = folder or facts_folder()
    with operating("facts export") as operator:
        made = export_record(
            by=operator,
            at=clock.now(),
            folder=folder,
            longitudinal=longitudinal,
            afresh=afresh,
        )
    said = {
        "folder": str(folder),
        "rows": made.rows,
        "hash": made.hash,
        "as_of": made.as_of,
    }
    if form == "json":
        click.echo(json.dumps(said, indent=1))
    else:
        click.echo(f"{made.rows:,} facts in {folder}")


@facts.command("import")
@click.argument(
    "file",
    type=click.Path(
        exists=True,
        dir_okay=False,
        path_type=Path,
    ),
)
@click.option(
    "--layout",
    type=click.Choice(["ctdc", "htcds", "paper"]),
    required=True,
)
@click.option(
    "--year",
    type=click.IntRange(1990, 2100),
    help="Of which year a file of HTCDS is.",
)
@click.option(
    "--source",
    help="Name of whose file it is; replaces what that source had before.",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Say what would be brought in, and bring in nothing.",
)
@FACTS
@FORMAT
@without_database
def bring_in(
    *,
    file: Path,
    layout: str,
    year: int | None,
    source: str | None,
    dry_run: bool,
    folder: Path | None,
    form: str,
) -> None:
    """Bring the facts of FILE in: all of them, or none when a cell is faulty (exit code
    1).

    Layouts: ctdc, files that the Counter-Trafficking Data Collaborative publishes;
    htcds, files of the standard, whose names and papers are read past; paper, the table
    of an agency that works on paper (docs/paper.md).
    """
    from sala.config import country as countries
    from sala.facts import importing
    from sala.facts.folder import NotFactsError
    from sala.facts.places import facts_folder
    from sala.facts.sources import UnreadableError
    from sala.kit import clock
    from sala.vault import keyring

    folder = folder or facts_folder()
    name = (
        source
        or re.sub(r"[^a-z0-9-]+", "-", file.name.split(".")[0].lower()).strip("-")[:40]
    )
    try:
        shown = importing.preview(
            folder,
            file.read_bytes(),
            layout=layout,
            source=name,
            year=year,
        )
        if shown.sound and not dry_run:
            code, currency = countries.code_and_currency()
            key = keyring.load().derived(f"facts of {name}")
            importing.bring_in(
                folder,
                shown,
                at=clock.now(),
                key=key,
                country=code,
                currency=currency,
            )
    except (UnreadableError, NotFactsError, keyring.KeyringError) as error:
        raise click.ClickException(str(error)) from error
    except importing.NotASourceError as error:
        raise click.UsageError(
            f"--source: {error} is no name of a source: small letters, figures and -,"
            " not 'record'",
        ) from error
    _say(_answer(shown, dry_run), form)
    raise SystemExit(0 if shown.sound else 1)


def _answer(shown: Any, dry_run: bool) -> dict[str, Any]:
    read = shown.read
    return {
        "source": shown.source,
        "layout": read.layout,
        "rows": len(read.facts),
        "replaces": shown.replaced,
        "brought_in": len(read.facts) if shown.sound and not dry_run else 0,
        "counts": [
            {
                "event": e,
                "year": y,
                "rows": n,
            }
            for e, y, n in shown.counts
        ],
        "notes": list(read.notes),
        "unknown_columns": list(read.unknown),
        "faults": [vars(fault) for fault in read.faults],
    }


def _say(answer: dict[str, Any], form: str) -> None:
    if form == "json":
        click.echo(
            json.dumps(
                answer,
                ensure_ascii=False,
                indent=1,
            ),
        )
        return
    for name in ("source", "rows", "replaces", "brought_in"):
        click.echo(f"{name}: {answer[name]}")
    for line in answer["counts"]:
        click.echo(f"  {line['event']} {line['year']}: {line['rows']}")
    for note in answer["notes"]:
        click.echo(note)
    if answer["unknown_columns"]:
        click.echo(f"columns not used: {', '.join(answer['unknown_columns'])}")
    for fault in answer["faults"][:SHOWN_FAULTS]:
        place = f"row {fault['row']}, {fault['field']}"
        click.echo(f"{place}: “{fault['value']}”; right would be {fault['right']}")
    if more := len(answer["faults"]) - SHOWN_FAULTS:
        click.echo(f"and {more} more faults") if more > 0 else None


@facts.command("check")
@FACTS
@FORMAT
@without_database
def check(*, folder: Path | None, form: str) -> None:
    """Read every file of facts again. Exit 1 if one is not what the manifest says."""
    from sala.facts.folder import NotFactsError, read_manifest, verify
    from sala.facts.places import facts_folder

    folder = folder or facts_folder()
    try:
        manifest, wrong = read_manifest(folder), verify(folder)
    except NotFactsError as error:
        raise click.ClickException(str(error)) from error
    said = {
        "rows": manifest.rows,
        "hash": manifest.hash,
        "as_of": manifest.as_of,
        "wrong": wrong,
    }
    if form == "json":
        click.echo(json.dumps(said, indent=1))
    else:
        for name, value in said.items():
            click.echo(f"{name}: {value}")
    raise SystemExit(1 if wrong else 0)
