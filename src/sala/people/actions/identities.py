"""Registering, finding, opening and correcting who a person is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor, for_purpose
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.access.roles import Purpose
from sala.countries import queries as countries
from sala.kit.states import ChangedMeanwhileError
from sala.people import codes, photos, policy, queries, rules, sealing
from sala.people.actions.common import key_of, own_record
from sala.people.models import BlindIndex, Person, SealedIdentity

TRIES = 5
SEARCHED_BY = ("name", "code", "document", "phone")

# Key, identity and search terms in one statement: registering is the busiest action there is.
SEAL = """
WITH key AS (
    INSERT INTO people_personkey (person_id, wrapping_key, wrapped)
    VALUES (%(person)s, %(name)s, %(wrapped)s)
), identity AS (
    INSERT INTO people_sealedidentity (person_id, sealed, photo, version, changed_at)
    VALUES (%(person)s, %(sealed)s, %(photo)s, 1, %(at)s)
)
INSERT INTO people_blindindex (person_id, digest, kind)
SELECT %(person)s, term.digest, term.kind
FROM unnest(%(digests)s::bytea[], %(kinds)s::text[]) AS term (digest, kind)
"""


@dataclass(frozen=True)
class Registered:
    """A person just registered: the key, and the code to say and write down."""

    id: UUID
    code: str


@dataclass(frozen=True)
class OpenedIdentity:
    """An identity in the open, for the length of one answer."""

    identity: rules.Identity
    photo: bytes | None
    version: int


def register_person(
    *, by: Actor, at: datetime, identity: rules.Identity, photo: bytes | None = None
) -> Registered:
    """Register a person of the actor's agency and seal who they are.

    `photo` is a JPEG or PNG of at most 5 MB; raises `ValidationError` otherwise.
    """
    require(may(by, "people.person.register"))
    picture = photos.clean(photo) if photo else None
    # All that a user may get wrong was checked above; what fails now fails the whole transaction.
    with transaction.atomic(savepoint=False):
        person = _new_person(by, at)
        _seal(person.id, identity, picture, at)
        record(by=by, action="people.registered", kind="person", subject=person.id)
    return person


def _seal(person: UUID, identity: rules.Identity, picture: bytes | None, at: datetime) -> None:
    name, wrapped, key = sealing.new_key(person)
    digests, kinds = _terms(identity)
    values: dict[str, Any] = {
        "person": person,
        "name": name,
        "wrapped": wrapped,
        "sealed": sealing.seal_json(key, person, "identity", rules.as_json(identity)),
        "photo": sealing.seal(key, person, "photo", picture) if picture else None,
        "at": at,
        "digests": digests,
        "kinds": kinds,
    }
    with connection.cursor() as cursor:
        cursor.execute(SEAL, values)


def _new_person(by: Actor, at: datetime) -> Registered:
    for _try in range(TRIES):
        person = Registered(uuid4(), codes.new_code())
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO people_person (id, code, agency_id, registered_by_id, registered_at) "
                "VALUES (%s, %s, %s, %s, %s) ON CONFLICT (code) DO NOTHING",
                [person.id, person.code, by.agency_id, by.user_id, at],
            )
            if cursor.rowcount:
                return person
    raise RuntimeError("no free code was found")


def _terms(identity: rules.Identity) -> tuple[list[bytes], list[str]]:
    terms = sorted(rules.search_terms(identity, phone_region=countries.phone_region()))
    return [sealing.blind(*term) for term in terms], [kind for kind, _form in terms]


@transaction.atomic
def search(*, by: Actor, kind: str, text: str) -> list[queries.PersonRow]:
    """Look for a person among those the actor may see, by one of `SEARCHED_BY`.

    The ledger keeps that there was a search, by what, and how many were found; not for what.
    """
    require(may(by, "people.person.search"))
    found = _search(by, kind, text)
    detail = {"hits": len(found)}
    record(by=by, action="people.searched", kind="search", subject=kind, detail=detail)
    return found


def _search(by: Actor, kind: str, text: str) -> list[queries.PersonRow]:
    match kind:
        case "name":
            return queries.with_name(by=by, text=text)
        case "document":
            return queries.with_document(by=by, number=text)
        case "phone":
            return queries.with_phone(by=by, number=text, region=countries.phone_region())
        case "code":
            row = queries.person(by=by, code=codes.understood(text) or "")
            return [row] if row else []
        case _:
            raise ValueError(kind)


@transaction.atomic
def open_identity(*, by: Actor, person: UUID, purpose: Purpose) -> OpenedIdentity:
    """Open who a person is, for a purpose. The opening is in the ledger before it is answered.

    Raises `RefusedError` when the actor may not, `ValidationError` when the person agreed to
    sharing for another purpose only, `Person.DoesNotExist` when they see no such
    person.
    """
    found = Person.objects.get(id=person)
    glass = queries.broke_glass(by=by, person_id=person)
    require(policy.may_open_identity(by, erased=found.erased_at is not None, glass=glass))
    if found.agency_id != by.agency_id and not glass:
        _check_purpose(by, person, purpose)
    with for_purpose(by, purpose.value) as purposeful:
        opened = _opened(person)
        detail = {"glass": glass, "photo": opened.photo is not None}
        record(
            by=purposeful,
            action="people.identity_opened",
            kind="person",
            subject=person,
            detail=detail,
        )
    return opened


def _check_purpose(by: Actor, person: UUID, purpose: Purpose) -> None:
    """What rests on a consent is opened only for what the person agreed to."""
    agreed = queries.shared_for(by=by, person_id=person)
    if agreed is not None and purpose not in agreed:
        labels = ", ".join(str(Purpose(p).label) for p in sorted(agreed))
        message = _("The person agreed to sharing only for: %(purposes)s.")
        raise ValidationError({"purpose": message % {"purposes": labels}})


def _opened(person: UUID) -> OpenedIdentity:
    kept = SealedIdentity.objects.get(person_id=person)
    key = key_of(person)
    identity = sealing.unseal_json(key, person, "identity", bytes(kept.sealed))
    photo = sealing.unseal(key, person, "photo", bytes(kept.photo)) if kept.photo else None
    return OpenedIdentity(rules.from_json(identity), photo, kept.version)


@transaction.atomic
def change_identity(
    *, by: Actor, at: datetime, person: UUID, identity: rules.Identity, version: int
) -> None:
    """Replace the identity that was opened as `version` by a corrected one.

    Raises `ChangedMeanwhileError` when somebody else was faster.
    """
    row = own_record(by, person, "people.identity.change")
    with for_purpose(by, Purpose.CORRECTION.value) as purposeful:
        key = key_of(row.id)
        changed = SealedIdentity.objects.filter(person_id=person, version=version).update(
            sealed=sealing.seal_json(key, person, "identity", rules.as_json(identity)),
            version=version + 1,
            changed_at=at,
        )
        if not changed:
            raise ChangedMeanwhileError
        BlindIndex.objects.filter(person_id=person).delete()
        BlindIndex.objects.bulk_create(
            BlindIndex(person_id=person, digest=digest, kind=kind)
            for digest, kind in zip(*_terms(identity), strict=True)
        )
        detail = {"version": version + 1}
        record(
            by=purposeful,
            action="people.identity_changed",
            kind="person",
            subject=person,
            detail=detail,
        )
