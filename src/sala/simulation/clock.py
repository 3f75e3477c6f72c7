"""Simulated time: inside one transaction the database's clock shows another moment.

Nobody else ever sees it, and it is put back before the transaction commits
(docs/adr/0008). While time is simulated the session is the application's role, under
the same row-level security as the site.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import connection
from psycopg import sql

# The whole clock of the database is this one function; every policy and every action
# asks it.
SIMULATED = """
CREATE OR REPLACE FUNCTION access_now() RETURNS timestamptz LANGUAGE sql STABLE AS
    'SELECT current_setting(''sala.simulated_now'')::timestamptz'
"""
MEMBER = "SELECT pg_has_role(current_user, %s, 'SET')"
ADMIN = "SELECT pg_has_role(current_user, %s, 'MEMBER WITH ADMIN OPTION')"


class NotAllowedToSimulateError(Exception):
    """The owner's account may not act as the application's role; the text says what to
    do.
    """


@contextmanager
def simulated_time() -> Iterator[None]:
    """Within the owner's transaction: simulated time, and the application's role."""
    with _as_application():
        usual = _ask_value("SELECT pg_get_functiondef('access_now'::regproc)")
        _run_statement(SIMULATED)
        _run_statement(sql.SQL("SET LOCAL ROLE {}").format(_application_role()))
        with _without_savepoints():
            yield
            # What the rules of the database demand at commit is demanded here, in this
            # time.
            _run_statement("SET CONSTRAINTS ALL IMMEDIATE")
        _run_statement("RESET ROLE")
        _run_statement(str(usual))


@contextmanager
def as_application() -> Iterator[None]:
    """Within the owner's transaction, in its own time: the application's role."""
    with _as_application():
        _run_statement(sql.SQL("SET LOCAL ROLE {}").format(_application_role()))
        yield
        _run_statement("SET CONSTRAINTS ALL IMMEDIATE")
        _run_statement("RESET ROLE")


def tell_time(moment: datetime) -> None:
    """Let the database's clock show a moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('sala.simulated_now', %s, true)",
            [moment.isoformat()],
        )


@contextmanager
def _as_application() -> Iterator[None]:
    """Let the owner become the application's role, for this transaction only."""
    if _ask_value(MEMBER, settings.APPLICATION_ROLE):
        yield
        return
    if not _ask_value(ADMIN, settings.APPLICATION_ROLE):
        role = settings.APPLICATION_ROLE
        raise NotAllowedToSimulateError(
            f"The owner's account may not act as {role}. Ask the database's"
            f" administrator for:  GRANT {role} TO <owner> WITH INHERIT FALSE, SET"
            " TRUE;",
        )
    lent = "GRANT {} TO CURRENT_USER WITH INHERIT FALSE, SET TRUE"
    _run_statement(sql.SQL(lent).format(_application_role()))
    yield
    _run_statement(sql.SQL("REVOKE {} FROM CURRENT_USER").format(_application_role()))


@contextmanager
def _without_savepoints() -> Iterator[None]:
    """A simulated action that fails ends the whole simulation, so that none needs a
    savepoint.
    """
    usual = connection.features.uses_savepoints
    connection.features.uses_savepoints = False
    try:
        yield
    finally:
        connection.features.uses_savepoints = usual


def _application_role() -> sql.Identifier:
    return sql.Identifier(settings.APPLICATION_ROLE)


def _ask_value(statement: str, *values: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def _run_statement(statement: str | sql.Composed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
