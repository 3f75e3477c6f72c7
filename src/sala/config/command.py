"""The `sala` command: the map of what operators can do."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click

from sala import __version__
from sala.config import database, embedded

OWNER = "owner"
APPLICATION = "application"


@contextmanager
def house(*, act_as: str) -> Iterator[None]:
    """Start the database if it is ours to start, and Django on it, as the owner or
    application.
    """
    if act_as == OWNER:
        os.environ["SALA_ACT_AS"] = OWNER
    else:
        os.environ.pop("SALA_ACT_AS", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sala.config.settings")
    import django

    try:
        with embedded.server():
            django.setup()
            yield
    except database.DatabaseUnusableError as error:
        raise click.ClickException(str(error)) from error


def as_owner(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command on the owner's account, with Django ready."""

    @wraps(command)
    def ready(*args: Any, **kwargs: Any) -> Any:
        with house(act_as=OWNER):
            return command(*args, **kwargs)

    return ready


def without_database(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command that reads no record, with Django ready and no database started."""

    @wraps(command)
    def ready(*args: Any, **kwargs: Any) -> Any:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sala.config.settings")
        import django

        django.setup()
        return command(*args, **kwargs)

    return ready


class Map(click.Group):
    """A group that lists its commands in the order of an operator's day, not of the
    alphabet.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=Map, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sala")
def sala() -> None:
    """Sala, a country's counter-trafficking information system.

    Commands act on the database named by DATABASE_URL (PostgreSQL 16 or newer), or on
    the embedded server in the folder var/.
    """


def main() -> None:
    """Run the command line."""
    from sala.config import commands

    commands.register(sala)
    sala.main(args=sys.argv[1:], prog_name="sala")


if __name__ == "__main__":
    main()
