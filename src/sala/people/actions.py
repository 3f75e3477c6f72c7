"""Every write of `people`, and every opening of an identity, with its ledger entry."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access import actions as access
from sala.access.context import Actor, for_purpose
from sala.access.ledger import record
from sala.access.models import Grant
from sala.access.permissions import may, require
from sala.access.roles import Purpose
from sala.countries import queries as countries
from sala.people import codes, photos, policy, queries, rules, sealing
from sala.people.models import (
    BlindIndex,
    Consent,
    ErasureRequest,
    Person,
    PersonKey,
    SealedIdentity,
)

TRIES = 5
LONGEST_GRANT = timedelta(days=366)
SEARCHED_BY = ("name", "code", "document", "phone")
ERASURE_GROUNDS = ("asked_by_person", "registered_in_error", "retention_ended")

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


class ChangedMeanwhileError(Exception):
    """Somebody else changed the identity since it was opened; nothing was overwritten."""


@transaction.atomic
def register_person(
    *, by: Actor, at: datetime, identity: rules.Identity, photo: bytes | None = None
) -> Registered:
    """Register a person of the actor's agency and seal who they are.

    `photo` is a JPEG or PNG of at most 5 MB; raises `ValidationError` otherwise.
    """
    require(may(by, "people.person.register"))
    picture = photos.clean(photo) if photo else None
    person = _new_person(by, at)
    name, wrapped, key = sealing.new_key(person.id)
    digests, kinds = _terms(identity)
    with connection.cursor() as cursor:
        cursor.execute(
            SEAL,
            {
                "person": person.id,
                "name": name,
                "wrapped": wrapped,
                "sealed": sealing.seal_json(key, person.id, "identity", rules.as_json(identity)),
                "photo": sealing.seal(key, person.id, "photo", picture) if picture else None,
                "at": at,
                "digests": digests,
                "kinds": kinds,
            },
        )
    record(by=by, action="people.registered", kind="person", subject=person.id)
    return person


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

    Raises `RefusedError` when the actor may not, `Person.DoesNotExist` when they see no such
    person.
    """
    found = Person.objects.get(id=person)
    glass = queries.broke_glass(by=by, person_id=person)
    require(policy.may_open_identity(by, erased=found.erased_at is not None, glass=glass))
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


def _opened(person: UUID) -> OpenedIdentity:
    kept = SealedIdentity.objects.get(person_id=person)
    key = _key(person)
    identity = sealing.unseal_json(key, person, "identity", bytes(kept.sealed))
    photo = sealing.unseal(key, person, "photo", bytes(kept.photo)) if kept.photo else None
    return OpenedIdentity(rules.from_json(identity), photo, kept.version)


def _key(person: UUID) -> bytes:
    kept = PersonKey.objects.get(person_id=person)
    return sealing.unwrap(person, kept.wrapping_key, bytes(kept.wrapped))


@transaction.atomic
def change_identity(
    *, by: Actor, at: datetime, person: UUID, identity: rules.Identity, version: int
) -> None:
    """Replace the identity that was opened as `version` by a corrected one.

    Raises `ChangedMeanwhileError` when somebody else was faster.
    """
    row = _own(by, person, "people.identity.change")
    with for_purpose(by, Purpose.CORRECTION.value) as purposeful:
        key = _key(row.id)
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


@dataclass(frozen=True)
class Answer:
    """What a person said when sharing was explained to them."""

    recipient: UUID
    purpose: Purpose
    given: bool
    manner: str
    language: str
    answered_on: date
    valid_until: date | None = None
    guardian: str = ""
    guardian_relation: str = ""


@transaction.atomic
def record_consent(*, by: Actor, at: datetime, person: UUID, answer: Answer) -> UUID:
    """Record what a person agreed to or refused, towards one agency, for one purpose.

    Raises `ValidationError` naming the field when a guardian's consent lacks the guardian, or the
    days are in the wrong order or in the future.
    """
    row = _own(by, person, "people.consent.record")
    _check(answer, today=timezone.localdate(at), own_agency=by.agency_id)
    consent = Consent.objects.create(
        person_id=row.id,
        agency_id=by.agency,
        recipient_id=answer.recipient,
        purpose=answer.purpose,
        answer="given" if answer.given else "refused",
        manner=answer.manner,
        language=answer.language,
        explained_by_id=by.user,
        answered_on=answer.answered_on,
        valid_until=answer.valid_until,
        guardian=_sealed_guardian(by, person, answer.guardian),
        guardian_relation=answer.guardian_relation,
        recorded_at=at,
    )
    detail = {"person": str(person), "purpose": answer.purpose.value, "given": answer.given}
    record(
        by=by, action="people.consent_recorded", kind="consent", subject=consent.id, detail=detail
    )
    return consent.id


def _check(answer: Answer, *, today: date, own_agency: UUID | None) -> None:
    problems = {}
    if answer.manner == Consent.Manner.BY_GUARDIAN and not (
        answer.guardian.strip() and answer.guardian_relation.strip()
    ):
        problems["guardian"] = _("Say who the guardian is and how they are related to the child.")
    if answer.answered_on > today:
        problems["answered_on"] = _("The day must not be in the future.")
    if answer.valid_until and answer.valid_until < answer.answered_on:
        problems["valid_until"] = _("The last day must not be before the day of the answer.")
    if answer.recipient == own_agency:
        problems["recipient"] = _("Consent is asked for sharing with another agency.")
    if problems:
        raise ValidationError(problems)


def _sealed_guardian(by: Actor, person: UUID, guardian: str) -> bytes | None:
    if not guardian.strip():
        return None
    with for_purpose(by, Purpose.CORRECTION.value):
        return sealing.seal(_key(person), person, "guardian", guardian.strip().encode())


