"""Starting the house for a command: as its owner, as the site, or with no database."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import wraps
from typing import Any

import click

from sala.config import addresses, embedded
from sala.config.vault_process import vault_on_demand

OWNER = "owner"
APPLICATION = "application"


@contextmanager
def running_house(
    *,
    act_as: str,
    starts_database: bool = True,
    opens: bool = True,
) -> Iterator[None]:
    """Start the database if it is ours to start, and Django on it, as the owner or
    application.

    A command that `opens` starts a vault for itself where none runs; the site and its
    worker do not.

    A process that another one keeps starting again leaves the database alone: what it
    started it would also stop, under everybody who works on it by then.
    """
    if act_as == OWNER:
        os.environ["SALA_ACT_AS"] = OWNER
    else:
        os.environ.pop("SALA_ACT_AS", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sala.config.settings")
    import django

    try:
        with embedded.running_server() if starts_database else nullcontext():
            django.setup()
            with vault_on_demand() if opens else nullcontext():
                yield
    except addresses.DatabaseUnusableError as error:
        raise click.ClickException(str(error)) from error


def as_owner(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command on the owner's account, with Django ready."""

    @wraps(command)
    def ready_command(*args: Any, **kwargs: Any) -> Any:
        with running_house(act_as=OWNER):
            return command(*args, **kwargs)

    return ready_command


def without_database(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command that reads no record, with Django ready and no database started."""

    @wraps(command)
    def ready_command(*args: Any, **kwargs: Any) -> Any:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sala.config.settings")
        import django

        django.setup()
        with vault_on_demand():
            return command(*args, **kwargs)

    return ready_command
