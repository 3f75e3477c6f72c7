"""The keyring from the command line."""

from pathlib import Path
from uuid import UUID

import click

from sala.config.commands.options import FORMAT
from sala.config.commands.outputs import print_json
from sala.config.running import as_owner, without_database


@click.group()
def keys_group() -> None:
    """Look after the keyring, and what search finds people by: create it, rotate the
    wrapping key, retire old ones, make the index anew.
    """


@keys_group.command("create")
@without_database
def create_keyring() -> None:
    """Make the keyring of a new installation; never replaces one."""
    from sala.vault import keyring
    from sala.vault.key_publishing import publish_keys

    try:
        publish_keys(keyring.create_keyring())
    except keyring.KeyringError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{keyring.keyring_path()}: save a copy where the database and its"
        " backups are not",
    )


@keys_group.command("offline")
@click.argument(
    "file",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
)
@as_owner
def make_offline_key(file: Path) -> None:
    """Make the pair of keys for backups: the private half into FILE, or printed with -.

    The site keeps the public half alone: it writes backups and cannot read them. Take
    FILE away from this server, in two places without a network; without it no backup
    is ever restored.
    """
    from sala.config import backups
    from sala.kit.files import write_private

    printed = str(file) == "-"
    if not printed and file.exists():
        raise click.ClickException(f"{file} exists; it is not written over.")
    try:
        private = backups.make_key()
    except backups.BackupError as error:
        raise click.ClickException(str(error)) from error
    if printed:
        click.echo(private.decode(), nl=False)
    else:
        write_private(file, private)
    click.echo(
        f"{backups.public_key_file()}: backups are sealed to it. Keep the private half"
        " where this server does not reach; without it no backup is restored.",
        err=True,
    )


@keys_group.command("share")
@as_owner
def share_secret() -> None:
    """Let the database believe the vault, where the two have different users.

    Run as the vault's user with the owner's account of the database, once, and after a
    restore. Otherwise `sala setup` does it.
    """
    from sala.config import installation
    from sala.vault.keyring import KeyringError

    try:
        installation.share_secret()
    except KeyringError as error:
        raise click.ClickException(str(error)) from error
    click.echo("The database and the vault believe each other from now on.")


@keys_group.command("rotate")
@as_owner
def rotate_keys() -> None:
    """Put every person's key under a new wrapping key, while the site runs."""
    from sala.access.context import acting_operator
    from sala.people import rewrapping
    from sala.vault import keyring
    from sala.vault.key_publishing import replace_keyring

    try:
        replace_keyring(keyring.with_new_wrapping_key(keyring.load_keyring()))
    except keyring.KeyringError as error:
        raise click.ClickException(str(error)) from error
    total = 0
    while True:
        with acting_operator("keys rotate") as operator:
            done = rewrapping.rewrap_some(by=operator)
        if not done:
            break
        total += done
        click.echo(
            f"\r{total:,} keys",
            nl=False,
            err=True,
        )
    click.echo(
        f"{total:,} person keys are under {keyring.load_keyring().current};"
        " save the keyring"
        " again",
    )


@keys_group.command("retire")
@as_owner
def retire_keys() -> None:
    """Remove wrapping keys no person's key is under: old backups of person keys become
    noise.

    A phone that sealed to an old key must have sent by then: what comes later does not
    open.
    """
    from sala.access.context import acting_operator
    from sala.people import rewrapping
    from sala.screening.queries import envelopes
    from sala.vault import keyring
    from sala.vault.key_publishing import replace_keyring

    with acting_operator("keys retire"):
        left = rewrapping.still_under_old_keys()
        sealed = envelopes.under_old_keys()
    if left:
        raise click.ClickException(
            f"{left} person keys are under an old key: `sala keys rotate`",
        )
    if sealed:
        raise click.ClickException(
            f"{sealed} screenings, set aside or not yet sent, are sealed to an old key:"
            " see to them under Screenings; drafts are forgotten after three days",
        )
    replace_keyring(keyring.without_old_wrapping_keys(keyring.load_keyring()))
    click.echo(f"only {keyring.load_keyring().current} is left")


@keys_group.command("reindex")
@click.option(
    "--all",
    "everybody",
    is_flag=True,
    help="Also those whom the rule of now made findable.",
)
@FORMAT
@as_owner
def reindex_people(everybody: bool, form: str) -> None:
    """Make anew what search finds people by, while the site runs.

    After a release that finds names or numbers in more spellings. Interrupted, the next
    call goes on where it stopped. The vault opens the identities; nobody is shown one.
    Exit code 1 where an identity does not open.
    """
    from sala.access.context import acting_operator
    from sala.people import reindexing
    from sala.vault.client import VaultAwayError

    with acting_operator("keys reindex") as operator:
        if everybody:
            reindexing.begin_anew(by=operator)
        total = reindexing.still_under_older_rules()
    try:
        made, unreadable = _reindex_all(total)
    except VaultAwayError as error:
        raise click.ClickException(
            "The vault does not answer. What was made anew stays so; call it again.",
        ) from error
    with acting_operator("keys reindex"):
        codes = reindexing.codes_of_people(unreadable)
        left = reindexing.still_under_older_rules()
    if form == "json":
        print_json({"reindexed": made, "left": left, "unreadable": codes})
    else:
        click.echo(f"{made:,} people are found by the rule of now; {left:,} are left")
        for code in codes:
            click.echo(f"{code}: the identity does not open", err=True)
    if codes:
        raise SystemExit(1)


def _reindex_all(total: int) -> tuple[int, list[UUID]]:
    """Batch after batch, each in a transaction of its own; who was made findable, and
    whose identity does not open.
    """
    from sala.access.context import acting_operator
    from sala.people import reindexing

    made, unreadable, last = 0, list[UUID](), None
    while True:
        with acting_operator("keys reindex") as operator:
            batch = reindexing.reindex_some(by=operator, after=last)
        if batch is None:
            return made, unreadable
        last = batch.last
        made += batch.made
        unreadable += batch.unreadable
        click.echo(f"\r{made:,} of {total:,}", nl=False, err=True)
        if made >= total:
            click.echo(err=True)
