"""Restoring a backup: what ended since it was made stays ended, and is said."""

import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from psycopg import sql

from sala.access.context import acting_operator
from sala.access.endings import right_endings
from sala.access.ledger import record
from sala.access.ledger.heads import begin_again
from sala.access.ledger.lanes import open_lanes
from sala.access.ledger.witness import (
    EndedRight,
    holds_line,
    read_witness,
    witness_file,
)
from sala.config import backups, database, installation, unfinished
from sala.config.backups import (
    BARE_KEYS,
    KEYS,
    KEYS_TABLE,
    KEYS_USE,
    RECORDS_USE,
    TABLES,
    BackupError,
    backup_account,
    program_path,
)
from sala.config.ended_again import end_again
from sala.kit.files import write_private
from sala.kit.law import BackupShare
from sala.vault import keyring, offline_files, signing
from sala.vault.client import vault_answers
from sala.vault.key_publishing import publish_keys

NEW_PROOF = """
INSERT INTO access_contextsecret
SELECT sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
WHERE NOT EXISTS (SELECT 1 FROM access_contextsecret)
"""
SHUT_OUT = """
SELECT username FROM access_user
WHERE id = ANY (%s::uuid[]) AND starts_with(password, '!') ORDER BY 1
"""


@dataclass(frozen=True)
class BackupPart:
    """The content of one file of a backup, and what it says of itself."""

    pieces: Iterable[bytes]
    says: Mapping[str, object]


@dataclass(frozen=True)
class BackupFiles:
    """The two files of a backup, and what opens them; nothing for those of an earlier
    day, which are neither sealed nor signed.
    """

    dump: Path
    key: X25519PrivateKey | None

    @property
    def keys(self) -> Path:
        """The newest person keys, beside the dump."""
        return self.dump.with_name(KEYS if self.key else BARE_KEYS)

    @contextmanager
    def records(self) -> Iterator[BackupPart]:
        """The dump as it was made."""
        with self._opened(self.dump, RECORDS_USE) as part:
            yield part

    @contextmanager
    def person_keys(self) -> Iterator[BackupPart]:
        """The rows of the person keys."""
        with self._opened(self.keys, KEYS_USE) as part:
            yield part

    @contextmanager
    def _opened(self, file: Path, use: str) -> Iterator[BackupPart]:
        if self.key is None:
            yield BackupPart(_bare_pieces(file), {})
            return
        sealed = offline_files.OfflineFile(file, self.key, use, signing.signing_key())
        with sealed.checked() as found:
            yield BackupPart(found.pieces(), found.says)


def _bare_pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(offline_files.PIECE):
            yield piece


@dataclass(frozen=True)
class RestoredState:
    """What a restore ended again, in words with their numbers, and who was shut out."""

    ended: tuple[tuple[str, int], ...]
    shut_out: tuple[str, ...]
    # Until when it is known what ended; nothing where it was brought back.
    known_until: datetime | None


def load_backup(
    files: BackupFiles,
    *,
    bring_back_what_ended: bool = False,
) -> RestoredState:
    """Restore records and keys into an empty database, and end again what ended since.

    What stops half-way is not served, and begins anew with the next try. Raises
    `BackupError` when the database has tables already, the keys or the witness are
    missing or older than the backup, or a file does not open.
    """
    _check_files(files)
    if not vault_answers():  # a running one has the keys, perhaps as another user
        # On a new machine nothing but the keyring was brought along.
        publish_keys(keyring.load_keyring())
    with files.records() as records, files.person_keys() as person_keys:
        known_until = None
        if not bring_back_what_ended:
            known_until = _take_newest_witness(files.dump.with_name(backups.WITNESS))
            for part in (records, person_keys):
                _refuse_older_witness(part.says)
            _refuse_older_keys(files.keys, person_keys.says, than=records.says)
        database.prepare_database()
        unfinished.begin_restore(backup_account())
        _restore_records(records.pieces)
        _restore_beside(person_keys.pieces)
    installation.lay_down()
    installation.see_to_secret()
    open_lanes()
    ended = () if bring_back_what_ended else end_again()
    _enter_restored(ended, nothing_known=bring_back_what_ended)
    unfinished.finish_restore(backup_account())
    return _restored_state(ended, known_until)


def _check_files(files: BackupFiles) -> None:
    if files.key is None and offline_files.is_sealed(files.dump):
        raise BackupError(f"{files.dump} is sealed: name the offline key with --key.")
    if not files.keys.exists():
        raise BackupError(
            f"{files.keys} is missing: without it no identity can be opened.",
        )
    with psycopg.connect(backup_account()) as connection:
        holds = connection.execute(TABLES).fetchone() is not None
        if holds and not unfinished.is_marked(connection):
            raise BackupError(
                "The database is not empty; make a new one and name it in"
                " DATABASE_URL.",
            )


