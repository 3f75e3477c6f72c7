"""Migration operations that close a table before anything is in it.

Every table is one of three kinds; `tests/test_locks.py` walks the catalogue and fails
on a fourth:

`protected`  row-level security enabled and forced, one policy a command, no policy no access
`reference`  public knowledge that the application may read and never write
`sign_in`    what the application needs before it knows who is asking
"""

from django.conf import settings
from django.db.migrations.operations import RunSQL


def protected(
    table: str,
    *,
    select: str,
    insert: str | None = None,
    update: str | None = None,
    delete: str | None = None,
    columns: str | None = None,
    leaving: str | None = None,
    ledger: bool = True,
) -> RunSQL:
    """Force row-level security on a table, with one SQL condition a command.

    A command without a condition is not granted at all. `columns` limits UPDATE to those columns,
    `leaving` says what an updated row must also be afterwards.
    Every change of a row must find a ledger entry of the same transaction at commit, unless
    `ledger` is false.
    """
    role = settings.APPLICATION_ROLE
    conditions = {
        "SELECT": select,
        "INSERT": insert,
        "UPDATE": update,
        "DELETE": delete,
    }
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"REVOKE ALL ON {table} FROM PUBLIC, {role}",
    ]
    for command, condition in conditions.items():
        if condition is None:
            continue
        limited = f" ({columns})" if command == "UPDATE" and columns else ""
        statements += [
            f"GRANT {command}{limited} ON {table} TO {role}",
            policy(table, command, condition, leaving=leaving or "true"),
        ]
    if ledger:
        statements.append(
            f"CREATE CONSTRAINT TRIGGER {table}_in_ledger AFTER INSERT OR UPDATE OR"
            f" DELETE ON {table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE"
            " FUNCTION access_ledger_required()",
        )
    return RunSQL(
        ";\n".join(statements),
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    )


def policy(
    table: str,
    command: str,
    condition: str,
    *,
    leaving: str = "true",
) -> str:
    """SQL of one policy: which rows a command may see, and which it may leave behind."""
    clause = {
        "SELECT": "USING ({0})",
        "DELETE": "USING ({0})",
        "INSERT": "WITH CHECK ({0})",
    }.get(command, "USING ({0}) WITH CHECK (({0}) AND {1})")
    return (
        f"CREATE POLICY need_to_know_{command.lower()} ON {table} FOR {command} "
        + clause.format(condition, leaving)
    )


def for_triggers_only(*functions: str) -> RunSQL:
    """Let nobody but the owner hang these functions on a table.

    A trigger's function that runs as the owner believes its row: on a table of
    somebody's own it would do the owner's work for rows that they made up. It fires
    without this privilege.
    """
    named = ", ".join(functions)
    return RunSQL(
        f"REVOKE ALL ON FUNCTION {named} FROM PUBLIC, {settings.APPLICATION_ROLE}",
        RunSQL.noop,
    )


def in_own_name(room: str, *, but: tuple[str, ...] = ()) -> RunSQL:
    """Hold the application to the acting user in a room's columns that say who did
    something.

    These are the columns that name a user and end in `_by_id`; `but` leaves some out, as
    `table.column`, which a policy of their own decides. Called again when a room has new ones.
    """
    return RunSQL(
        [("SELECT access_hold_to_own_name(%s, %s)", [room, list(but)])],
        RunSQL.noop,
    )


def reference(*tables: str) -> RunSQL:
    """Let the application read these tables of public knowledge; only the owner writes
    them.
    """
    return grant("SELECT", tables)


def sign_in(*tables: str) -> RunSQL:
    """Let the application use these tables before it knows who is asking."""
    return grant("SELECT, INSERT, UPDATE, DELETE", tables)


def grant(privileges: str, tables: tuple[str, ...]) -> RunSQL:
    """Grant privileges on tables to the application's role, after taking away all
    others.
    """
    role = settings.APPLICATION_ROLE
    return RunSQL(
        [
            statement
            for table in tables
            for statement in (
                f"REVOKE ALL ON {table} FROM PUBLIC, {role}",
                f"GRANT {privileges} ON {table} TO {role}",
            )
        ],
        [f"REVOKE ALL ON {table} FROM {role}" for table in tables],
    )
