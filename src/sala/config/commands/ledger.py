"""The ledger from the command line."""

import json
from pathlib import Path

import click

from sala.config.commands.options import FORMAT
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
    """Read every entry again. Exit 1 if any was changed, removed, inserted or moved."""
    from sala.access.context import acting_operator
    from sala.access.ledger import checkpoints
    from sala.access.ledger.verify import verify_ledger as read_again
    from sala.vault import keyring

    try:
        key = keyring.load().signer.public_key()
        mark = checkpoints.read_checkpoint(file.read_text(), key=key) if file else None
    except (checkpoints.NotACheckpointError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file}: {error}") from error
    with acting_operator("ledger verify"):
        verdict = read_again(
            checkpoint=mark,
            progress=lambda count: click.echo(
                f"\r{count:,} entries",
                nl=False,
                err=True,
            ),
        )
    if form == "json":
        findings = [vars(f) for f in verdict.findings]
        click.echo(
            json.dumps({"entries": verdict.entries, "findings": findings}, indent=1),
        )
    else:
        for finding in verdict.findings:
            click.echo(str(finding))
        sound = (
            "the chain is whole"
            if verdict.sound
            else f"{len(verdict.findings)} findings"
        )
        click.echo(f"{verdict.entries:,} entries read: {sound}")
    if not verdict.sound:
        raise SystemExit(1)


@ledger_group.command("checkpoint")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@as_owner
def write_checkpoint(file: Path) -> None:
    """Write a signed head of the ledger to FILE; give it to another agency to keep."""
    from sala.access.context import acting_operator
    from sala.access.ledger import checkpoints
    from sala.kit import clock
    from sala.vault import keyring

    with acting_operator("ledger checkpoint"):
        file.write_text(
            checkpoints.sign_checkpoint(at=clock.now(), signer=keyring.load().signer)
        )
    click.echo(
        f"{file}: keep it where neither this server nor its administrator reaches",
    )


@ledger_group.command("key")
@as_owner
def public_key() -> None:
    """Print the public key with which anybody can check a checkpoint's signature."""
    from sala.vault import keyring

    click.echo(keyring.load().signer.public_key().public_bytes_raw().hex())
