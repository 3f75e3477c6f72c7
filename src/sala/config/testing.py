"""The tests' own database: the real PostgreSQL, migrated, with a country and staff,
once a run.

Loaded by pytest before Django (`-p sala.config.testing`), since settings need the
server's address. Tests run as the application's role, like the site; what only the
owner may do they do in a scratch copy of the database. Where pytest runs in several
processes (`-n`), each has a server and a database of its own, so that the test which
kills its server kills nobody else's.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

ROOT = Path(__file__).parents[3]
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "")
NAME = f"sala_test_{PROCESS}" if PROCESS else "sala_test"
# How many times as much as usual is tried by tests that make up what they send.
WIDTH = int(os.environ.get("SALA_TEST_WIDTH", "1"))
VAR = Path(os.environ.get("SALA_TEST_VAR", ROOT / "var" / "test"))

os.environ["SALA_VAR"] = str(VAR / PROCESS)
os.environ["SALA_DATABASE"] = NAME
os.environ["SALA_PLAIN_STATIC"] = "1"
os.environ["SALA_LOG_LEVEL"] = "INFO"
os.environ["SALA_WITNESS"] = str(VAR / PROCESS / f"witness-{NAME}.jsonl")
os.environ.pop("SALA_ACT_AS", None)

# They read the environment set above.
from sala.config import addresses, country, embedded, vault_process  # noqa: E402

_started = embedded.running_server()
_opening = vault_process.vault_on_demand()


def pytest_configure() -> None:
    """Say so early when no database can be had."""
    if not addresses.is_remote() and not embedded.is_running():
        raise pytest.UsageError("the embedded PostgreSQL did not start")


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than cores, at most four: a journey waits for the browser, and
    that for the site, so that a core would stand idle.
    """
    return min((os.cpu_count() or 1) + 1, 4)


def pytest_unconfigure() -> None:
    """Stop the vault and the server if this run started them."""
    _opening.__exit__(None, None, None)
    _started.__exit__(None, None, None)


def administrator_url(name: str) -> str:
    """Address of an account that may make and drop databases, on one of them."""
    if addresses.is_remote():
        return make_conninfo(os.environ["SALA_TEST_SERVER"], dbname=name)
    return embedded.superuser_url(name)


