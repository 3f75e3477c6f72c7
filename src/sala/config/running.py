"""Starting the house for a command: as its owner, as the site, or with no database."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import wraps
from typing import Any

import click

from sala.config import addresses, embedded, unfinished
from sala.config.vault_process import vault_on_demand

OWNER = "owner"
APPLICATION = "application"


@contextmanager
def running_house(
    *,
    act_as: str,
    starts_database: bool = True,
    opens: bool = True,
    whole: bool = True,
) -> Iterator[None]:
    """Start the database if it is ours to start, and Django on it, as the owner or
    application.

    A database that a restore left unfinished is refused, but where the command says
    that it need not be `whole`. A command that `opens` starts a vault for itself where
    none runs; the site and its worker do not.

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
            if whole:
                owns = act_as == OWNER
                unfinished.refuse_unfinished(
                    addresses.owner_url() if owns else addresses.app_url(),
                )
            with vault_on_demand() if opens else nullcontext():
                yield
    except addresses.DatabaseUnusableError as error:
        raise click.ClickException(str(error)) from error


def as_owner(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command on the owner's account, with Django ready."""
    return _on_owners_account(command, whole=True)


def as_owner_anyway(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same, also where a restore left the database unfinished."""
    return _on_owners_account(command, whole=False)


def _on_owners_account(
    command: Callable[..., Any], *, whole: bool
) -> Callable[..., Any]:
    @wraps(command)
    def ready_command(*args: Any, **kwargs: Any) -> Any:
        with running_house(act_as=OWNER, whole=whole):
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
