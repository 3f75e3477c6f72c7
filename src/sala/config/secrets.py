"""Secrets that are not in the database: passwords of database roles and Django's own key."""

import json
import os
import secrets as random
from pathlib import Path

VAR = Path(os.environ.get("SALA_VAR", Path(__file__).parents[3] / "var")).resolve()


def secret(name: str) -> str:
    """A secret named by the environment, or one made once and kept in `var/secrets.json`."""
    given = os.environ.get(name)
    if given:
        return given
    file = VAR / "secrets.json"
    kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    if name not in kept:
        kept[name] = random.token_urlsafe(48)
        write_private(file, json.dumps(kept, indent=1))
    return kept[name]


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{random.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    draft.replace(file)
