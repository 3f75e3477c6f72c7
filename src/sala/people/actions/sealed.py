"""What other rooms keep about a person under the person's own key: erased with it."""

from typing import Any
from uuid import UUID

from sala.access.context import Actor, for_purpose
from sala.access.roles import Purpose
from sala.people.actions.common import key_of
from sala.vault import person_keys


def seal_about(
    *,
    by: Actor,
    person: UUID,
    use: str,
    value: dict[str, Any],
) -> bytes:
    """A JSON value sealed under a person's key, for one use, such as `screening`.

    Raises `PersonKey.DoesNotExist` where the actor may not open the person, or nobody
    can.
    """
    with for_purpose(by, by.purpose or Purpose.CORRECTION.value):
        return person_keys.seal_json(key_of(person), person, use, value)


def open_about(
    *,
    by: Actor,
    person: UUID,
    use: str,
    sealed: bytes,
    purpose: Purpose,
) -> dict[str, Any]:
    """What `seal_about` sealed. The room that asks enters the opening in the ledger.

    Raises `PersonKey.DoesNotExist` where the actor may not open the person, or nobody
    can.
    """
    with for_purpose(by, purpose.value):
        return person_keys.unseal_json(key_of(person), person, use, bytes(sealed))
