"""A small signed head of the ledger that another agency keeps, so that a cut tail is
found.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from django.db import connection


@dataclass(frozen=True)
class Checkpoint:
    """Where each lane of the ledger ended at a moment."""

    made_at: str
    heads: dict[int, tuple[int, str]]


class NotACheckpointError(ValueError):
    """The file is not a checkpoint of this ledger; the text says why."""


def sign_checkpoint(*, at: datetime, signer: Ed25519PrivateKey) -> str:
    """A checkpoint as text: made when, the head of each lane, signed (Ed25519)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (lane) lane, seq, encode(hash, 'hex') FROM"
            " access_ledgerentry ORDER BY lane, seq DESC",
        )
        heads = {str(lane): [seq, digest] for lane, seq, digest in cursor.fetchall()}
    body = {
        "sala_ledger": 1,
        "made_at": at.isoformat(timespec="seconds"),
        "heads": heads,
    }
    signature = signer.sign(_canonical_body(body)).hex()
    return json.dumps({**body, "signature": signature}, indent=1) + "\n"


def read_checkpoint(text: str, *, key: Ed25519PublicKey) -> Checkpoint:
    """A checkpoint from its text, if this ledger's key signed it."""
    try:
        body = json.loads(text)
        signature = bytes.fromhex(body.pop("signature"))
        key.verify(signature, _canonical_body(body))
        heads = {
            int(lane): (int(seq), str(h)) for lane, (seq, h) in body["heads"].items()
        }
        return Checkpoint(str(body["made_at"]), heads)
    except InvalidSignature as error:
        raise NotACheckpointError(
            "the signature is not of this ledger, or the file was changed",
        ) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotACheckpointError("it is not the text of a checkpoint") from error


def _canonical_body(body: dict[str, object]) -> bytes:
    return json.dumps(
        body,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()