@transaction.atomic
def withdraw_consent(*, by: Actor, at: datetime, consent: UUID) -> int:
    """Note that a person withdrew their consent, and take back every grant that rests on it.

    Returns how many grants ended. Raises `Consent.DoesNotExist` for one the actor may not see, or
    that was refused or withdrawn before.
    """
    require(may(by, "people.consent.record"))
    if not Consent.objects.filter(id=consent, answer="given", withdrawn_at=None).update(
        withdrawn_at=at, withdrawn_by_id=by.user
    ):
        raise Consent.DoesNotExist
    record(by=by, action="people.consent_withdrawn", kind="consent", subject=consent)
    return access.withdraw_grants_resting_on(by=by, at=at, basis_id=consent)


@transaction.atomic
def share_on_consent(*, by: Actor, at: datetime, consent: UUID, until: date) -> Grant:
    """Open a person's record to the agency their consent names, no longer than it is valid.

    Raises `ValidationError` when the consent is not in force that long.
    """
    found = Consent.objects.get(id=consent)
    row = _own(by, found.person_id, "access.grant.give")
    today = timezone.localdate(at)
    if found.answer != "given" or found.withdrawn_at or (found.valid_until or today) < today:
        raise ValidationError({"consent": _("This consent is not in force.")})
    if found.valid_until and until > found.valid_until:
        raise ValidationError({"until": _("The consent ends before this day.")})
    return _share(by, at, row.id, found.recipient_id, until, basis="consent", rests_on=consent)


@transaction.atomic
def share_on_lawful_basis(
    *, by: Actor, at: datetime, person: UUID, recipient: UUID, basis: str, until: date
) -> Grant:
    """Open a person's record to an agency without consent, on a basis the country's law names.

    Raises `ValidationError` when the pack knows no such basis.
    """
    row = _own(by, person, "access.grant.give")
    if basis not in {b.code for b in countries.lawful_bases()}:
        raise ValidationError({"basis": _("Choose a basis the law names.")})
    return _share(by, at, row.id, recipient, until, basis=basis, rests_on=None)


def _share(
    by: Actor,
    at: datetime,
    person: UUID,
    recipient: UUID,
    until: date,
    *,
    basis: str,
    rests_on: UUID | None,
) -> Grant:
    end = timezone.make_aware(datetime.combine(until, time.max))
    if end - at > LONGEST_GRANT:
        raise ValidationError({"until": _("A record is opened for a year at most.")})
    return access.give_grant(
        by=by,
        at=at,
        record_kind="person",
        record_id=person,
        agency=recipient,
        until=end,
        basis=basis,
        rests_on=rests_on,
    )


@transaction.atomic
def break_glass(*, by: Actor, code: str, reason: str) -> bool:
    """Open one record for an hour in an emergency; custodian and oversight are told.

    Returns whether there is such a record; the attempt is in the ledger either way. Raises
    `ValidationError` when no reason is given.
    """
    require(may(by, "access.glass.break"))
    if len(reason.strip()) < 10:  # noqa: PLR2004 a word is not a reason
        raise ValidationError({"reason": _("Say in a sentence why this cannot wait.")})
    with connection.cursor() as cursor:
        cursor.execute("SELECT person, custodian FROM people_break_glass(%s, %s)", [code, reason])
        person, custodian = cursor.fetchone()
    detail = {"custodian": str(custodian) if custodian else None}
    record(
        by=by,
        action="people.glass_broken",
        kind="person",
        subject=person or "none",
        detail=detail,
    )
    return person is not None


@transaction.atomic
def ask_erasure(*, by: Actor, at: datetime, person: UUID, ground: str) -> UUID:
    """Ask the data protection officer to erase who a person is.

    Raises `ValidationError` when the ground is unknown or a request is open already.
    """
    row = _own(by, person, "people.erasure.ask")
    if ground not in ERASURE_GROUNDS:
        raise ValidationError({"ground": _("Choose why the identity should be erased.")})
    if ErasureRequest.objects.filter(person_id=person, state="asked").exists():
        raise ValidationError({"ground": _("A request is open already.")})
    request = ErasureRequest.objects.create(
        person_id=person,
        person_code=row.code,
        agency_id=by.agency,
        asked_by_id=by.user,
        asked_at=at,
        ground=ground,
    )
    detail = {"person": str(person), "ground": ground}
    record(by=by, action="people.erasure_asked", kind="erasure", subject=request.id, detail=detail)
    return request.id


@transaction.atomic
def erase(*, by: Actor, request: UUID) -> None:
    """Destroy a person's key, identity and search terms, on somebody else's request.

    The person's code and every count stay. Raises `ErasureRequest.DoesNotExist` when the request is
    not open or is the actor's own.
    """
    require(may(by, "people.erasure.decide"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_erase(%s)", [request])
        (person,) = cursor.fetchone()
    if person is None:
        raise ErasureRequest.DoesNotExist
    record(by=by, action="people.erased", kind="person", subject=person)


@transaction.atomic
def decline_erasure(*, by: Actor, at: datetime, request: UUID) -> None:
    """Decline to erase; the identity stays sealed as it is."""
    require(may(by, "people.erasure.decide"))
    if not ErasureRequest.objects.filter(id=request, state="asked").update(
        state="declined", decided_by_id=by.user, decided_at=at
    ):
        raise ErasureRequest.DoesNotExist
    record(by=by, action="people.erasure_declined", kind="erasure", subject=request)


def _own(by: Actor, person: UUID, word: str) -> queries.PersonRow:
    found = Person.objects.select_related("agency").get(id=person)
    row = queries.person_row(by, found)
    require(policy.may_as_custodian(by, word, own=row.own, erased=row.erased_at is not None))
    return row
