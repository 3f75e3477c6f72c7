"""Sealing a screening to the server, and opening what arrived so."""

from uuid import UUID

from sala.screening.models import Envelope
from sala.screening.rules.submission import (
    Submission,
    parse_submission,
    write_submission,
)
from sala.vault import sealed_box

USE = "envelope"


class FaultError(Exception):
    """An envelope cannot be taken in; the code says why, and nothing of what it holds."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def seal_submission(content: Submission, key: UUID) -> bytes:
    """A screening sealed to the server, as a phone seals it."""
    return sealed_box.seal(write_submission(content), use=USE, about=key)


def open_submission(key: UUID, sealed: bytes) -> Submission:
    """What an envelope holds; raises `FaultError` where it does not open or is no
    screening.
    """
    try:
        text = sealed_box.unseal(sealed, use=USE, about=key)
    except sealed_box.CannotOpenBoxError as error:
        raise FaultError("unreadable") from error
    content = parse_submission(text)
    if content is None:
        raise FaultError("malformed")
    return content


def open_envelope(envelope: Envelope) -> Submission:
    """What an envelope that was set aside holds; raises `FaultError` where it does not
    open.
    """
    return open_submission(envelope.sent_as or envelope.id, bytes(envelope.body))
