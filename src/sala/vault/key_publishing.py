"""Writing what everybody else may know of the keys, beside the vault's socket."""

import base64
import json

from sala.kit.files import write_private
from sala.vault import private_keys, public_keys
from sala.vault.keyring import Keyring, save_keyring
from sala.vault.local_sockets import share_with_group
from sala.vault.sealed_places import KeyUse


def publish_keys(ring: Keyring) -> None:
    """Write the public halves of the current keys, and the key of the ledger's entries.

    Whatever is there is replaced, whole or not at all; nothing is written where it is
    the same.
    """
    keys = {
        use.value: _text(_public_half(ring, use))
        for use in KeyUse
        if use is not KeyUse.SECOND_FACTOR
    }
    signing = _text(ring.signer.public_key().public_bytes_raw())
    said = json.dumps(
        {"name": ring.current, "keys": keys, "signing": signing}, indent=1
    )
    for file, text in (
        (public_keys.public_keys_path(), said),
        (public_keys.ledger_key_path(), _text(ring.ledger)),
    ):
        if not file.exists() or file.read_text() != text:
            write_private(file, text)
        share_with_group(file, 0o640)


def replace_keyring(ring: Keyring) -> None:
    """Write a keyring in the place of the one there is, and what others know of it."""
    save_keyring(ring)
    publish_keys(ring)


def _public_half(ring: Keyring, use: KeyUse) -> bytes:
    key = private_keys.key_of_use(ring, ring.current, use)
    return key.public_key().public_bytes_raw()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
