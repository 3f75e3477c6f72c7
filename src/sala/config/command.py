"""The `sala` command: the map of what operators can do."""

import sys

import click

from sala import __version__
from sala.config import commands


class CommandMap(click.Group):
    """A group that lists its commands in the order of an operator's day, not of the
    alphabet.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=CommandMap, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sala")
def sala() -> None:
    """Sala, a country's counter-trafficking information system.

    Commands act on the database named by DATABASE_URL (PostgreSQL 16 or newer), or on
    the embedded server in the folder var/.
    """


def main() -> None:
    """Run the command line."""
    commands.register_commands(sala)
    sala.main(args=sys.argv[1:], prog_name="sala")


if __name__ == "__main__":
    main()
