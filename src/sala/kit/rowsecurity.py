"""Law that closes a table before anything is in it.

Every table is one of three kinds; `tests/test_locks.py` walks the catalogue and fails
on a fourth:

`protected`  row-level security enabled and forced, one policy a command; no policy, no
             access
`reference`  public knowledge that the application may read and never write
`sign_in`    what the application needs before it knows who is asking
"""

from django.conf import settings

from sala.kit.law import BackupShare, LawStatement, LawTextError


def protect_table(
    table: str,
    *,
    select: str,
    insert: str | None = None,
    update: str | None = None,
    delete: str | None = None,
    columns: str | None = None,
    leaving: str | None = None,
    becoming: str | None = None,
    ledger: bool = True,
    about: dict[str, str] | None = None,
    in_backup: BackupShare | None = None,
) -> tuple[LawStatement, ...]:
    """Force row-level security on a table, with one SQL condition a command.

    A command without a condition is not granted at all. `columns` limits UPDATE to
    those columns, `leaving` says what an updated row must also be afterwards,
    `becoming` what it must be instead of what it was found by. Every change of a row
    must find a ledger entry of the same transaction at commit, unless `ledger` is
    false. `about` says in words whose rows each command is about. Whatever says when
    something was recorded says the present moment (`at_its_moment`).

    A table whose rows go again, or that stands outside the ledger, may hold a form that
    nobody sent or a secret that opens: `in_backup` must say how much of it is saved.
    """
    if in_backup is None and (delete is not None or not ledger):
        raise LawTextError(f"{table}: say how much of it goes into a backup")
    given = _conditions_given(
        SELECT=select, INSERT=insert, UPDATE=update, DELETE=delete
    )
    granted = [
        f"{command} ({columns})" if command == "UPDATE" and columns else command
        for command in given
    ]
    law = [close_table(table, *granted, in_backup=in_backup or BackupShare.WHOLE)]
    for command, condition in given.items():
        law.append(
            row_policy(
                table,
                command,
                condition,
                leaving=leaving or "true",
                becoming=becoming,
                about=(about or {}).get(command.lower(), ""),
            ),
        )
    if ledger:
        law.append(in_ledger(table))
    law.append(at_its_moment(table))
    return tuple(law)


def _conditions_given(**conditions: str | None) -> dict[str, str]:
    return {command: rule for command, rule in conditions.items() if rule is not None}


def close_table(
    table: str,
    *privileges: str,
    in_backup: BackupShare,
) -> LawStatement:
    """A table under forced row-level security, and what the application may try."""
    role = settings.APPLICATION_ROLE
    lines = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"REVOKE ALL ON {table} FROM PUBLIC, {role}",
        *(f"GRANT {privilege} ON {table} TO {role}" for privilege in privileges),
    ]
    return LawStatement("table", table, ";\n".join(lines), in_backup=in_backup)


def in_ledger(table: str) -> LawStatement:
    """The trigger that asks for a ledger entry in the transaction of every change."""
    name = f"{table}_in_ledger"
    return LawStatement(
        "trigger",
        f"{table}.{name}",
        f"CREATE CONSTRAINT TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {table}"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION"
        " access_ledger_required()",
        "Every change has an entry of the ledger in its own transaction.",
    )


def at_its_moment(table: str) -> LawStatement:
    """The call that holds the application's moments in a table to the present one.

    Otherwise a step could be dated before a figure that was frozen without it, and
    nothing would name it.
    """
    return LawStatement(
        "call",
        f"{table} at its moment",
        f"SELECT access_hold_to_moment('{table}')",
        "What says when something was recorded says the moment in which it was.",
    )


def row_policy(
    table: str,
    command: str,
    condition: str,
    *,
    leaving: str = "true",
    becoming: str | None = None,
    about: str = "",
) -> LawStatement:
    """One policy of the application: which rows a command may see, and which it may
    leave behind.
    """
    checked = becoming or f"({condition}) AND {leaving}"
    clause = {
        "SELECT": "USING ({0})",
        "DELETE": "USING ({0})",
        "INSERT": "WITH CHECK ({0})",
    }.get(command, "USING ({0}) WITH CHECK ({1})")
    name = f"need_to_know_{command.lower()}"
    return LawStatement(
        "policy",
        f"{table}.{name}",
        f"CREATE POLICY {name} ON {table} FOR {command} "
        + clause.format(condition, checked),
        about,
    )


def for_triggers_only(*functions: str) -> tuple[LawStatement, ...]:
    """Let nobody but the owner hang these functions on a table.

    A trigger's function that runs as the owner believes its row: on a table of
    somebody's own it would do the owner's work for rows that they made up. It fires
    without this privilege.
    """
    role = settings.APPLICATION_ROLE
    return tuple(
        LawStatement(
            "grant",
            f"for triggers only {name}",
            f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC, {role}",
        )
        for name in functions
    )


def in_own_name(room: str, *, but: tuple[str, ...] = ()) -> tuple[LawStatement, ...]:
    """Hold the application to the acting user in a room's columns that say who did
    something.

    These are the columns that name a user and end in `_by_id`; `but` leaves some out,
    as `table.column`, which a policy of their own decides.
    """
    left_out = "{" + ",".join(but) + "}"
    return (
        LawStatement(
            "call",
            f"{room} in own name",
            f"SELECT access_hold_to_own_name('{room}', '{left_out}')",
            "Whoever is said to have done something is who acts.",
        ),
    )


def publish_reference(*tables: str) -> tuple[LawStatement, ...]:
    """Let the application read these tables of public knowledge; only the owner writes
    them.
    """
    return grant_privileges("SELECT", tables, BackupShare.WHOLE)


def sign_in(
    *tables: str,
    in_backup: BackupShare,
    privileges: str = "SELECT, INSERT, UPDATE, DELETE",
) -> tuple[LawStatement, ...]:
    """Let the application use these tables before it knows who is asking."""
    return grant_privileges(privileges, tables, in_backup)


def owner_only(*tables: str, in_backup: BackupShare) -> tuple[LawStatement, ...]:
    """Keep these tables to the owner's own functions and commands."""
    return grant_privileges("", tables, in_backup)


def grant_privileges(
    privileges: str,
    tables: tuple[str, ...],
    in_backup: BackupShare,
) -> tuple[LawStatement, ...]:
    """Grant privileges on tables to the application's role, after taking away all
    others.
    """
    role = settings.APPLICATION_ROLE
    return tuple(
        LawStatement(
            "table",
            table,
            f"REVOKE ALL ON {table} FROM PUBLIC, {role}"
            + (f";\nGRANT {privileges} ON {table} TO {role}" if privileges else ""),
            in_backup=in_backup,
        )
        for table in tables
    )
