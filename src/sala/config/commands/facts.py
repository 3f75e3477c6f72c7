"""Facts from the command line: bringing files of others in, and checking a folder."""

import re
from pathlib import Path
from typing import Any

import click

from sala.config.commands.options import FACTS, FORMAT
from sala.config.commands.outputs import print_json
from sala.config.running import as_owner, without_database

SHOWN_FAULTS = 50


@click.group()
def facts_group() -> None:
    """Facts, from which figures are made: export them, bring files of others in, check
    them.
    """


@facts_group.command("export")
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
def export_facts(
    folder: Path | None,
    afresh: bool,
    longitudinal: bool,
    form: str,
) -> None:
    """Make facts from the record into FOLDER, or into the one that the site uses.

    Only years that changed are written again.
    """
    from sala.access.context import acting_operator
    from sala.facts.actions import export_record
    from sala.facts.places import facts_folder
    from sala.kit import clock

    folder = folder or facts_folder()
    with acting_operator("facts export") as operator:
        made = export_record(
            by=operator,
            at=clock.now(),
            folder=folder,
            longitudinal=longitudinal,
            afresh=afresh,
        )
    said = {
        "folder": str(folder),
        "rows": made.row_count,
        "hash": made.facts_hash,
        "as_of": made.as_of,
    }
    if form == "json":
        print_json(said)
    else:
        click.echo(f"{made.row_count:,} facts in {folder}")


@facts_group.command("import")
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
def import_facts(
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
    from sala.facts import importing
    from sala.facts.folder import NotFactsError
    from sala.facts.places import facts_folder
    from sala.facts.sources import UnreadableError
    from sala.vault.client import VaultAwayError

    folder = folder or facts_folder()
    try:
        shown = importing.preview_import(
            folder,
            file.read_bytes(),
            layout=layout,
            source=source or _source_name(file),
            year=year,
        )
        if shown.is_sound and not dry_run:
            _keep_import(folder, shown)
    except (UnreadableError, NotFactsError, VaultAwayError) as error:
        raise click.ClickException(str(error)) from error
    except importing.NotASourceError as error:
        raise click.UsageError(
            f"--source: {error} is no name of a source: small letters, figures and -,"
            " not 'record'",
        ) from error
    _print_import(_import_answer(shown, dry_run), form)
    raise SystemExit(0 if shown.is_sound else 1)


def _source_name(file: Path) -> str:
    """The name of a source that nobody named: its file's."""
    stem = file.name.split(".")[0].lower()
    return re.sub(r"[^a-z0-9-]+", "-", stem).strip("-")[:40]


def _keep_import(folder: Path, shown: Any) -> None:
    """Bring in what was previewed, under pseudonyms of its own source."""
    from sala.config import country
    from sala.facts import importing
    from sala.kit import clock

    code, currency = country.code_and_currency()
    importing.import_facts(
        folder,
        shown,
        at=clock.now(),
        country=code,
        currency=currency,
    )


def _import_answer(shown: Any, dry_run: bool) -> dict[str, Any]:
    read = shown.read
    return {
        "source": shown.source,
        "layout": read.layout,
        "rows": len(read.facts),
        "replaces": shown.replaced,
        "brought_in": len(read.facts) if shown.is_sound and not dry_run else 0,
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


def _print_import(answer: dict[str, Any], form: str) -> None:
    if form == "json":
        print_json(answer)
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


@facts_group.command("check")
@FACTS
@FORMAT
@without_database
def check_facts(*, folder: Path | None, form: str) -> None:
    """Read every file of facts again. Exit 1 if one is not what the manifest says."""
    from sala.facts.folder import NotFactsError, damaged_files, read_manifest
    from sala.facts.places import facts_folder

    folder = folder or facts_folder()
    try:
        manifest, wrong = read_manifest(folder), damaged_files(folder)
    except NotFactsError as error:
        raise click.ClickException(str(error)) from error
    said = {
        "rows": manifest.row_count,
        "hash": manifest.facts_hash,
        "as_of": manifest.as_of,
        "wrong": wrong,
    }
    if form == "json":
        print_json(said)
    else:
        for name, value in said.items():
            click.echo(f"{name}: {value}")
    raise SystemExit(1 if wrong else 0)
