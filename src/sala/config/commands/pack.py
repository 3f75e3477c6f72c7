"""Country packs from the command line: `check` is the room's own, `load` needs the whole house."""

import click

from sala.config.command import as_owner
from sala.countries.commands import pack

__all__ = ["pack"]


@pack.command("load")
@click.argument("name")
@as_owner
def load(name: str) -> None:
    """Load or update the country pack NAME (such as laos, or a folder). Deletes nothing."""
    from sala.config import installation  # noqa: PLC0415 needs Django
    from sala.countries import reading  # noqa: PLC0415

    try:
        click.echo(installation.load_pack(reading.find_pack(name)))
    except reading.PackError as error:
        raise click.ClickException(str(error)) from error
