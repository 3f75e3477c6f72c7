"""Backups that a thief cannot read, and that bring nobody back.

The records go into a dump a day, the wrapped person keys into one file that each backup
replaces, both sealed to a public key whose private half is not here. Beside them stands
the witness: which persons were erased and whose rights ended, which a restore applies.
What lets somebody in, or was not sent yet, is in neither (docs/adr/0004).
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from sala.access import law_installer
from sala.access.context import acting_operator
from sala.access.ledger.heads import LedgerContradictedError, tell_witness
from sala.access.ledger.witness import Witness, witness_file
from sala.config import addresses, embedded, secrets
from sala.kit import clock
from sala.kit.files import write_private
from sala.kit.law import BackupShare
from sala.vault import offline_files
from sala.vault.signing import sign_bytes

KEYS = "person-keys.sealed"
# Of an earlier day: neither sealed nor signed.
BARE_KEYS = "person-keys.copy"
KEYS_TABLE = "people_personkey"
WITNESS = "witness.jsonl"
RECORDS_USE, KEYS_USE = "backup of records", "backup of person keys"
TABLES = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"


class BackupError(Exception):
    """The backup cannot be made or restored here; the text says why."""


def public_key_file() -> Path:
    """Where the site keeps the public half of the offline key."""
    return Path(os.environ.get("SALA_BACKUP_KEY", secrets.VAR / "backup-key.pub"))


def public_key() -> X25519PublicKey:
    """The key that backups are sealed to; raises `BackupError` without one."""
    try:
        return offline_files.parse_public_key(public_key_file().read_text())
    except OSError as error:
        raise BackupError(
            "There is no key to seal backups to. Make one with `sala keys offline"
            " FILE`, and keep FILE away from this server.",
        ) from error
    except ValueError as error:
        raise BackupError(f"{public_key_file()} holds no public key.") from error


def make_key() -> bytes:
    """Make the offline key: its public half is kept here, its private half is the
    answer and stands nowhere else.

    Raises `BackupError` where there is one already.
    """
    if public_key_file().exists():
        raise BackupError(
            f"There is a key at {public_key_file()}: older backups open with its"
            " private half alone. Keep that half, move this file away, and ask again.",
        )
    private, public = offline_files.make_offline_key()
    write_private(public_key_file(), public + "\n")
    return private


def told_shares() -> dict[str, BackupShare]:
    """How much of each table that today's law speaks of goes into a backup."""
    return {s.name: s.in_backup for s in law_installer.house_law() if s.kind == "table"}


def table_shares(tables: list[str]) -> dict[str, BackupShare]:
    """How much of each table goes into a backup, as the law beside it says.

    Raises `BackupError` for a table that no law speaks of.
    """
    told = told_shares()
    if unknown := [name for name in tables if name not in told]:
        raise BackupError(
            f"No law says whether {', '.join(unknown)} may be in a backup.",
        )
    return {name: told[name] for name in tables}


def save_backup(folder: Path) -> Iterator[Path]:
    """Write the records' dump, replace the keys' file and the witness beside it; yields
    each path when it is complete.
    """
    to = public_key()
    _make_private(folder)
    beside = folder / WITNESS
    says = _backup_claims(_tell_witness())
    _refuse_another_witness(beside)
    dump = folder / f"sala-{clock.now():%Y%m%dT%H%M%S%f}.dump"
    with psycopg.connect(backup_account()) as connection:
        tables = [name for (name,) in connection.execute(TABLES).fetchall()]
    left_out = [
        f"--exclude-table-data={name}"
        for name, share in table_shares(tables).items()
        if share != BackupShare.WHOLE
    ]
    with _replaced(dump) as target, _running_dump(left_out) as content:
        _seal(content, target, to, RECORDS_USE, says)
    yield dump
    yield _save_keys(folder / KEYS, to, says)
    (folder / BARE_KEYS).unlink(missing_ok=True)
    _tell_witness("backup")
    write_private(beside, witness_file().read_bytes())
    yield beside


def _backup_claims(said: Witness) -> dict[str, object]:
    """What a backup says of itself, signed: when it was made, and up to which line the
    witness knew by then, so that no older one passes for the newest.
    """
    return {
        "made_at": clock.now().isoformat(),
        "line": said.lines,
        "line_hash": said.last,
    }


def _tell_witness(done: str | None = None) -> Witness:
    try:
        with acting_operator("backup"):
            return tell_witness(done)
    except LedgerContradictedError as error:
        raise BackupError(
            f"The ledger is not the one that was seen outside (lanes {error}): `sala"
            " ledger verify` says more. Nothing is saved over what is sound.",
        ) from error


def _make_private(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
    if folder.stat().st_mode & 0o077:
        raise BackupError(
            f"{folder} is open to others on this computer: `chmod 700 {folder}`, or"
            " name a new folder.",
        )


def _refuse_another_witness(beside: Path) -> None:
    """What stands beside older backups is added to, never replaced by something
    else.
    """
    if beside.exists() and not witness_file().read_bytes().startswith(
        beside.read_bytes(),
    ):
        raise BackupError(
            f"{beside} does not go on in {witness_file()}: it knows of endings that"
            " this server does not. Name a new folder, and keep the old one.",
        )


@contextmanager
def _replaced(file: Path) -> Iterator[IO[bytes]]:
    """A file that is there whole or not at all, readable by its owner only."""
    draft = file.with_name(f".{file.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _running_dump(left_out: list[str]) -> Iterator[IO[bytes]]:
    command = [program_path("pg_dump"), "--format=custom", *left_out, backup_account()]
    with subprocess.Popen(  # noqa: S603 our own or the installation's programs
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as dumping:
        assert dumping.stdout is not None  # noqa: S101
        assert dumping.stderr is not None  # noqa: S101
        yield dumping.stdout
        said = dumping.stderr.read().decode()
    if dumping.returncode:
        raise BackupError(f"pg_dump failed: {said.strip()}")


def _save_keys(file: Path, to: X25519PublicKey, says: dict[str, object]) -> Path:
    with (
        psycopg.connect(backup_account()) as connection,
        connection.cursor() as cursor,
        _replaced(file) as target,
        cursor.copy(f"COPY {KEYS_TABLE} TO STDOUT") as copy,
    ):
        _seal(_CopiedRows(copy), target, to, KEYS_USE, says)
    return file


class _CopiedRows:
    """Rows that PostgreSQL copies out, to be read like a file."""

    def __init__(self, copy: psycopg.Copy) -> None:
        self._copy = copy

    def read(self, size: int, /) -> bytes:
        """The next rows, however many come at once; nothing at their end."""
        return bytes(self._copy.read())


def _seal(
    content: offline_files.ReadablePieces,
    target: IO[bytes],
    to: X25519PublicKey,
    use: str,
    says: dict[str, object],
) -> None:
    offline_files.seal_stream(
        content,
        target,
        to=to,
        use=use,
        says=says,
        sign=sign_bytes,
    )


def backup_account() -> str:
    """The account that may read every row: a backup under row-level security would be
    empty.
    """
    given = os.environ.get("SALA_BACKUP_DATABASE_URL")
    if given or addresses.is_remote():
        return given or addresses.owner_url()
    return embedded.superuser_url(os.environ.get("SALA_DATABASE", "sala"))


def program_path(program: str) -> str:
    """One of PostgreSQL's programs: ours, or the installation's on the path."""
    return program if addresses.is_remote() else embedded.program_path(program)