def execute_statement(statement: str, *names: str, on: str) -> None:
    """Run one statement about databases as their administrator."""
    with psycopg.connect(administrator_url(on), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def maintenance_database() -> str:
    """A database to stand in while making others."""
    if addresses.is_remote():
        return str(conninfo_to_dict(os.environ["SALA_TEST_SERVER"])["dbname"])
    return "postgres"


def owner_role() -> str:
    """The account that owns the tests' databases."""
    return str(conninfo_to_dict(addresses.owner_url())["user"])


def owner_is_superuser() -> bool:
    """Whether the owner's account on a server not ours passes every policy."""
    if not addresses.is_remote():
        return False
    with psycopg.connect(os.environ["SALA_TEST_SERVER"]) as connection:
        return connection.info.parameter_status("is_superuser") == "on"


MAKES_THE_DATABASE = re.compile(
    r"/(migrations|law|models|countries|standards)/|/(models|policy|roles|states|installation)\.py$|/seed\.py$",
)


def database_inputs() -> str:
    """One hash of every file that the tests' database is made from."""
    files = [*ROOT.glob("src/sala/**/*"), ROOT / "tests" / "seed.py"]
    used = sorted(f for f in files if f.is_file() and MAKES_THE_DATABASE.search(str(f)))
    digest = sha256()
    for file in used:
        if file.suffix != ".pyc":
            digest.update(str(file).encode() + file.read_bytes())
    return digest.hexdigest()


def make_database() -> None:
    """Make the tests' database anew: tables, pack, staff.

    With `SALA_TEST_REUSE=1` one that the same files made is used again.
    """
    made = Path(os.environ["SALA_VAR"]) / "made-from"
    wanted = os.environ.get("SALA_TEST_REUSE") and made.exists()
    if wanted and made.read_text() == database_inputs():
        return
    made.unlink(missing_ok=True)
    witness_of(NAME).unlink(missing_ok=True)
    _make_database_anew()
    made.write_text(database_inputs())


def _make_database_anew() -> None:
    on = maintenance_database()
    execute_statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", NAME, on=on)
    execute_statement("CREATE DATABASE {} OWNER {}", NAME, owner_role(), on=on)
    if not addresses.is_remote():
        execute_statement("ALTER SYSTEM SET fsync = off", on=on)
        execute_statement("SELECT pg_reload_conf()", on=on)
    run_command("setup", "--kind", "demo", "--pack", country.default_pack())
    subprocess.run([sys.executable, str(ROOT / "tests" / "seed.py")], check=True)  # noqa: S603


def run_command(
    *arguments: str,
    check: bool = True,
    name: str = NAME,
) -> subprocess.CompletedProcess[str]:
    """Run the `sala` command on a database, as an operator would."""
    done = subprocess.run(  # noqa: S603 our own command
        [sys.executable, "-W", "ignore", "-m", "sala.config.command", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **address_of(name)},
    )
    if check and done.returncode:
        raise AssertionError(f"sala {' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done


def address_of(name: str) -> dict[str, str]:
    """The environment that makes a process use one of the tests' databases."""
    witness = {"SALA_WITNESS": str(witness_of(name))}
    if addresses.is_remote():
        url = make_conninfo(os.environ["SALA_TEST_SERVER"], dbname=name)
        return {"DATABASE_URL": url, **witness}
    return {"SALA_DATABASE": name, **witness}


def witness_of(name: str) -> Path:
    """What is kept of one database outside it: each of the tests' has its own."""
    return Path(os.environ["SALA_VAR"]) / f"witness-{name}.jsonl"


def _begin_session() -> None:
    if addresses.is_remote():
        # The owner's account as given; everything below happens in a database of the
        # tests' own.
        os.environ["SALA_TEST_SERVER"] = os.environ["DATABASE_URL"]
        os.environ["DATABASE_URL"] = make_conninfo(
            os.environ["DATABASE_URL"],
            dbname=NAME,
        )
    _started.__enter__()
    _opening.__enter__()


_begin_session()


@contextmanager
def empty_database(use: str) -> Iterator[str]:
    """A database with nothing in it, for `sala setup` to begin with, dropped
    afterwards.
    """
    name, on = f"{NAME}_{use}", maintenance_database()
    execute_statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", name, on=on)
    execute_statement("CREATE DATABASE {} OWNER {}", name, owner_role(), on=on)
    witness_of(name).unlink(missing_ok=True)
    try:
        yield name
    finally:
        execute_statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", name, on=on)


@contextmanager
def default_database(name: str) -> Iterator[None]:
    """Let Django work in one of the tests' databases for as long as the block runs."""
    usual = dict(connection.settings_dict)
    witness = os.environ["SALA_WITNESS"]
    connection.close()
    connection.settings_dict["NAME"] = name
    os.environ["SALA_WITNESS"] = str(witness_of(name))
    try:
        yield
    finally:
        os.environ["SALA_WITNESS"] = witness
        connection.close()
        connection.settings_dict.update(usual)


@contextmanager
def owner_of(name: str) -> Iterator[None]:
    """Let Django work in one of the tests' databases as the owner of its tables."""
    with default_database(name):
        parts = conninfo_to_dict(addresses.owner_url())
        connection.settings_dict.update(
            USER=parts["user"],
            PASSWORD=parts.get("password", ""),
            HOST=parts.get("host", ""),
        )
        yield


@contextmanager
def scratch_copy(use: str = "scratch") -> Iterator[str]:
    """A copy of the tests' database to commit in, dropped afterwards."""
    # PostgreSQL copies no database that somebody is still connected to
    connections.close_all()
    name = f"{NAME}_{use}"
    on = maintenance_database()
    execute_statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", name, on=on)
    execute_statement(
        "CREATE DATABASE {} TEMPLATE {} OWNER {}",
        name,
        NAME,
        owner_role(),
        on=on,
    )
    shutil.copy(witness_of(NAME), witness_of(name))  # with its mode
    # A copy has the tables' privileges and not the database's own.
    execute_statement("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC", name, on=on)
    try:
        yield name
    finally:
        execute_statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", name, on=on)
