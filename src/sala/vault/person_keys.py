"""Sealing for a person: 32 random bytes each, themselves sealed to the vault.

Of the 32 bytes comes a key pair, whose public half stands beside them. Whoever sees the
person seals for them (HPKE, RFC 9180); the vault alone opens, and without the 32 bytes
nobody does. Each value has its place and person bound in. Each names its key of the
ring, so that keys rotate one row at a time.
"""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from sala.vault import public_keys
from sala.vault.client import ask_one, ask_vault
from sala.vault.key_derivation import key_pair_of_person
from sala.vault.protocol import (
    DigestTerm,
    DigestTerms,
    IndexIdentity,
    ListOpenings,
    OpenPersonal,
    RewrapKey,
    WrappedKey,
)
from sala.vault.public_keys import SUITE, bound_to_person
from sala.vault.sealed_places import (
    THIRD_FORMAT,
    CannotOpenError,
    KeyUse,
    SealedPlace,
)


@dataclass(frozen=True)
class PersonKeys:
    """A person's keys as they are stored: the one that opens, sealed to the vault, and
    the public one to seal with.
    """

    person: UUID
    name: str  # of the ring's key
    wrapped: bytes
    public: bytes


@dataclass(frozen=True)
class PersonalValue:
    """A sealed value of a person, and where it stands."""

    place: SealedPlace
    sealed: bytes


def new_keys(person: UUID) -> PersonKeys:
    """Fresh keys for a person; who makes them does not keep the one that opens."""
    key = secrets.token_bytes(32)
    known = public_keys.load_public_keys()
    sealed = known.seal(key, KeyUse.PERSON_KEY, bound_to_person(person))
    public = key_pair_of_person(key).public_key().public_bytes_raw()
    return PersonKeys(person, known.name, THIRD_FORMAT + sealed, public)


def seal_value(keys: PersonKeys, place: SealedPlace, value: bytes) -> bytes:
    """A value that only this person's key opens, at this place."""
    public = X25519PublicKey.from_public_bytes(keys.public)
    binding = place.binding(keys.person, public=True)
    return THIRD_FORMAT + SUITE.encrypt(value, public, info=binding)


def open_values(statement: str, values: Sequence[PersonalValue]) -> list[bytes]:
    """What was sealed for a person, at the places where it stands; `statement` is the
    database's word that who asks may open them now.

    Raises `CannotOpenError` where one does not belong there, `VaultAwayError` where the
    vault does not answer.
    """
    said = statement.encode()
    opened = ask_vault([OpenPersonal(said, v.place, v.sealed) for v in values])
    whole = [value for value in opened if value is not None]
    if len(whole) < len(values):
        raise CannotOpenError("the sealed value does not belong here")
    return whole


def seal_json(keys: PersonKeys, place: SealedPlace, value: dict[str, Any]) -> bytes:
    """A JSON value, sealed and padded so that its size says nothing about a name's
    length.
    """
    text = json.dumps(
        value,
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    return seal_value(keys, place, text + b" " * (-len(text) % 256))


def open_json(statement: str, place: SealedPlace, sealed: bytes) -> dict[str, Any]:
    """The JSON value that `seal_json` sealed; raises as `open_values`."""
    (text,) = open_values(statement, [PersonalValue(place, sealed)])
    opened: dict[str, Any] = json.loads(text)
    return opened


def rewrap_keys(keys: Iterable[PersonKeys]) -> list[PersonKeys]:
    """The same keys under the ring's current one, with their public halves; the vault
    opens them and hands none out.

    Raises `CannotOpenError` where one is lost, `VaultAwayError`.
    """
    asked = list(keys)
    items = [RewrapKey(WrappedKey(k.person, k.name, k.wrapped)) for k in asked]
    made = []
    for key, answer in zip(asked, ask_vault(items), strict=True):
        if answer is None:
            raise CannotOpenError(f"the key of {key.person} does not open")
        said = json.loads(answer)
        parts = (bytes.fromhex(said[part]) for part in ("sealed", "public"))
        made.append(PersonKeys(key.person, said["name"], *parts))
    return made


def counted_openings(statement: str) -> list[tuple[str, str]]:
    """Who opened whom today, by the vault's own count, of people who are not of their
    own work; raises `CannotOpenError`, `VaultAwayError`.
    """
    said = json.loads(ask_one(ListOpenings(statement.encode())))
    return [(actor, person) for actor, person in said]


def blind_indexes(terms: Iterable[tuple[str, str]]) -> list[bytes]:
    """The keyed digests that search terms, kind and form, are stored under, in their
    order; raises `VaultAwayError`.
    """
    items = [DigestTerm(kind, form) for kind, form in terms]
    return [digest for digest in ask_vault(items) if digest is not None]


def index_sealed(keys: PersonKeys, value: PersonalValue) -> list[tuple[str, bytes]]:
    """The kinds and digests of the search terms that were sealed for a person; raises
    `CannotOpenError`, `VaultAwayError`.
    """
    key = WrappedKey(keys.person, keys.name, keys.wrapped)
    return _terms_made(ask_one(DigestTerms(key, value.place, value.sealed)))


def index_identities(
    values: Iterable[tuple[PersonKeys, PersonalValue]], region: str
) -> list[list[tuple[str, bytes]] | None]:
    """The kinds and digests that sealed identities are found by, in their order; None
    for one that does not open. Raises `VaultAwayError`.
    """
    items = [
        IndexIdentity(
            WrappedKey(k.person, k.name, k.wrapped), v.place, v.sealed, region
        )
        for k, v in values
    ]
    return [None if made is None else _terms_made(made) for made in ask_vault(items)]


def _terms_made(answer: bytes) -> list[tuple[str, bytes]]:
    return [(kind, bytes.fromhex(digest)) for kind, digest in json.loads(answer)]


def blind_index(kind: str, form: str) -> bytes:
    """The keyed digest of one search term; raises `VaultAwayError`."""
    return ask_one(DigestTerm(kind, form))
