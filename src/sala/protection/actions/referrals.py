"""Referring somebody to another agency, and answering."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.models import Agency
from sala.access.permissions import may, require
from sala.access.roles import Purpose
from sala.access.seats import get_seated_row, take_seated_step
from sala.access.steps import begin_history
from sala.countries import queries as countries
from sala.kit.database_functions import ask_database
from sala.kit.saving import refuse_on_violation
from sala.kit.states import NotAllowedError
from sala.people import queries as people_queries
from sala.people.queries import custody
from sala.people.queries.custody import PersonKeeper
from sala.protection.models import Referral, ReferralStep
from sala.protection.queries import referrals as queries
from sala.protection.rules import referrals as rules
from sala.protection.states import REFERRAL
from sala.screening.actions import screenings as screening

LONGEST = timedelta(days=365)  # what acceptance opens; as in law/referrals.py


@dataclass(frozen=True)
class ReferralRequest:
    """What another agency is asked to do, to take the person over or to help, and how
    soon.
    """

    receiver: UUID
    services: Sequence[str]
    urgency: str
    basis: str
    kind: str
    sex: str = ""
    age_group: str = ""
    citizenship: str = ""


@transaction.atomic
def send_referral(
    *,
    by: Actor,
    at: datetime,
    person: UUID,
    asked: ReferralRequest,
) -> UUID:
    """Refer one person to one agency.

    Raises `Person.DoesNotExist` for whom the actor cannot see, and `ValidationError`
    naming the field: no service, no basis, no consent in force towards that agency,
    asked already, or a record that cannot be handed over, or not to this agency.
    """
    consent = _checked_consent(by, at, person, asked)
    made = _write_referral(
        by,
        at,
        person,
        asked,
        consent,
    )
    message = _("This agency is asked already and has not answered.")
    with (
        refuse_on_violation("referred_once", ValidationError({"receiver": message})),
        refuse_on_violation("one_take_over_at_a_time", _one_at_a_time()),
    ):
        made.save(force_insert=True)
    entry = record(
        by=by,
        action="protection.referral_sent",
        kind="referral",
        subject=made.id,
        detail={
            "person": str(person),
            "agency": str(asked.receiver),
            "way": asked.kind,
        },
    )
    begin_history(
        made,
        by=by,
        at=at,
        entry=entry,
    )
    screening.send_on(by=by, person=person)
    return made.id


@dataclass(frozen=True)
class ReferralOpening:
    """What sending a referral would lead to: the last day to answer, and until when it
    opens, which is for good where the person is taken over.
    """

    due_on: date
    opens_until: date | None


def prepare_referral(
    *,
    by: Actor,
    at: datetime,
    person: UUID,
    asked: ReferralRequest,
) -> ReferralOpening:
    """What a referral would lead to before it is sent; refuses what `refer` refuses."""
    consent = _checked_consent(by, at, person, asked)
    today = timezone.localdate(at)
    if asked.kind == rules.TAKE_OVER:
        return ReferralOpening(_due_on(today, asked), None)
    year = today + LONGEST
    valid = consent.valid_until if consent else None
    return ReferralOpening(_due_on(today, asked), min(year, valid) if valid else year)


def _checked_consent(
    by: Actor,
    at: datetime,
    person: UUID,
    asked: ReferralRequest,
) -> people_queries.GivenConsent | None:
    """The consent that a referral rests on, if any, once nothing speaks against sending
    it.
    """
    require(may(by, "protection.referral.send"))
    keeper = custody.keeper_of(person)
    _check_request(by, asked)
    if asked.kind == rules.TAKE_OVER:
        _check_take_over(by, person, asked, keeper)
    return _consent_relied_on(person, asked, timezone.localdate(at))


def _due_on(today: date, asked: ReferralRequest) -> date:
    days = countries.deadline_days(countries.DeadlineCode.REFERRAL_ANSWER)
    return rules.due_on(today, asked.urgency, days)


def _write_referral(
    by: Actor,
    at: datetime,
    person: UUID,
    asked: ReferralRequest,
    consent: people_queries.GivenConsent | None,
) -> Referral:
    return Referral(
        person_id=person,
        agency_id=by.agency,
        receiver_id=asked.receiver,
        kind=asked.kind,
        services=list(asked.services),
        urgency=asked.urgency,
        basis=asked.basis,
        consent_id=consent.id if consent else None,
        sex=asked.sex,
        age_group=asked.age_group,
        citizenship=asked.citizenship,
        sent_by_id=by.user,
        sent_at=at,
        due_on=_due_on(timezone.localdate(at), asked),
        changed_by_id=by.user,
        changed_at=at,
    )


def _consent_relied_on(
    person: UUID,
    asked: ReferralRequest,
    today: date,
) -> people_queries.GivenConsent | None:
    """What the referral rests on, where it rests on a consent."""
    if asked.basis != rules.CONSENT:
        return None
    consent = people_queries.consent_in_force(
        person=person,
        recipient=asked.receiver,
        purpose=Purpose.REFERRAL,
        on=today,
    )
    if consent is None:
        message = _("The person has given no consent to a referral to this agency.")
        raise ValidationError({"basis": message})
    return consent


@transaction.atomic
def accept_referral(*, by: Actor, at: datetime, referral: UUID) -> None:
    """Take somebody on: the record opens to the actor's agency, which keeps it from now
    on where it was asked to take the person over.

    Raises `Referral.DoesNotExist`, `NotAllowedError` for one that is answered, and
    `ValidationError` where the person has taken back the consent that it rests on, or
    who asked keeps the record no more.
    """
    row = get_seated_row(ReferralStep, REFERRAL, "accept", by=by, key=referral)
    REFERRAL.after(row.state, "accept")
    if not ask_database("protection_accept_referral", referral):
        message = _(
            "It cannot be accepted any more: the consent was taken back, it is"
            " answered, or another agency keeps the record now.",
        )
        raise ValidationError(message)
    record(
        by=by,
        action="protection.referral_accepted",
        kind="referral",
        subject=referral,
    )
    if row.kind == rules.TAKE_OVER:
        record(
            by=by,
            action="people.handed_over",
            kind="person",
            subject=row.person_id,
            detail={"custodian": str(by.agency), "referral": str(referral)},
        )


@transaction.atomic
def move_referral(
    *,
    by: Actor,
    at: datetime,
    referral: UUID,
    move: str,
    reason: str = "",
) -> None:
    """Make one of a referral's moves: decline it with a reason, say that what was asked
    is done, or take it back, which closes what acceptance opened.

    Acceptance has an action of its own. Raises `Referral.DoesNotExist` where the move
    is not of the actor's agency, `NotAllowedError` for a state from which it does not
    go, or for taking back what the actor's agency handed over, and `ValidationError` on
    `reason`.
    """
    if move == "withdraw":
        row = get_seated_row(ReferralStep, REFERRAL, move, by=by, key=referral)
        if row.state == "accepted" and _is_handed_over(row):
            raise NotAllowedError(REFERRAL.noun, row.state, move)
    take_seated_step(
        ReferralStep,
        REFERRAL,
        move,
        by=by,
        at=at,
        key=referral,
        reason=reason,
    )


def answer_referral(
    *,
    by: Actor,
    at: datetime,
    referral: UUID,
    move: str,
    reason: str = "",
) -> None:
    """Make the move that was chosen on the page of a referral."""
    if move == "accept":
        accept_referral(by=by, at=at, referral=referral)
    else:
        move_referral(by=by, at=at, referral=referral, move=move, reason=reason)


def _is_handed_over(row: Referral) -> bool:
    """Whether the sender let go of the record, by this referral or by another since."""
    return row.kind == rules.TAKE_OVER or queries.is_handed_on(row.person_id)


def _check_take_over(
    by: Actor, person: UUID, asked: ReferralRequest, keeper: PersonKeeper
) -> None:
    """Whoever keeps a record hands it to one agency at a time, where somebody answers;
    who is in care is not handed to police or a court.
    """
    if keeper.agency != by.agency:
        message = _(
            "Only the agency that keeps the record can hand it over. Ask for help."
        )
        raise ValidationError({"kind": message})
    receiver = Agency.objects.get(id=asked.receiver)
    if keeper.in_care and receiver.kind in rules.NEVER_CARE:
        message = _(
            "The person is in care. Police and courts are asked to help, not to keep"
            " the record.",
        )
        raise ValidationError({"kind": message})
    if not queries.answers_referrals(asked.receiver):
        message = _(
            "Nobody at this agency can answer yet. Ask another one to take the person"
            " over, or ask this one to help.",
        )
        raise ValidationError({"receiver": message})
    if Referral.objects.filter(
        person_id=person, kind=rules.TAKE_OVER, state="sent"
    ).exists():
        raise _one_at_a_time()


def _one_at_a_time() -> ValidationError:
    message = _(
        "Another agency is asked already to take the person over. Wait for its answer,"
        " or take that referral back first.",
    )
    return ValidationError({"kind": message})


def _check_request(by: Actor, asked: ReferralRequest) -> None:
    if asked.receiver == by.agency:
        raise ValidationError({"receiver": _("Choose another agency than your own.")})
    if not Agency.objects.filter(id=asked.receiver, retired_on=None).exists():
        raise ValidationError({"receiver": _("Choose an agency.")})
    if not asked.services or not set(asked.services) <= set(rules.SERVICES):
        raise ValidationError({"services": _("Choose what the person needs.")})
    if asked.kind not in rules.KINDS:
        message = _("Choose whether they take the person over or help.")
        raise ValidationError({"kind": message})
    if asked.urgency not in rules.URGENCY:
        raise ValidationError({"urgency": _("Choose how soon.")})
    if asked.basis != rules.CONSENT:
        _check_lawful(asked)


def _check_lawful(asked: ReferralRequest) -> None:
    """A basis in law, and one that is of this person: an adult is never referred as a
    child.
    """
    lawful = {basis.code: basis for basis in countries.lawful_bases()}
    if asked.basis not in lawful:
        raise ValidationError({"basis": _("Choose on what the referral rests.")})
    if not lawful[asked.basis].covers(asked.age_group):
        message = _("This basis is of another age group than the one you recorded.")
        raise ValidationError({"basis": message})
