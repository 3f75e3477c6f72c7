"""Backups in two parts: the records, dated, and the person keys, of which only the
newest is kept.

A key that was destroyed is in no dump of records, and in the keys' file only until the
next backup replaces it. So erasing a person reaches into every backup (docs/adr/0004).
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg

from sala.config import addresses, database, embedded
from sala.kit import clock
from sala.kit.files import write_private

KEYS = "person-keys.copy"
KEYS_TABLE = "people_personkey"
# What nobody sent or decided yet may hold an identity that no person's key seals
# (docs/adr/0006). A screening that arrived and was set aside is somebody's only record:
# it stays (docs/adr/0007).
UNSENT_TABLES = (
    "access_draft",
    "access_workpart",
    "screening_screeningdraft",
    "screening_htcdsfile",
)
TABLES = "SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1"


class BackupError(Exception):
    """The backup cannot be made or restored here; the text says why."""


def save_backup(folder: Path) -> Iterator[Path]:
    """Write the records' dump and replace the keys' file; yields each path when it is
    complete.
    """
    folder.mkdir(parents=True, exist_ok=True)
    dump = folder / f"sala-{clock.now():%Y%m%dT%H%M%S%f}.dump"
    _run_program(
        "pg_dump",
        "--format=custom",
        f"--exclude-table-data={KEYS_TABLE}",
        *(f"--exclude-table-data={table}" for table in UNSENT_TABLES),
        f"--file={dump}",
        backup_account(),
    )
    dump.chmod(0o600)
    yield dump
    yield _save_keys(folder / KEYS)


def _save_keys(file: Path) -> Path:
    with (
        psycopg.connect(backup_account()) as connection,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {KEYS_TABLE} TO STDOUT") as copy,
    ):
        text = b"".join(bytes(block) for block in copy).decode()
    write_private(file, text)
    return file


def load_backup(dump: Path) -> None:
    """Restore records and keys into an empty database.

    Raises `BackupError` when the database has tables already or the keys are missing.
    """
    keys = dump.with_name(KEYS)
    if not keys.exists():
        raise BackupError(f"{keys} is missing: without it no identity can be opened.")
    with psycopg.connect(backup_account()) as connection:
        if connection.execute(TABLES).fetchone():
            raise BackupError(
                "The database is not empty; make a new one and name it in"
                " DATABASE_URL.",
            )
    database.prepare_database()
    _run_program(
        "pg_restore", "--exit-on-error", f"--dbname={backup_account()}", str(dump)
    )
    with psycopg.connect(backup_account()) as connection, connection.cursor() as cursor:
        # The keys come back as they were; their ledger entries came back with the
        # records.
        cursor.execute("SET session_replication_role = replica")
        with cursor.copy(f"COPY {KEYS_TABLE} FROM STDIN") as copy:
            copy.write(keys.read_text())


def backup_account() -> str:
    """The account that may read every row: a backup under row-level security would be
    empty.
    """
    given = os.environ.get("SALA_BACKUP_DATABASE_URL")
    if given or addresses.is_remote():
        return given or addresses.owner_url()
    return embedded.superuser_url(os.environ.get("SALA_DATABASE", "sala"))


def _run_program(program: str, *arguments: str) -> None:
    command = [
        program if addresses.is_remote() else embedded.program_path(program),
        *arguments,
    ]
    done = subprocess.run(  # noqa: S603 our own or the installation's programs
        command,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()}")
