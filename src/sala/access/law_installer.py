"""Installing the law of all rooms by name, and comparing it with what is there.

Migrations make tables. What may be done with them stands in each room's package `law`
and is made anew, all of it in one transaction, whenever the code or the database says
something else than the last time.
"""

from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module

from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils.module_loading import module_has_submodule
from psycopg import sql

from sala.access import law_catalogue, machines
from sala.access.context import acting_operator
from sala.access.law_catalogue import Named, law_in_catalogue
from sala.access.ledger import record
from sala.access.permissions import all_permissions
from sala.kit.law import LawStatement, in_order

PRIVILEGED = """
SELECT DISTINCT c.relname, r.rolname
FROM pg_class c
LEFT JOIN pg_attribute t ON t.attrelid = c.oid
CROSS JOIN LATERAL (SELECT * FROM aclexplode(c.relacl)
                    UNION SELECT * FROM aclexplode(t.attacl)) a
LEFT JOIN pg_roles r ON r.oid = a.grantee
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  AND a.grantee <> c.relowner AND NOT coalesce(r.rolbypassrls, false)
ORDER BY 1, 2
"""


class LawError(Exception):
    """The database does not take a piece of the law; the text says which."""


@dataclass(frozen=True)
class LawDifference:
    """One object that is not as the code or the last installation says."""

    kind: str
    name: str
    what: str  # altered, missing or added

    def __str__(self) -> str:
        return f"{self.kind} {self.name} {self.what}"


def house_law() -> list[LawStatement]:
    """The law of every room, from the lowest floor up, in the order it is made."""
    law: list[LawStatement] = []
    for room in reversed(list(apps.get_app_configs())):
        if room.name.startswith("sala.") and module_has_submodule(room.module, "law"):
            law.extend(getattr(import_module(f"{room.name}.law"), "LAW", ()))
    return in_order(law)


def bring_up_to_date() -> list[LawDifference]:
    """Install the law again where anything differs from it; what did."""
    with transaction.atomic():
        differing = compare_law()
        if differing:
            drop_law()
            install_law()
        return differing


def compare_law() -> list[LawDifference]:
    """What is altered, missing or added: in the code since the last installation, and
    in the database beside it.
    """
    stored_source, stored_catalogue = _stored_law()
    return (
        _law_differences(stored_source, _house_sources())
        + _law_differences(
            stored_catalogue,
            law_in_catalogue(),
        )
        + _permission_differences()
        + [
            LawDifference("machine", name, "altered")
            for name in machines.machines_that_differ()
        ]
    )


def drop_law() -> None:
    """Take away everything but the tables, within the caller's transaction.

    Row-level security rests with it, so that a migration sees every row. Nobody else
    does: until the transaction ends, the tables are locked.
    """
    found = law_in_catalogue()
    on_tables = {"trigger": "TRIGGER", "policy": "POLICY", "rule": "RULE"}
    for kind, name in found:
        if kind in on_tables:
            table, _, own = name.partition(".")
            _execute_sql(
                sql.SQL("DROP {} {} ON {}").format(
                    sql.SQL(on_tables[kind]),
                    sql.Identifier(own),
                    sql.Identifier(table),
                ),
            )
    for name in (name for kind, name in found if kind == "view"):
        _execute_sql(sql.SQL("DROP VIEW {}").format(sql.Identifier(name)))
    _drop_functions([name for kind, name in found if kind == "function"])
    for name in (name for kind, name in found if kind == "type"):
        _execute_sql(sql.SQL("DROP TYPE {}").format(sql.Identifier(name)))
    _open_tables()
    _take_back_privileges()


def drop_policies_on(prefix: str) -> None:
    """Take away the policies on tables whose names begin so, for a library to alter."""
    for name in law_catalogue.names_of("policy"):
        table, _, own = name.partition(".")
        if table.startswith(prefix):
            _execute_sql(
                sql.SQL("DROP POLICY {} ON {}").format(
                    sql.Identifier(own),
                    sql.Identifier(table),
                ),
            )


