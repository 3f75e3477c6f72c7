"""Short texts that only the keyring opens: secrets of second factors, reasons of
emergency looks.

A reason may name somebody, whatever the hint says; a dump of the database must not.
"""

import base64

from cryptography.fernet import Fernet

from sala.vault import keyring


def seal_text(text: str) -> str:
    """A text as it is stored."""
    return seal_bytes(text.encode()).decode()


def open_text(sealed: str) -> str:
    """The text that was sealed."""
    return open_bytes(sealed.encode()).decode()


def seal_bytes(raw: bytes) -> bytes:
    """What is not text, as it is stored."""
    return _fernet().encrypt(raw)


def open_bytes(sealed: bytes) -> bytes:
    """What was sealed."""
    return _fernet().decrypt(sealed)


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(keyring.load().sign_in))
