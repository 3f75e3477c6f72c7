"""Which codes and touches were taken, and how many codes were wrong: the vault's own
memory, which no site that lies and no database that forgets makes shorter.

It is kept in a file beside the keyring, so that a vault that is started again forgets
nothing. Of the vault's process alone.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from sala.kit import clock
from sala.vault.keyring import keyring_path
from sala.vault.sealed_places import CannotOpenError

# What is remembered of one user: a year and more of touches.
MOST = 1000
# Wrong codes of one user in a day, one after another; one in 330,000 is right. The site
# takes fewer in five minutes (access/tries.py): these are for a site that lies.
WRONG_CODES, REMEMBERED = 30, 24 * 60 * 60

TABLES = """
CREATE TABLE IF NOT EXISTS taken (
    whose TEXT, what TEXT, number INTEGER, at REAL, PRIMARY KEY (whose, what));
CREATE TABLE IF NOT EXISTS wrong (whose TEXT, kind TEXT, at REAL);
"""
TAKE = """
INSERT INTO taken VALUES (?, ?, ?, ?) ON CONFLICT (whose, what) DO UPDATE
    SET number = excluded.number, at = excluded.at WHERE taken.number < excluded.number
"""
FORGET_OLDEST = """
DELETE FROM taken WHERE whose = ?1 AND what NOT IN (
    SELECT what FROM taken WHERE whose = ?1 ORDER BY at DESC, rowid DESC LIMIT ?2)
"""
COUNT_WRONG = "SELECT count(*) FROM wrong WHERE whose = ? AND kind = ?"


def taken_codes_path() -> Path:
    """Where it is kept: users, and digests of what they gave."""
    return keyring_path().with_name("taken-codes")


def take_step(user: str, secret: bytes, step: int) -> None:
    """Take the code of an app's step; raises `CannotOpenError` where it, or one of a
    later step, was taken before.
    """
    _take_once(user, f"step {_digest(secret)}", step)


def take_printed(user: str, seed: bytes, number: int) -> None:
    """Take a recovery code, once; raises `CannotOpenError`."""
    _take_once(user, f"code {_digest(seed)} {number}", 0)


def take_touch(user: str, challenge: str) -> None:
    """Take a passkey's answer to a challenge, once; raises `CannotOpenError`."""
    _take_once(user, f"touch {_digest(challenge.encode())}", 0)


def count_wrong(user: str, kind: str) -> None:
    """Count a code as wrong, until it is right; raises `CannotOpenError` where too many
    were.
    """
    now = clock.now().timestamp()
    with _kept() as kept:
        kept.execute("DELETE FROM wrong WHERE at <= ?", [now - REMEMBERED])
        (many,) = kept.execute(COUNT_WRONG, [user, kind]).fetchone()
        if many >= WRONG_CODES:
            raise CannotOpenError("too many codes were wrong")
        kept.execute("INSERT INTO wrong VALUES (?, ?, ?)", [user, kind, now])


def forget_wrong(user: str, kind: str) -> None:
    """Count anew: a code was right."""
    with _kept() as kept:
        kept.execute("DELETE FROM wrong WHERE whose = ? AND kind = ?", [user, kind])


def _take_once(user: str, what: str, number: int) -> None:
    with _kept() as kept:
        now = clock.now().timestamp()
        if not kept.execute(TAKE, [user, what, number, now]).rowcount:
            raise CannotOpenError("this was taken before")
        kept.execute(FORGET_OLDEST, [user, MOST])


@contextmanager
def _kept() -> Iterator[sqlite3.Connection]:
    """The file, in a transaction that nobody else writes in."""
    file = taken_codes_path()
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(file, isolation_level=None)) as kept:
        kept.execute("BEGIN IMMEDIATE")
        for table in TABLES.split(";")[:-1]:
            kept.execute(table)
        yield kept
        kept.execute("COMMIT")  # what raised before it changed nothing


def _digest(secret: bytes) -> str:
    # Of random bits, and many: it needs neither salt nor time.
    return sha256(b"sala taken\0" + secret).hexdigest()