def install_law() -> None:
    """Make the whole law where there is none, and write down what was made."""
    law = house_law()
    # What tables still owe of changes in this transaction is settled before they
    # change.
    _execute_sql("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    # One function may name another that comes after it.
    _execute_sql("SET LOCAL check_function_bodies = off")
    for statement in law:
        try:
            _execute_sql(statement.sql)
        except DatabaseError as error:
            raise LawError(f"{statement.kind} {statement.name}: {error}") from error
    _fill_permissions()
    machines.install_machines()
    _remember_law()
    with acting_operator("setup") as operator:
        record(
            by=operator,
            action="access.law_installed",
            kind="law",
            subject=_overall_digest(),
        )


def _house_sources() -> Named:
    return {statement.key: statement.digest for statement in house_law()}


def _stored_law() -> tuple[Named, Named]:
    source: Named = {}
    catalogue: Named = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, name, source, catalogue FROM access_law")
        for kind, name, source_digest, catalogue_digest in cursor.fetchall():
            if source_digest is not None:
                source[kind, name] = source_digest
            if catalogue_digest is not None:
                catalogue[kind, name] = catalogue_digest
    return source, catalogue


def _law_differences(stored: Named, found: Named) -> list[LawDifference]:
    differing = []
    for kind, name in sorted(stored.keys() | found.keys()):
        before, after = stored.get((kind, name)), found.get((kind, name))
        if before != after:
            what = (
                "added" if before is None else "missing" if after is None else "altered"
            )
            differing.append(LawDifference(kind, name, what))
    return differing


def _permission_rows() -> set[tuple[str, str]]:
    return {(p.word, str(role)) for p in all_permissions() for role in p.roles}


def _permission_differences() -> list[LawDifference]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, role FROM access_permission")
        stored = {(word, role) for word, role in cursor.fetchall()}
    wanted = _permission_rows()
    return [
        LawDifference(
            "permission",
            f"{word} of {role}",
            "missing" if (word, role) in wanted else "added",
        )
        for word, role in sorted(wanted ^ stored)
    ]


def _fill_permissions() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_permission")
        cursor.executemany(
            "INSERT INTO access_permission (word, role) VALUES (%s, %s)",
            sorted(_permission_rows()),
        )


def _remember_law() -> None:
    source, catalogue = _house_sources(), law_in_catalogue()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_law")
        cursor.executemany(
            "INSERT INTO access_law (kind, name, source, catalogue)"
            " VALUES (%s, %s, %s, %s)",
            [
                (*key, source.get(key), catalogue.get(key))
                for key in sorted(source.keys() | catalogue.keys())
            ],
        )


def _overall_digest() -> str:
    source, catalogue = _stored_law()
    told = sorted(source.items()) + sorted(catalogue.items())
    return sha256(repr((told, sorted(_permission_rows()))).encode()).hexdigest()


def _drop_functions(names: list[str]) -> None:
    """Every form of each function in one statement: one may be of another's type."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(oid::regprocedure::text, ', ') FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace AND proname = ANY (%s)",
            [names],
        )
        (listed,) = cursor.fetchone()
    if listed:
        _execute_sql(f"DROP ROUTINE {listed}")


def _open_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p') AND (relrowsecurity OR relforcerowsecurity)"
            " ORDER BY 1",
        )
        tables = [name for (name,) in cursor.fetchall()]
    for table in tables:
        _execute_sql(
            sql.SQL(
                "ALTER TABLE {0} DISABLE ROW LEVEL SECURITY,"
                " NO FORCE ROW LEVEL SECURITY",
            ).format(sql.Identifier(table)),
        )


def _take_back_privileges() -> None:
    """From all but the owner, and whoever passes every policy anyway, for backups."""
    with connection.cursor() as cursor:
        cursor.execute(PRIVILEGED)
        found = cursor.fetchall()
    for table, grantee in found:
        _execute_sql(
            sql.SQL("REVOKE ALL ON {} FROM {}").format(
                sql.Identifier(table),
                sql.Identifier(grantee) if grantee else sql.SQL("PUBLIC"),
            ),
        )


def _execute_sql(statement: str | sql.Composed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
