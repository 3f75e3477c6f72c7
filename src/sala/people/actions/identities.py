"""Registering, finding, opening and correcting who a person is."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from sala.access.context import Actor, for_purpose
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.access.roles import Purpose
from sala.countries.queries import in_language
from sala.kit.states import ChangedMeanwhileError
from sala.people import codes, photos, rules
from sala.people.actions.common import own_record
from sala.people.actions.openings import allow_opening
from sala.people.actions.sealed import (
    identity_place,
    keys_of,
    open_all,
    photo_place,
    seal_about,
    seal_bytes,
)
from sala.people.actions.searching import FoundBy, found_by_terms
from sala.people.models import BlindIndex, Consent, Person, SealedIdentity
from sala.people.search_forms import INDEX_RULE
from sala.people.states import IN_CARE, REGISTERED
from sala.vault import person_keys
from sala.vault.person_keys import PersonalValue
from sala.vault.sealed_columns import sealed_place

TRIES = 5

# Key, identity and search terms in one statement: registering is the busiest action
# there is.
SEAL = """
WITH key AS (
    INSERT INTO people_personkey (person_id, wrapping_key, wrapped, public)
    VALUES (%(person)s, %(name)s, %(wrapped)s, %(public)s)
), identity AS (
    INSERT INTO people_sealedidentity (
        person_id, sealed, photo, unindexed, index_rule, version, changed_at,
        changed_by_id)
    VALUES (%(person)s, %(sealed)s, %(photo)s, %(unindexed)s, %(rule)s, 1, %(at)s,
        %(by)s)
)
INSERT INTO people_blindindex (person_id, digest, kind)
SELECT %(person)s, term.digest, term.kind
FROM unnest(%(digests)s::bytea[], %(kinds)s::text[]) AS term (digest, kind)
"""


@dataclass(frozen=True)
class RegisteredPerson:
    """A person just registered: the key, and the code to say and write down."""

    id: UUID
    code: str


@dataclass(frozen=True)
class Guardian:
    """Who consented for a child, towards which agency and when."""

    name: str
    relation: str
    recipient: str
    answered_on: date


@dataclass(frozen=True)
class OpenedIdentity:
    """An identity in the open, for the length of one answer."""

    identity: rules.Identity
    photo: bytes | None
    version: int
    changed_at: datetime
    changed_by: str
    guardians: tuple[Guardian, ...] = ()


def register_person(
    *,
    by: Actor,
    at: datetime,
    identity: rules.Identity,
    photo: bytes | None = None,
    form: UUID | None = None,
) -> RegisteredPerson:
    """Register a person of the actor's agency and seal who they are.

    The same `form` sent again, with nothing in it changed, is the person it registered
    before.
    `photo` is a JPEG or PNG of at most 5 MB; raises `ValidationError` otherwise.
    """
    require(may(by, "people.person.register"))
    picture = photos.clean_photo(photo) if photo else None
    # All that a user may get wrong was checked above; what fails now fails the whole
    # transaction.
    with transaction.atomic(savepoint=False):
        key = _key_of_form(by, form, identity, photo) if form else uuid4()
        person, new = _new_person(by, at, key)
        if new:
            _seal_identity(
                by,
                person.id,
                identity,
                picture,
                at,
            )
            record(
                by=by,
                action="people.registered",
                kind="person",
                subject=person.id,
            )
    return person


def _key_of_form(
    by: Actor,
    form: UUID,
    identity: rules.Identity,
    photo: bytes | None,
) -> UUID:
    """The key that a form gives its person: of its writer and all that it says, told to
    nobody.
    """
    text = json.dumps(rules.as_json(identity), sort_keys=True)
    said = f"{by.user} {form} {sha256(photo or b'').hexdigest()} {text}"
    made = salted_hmac("registration", said, algorithm="sha256").digest()
    return UUID(bytes=made[:16], version=4)


def _seal_identity(
    by: Actor,
    person: UUID,
    identity: rules.Identity,
    picture: bytes | None,
    at: datetime,
) -> None:
    keys = person_keys.new_keys(person)
    found_by = found_by_terms(keys, identity)
    values: dict[str, Any] = {
        "person": person,
        "name": keys.name,
        "wrapped": keys.wrapped,
        "public": keys.public,
        "sealed": person_keys.seal_json(
            keys,
            identity_place(person),
            rules.as_json(identity),
        ),
        "photo": (
            person_keys.seal_value(keys, photo_place(person), picture)
            if picture
            else None
        ),
        "at": at,
        "by": by.user_id,
        "unindexed": found_by.unindexed,
        "rule": INDEX_RULE,
        "digests": found_by.digests,
        "kinds": found_by.kinds,
    }
    with connection.cursor() as cursor:
        cursor.execute(SEAL, values)


def _new_person(by: Actor, at: datetime, key: UUID) -> tuple[RegisteredPerson, bool]:
    """A person with a free code, or the one who has this key already; and whether they
    are new.
    """
    state = IN_CARE if may(by, "people.person.admit") else REGISTERED
    for _try in range(TRIES):
        person = RegisteredPerson(key, codes.new_code())
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO people_person (id, code, agency_id, registered_by_id,"
                " registered_at, state) VALUES (%s, %s, %s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                [person.id, person.code, by.agency_id, by.user_id, at, state],
            )
            if cursor.rowcount:
                return person, True
        before = Person.objects.filter(id=key, agency_id=by.agency).first()
        if before:
            return RegisteredPerson(before.id, before.code), False
        key = (
            uuid4()
        )  # the code was taken, or the actor no longer sees whom the form registered
    raise RuntimeError("no free code was found")


@transaction.atomic
def open_identity(*, by: Actor, person: UUID, purpose: Purpose) -> OpenedIdentity:
    """Open who a person is, for a purpose. The opening is in the ledger before it is
    answered.

    Raises `RefusedError` when the actor may not, `ValidationError` when the purpose is
    not of their work or the record was not opened for it, `Person.DoesNotExist` when
    they see no such person.
    """
    opening = allow_opening(by, person, purpose)
    with for_purpose(by, purpose.value) as purposeful:
        opened = _opened_identity(person)
        detail = {
            "glass": opening.glass,
            "own": opening.own,
            "photo": opened.photo is not None,
        }
        record(
            by=purposeful,
            action="people.identity_opened",
            kind="person",
            subject=person,
            detail=detail,
        )
    return opened


def _opened_identity(person: UUID) -> OpenedIdentity:
    kept = SealedIdentity.objects.select_related("changed_by").get(person_id=person)
    consents = _consents_with_guardians(person)
    values = [PersonalValue(identity_place(person), bytes(kept.sealed))]
    values += [
        PersonalValue(sealed_place(Consent, "guardian", c.id), bytes(c.guardian or b""))
        for c in consents
    ]
    if kept.photo:
        values.append(PersonalValue(photo_place(person), bytes(kept.photo)))
    identity, *names = open_all(person, values)
    photo = names.pop() if kept.photo else None
    guardians = [
        Guardian(
            name.decode(),
            c.guardian_relation,
            in_language(c.recipient.names),
            c.answered_on,
        )
        for name, c in zip(names, consents, strict=True)
    ]
    by = kept.changed_by.full_name if kept.changed_by else ""
    return OpenedIdentity(
        rules.from_json(json.loads(identity)),
        photo,
        kept.version,
        kept.changed_at,
        by,
        tuple(guardians),
    )


def _consents_with_guardians(person: UUID) -> list[Consent]:
    """The consents by guardians that concern the actor's agency, the latest first."""
    found = Consent.objects.select_related("recipient").filter(person_id=person)
    return list(found.exclude(guardian=None).order_by("-recorded_at", "id"))


