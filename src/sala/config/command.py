"""The `sala` command: the map of what operators can do."""

import sys

import click
from django.utils.module_loading import import_string

from sala import __version__
from sala.config.commands import COMMAND_PLACES


class CommandMap(click.Group):
    """A group that loads a command when it is called, and lists the commands in the
    order of an operator's day.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands."""
        return list(COMMAND_PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None where there is none."""
        place = COMMAND_PLACES.get(cmd_name)
        return import_string(place) if place else None


@click.group(cls=CommandMap, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sala")
def sala() -> None:
    """Sala, a country's counter-trafficking information system.

    Commands act on the database named by DATABASE_URL (PostgreSQL 16 or newer), or on
    the embedded server in the folder var/.
    """


def main() -> None:
    """Run the command line."""
    sala.main(args=sys.argv[1:], prog_name="sala")


if __name__ == "__main__":
    main()
