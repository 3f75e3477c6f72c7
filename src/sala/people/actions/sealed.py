"""What is sealed about a person under the person's own key: erased with it.

The one door to it, for the other rooms and for this one: a caller names the person and
the place, and is never handed a key.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection

from sala.access.context import Actor, for_purpose
from sala.access.permissions import may, require
from sala.access.roles import Purpose
from sala.people.models import PersonAttachment, PersonKey, SealedIdentity
from sala.vault import person_keys
from sala.vault.person_keys import PersonalValue, PersonKeys
from sala.vault.sealed_columns import sealed_place
from sala.vault.sealed_places import SealedPlace


def seal_about(
    *,
    by: Actor,
    person: UUID,
    place: SealedPlace,
    value: dict[str, Any],
) -> bytes:
    """A JSON value sealed under a person's key, for one place.

    Raises `PersonKey.DoesNotExist` where the actor may not open the person, or nobody
    can.
    """
    with for_purpose(by, by.purpose or Purpose.CORRECTION.value):
        return person_keys.seal_json(keys_of(person), place, value)


def open_about(
    *,
    by: Actor,
    person: UUID,
    place: SealedPlace,
    sealed: bytes,
    purpose: Purpose,
) -> dict[str, Any]:
    """What `seal_about` sealed. The room that asks enters the opening in the ledger.

    Raises `RefusedError` where the purpose is not of the actor's work,
    `PersonKey.DoesNotExist` where they may not open the person, or nobody can,
    `CannotOpenError` where the value belongs to another place, and `VaultAwayError`
    where the vault does not answer.
    """
    require(may(by, purpose.word))
    with for_purpose(by, purpose.value):
        return person_keys.open_json(_statement(person), place, bytes(sealed))


def seal_bytes(person: UUID, place: SealedPlace, value: bytes) -> bytes:
    """Bytes sealed under a person's key; to be called for a purpose."""
    return person_keys.seal_value(keys_of(person), place, value)


def open_bytes(person: UUID, place: SealedPlace, sealed: bytes | memoryview) -> bytes:
    """What `seal_bytes` sealed; to be called for a purpose."""
    (opened,) = open_all(person, [PersonalValue(place, bytes(sealed))])
    return opened


def open_all(person: UUID, values: Sequence[PersonalValue]) -> list[bytes]:
    """What was sealed under a person's key, all that a page shows in one question; to
    be called for a purpose.
    """
    return person_keys.open_values(_statement(person), values)


def identity_place(person: UUID) -> SealedPlace:
    """Where an identity stands."""
    return sealed_place(SealedIdentity, "sealed", person)


def photo_place(person: UUID) -> SealedPlace:
    """Where a photograph stands."""
    return sealed_place(SealedIdentity, "photo", person)


def attachment_place(attachment: UUID) -> SealedPlace:
    """Where a paper or picture stands; its use names it, as in the first format."""
    place = sealed_place(PersonAttachment, "sealed", attachment)
    return replace(place, use=f"attachment {attachment}")


def keys_of(person: UUID) -> PersonKeys:
    """The person's keys as they are stored; only a session with a purpose is handed
    them.
    """
    return stored_keys(PersonKey.objects.get(person_id=person))


def stored_keys(kept: PersonKey) -> PersonKeys:
    """The keys of one row, whose public half `sala setup` adds to those of before."""
    public = kept.public
    assert public is not None  # noqa: S101 sala setup adds it before the site starts
    return PersonKeys(
        kept.person_id, kept.wrapping_key, bytes(kept.wrapped), bytes(public)
    )


def _statement(person: UUID) -> str:
    """The database's word to the vault that the session may open the person now.

    Raises `PersonKey.DoesNotExist` where it may not, or nobody can.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_statement(%s)", [person])
        (said,) = cursor.fetchone()
    if said is None:
        raise PersonKey.DoesNotExist
    return str(said)
