"""A small signed head of the ledger that another agency keeps, so that a cut tail is
found.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sala.access.ledger.countersigning import (
    NotSignedHereError,
    check_body,
    sign_body,
)
from sala.access.ledger.heads import current_heads, tell_witness
from sala.access.ledger.witness import Heads, read_witness
from sala.kit import clock

# A little less than a day, so that it is not written later each day.
DAILY = timedelta(hours=23)


@dataclass(frozen=True)
class Checkpoint:
    """Where each lane of the ledger ended at a moment."""

    made_at: str
    heads: dict[int, tuple[int, str]]

    @property
    def made(self) -> datetime:
        """The moment at which it was made."""
        return datetime.fromisoformat(self.made_at)


class NotACheckpointError(ValueError):
    """The file is not a checkpoint of this ledger; the text says why."""


def write_checkpoint(file: Path) -> None:
    """Write a checkpoint of this moment, and tell the witness that it was written."""
    tell_witness()  # or refuse: what was cut must not be signed anew
    file.write_text(sign_checkpoint(at=clock.now(), heads=current_heads()))
    tell_witness("checkpoint")


def write_due_checkpoint() -> None:
    """Write the day's checkpoint where `SALA_CHECKPOINTS` says, once a day."""
    folder = os.environ.get("SALA_CHECKPOINTS")
    if not folder:
        return
    now, last = clock.now(), read_witness().done.get("checkpoint")
    if last is None or now - last > DAILY:
        write_checkpoint(Path(folder) / f"sala-ledger-{now:%Y%m%d}.json")


def sign_checkpoint(*, at: datetime, heads: Heads) -> str:
    """A checkpoint as text: made when, the head of each lane, signed (Ed25519)."""
    body = {
        "sala_ledger": 1,
        # To the last figure: what is cut within the second is not signed as before it.
        "made_at": at.isoformat(timespec="microseconds"),
        "heads": {str(lane): list(head) for lane, head in heads.items()},
    }
    return json.dumps({**body, "signature": sign_body(body)}, indent=1) + "\n"


def read_checkpoint(text: str) -> Checkpoint:
    """A checkpoint from its text, if this ledger's key signed it."""
    try:
        body = json.loads(text)
        check_body(body, body.pop("signature"))
        heads = {
            int(lane): (int(seq), str(h)) for lane, (seq, h) in body["heads"].items()
        }
        return Checkpoint(str(body["made_at"]), heads)
    except NotSignedHereError as error:
        raise NotACheckpointError(
            "the signature is not of this ledger, or the file was changed",
        ) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotACheckpointError("it is not the text of a checkpoint") from error
