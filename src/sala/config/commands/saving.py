"""Saving the whole system, and bringing it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from sala.config.running import as_owner, as_owner_anyway


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Say in one sentence why a backup cannot be made or restored."""
    from sala.access.ledger.witness import WitnessDamagedError
    from sala.config import backups
    from sala.vault import keyring, offline_files
    from sala.vault.client import VaultAwayError

    try:
        yield
    except WitnessDamagedError as error:
        raise click.ClickException(
            f"{error}: what was kept outside the database was changed.",
        ) from error
    except (
        backups.BackupError,
        keyring.KeyringError,
        offline_files.CannotOpenFileError,
        VaultAwayError,
    ) as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@as_owner
def backup_command(folder: Path) -> None:
    """Save the database into FOLDER, sealed to the offline key: records in a dump of
    today, person keys in one file beside it.

    `sala keys offline` makes that key once. The keys' file is replaced each time, so
    that an erased person's key is in no backup once the next one is made. Sessions,
    drafts and secrets are in neither. Nor is the keyring: save it elsewhere. With
    DATABASE_URL, name an account that may read every row in SALA_BACKUP_DATABASE_URL.
    """
    from sala.config import backups

    with _told_plainly():
        for made in backups.save_backup(folder):
            click.echo(made)


@click.command()
@click.argument(
    "dump",
    type=click.Path(
        exists=True,
        dir_okay=False,
        path_type=Path,
    ),
)
@click.option(
    "--key",
    "key_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The private half of the offline key. A backup of an earlier day has none.",
)
@click.option(
    "--bring-back-what-ended",
    is_flag=True,
    help="Let erased persons, ended roles and old passwords come back.",
)
@as_owner_anyway
def restore_command(
    dump: Path,
    key_file: Path | None,
    bring_back_what_ended: bool,
) -> None:
    """Load DUMP, and the newest person keys beside it, into an empty database.

    What ended since the backup is ended again, entered in the ledger, and said: persons
    that were erased, roles, openings to agencies, consents, passwords and second steps
    of signing in. The list of it is kept beside the server and beside each backup;
    without it, or with one older than the backup, nothing is restored. Where a restore
    stopped half-way, nothing is served until it was run again.
    """
    from sala.config import restoring
    from sala.vault import offline_files

    with _told_plainly():
        key = (
            offline_files.parse_private_key(key_file.read_bytes()) if key_file else None
        )
        state = restoring.load_backup(
            restoring.BackupFiles(dump, key),
            bring_back_what_ended=bring_back_what_ended,
        )
    for what, count in state.ended:
        click.echo(f"ended again: {what}, {count}")
    if state.shut_out:
        click.echo(
            "Their passwords changed since, or their way in was taken away; they need"
            f" a new invitation: {', '.join(state.shut_out)}",
        )
    if state.known_until:
        click.echo(
            f"What ended after {state.known_until:%Y-%m-%d %H:%M %Z} is not known and"
            " may be back: look through it with the agencies.",
        )
    else:
        click.echo(
            "Nothing that ended since this backup was ended again: erased persons,"
            " ended roles and old passwords may be back.",
        )
    click.echo("Everybody signs in anew. Restored. Run `sala setup` and `sala check`.")
