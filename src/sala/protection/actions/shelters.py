"""Shelters, their places, and who comes and goes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.access.steps import StepEntry, begin_history, take_step
from sala.countries.contract_codes import ServiceCode
from sala.kit.saving import refuse_on_violation
from sala.kit.states import ChangedMeanwhileError
from sala.people import queries as people_queries
from sala.protection.actions.entitlements import bring_to, require_kind
from sala.protection.models import Bed, PersonEntitlement, Shelter, ShelterStay
from sala.protection.rules import shelters as rules
from sala.protection.states import STAY


@dataclass(frozen=True)
class BedKind:
    """For whom some places are."""

    sex: str = ""
    age_group: str = ""
    family: bool = False
    accessible: bool = False


@dataclass(frozen=True)
class BedBooking:
    """Which bed somebody gets, from which day, and whether they are there."""

    bed: UUID
    from_on: date
    arrived: bool
    expected_until: date | None = None
    exception: str = ""
    entitlement: UUID | None = None
    sex: str = ""
    age_group: str = ""
    citizenship: str = ""


@transaction.atomic
def add_shelter(
    *,
    by: Actor,
    at: datetime,
    code: str,
    name: str,
    place_code: str = "",
) -> UUID:
    """Add a shelter of the actor's agency under a code that nobody has."""
    require(may(by, "protection.shelter.manage"))
    made = Shelter(
        agency_id=by.agency,
        code=code,
        name=name,
        place_code=place_code,
        added_by_id=by.user,
        added_at=at,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        taken = "protection_shelter_code" in str(error)
        message = (
            _("Another shelter has this code.")
            if taken
            else _(
                "2 to 24 capital letters, figures and hyphens, a letter first: LWU-1.",
            )
        )
        raise ValidationError({"code": message}) from error
    record(
        by=by,
        action="protection.shelter_added",
        kind="shelter",
        subject=made.id,
    )
    return made.id


@transaction.atomic
def add_beds(
    *,
    by: Actor,
    at: datetime,
    shelter: UUID,
    number: int,
    kind: BedKind,
) -> int:
    """Add so many places of one kind; the number of the last one.

    Raises `Shelter.DoesNotExist`, and `ValidationError` naming the field.
    """
    require(may(by, "protection.shelter.manage"))
    house = Shelter.objects.get(id=shelter, closed_on=None)
    if not 1 <= number <= rules.MOST_BEDS:
        raise ValidationError({"number": _("Between 1 and 60 places at once.")})
    if kind.sex not in rules.SEXES or kind.age_group not in rules.AGES:
        raise ValidationError({"sex": _("Choose from the list.")})
    last = house.beds.aggregate(last=Max("number"))["last"] or 0
    rows = [
        Bed(
            shelter=house,
            number=n,
            added_by_id=by.user,
            added_on=timezone.localdate(at),
            **vars(kind),
        )
        for n in range(last + 1, last + number + 1)
    ]
    try:
        with transaction.atomic():
            Bed.objects.bulk_create(rows)
    except IntegrityError as error:
        raise ChangedMeanwhileError from error
    detail = {"number": number}
    record(
        by=by,
        action="protection.beds_added",
        kind="shelter",
        subject=shelter,
        detail=detail,
    )
    return last + number


@transaction.atomic
def retire_bed(*, by: Actor, at: datetime, bed: UUID) -> None:
    """Take a place away in which nobody is and nobody is expected."""
    require(may(by, "protection.shelter.manage"))
    row = Bed.objects.get(id=bed, retired_on=None)
    try:
        with transaction.atomic():
            Bed.objects.filter(id=row.id).update(retired_on=timezone.localdate(at))
    except IntegrityError as error:
        raise ValidationError(_("Somebody has this bed, or is expected.")) from error
    record(
        by=by,
        action="protection.bed_retired",
        kind="shelter",
        subject=row.shelter_id,
    )


@transaction.atomic
def give_bed(
    *,
    by: Actor,
    at: datetime,
    person: UUID,
    booking: BedBooking,
) -> UUID:
    """Give somebody a bed, or hold it for them; nobody else has it until they leave.

    Raises `Person.DoesNotExist`, `Bed.DoesNotExist` for one of another agency, and
    `ValidationError` naming the field: taken meanwhile, in a bed already, not for this
    person.
    """
    require(may(by, "protection.stay.change"))
    people_queries.require_person(person)
    bed = Bed.objects.select_related("shelter").get(id=booking.bed, retired_on=None)
    _check_booking(booking, bed, timezone.localdate(at))
    made = _new_stay(by, at, person, bed, booking)
    with _nobody_else():
        made.save(force_insert=True)
    detail = {"reason": booking.exception} if booking.exception else {}
    entry = record(
        by=by,
        action="protection.bed_given" if booking.arrived else "protection.bed_held",
        kind="stay",
        subject=made.id,
        detail={"person": str(person)} | detail,
    )
    begin_history(
        made,
        by=by,
        at=at,
        entry=entry,
        move="come" if booking.arrived else "hold",
        happened_on=booking.from_on if booking.arrived else None,
    )
    if booking.arrived:
        _give_right(by, at, made)
    return made.id


def _new_stay(
    by: Actor,
    at: datetime,
    person: UUID,
    bed: Bed,
    booking: BedBooking,
) -> ShelterStay:
    return ShelterStay(
        person_id=person,
        bed=bed,
        agency_id=by.agency,
        state=STAY.after(STAY.initial, "come" if booking.arrived else "hold"),
        from_on=booking.from_on,
        expected_until=booking.expected_until,
        exception=booking.exception,
        entitlement=_right_fulfilled(person, booking.entitlement),
        sex=booking.sex,
        age_group=booking.age_group,
        citizenship=booking.citizenship,
        recorded_by_id=by.user,
        recorded_at=at,
        changed_by_id=by.user,
        changed_at=at,
    )


@transaction.atomic
def record_arrival(
    *,
    by: Actor,
    at: datetime,
    stay: UUID,
    on: date,
    version: int,
) -> None:
    """Record that somebody came whose bed was held."""
    require(may(by, "protection.stay.change"))
    row = ShelterStay.objects.get(id=stay, agency_id=by.agency)
    STAY.after(row.state, "come")
    if on > timezone.localdate(at):
        raise ValidationError({"happened_on": _("The day is not in the future.")})
    with _nobody_else():
        take_step(
            row,
            "come",
            by=by,
            at=at,
            version=version,
            happened_on=on,
            entry=StepEntry("protection.bed_given"),
            columns={"from_on": on},
        )
    _give_right(by, at, row)


@transaction.atomic
def cancel_stay(
    *,
    by: Actor,
    at: datetime,
    stay: UUID,
    reason: str,
    version: int,
) -> None:
    """Give a bed free that was held for somebody, for a reason."""
    require(may(by, "protection.stay.change"))
    row = ShelterStay.objects.get(id=stay, agency_id=by.agency)
    STAY.after(row.state, "cancel")
    if reason not in rules.NOT_CAME:
        raise ValidationError({"reason": _("Choose why.")})
    take_step(
        row,
        "cancel",
        by=by,
        at=at,
        version=version,
        reason=reason,
        entry=StepEntry("protection.bed_freed"),
    )


@transaction.atomic
def record_departure(
    *,
    by: Actor,
    at: datetime,
    stay: UUID,
    on: date,
    reason: str,
    destination: str,
    version: int,
) -> None:
    """Record that somebody left, why, and where to; the bed is free from that day
    on.
    """
    require(may(by, "protection.stay.change"))
    row = ShelterStay.objects.get(id=stay, agency_id=by.agency)
    STAY.after(row.state, "leave")
    if reason not in rules.LEFT:
        raise ValidationError({"reason": _("Choose why.")})
    if destination not in rules.DESTINATIONS:
        raise ValidationError(
            {"destination": _("Choose where to, or that it is not known.")},
        )
    if not row.from_on <= on <= timezone.localdate(at):
        message = _("The day is after the person came and not in the future.")
        raise ValidationError({"happened_on": message})
    take_step(
        row,
        "leave",
        by=by,
        at=at,
        version=version,
        happened_on=on,
        reason=reason,
        entry=StepEntry("protection.shelter_left"),
        columns={"until_on": on, "destination": destination},
    )


def _right_fulfilled(
    person: UUID, entitlement: UUID | None
) -> PersonEntitlement | None:
    """What the law gives and the stay fulfils, if it is this person's, and a place."""
    if entitlement is None:
        return None
    right = PersonEntitlement.objects.get(id=entitlement, person_id=person)
    require_kind(right, ServiceCode.SHELTER)
    return right


def _give_right(by: Actor, at: datetime, row: ShelterStay) -> None:
    """Who has come has what the stay fulfils."""
    if row.entitlement_id is not None:
        bring_to(
            by=by,
            at=at,
            entitlement=row.entitlement_id,
            state="given",
            happened_on=row.from_on,
        )


@contextmanager
def _nobody_else() -> Iterator[None]:
    """Say in words what the database refuses: the bed is taken, or the person has
    another.
    """
    taken = _("This bed was taken meanwhile. Choose another.")
    elsewhere = _("The person has a bed in a shelter on these days already.")
    with (
        refuse_on_violation("one_person_a_bed", ValidationError({"bed": taken})),
        refuse_on_violation(
            "one_bed_a_person", ValidationError({"from_on": elsewhere})
        ),
    ):
        yield


def _check_booking(booking: BedBooking, bed: Bed, today: date) -> None:
    if booking.arrived and booking.from_on > today:
        message = _("Who comes on a later day is not there yet: hold the bed.")
        raise ValidationError({"from_on": message})
    if booking.expected_until and booking.expected_until < booking.from_on:
        message = _("The last day is not before the first.")
        raise ValidationError({"expected_until": message})
    person = (booking.sex, booking.age_group)
    if rules.needs_exception((bed.sex, bed.age_group), person, booking.exception):
        message = _(
            "This bed is for others, as far as is recorded. Say why, or choose"
            " another.",
        )
        raise ValidationError({"exception": message})
