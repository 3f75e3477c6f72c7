"""The signature on whatever speaks of the ledger outside the database, in one place.

The vault signs, and whoever has its public key checks.
"""

import json
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature

from sala.vault.signing import sign_bytes, signing_key

Signed = Mapping[str, object]


class NotSignedHereError(ValueError):
    """The text was not signed by this installation, or was changed since."""


def sign_body(body: Signed) -> str:
    """The signature on a body (Ed25519, hexadecimal)."""
    return sign_bytes(canonical_body(body)).hex()


def check_body(body: Signed, signature: str) -> None:
    """Raise `NotSignedHereError` unless the signature is of this body."""
    key = signing_key()
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
