"""The signature on whatever speaks of the ledger outside the database, in one place.

Today the keyring's own key signs; whoever holds it in a process of its own signs here.
"""

import json
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature

from sala.vault import keyring

Signed = Mapping[str, object]


class NotSignedHereError(ValueError):
    """The text was not signed by this installation, or was changed since."""


def sign_body(body: Signed) -> str:
    """The signature on a body (Ed25519, hexadecimal)."""
    return keyring.load_keyring().signer.sign(canonical_body(body)).hex()


def check_body(body: Signed, signature: str) -> None:
    """Raise `NotSignedHereError` unless the signature is of this body."""
    key = keyring.load_keyring().signer.public_key()
    try:
        key.verify(bytes.fromhex(signature), canonical_body(body))
    except (InvalidSignature, ValueError, TypeError) as error:
        raise NotSignedHereError from error


def canonical_body(body: Signed) -> bytes:
    """The one text of a body that is signed and hashed."""
    return json.dumps(
        body,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()
