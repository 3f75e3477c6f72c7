"""The keyring from the command line."""

import click

from sala.config.running import as_owner


@click.group()
def keys() -> None:
    """Look after the keyring: create it, rotate the wrapping key, retire old ones."""


@keys.command("create")
@as_owner
def create() -> None:
    """Make the keyring of a new installation; never replaces one."""
    from sala.vault import keyring

    try:
        keyring.create()
    except keyring.KeyringError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{keyring.path()}: save a copy where the database and its backups are not",
    )


@keys.command("rotate")
@as_owner
def rotate() -> None:
    """Make a new wrapping key and put every person's key under it, while the site runs."""
    from sala.access.context import operating
    from sala.people import rewrapping
    from sala.vault import keyring

    try:
        keyring.save(keyring.with_new_wrapping_key(keyring.load()))
    except keyring.KeyringError as error:
        raise click.ClickException(str(error)) from error
    total = 0
    while True:
        with operating("keys rotate") as operator:
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
        f"{total:,} person keys are under {keyring.load().current}; save the keyring"
        " again",
    )


@keys.command("retire")
@as_owner
def retire() -> None:
    """Remove wrapping keys no person's key is under: old backups of person keys become
    noise.

    A phone that sealed to an old key must have sent by then: what comes later does not
    open.
    """
    from sala.access.context import operating
    from sala.people import rewrapping
    from sala.screening.queries import envelopes
    from sala.vault import keyring

    with operating("keys retire"):
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
    keyring.save(keyring.without_old_wrapping_keys(keyring.load()))
    click.echo(f"only {keyring.load().current} is left")
