"""What is kept of the ledger outside the database: where each lane ended, and whose
rights ended.

One signed line after another in a file beside the server, each with the hash of the
line before it. A database that was cut, emptied or rolled back contradicts it, and a
backup that is restored learns from it whom it must not let in again.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from sala.access.ledger.countersigning import (
    NotSignedHereError,
    canonical_body,
    check_body,
    sign_body,
)
from sala.kit import clock

Heads = Mapping[int, tuple[int, str]]


class WitnessDamagedError(Exception):
    """The file of the witness is not as it was written; the text says where."""


@dataclass(frozen=True)
class EndedRight:
    """One entry of the ledger by which a right or a person's key came to its end."""

    lane: int
    seq: int
    digest: str
    at: str
    action: str
    subject: str
    actor: str | None
    detail: str
    # Lines of an earlier day do not say for whom, and of what kind.
    agency: str | None = None
    kind: str = ""
    line: int = 0


@dataclass(frozen=True)
class Witness:
    """All that the file says: since when, the last heads, what ended, what was done."""

    since: datetime | None = None
    heads_at: datetime | None = None
    heads: dict[int, tuple[int, str]] = field(default_factory=dict)
    ended: tuple[EndedRight, ...] = ()
    # When something of a kind was last done: checkpoint, verified, backup, restored.
    done: dict[str, datetime] = field(default_factory=dict)
    # Whose entries it tells, ever since the ledger began; other endings it missed.
    told: frozenset[str] = frozenset()
    lines: int = 0
    last: str = ""  # the hash of the last line


def witness_file() -> Path:
    """Where the witness is kept: `SALA_WITNESS`, or beside the server's own secrets."""
    return Path(os.environ.get("SALA_WITNESS", settings.VAR / "witness.jsonl"))


def read_witness(file: Path | None = None) -> Witness:
    """What the witness says; nothing where there is none yet.

    Raises `WitnessDamagedError` where a line does not follow the one before it, or the
    last is not signed.
    """
    file = file or witness_file()
    if not file.exists():
        return Witness()
    return _fold_lines(_whole_lines(file.read_bytes()), file)


def holds_line(number: int, digest: str) -> bool:
    """Whether the witness has this very line, as `Witness.lines` and `last` told it."""
    lines = _whole_lines(witness_file().read_bytes()) if witness_file().exists() else []
    if number > len(lines):
        return False
    body = json.loads(lines[number - 1]) if number else {}
    body.pop("signature", None)
    return digest == (sha256(canonical_body(body)).hexdigest() if number else "")


def _whole_lines(content: bytes) -> list[bytes]:
    """Lines that were written to their end: a power cut may leave half of the last."""
    return content[: content.rfind(b"\n") + 1].splitlines()


def _fold_lines(lines: list[bytes], file: Path) -> Witness:
    said = Witness()
    body: dict[str, Any] = {}
    signature = ""
    for number, line in enumerate(lines, 1):
        try:
            body = json.loads(line)
            signature = body.pop("signature")
            follows = body["previous"] == said.last
            said = _with_line(said, body, number)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise WitnessDamagedError(f"{file}, line {number}") from error
        if not follows:
            raise WitnessDamagedError(
                f"{file}, line {number}: not after the one before"
            )
    try:
        # The last signature holds every line, since each holds the one before it.
        if lines:
            check_body(body, signature)
    except NotSignedHereError as error:
        raise WitnessDamagedError(f"{file}, line {len(lines)}: not signed") from error
    return said


def _with_line(said: Witness, body: dict[str, Any], number: int) -> Witness:
    at = datetime.fromisoformat(body["at"])
    heads = {int(lane): (int(s), str(d)) for lane, (s, d) in body["heads"].items()}
    ended = tuple(EndedRight(**fields, line=number) for fields in body["ended"])
    kind = body["kind"]
    return replace(
        said,
        since=said.since or at,
        heads_at=at if heads else said.heads_at,
        # What is restored begins again where the backup ended.
        heads=heads if kind == "restored" else {**said.heads, **heads},
        ended=said.ended + ended,
        done=said.done if kind == "heads" else {**said.done, kind: at},
        told=said.told | set(body.get("told", ())),
        lines=number,
        last=sha256(canonical_body(body)).hexdigest(),
    )


@contextmanager
def open_witness(file: Path | None = None) -> Iterator["WitnessWriter"]:
    """The witness to be added to, by one process at a time."""
    file = file or witness_file()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+b") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        content = opened.read()
        lines = _whole_lines(content)
        opened.truncate(sum(len(line) + 1 for line in lines))
        yield WitnessWriter(opened, _fold_lines(lines, file))


class WitnessWriter:
    """The open file of a witness, and what it says so far."""

    def __init__(self, opened: Any, said: Witness) -> None:
        self._opened = opened
        self.said = said

    def append(
        self,
        kind: str,
        *,
        heads: Heads | None = None,
        ended: tuple[EndedRight, ...] = (),
        told: frozenset[str] = frozenset(),
    ) -> None:
        """Add one signed line, and see it on the disk."""
        body: dict[str, Any] = {
            "kind": kind,
            "at": clock.now().isoformat(),
            "heads": {str(lane): list(head) for lane, head in (heads or {}).items()},
            "ended": [_plain_ended(right) for right in ended],
            "previous": self.said.last,
        }
        if told:
            body["told"] = sorted(told)
        line = json.dumps({**body, "signature": sign_body(body)}) + "\n"
        self._opened.seek(0, os.SEEK_END)
        self._opened.write(line.encode())
        self._opened.flush()
        os.fsync(self._opened.fileno())
        self.said = _with_line(self.said, body, self.said.lines + 1)


def _plain_ended(right: EndedRight) -> dict[str, object]:
    return {k: v for k, v in vars(right).items() if k != "line"}
