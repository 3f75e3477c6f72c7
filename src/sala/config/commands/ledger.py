"""The ledger from the command line."""

from pathlib import Path

import click

from sala.config.commands.options import FORMAT
from sala.config.commands.outputs import print_json
from sala.config.running import as_owner


@click.group()
def ledger_group() -> None:
    """Verify the ledger, make a signed checkpoint of it for another agency to keep."""


@ledger_group.command("verify")
@click.option(
    "--checkpoint",
    "file",
    type=click.Path(
        exists=True,
        dir_okay=False,
        path_type=Path,
    ),
    help="A checkpoint taken before: finds a tail that was cut off since.",
)
@FORMAT
@as_owner
def verify_entries(file: Path | None, form: str) -> None:
    """Read every entry again, against what is kept outside the database.

    Exit 0: whole, as far as was seen outside. Exit 1: an entry was changed, removed,
    inserted or moved. Exit 3: nothing outside says where the ledger ended, so that
    nobody knows whether the end of it was cut off.
    """
    from sala.access.ledger import checkpoints
    from sala.access.ledger.witness import WitnessDamagedError
    from sala.config.ledger_answers import answer_ledger

    try:
        mark = checkpoints.read_checkpoint(file.read_text()) if file else None
    except (checkpoints.NotACheckpointError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file}: {error}") from error
    try:
        answer = answer_ledger(checkpoint=mark, progress=_show_progress)
    except WitnessDamagedError as error:
        raise click.ClickException(
            f"{error}: what was kept outside the database was changed.",
        ) from error
    if form == "json":
        print_json(answer.as_values())
    else:
        click.echo("\n".join(answer.sentences()))
    raise SystemExit(answer.code)


def _show_progress(count: int) -> None:
    click.echo(f"\r{count:,} entries", nl=False, err=True)


@ledger_group.command("checkpoint")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@as_owner
def write_checkpoint(file: Path) -> None:
    """Write a signed head of the ledger to FILE; give it to another agency to keep.

    With SALA_CHECKPOINTS naming a folder, the worker writes one there each day.
    """
    from sala.access.context import acting_operator
    from sala.access.ledger import checkpoints, heads

    try:
        with acting_operator("ledger checkpoint"):
            checkpoints.write_checkpoint(file)
    except heads.LedgerContradictedError as error:
        raise click.ClickException(
            f"The ledger is not the one that was seen outside: lanes {error}. `sala"
            " ledger verify` says more.",
        ) from error
    click.echo(
        f"{file}: keep it where neither this server nor its administrator reaches",
    )


@ledger_group.command("key")
@as_owner
def public_key() -> None:
    """Print the public key with which anybody can check a checkpoint's signature."""
    from sala.vault import signing

    click.echo(signing.signing_key().public_bytes_raw().hex())
