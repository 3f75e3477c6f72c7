"""Where the database is: an address for each account, and the embedded folder."""

import os
from pathlib import Path

from psycopg.conninfo import make_conninfo

from sala.config import secrets
from sala.config.roles import (
    APP_ROLE,
    OWNER_ROLE,
    QUEUE_ROLE,
    SECRETS,
    VARIABLES,
)

FOLDER = secrets.VAR / os.environ.get("SALA_POSTGRES_FOLDER", "postgres")


class DatabaseUnusableError(Exception):
    """The database cannot be used; the text says what to do."""


def is_remote() -> bool:
    """Whether the database is somebody else's server, and not the embedded one."""
    return bool(
        os.environ.get("DATABASE_URL") or os.environ.get("SALA_APP_DATABASE_URL"),
    )


def owner_url() -> str:
    """Address of the owner's account: `DATABASE_URL`, or the embedded server's."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return given
    return embedded_url(
        user=OWNER_ROLE, password=secrets.secret_named("SALA_OWNER_PASSWORD")
    )


def app_url() -> str:
    """Address of the application's account on the same database."""
    return _url_of(APP_ROLE)


def queue_url() -> str:
    """Address of the account that takes jobs from the queue, on the same database."""
    return _url_of(QUEUE_ROLE)


def _url_of(role: str) -> str:
    given = os.environ.get(VARIABLES[role])
    if given:
        return given
    password = secrets.secret_named(SECRETS[role])
    # On the web's server only the application's account may be known.
    beside = os.environ.get("DATABASE_URL") or os.environ.get("SALA_APP_DATABASE_URL")
    if beside:
        return make_conninfo(beside, user=role, password=password)
    return embedded_url(user=role, password=password)


def embedded_url(*, user: str, password: str, database: str | None = None) -> str:
    """Address of an account on the embedded server, through its socket."""
    return make_conninfo(
        "",
        dbname=database or os.environ.get("SALA_DATABASE", "sala"),
        user=user,
        password=password,
        host=str(socket_folder()),
    )


def socket_folder() -> Path:
    """The folder of the running server's socket, or where it will be."""
    note = FOLDER / "postmaster.pid"
    try:
        return Path(note.read_text().splitlines()[4])
    except (OSError, IndexError):
        return FOLDER
