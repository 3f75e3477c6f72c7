"""Country packs from the command line: `check` is the room's own, `load` needs the
whole house.
"""

import click

from sala.config.running import as_owner
from sala.countries.commands import pack

__all__ = ["pack"]


@pack.command("load")
@click.argument("name")
@as_owner
def load_pack(name: str) -> None:
    """Load or update the country pack NAME (one that comes along, or a folder). Deletes
    nothing.
    """
    from sala.config import installation
    from sala.countries import reading

    try:
        click.echo(installation.load_pack(reading.find_pack(name)))
    except reading.PackError as error:
        raise click.ClickException(str(error)) from error