def _take_newest_witness(beside: Path) -> datetime | None:
    """Let the witness beside the backup go on here, where it knows more; until when it
    knows what ended.
    """
    own = witness_file().read_bytes() if witness_file().exists() else b""
    other = beside.read_bytes() if beside.exists() else b""
    if not own and not other:
        raise BackupError(
            f"Neither {witness_file()} nor {beside} is there: nobody knows which"
            " persons were erased and whose roles ended since this backup. With"
            " --bring-back-what-ended they come back.",
        )
    if not own.startswith(other) and not other.startswith(own):
        raise BackupError(
            f"{witness_file()} and {beside} are of two installations: move away the"
            " one that does not belong to this backup.",
        )
    if len(other) > len(own):
        # Whoever may write there may have added to it: what is not sound replaces
        # nothing.
        read_witness(beside)
        write_private(witness_file(), other)
    return read_witness().heads_at


def _refuse_older_witness(says: Mapping[str, object]) -> None:
    """Refuse a list of what ended that knows less than was known when the backup was
    made; a backup of an earlier day does not say what that was.
    """
    if says and not holds_line(int(str(says["line"])), str(says["line_hash"])):
        raise BackupError(
            f"{witness_file()} is not the list that went on when this backup was made"
            f" ({says['made_at']}): it is older, or another, and nobody knows what"
            " ended since. Put the newest one there. With --bring-back-what-ended"
            " what ended comes back.",
        )


def _refuse_older_keys(
    file: Path, keys: Mapping[str, object], *, than: Mapping[str, object]
) -> None:
    """Refuse a file of keys that was made before the records: each backup replaces it,
    and one of before has the keys of whoever was erased in between.
    """
    if int(str(keys.get("line", 0))) < int(str(than.get("line", 0))):
        raise BackupError(
            f"{file} is older than the backup: it holds keys of persons who were erased"
            " since, and not those of whoever was registered since. Put the newest one"
            " there. With --bring-back-what-ended it is taken as it is.",
        )


def _restore_records(pieces: Iterable[bytes]) -> None:
    command = [
        program_path("pg_restore"),
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={backup_account()}",
    ]
    with subprocess.Popen(  # noqa: S603 our own or the installation's programs
        command,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as restoring:
        assert restoring.stdin is not None  # noqa: S101
        assert restoring.stderr is not None  # noqa: S101
        try:
            for piece in pieces:
                restoring.stdin.write(piece)
            restoring.stdin.close()
        except BrokenPipeError:
            pass  # it says itself why it stopped
        said = restoring.stderr.read().decode()
    if restoring.returncode:
        raise BackupError(f"pg_restore failed: {said.strip()}")


def _restore_beside(person_keys: Iterable[bytes]) -> None:
    """Bring the person keys back, and make anew what is in no backup."""
    with psycopg.connect(backup_account()) as connection, connection.cursor() as cursor:
        # They come back as they were; their ledger entries came back with the records.
        cursor.execute("SET session_replication_role = replica")
        told = backups.told_shares()
        # A backup of an earlier day held more; what no law knows any more, the
        # migrations that follow take away.
        for (name,) in cursor.execute(TABLES).fetchall():
            if told.get(name) == BackupShare.NONE:
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
        cursor.execute(NEW_PROOF)
        with cursor.copy(f"COPY {KEYS_TABLE} FROM STDIN") as copy:
            for piece in person_keys:
                copy.write(piece)


def _enter_restored(ended: tuple[EndedRight, ...], *, nothing_known: bool) -> None:
    detail = {
        "line": 0 if nothing_known else read_witness().lines,
        "count": len(ended),
        "with_what_ended": nothing_known,
    }
    with acting_operator("restore") as operator:
        record(
            by=operator,
            action="access.backup_restored",
            kind="backup",
            subject="",
            detail=detail,
        )
    with acting_operator("restore"):
        begin_again()


def _restored_state(
    ended: tuple[EndedRight, ...],
    known_until: datetime | None,
) -> RestoredState:
    counted = Counter(right_endings()[right.action].what for right in ended)
    staff = [right.subject for right in ended]
    with psycopg.connect(backup_account()) as connection:
        names = connection.execute(SHUT_OUT, [staff]).fetchall()
    return RestoredState(
        tuple(sorted(counted.items())),
        tuple(name for (name,) in names),
        known_until,
    )
