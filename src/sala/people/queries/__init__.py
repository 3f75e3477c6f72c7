"""What `people` tells, under row-level security: people the asker may see, never who
they are.

The identity is opened by an action (`actions.open_identity`), because opening it is an
event.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from sala.access.context import Actor
from sala.access.models import Grant
from sala.access.permissions import Decision, may, require
from sala.access.queries import database_now
from sala.access.roles import Purpose
from sala.countries.queries import in_language
from sala.desk.paging import QueryRows
from sala.kit.database_functions import ask_database
from sala.kit.rows import row_of
from sala.people import codes, policy, search_forms
from sala.people.models import (
    Consent,
    ErasureRequest,
    Person,
    PersonAttachment,
)
from sala.people.queries.terms import people_with_terms
from sala.vault.client import vault_answers

MOST_FOUND = 100  # people of one search
# What a record opened by a rule of the house may be opened for.
OPENED_FOR: dict[str, tuple[str, ...]] = {
    "identification_request": (Purpose.IDENTIFICATION, Purpose.REFERRAL),
    "referral": (Purpose.REFERRAL, Purpose.SERVICES, Purpose.RETURN),
    "case": (Purpose.INVESTIGATION, Purpose.COURT),
}


@dataclass(frozen=True)
class PersonRow:
    """A person in a list: a code, who keeps the record, since when."""

    id: UUID
    code: str
    agency: str
    own: bool
    state: str
    registered_at: datetime
    erased_at: datetime | None

    @property
    def spoken_code(self) -> str:
        """The code in groups."""
        return codes.grouped_for_reading(self.code)


@dataclass(frozen=True)
class GivenConsent:
    """A consent that something can rest on, and until when it is valid."""

    id: UUID
    valid_until: date | None


@dataclass(frozen=True)
class ConsentRow:
    """What a person agreed to or refused."""

    id: UUID
    purpose: str
    recipient: str
    recipient_id: UUID
    answer: str
    manner: str
    language: str
    explained_by: str
    answered_on: date
    valid_until: date | None
    guardian_relation: str
    withdrawn_at: datetime | None

    def in_force(self, on: date) -> bool:
        """Whether sharing may rest on this consent on a day."""
        current = self.valid_until is None or on <= self.valid_until
        return self.answer == "given" and self.withdrawn_at is None and current


@dataclass(frozen=True)
class ErasureRow:
    """A request to erase an identity."""

    id: UUID
    person_code: str
    agency: str
    asked_by: str
    asked_at: datetime
    ground: str
    state: str
    decided_at: datetime | None
    asked_by_viewer: bool

    @property
    def spoken_code(self) -> str:
        """The code in groups."""
        return codes.grouped_for_reading(self.person_code)

    @property
    def decidable(self) -> bool:
        """Whether it is open, and not the viewer's own."""
        return self.state == "asked" and not self.asked_by_viewer


@dataclass(frozen=True)
class AttachmentRow:
    """A paper or picture that is kept, and nothing of what is in it."""

    id: UUID
    person_id: UUID
    what: str
    kind: str
    size: int
    dated_on: date | None
    agency: str
    added_by: str
    added_at: datetime
    shared: bool


@dataclass(frozen=True)
class PersonPage:
    """A person's page for one viewer, with what they may do and why not."""

    person: PersonRow
    may_open: Decision
    may_change: Decision
    may_consent: Decision
    may_share: Decision
    may_erase: Decision
    may_attach: Decision
    may_remove: Decision
    glass: bool
    erasure_asked: bool


def load_people(*, by: Actor) -> QueryRows[PersonRow]:
    """The people the actor may see, the latest first."""
    return QueryRows(
        _people_seen().order_by("-registered_at", "id"),
        lambda some: [person_row(by, one) for one in some],
        {"code": "code", "since": "registered_at"},
    )


def find_person(*, by: Actor, code: str) -> PersonRow | None:
    """The person with this code, if the actor may see them."""
    require(may(by, "people.person.view"))
    found = _people_seen().filter(code=code).first()
    return person_row(by, found) if found else None


def sees_all(*, by: Actor, codes: Collection[str]) -> bool:
    """Whether the actor may see everybody of these codes, now."""
    require(may(by, "people.person.view"))
    return Person.objects.filter(code__in=codes).count() == len(set(codes))


def person_page(*, by: Actor, code: str) -> PersonPage | None:
    """What the viewer may see of a person and do for them."""
    row = find_person(by=by, code=code)
    if row is None:
        return None
    glass, erased = broke_glass(by=by, person_id=row.id), row.erased_at is not None

    def as_custodian(word: str) -> Decision:
        return policy.may_as_custodian(
            by,
            word,
            own=row.own,
            erased=erased,
        )

    return PersonPage(
        person=row,
        may_open=policy.may_open_identity(
            by,
            erased=erased,
            glass=glass,
        ),
        may_change=as_custodian("people.identity.change"),
        may_consent=as_custodian("people.consent.record"),
        may_share=as_custodian("access.grant.give"),
        may_erase=as_custodian("people.erasure.ask"),
        may_attach=as_custodian("people.attachment.add"),
        may_remove=as_custodian("people.attachment.remove"),
        glass=glass,
        erasure_asked=ErasureRequest.objects.filter(
            person_id=row.id,
            state="asked",
        ).exists(),
    )


