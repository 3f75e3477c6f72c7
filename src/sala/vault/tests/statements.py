"""What the database would state to the vault, made with the keyring that tests hold."""

import json
import time
from typing import Any
from uuid import UUID

from sala.vault import keyring, tickets


def person_statement(
    person: UUID,
    name: str,
    wrapped: bytes,
    ring: keyring.Keyring | None = None,
    **more: Any,
) -> str:
    """That somebody may open a person whose key is stored so."""
    said = {
        "person": str(person),
        "name": name,
        "wrapped": wrapped.hex(),
        "actor": str(UUID(int=1)),
        "day": "2026-11-30",
        "most": 1,
        "own": True,
        "at": int(time.time()),
    }
    words = json.dumps(said | more)
    return tickets._mac(ring or keyring.load_keyring(), "person", words) + words
