"""Having the vault check a second factor, and taking the ticket it gives for one."""

import json
from collections.abc import Iterable

from sala.vault.client import ask_one, ask_vault
from sala.vault.protocol import CheckCode, CheckTouch, OpenSeed
from sala.vault.sealed_places import CannotOpenError


def prove_code(statements: Iterable[str], code: str) -> tuple[int, int, str] | None:
    """Which of the stated factors a code is right for, its number, and the ticket; None
    where it is wrong. Raises `VaultAwayError`.
    """
    asked = [CheckCode(statement.encode(), code) for statement in statements]
    for place, answer in enumerate(ask_vault(asked)):
        if answer is not None:
            said = json.loads(answer)
            return place, said["number"], said["ticket"]
    return None


def prove_touch(statement: str, touch: str) -> str | None:
    """The ticket for a passkey's touch; None where it is not right. Raises
    `VaultAwayError`.
    """
    try:
        return ask_one(CheckTouch(statement.encode(), touch)).decode()
    except CannotOpenError:
        return None


def open_seed(statement: str) -> str:
    """What recovery codes are made of; raises `CannotOpenError`, `VaultAwayError`."""
    return ask_one(OpenSeed(statement.encode())).decode()
