"""A restore is there whole or not at all: until it is, nobody serves what it brought.

While it goes on a mark stands in the database, and the site's accounts are let out. Who
finds the mark knows that a restore stopped half-way.
"""

from contextlib import suppress

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from sala.config import addresses, roles

MARK = "sala_restoring"
# Whether everybody may connect, as a database is made unless somebody said otherwise.
OPEN_TO_ALL = """
SELECT EXISTS (SELECT 1 FROM pg_database d,
    aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
    WHERE d.datname = current_database() AND a.grantee = 0
      AND a.privilege_type = 'CONNECT')
"""
WAS_OPEN = (
    "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s"
)
MARKED = "SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = %s)"
BROUGHT = """
SELECT nspname::text FROM pg_namespace
WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', %s)
"""
STOPPED = (
    "A restore stopped half-way: this database is not whole, and nothing is served from"
    " it. Run the same `sala restore` again; it begins anew."
)


def begin_restore(account: str) -> None:
    """Mark the database as unfinished, and let nobody but the owner and the account in;
    what a restore that stopped had brought goes.
    """
    with psycopg.connect(account) as connection:
        was_open = connection.execute(OPEN_TO_ALL).fetchone() == (True,)
    _let("REVOKE", "FROM", account, everybody=True)
    with psycopg.connect(account) as connection:
        if is_marked(connection):
            for (schema,) in connection.execute(BROUGHT, [MARK]).fetchall():
                connection.execute(
                    sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)),
                )
            connection.execute("CREATE SCHEMA public")
            connection.execute("ALTER SCHEMA public OWNER TO pg_database_owner")
            connection.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
        else:
            connection.execute(
                sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(MARK)),
            )
            connection.execute(
                sql.SQL("COMMENT ON SCHEMA {} IS {}").format(
                    sql.Identifier(MARK),
                    sql.Literal("open" if was_open else "closed"),
                ),
            )


def finish_restore(account: str) -> None:
    """Let everybody in who was; last of all the mark goes."""
    with psycopg.connect(account) as connection:
        was_open = connection.execute(WAS_OPEN, [MARK]).fetchone() == ("open",)
    _let("GRANT", "TO", account, everybody=was_open)
    with psycopg.connect(account) as connection:
        connection.execute(sql.SQL("DROP SCHEMA {}").format(sql.Identifier(MARK)))


def is_marked(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    """Whether a restore of this database is not finished."""
    return connection.execute(MARKED, [MARK]).fetchone() == (True,)


def is_unfinished(account: str) -> bool:
    """Whether a restore of the database is not finished, as an account finds it, that
    may be let out meanwhile; a database that is away is no such thing.
    """
    try:
        with psycopg.connect(account) as connection:
            return is_marked(connection)
    except psycopg.OperationalError as error:
        # The one word that is the same in every language of the server.
        return " CONNECT " in str(error)


def refuse_unfinished(account: str) -> None:
    """Raise `DatabaseUnusableError` where a restore of the database is not finished."""
    if is_unfinished(account):
        raise addresses.DatabaseUnusableError(STOPPED)


def _let(verb: str, whom: str, account: str, *, everybody: bool) -> None:
    """Give or take the right to connect: of everybody, and of the site's accounts."""
    with psycopg.connect(addresses.owner_url(), autocommit=True) as connection:
        user = conninfo_to_dict(account).get("user") or connection.info.user
        if user != connection.info.user:
            _change(connection, "GRANT", "TO", sql.Identifier(str(user)))
        if everybody:
            _change(connection, verb, whom, sql.SQL("PUBLIC"))
        for role in (roles.APP_ROLE, roles.QUEUE_ROLE):
            _change(connection, verb, whom, sql.Identifier(role))
            if verb == "REVOKE":
                # Whoever still is in from before; who may not end others leaves them.
                with suppress(psycopg.errors.InsufficientPrivilege):
                    connection.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND usename = %s",
                        [role],
                    )


def _change(
    connection: psycopg.Connection[tuple[object, ...]],
    verb: str,
    whom: str,
    role: sql.Composable,
) -> None:
    connection.execute(
        sql.SQL(f"{verb} CONNECT ON DATABASE {{}} {whom} {{}}").format(
            sql.Identifier(connection.info.dbname),
            role,
        ),
    )
