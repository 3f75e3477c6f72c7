"""Recording that a service was given, and striking out what was recorded by mistake."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.access.roles import Purpose
from sala.countries import queries as countries
from sala.kit.states import ChangedMeanwhileError
from sala.people import actions as people
from sala.people import queries as people_queries
from sala.protection.actions.entitlements import bring_to, owe_again, require_kind
from sala.protection.actions.late_care import closed_since
from sala.protection.models import PersonEntitlement, ServiceDelivered
from sala.protection.queries import late_care
from sala.protection.rules import services as rules
from sala.protection.rules.referrals import SERVICES
from sala.vault.sealed_columns import sealed_place


@dataclass(frozen=True)
class Service:
    """What was given on a day; `fulfils` says that nothing more of the right is
    owed.
    """

    service: str
    happened_on: date
    entitlement: UUID | None = None
    fulfils: bool = False
    place_code: str = ""
    quantity: int | None = None
    amount: int | None = None
    note: str = ""
    sex: str = ""
    age_group: str = ""
    citizenship: str = ""


@transaction.atomic
def give_service(
    *,
    by: Actor,
    at: datetime,
    person: UUID,
    given: Service,
) -> UUID:
    """Record a service given, and bring the right that it serves as far as it goes.

    A person whose record is closed to the actor's agency by now can still be recorded
    to have been given something until that day: without a right or a note, which would
    be of the closed record.

    Raises `Person.DoesNotExist`, `PersonEntitlement.DoesNotExist` for another's right,
    and `ValidationError` naming the field, also for a right that is of another kind.
    """
    require(may(by, "protection.service.record"))
    _require_helped(by, person, given)
    _check_service(given, timezone.localdate(at))
    if given.entitlement:
        right = PersonEntitlement.objects.get(id=given.entitlement, person_id=person)
        require_kind(right, given.service)
    made = _save_service(by, at, person, given)
    if given.entitlement:
        bring_to(
            by=by,
            at=at,
            entitlement=given.entitlement,
            state="given" if given.fulfils else "accepted",
            happened_on=given.happened_on,
        )
    _enter_service(by, made)
    return made.id


def _save_service(
    by: Actor, at: datetime, person: UUID, given: Service
) -> ServiceDelivered:
    key = uuid4()
    return ServiceDelivered.objects.create(
        id=key,
        person_id=person,
        agency_id=by.agency,
        service=given.service,
        entitlement_id=given.entitlement,
        fulfils=given.fulfils,
        happened_on=given.happened_on,
        place_code=given.place_code,
        quantity=given.quantity,
        amount=given.amount,
        currency=countries.loaded_pack().currency if given.amount else "",
        note=_sealed_note(by, person, key, given.note.strip()),
        sex=given.sex,
        age_group=given.age_group,
        citizenship=given.citizenship,
        recorded_by_id=by.user,
        recorded_at=at,
    )


def _require_helped(by: Actor, person: UUID, given: Service) -> None:
    """The actor sees the person, or saw them on the day: care that was given before a
    record was closed is still recorded.
    """
    if people_queries.codes_of([person]):
        return
    until = late_care.helped_until(by=by, person=person)
    if until is None:
        people_queries.require_person(person)
    elif given.happened_on > until:
        raise ValidationError({"happened_on": closed_since(until)})
    elif given.note or given.entitlement:
        message = _(
            "The record is closed to your agency: neither a note nor what the law"
            " gives can be recorded any more.",
        )
        raise ValidationError(message)


def _enter_service(by: Actor, made: ServiceDelivered) -> None:
    record(
        by=by,
        action="protection.service_given",
        kind="service",
        subject=made.id,
        detail={"person": str(made.person_id), "service": made.service},
    )


def _sealed_note(by: Actor, person: UUID, service: UUID, note: str) -> bytes | None:
    if not note:
        return None
    place = sealed_place(ServiceDelivered, "note", service)
    return people.seal_about(by=by, person=person, place=place, value={"note": note})


@transaction.atomic
def strike_service(
    *,
    by: Actor,
    at: datetime,
    service: UUID,
    reason: str,
) -> None:
    """Strike out what was recorded by mistake; a right that only it fulfilled is owed
    again.

    Raises `ServiceDelivered.DoesNotExist` for one of another agency, and
    `ChangedMeanwhileError` for one that is struck out.
    """
    require(may(by, "protection.service.record"))
    if reason not in rules.STRUCK:
        raise ValidationError({"reason": _("Choose why.")})
    row = ServiceDelivered.objects.get(id=service, agency_id=by.agency)
    changed = ServiceDelivered.objects.filter(id=service, struck_at=None).update(
        struck_at=at,
        struck_by_id=by.user,
        struck_reason=reason,
    )
    if not changed:
        raise ChangedMeanwhileError
    if row.fulfils and row.entitlement_id:
        owe_again(by=by, at=at, entitlement=row.entitlement_id)
    detail = {"reason": reason}
    record(
        by=by,
        action="protection.service_struck",
        kind="service",
        subject=service,
        detail=detail,
    )


@transaction.atomic
def open_note(*, by: Actor, service: UUID) -> str:
    """What was written beside a service; the opening is in the ledger.

    Raises `ServiceDelivered.DoesNotExist` where there is none, `PersonKey.DoesNotExist`
    where the actor may not open it.
    """
    require(may(by, "protection.person.view"))
    row = ServiceDelivered.objects.exclude(note=None).get(id=service)
    opened = people.open_about(
        by=by,
        person=row.person_id,
        place=sealed_place(ServiceDelivered, "note", row.id),
        sealed=bytes(row.note or b""),
        purpose=Purpose.SERVICES,
    )
    record(
        by=by,
        action="protection.service_note_opened",
        kind="service",
        subject=service,
    )
    return str(opened["note"])


def _check_service(given: Service, today: date) -> None:
    if given.service not in SERVICES:
        raise ValidationError({"service": _("Choose what was given.")})
    if given.happened_on > today:
        raise ValidationError({"happened_on": _("The day is not in the future.")})
    if given.fulfils and not given.entitlement:
        message = _("Choose which of the things that the law gives it was.")
        raise ValidationError({"entitlement": message})
    if given.quantity is not None and not 1 <= given.quantity <= rules.MOST_TIMES:
        raise ValidationError({"quantity": _("A whole number from 1 to 10,000.")})
    if given.amount is not None and not 1 <= given.amount <= rules.MOST:
        raise ValidationError({"amount": _("A whole amount, at least 1.")})