@transaction.atomic
def change_identity(
    *,
    by: Actor,
    at: datetime,
    person: UUID,
    identity: rules.Identity,
    version: int,
    photo: bytes | None = None,
    photo_removed: bool = False,
) -> None:
    """Replace the identity that was opened as `version` by a corrected one.

    The photograph stays unless there is a new one or it is to be removed. Raises
    `ChangedMeanwhileError` when somebody else was faster, `ValidationError` when the
    photograph is too large or none.
    """
    row = own_record(by, person, "people.identity.change")
    picture = photos.clean_photo(photo) if photo else None
    with for_purpose(by, Purpose.CORRECTION.value) as purposeful:
        changes: dict[str, Any] = {
            "sealed": seal_about(
                by=purposeful,
                person=row.id,
                place=identity_place(person),
                value=rules.as_json(identity),
            ),
            "version": version + 1,
            "changed_at": at,
            "changed_by": by.user,
        }
        if picture or photo_removed:
            changes["photo"] = (
                seal_bytes(person, photo_place(person), picture) if picture else None
            )
        found_by = found_by_terms(keys_of(person), identity)
        changes["unindexed"] = found_by.unindexed
        changes["index_rule"] = INDEX_RULE
        if not SealedIdentity.objects.filter(person_id=person, version=version).update(
            **changes,
        ):
            raise ChangedMeanwhileError
        _index_again(person, found_by)
        detail = {"version": version + 1, "photo": "photo" in changes}
        record(
            by=purposeful,
            action="people.identity_changed",
            kind="person",
            subject=person,
            detail=detail,
        )


def _index_again(person: UUID, found_by: FoundBy) -> None:
    BlindIndex.objects.filter(person_id=person).delete()
    BlindIndex.objects.bulk_create(
        BlindIndex(
            person_id=person,
            digest=digest,
            kind=kind,
        )
        for digest, kind in zip(found_by.digests, found_by.kinds, strict=True)
    )
