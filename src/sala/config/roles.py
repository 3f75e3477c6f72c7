"""The two accounts of the database, and how the site's is made."""

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
OWNER_ROLE = "sala_owner"


def make_role(connection: psycopg.Connection[Any], name: str, password: str) -> None:
    """Create or update a role that can sign in and has no power of its own."""
    if os.environ.get("SALA_APP_DATABASE_URL") and name == APP_ROLE:
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
