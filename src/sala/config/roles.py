"""The accounts of the database, and how the site's and the queue's are made."""

import os
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

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
# Where each account is named, and its password.
VARIABLES = {
    APP_ROLE: "SALA_APP_DATABASE_URL",
    QUEUE_ROLE: "SALA_QUEUE_DATABASE_URL",
}
SECRETS = {APP_ROLE: "SALA_APP_PASSWORD", QUEUE_ROLE: "SALA_QUEUE_PASSWORD"}


def make_role(connection: psycopg.Connection[Any], name: str, password: str) -> None:
    """Create or update a role that can sign in and has no power of its own."""
    if os.environ.get(VARIABLES.get(name, "")):
        return
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
