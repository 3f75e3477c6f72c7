"""Secrets that are not in the database: passwords of database roles and Django's own
key.
"""

import json
import os
import secrets as random
from pathlib import Path

from sala.kit.files import write_private

VAR = Path(os.environ.get("SALA_VAR", Path(__file__).parents[3] / "var")).resolve()
# The vault's own file, and the folder where others find its socket and public keys.
KEYRING = Path(os.environ.get("SALA_KEYRING", VAR / "keyring.json")).absolute()
VAULT_FOLDER = Path(os.environ.get("SALA_VAULT", KEYRING.parent)).absolute()
# Users beside its own whom the vault answers, by their numbers.
VAULT_LETS_IN = tuple(map(int, os.environ.get("SALA_VAULT_LETS_IN", "").split()))


def is_kept(name: str) -> bool:
    """Whether a secret was given or made already."""
    file = VAR / "secrets.json"
    return bool(os.environ.get(name)) or (
        file.exists() and name in json.loads(file.read_text())
    )


def secret_named(name: str) -> str:
    """A secret named by the environment, or one made once and kept in
    `var/secrets.json`.
    """
    given = os.environ.get(name)
    if given:
        return given
    file = VAR / "secrets.json"
    kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    if name not in kept:
        kept[name] = random.token_urlsafe(48)
        write_private(file, json.dumps(kept, indent=1))
    return kept[name]