def broke_glass(*, by: Actor, person_id: UUID) -> bool:
    """Whether the actor broke the glass on this person within the hour."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s = ANY (access_glass('person'))", [person_id])
        (broken,) = cursor.fetchone()
    return bool(broken)


def shared_for(*, by: Actor, person_id: UUID) -> frozenset[str] | None:
    """For which purposes a record was opened to the actor's agency; None where the law
    set none.

    A consent names its purpose; a rule of the house opens for what it is about
    (`OPENED_FOR`).
    """
    moment = database_now()
    grants = Grant.objects.filter(
        record_kind="person",
        record_id=person_id,
        agency_id=by.agency,
        withdrawn_at=None,
        given_at__lte=moment,
        until__gt=moment,
    )
    if grants.filter(rests_on=None).exists():
        return None
    rests_on = grants.filter(basis="consent").values("rests_on")
    agreed = Consent.objects.filter(
        id__in=rests_on,
        answer="given",
        withdrawn_at=None,
    )
    by_rule = set(grants.exclude(basis="consent").values_list("basis", flat=True))
    ruled = (purpose for basis in by_rule for purpose in OPENED_FOR.get(basis, ()))
    return frozenset(agreed.values_list("purpose", flat=True)) | frozenset(ruled)


def with_name(*, by: Actor, text: str) -> list[PersonRow]:
    """People the actor may see who have all parts of a name in one way to read it, in
    this script. An initial, and what may be a title, narrows nothing.
    """
    readings = list(search_forms.name_readings(text))
    wanted = [{"".join(parts)} for parts in readings]
    wanted += [search_forms.narrowing_parts(parts) for parts in readings]
    return _with_terms(by, "name", [forms for forms in wanted if forms])


def is_search_incomplete() -> bool:
    """Whether a search may miss somebody: the vault does not answer, was away when they
    were registered, or an older rule made what they are found by.
    """
    return bool(ask_database("people_search_incomplete")) or not vault_answers()


def with_document(*, by: Actor, number: str) -> list[PersonRow]:
    """People the actor may see who have a document with this number."""
    forms = search_forms.document_forms(number)
    return _with_terms(by, "document", [{form} for form in forms])


def with_phone(*, by: Actor, number: str, region: str) -> list[PersonRow]:
    """People the actor may see who can be reached at this number, or at one that ends
    in these figures.
    """
    whole = search_forms.phone_forms(number, region)
    found = _with_terms(by, "phone", [{form} for form in whole])
    ends = search_forms.phone_asked(number)
    return found or _with_terms(by, "phone_ending", [{form} for form in ends])


def _with_terms(by: Actor, kind: str, wanted: list[set[str]]) -> list[PersonRow]:
    """The people who have all the terms of one of these sets, the latest first."""
    if not any(wanted):
        return []
    found = _people_seen().filter(id__in=people_with_terms(kind, wanted))
    latest = found.order_by("-registered_at", "id")[:MOST_FOUND]
    return [person_row(by, one) for one in latest]


def _people_seen() -> QuerySet[Person]:
    return Person.objects.select_related("agency")


def person_row(by: Actor, found: Person) -> PersonRow:
    return row_of(
        PersonRow,
        found,
        agency=in_language(found.agency.names),
        own=found.agency_id == by.agency_id,
    )


def require_person(person: UUID) -> None:
    """Raise `Person.DoesNotExist` for one that the session does not see."""
    Person.objects.only("id").get(id=person)


def person_key(code: str) -> UUID | None:
    """The key of a person whom the session sees and whose identity is not erased."""
    found = Person.objects.filter(code=code, erased_at=None)
    return found.values_list("id", flat=True).first()


def codes_of(people: Iterable[UUID]) -> dict[UUID, str]:
    """The codes of those among these people whom the session sees."""
    found = Person.objects.filter(id__in=list(people))
    return dict(found.values_list("id", "code"))


def is_anybody_registered() -> bool:
    """Whether there is any person at all that the session sees."""
    return Person.objects.exists()


def consent_in_force(
    *,
    person: UUID,
    recipient: UUID,
    purpose: Purpose,
    on: date,
) -> GivenConsent | None:
    """The latest consent a person gave towards an agency, if it is valid on a day."""
    given = Consent.objects.filter(
        person_id=person,
        recipient_id=recipient,
        purpose=purpose,
        state="given",
    ).exclude(valid_until__lt=on)
    latest = given.order_by("-recorded_at").values_list("id", "valid_until").first()
    return GivenConsent(*latest) if latest else None


def load_consents(*, by: Actor, person_id: UUID) -> list[ConsentRow]:
    """What the person agreed to or refused, as far as it concerns the viewer's
    agency.
    """
    concerned = Consent.objects.filter(person_id=person_id)
    found = concerned.select_related("recipient", "explained_by")
    return [
        row_of(
            ConsentRow,
            c,
            recipient=in_language(c.recipient.names),
            explained_by=c.explained_by.full_name,
        )
        for c in found.order_by("-recorded_at", "id")
    ]


def load_attachments(*, by: Actor, person_id: UUID) -> list[AttachmentRow]:
    """The papers of a person that the actor may know of, the latest first."""
    found = PersonAttachment.objects.select_related("agency", "added_by").defer(
        "sealed",
    )
    return [
        row_of(
            AttachmentRow,
            a,
            agency=in_language(a.agency.names),
            added_by=a.added_by.full_name,
        )
        for a in found.filter(person_id=person_id).order_by("-added_at", "id")
    ]


def erasure_requests(*, by: Actor) -> list[ErasureRow]:
    """Requests to erase: all for the data protection officer, the agency's own for
    others.
    """
    found = ErasureRequest.objects.select_related("agency", "asked_by")
    return [
        row_of(
            ErasureRow,
            r,
            agency=in_language(r.agency.names),
            asked_by=r.asked_by.full_name,
            asked_by_viewer=r.asked_by_id == by.user_id,
        )
        for r in found.order_by("-asked_at", "id")
    ]
