"""What a person agrees to, and opening their record to another agency."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access import actions as access
from sala.access.context import Actor, for_purpose
from sala.access.ledger import record
from sala.access.models import Grant
from sala.access.permissions import may, require
from sala.access.roles import Purpose
from sala.access.steps import begin_history
from sala.countries import queries as countries
from sala.people.actions.common import own_record
from sala.people.actions.sealed import seal_bytes
from sala.people.models import Consent
from sala.people.states import CONSENT
from sala.vault.sealed_columns import sealed_place

LONGEST_GRANT = timedelta(days=366)


@dataclass(frozen=True)
class ConsentInput:
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
def record_consent(
    *,
    by: Actor,
    at: datetime,
    person: UUID,
    answer: ConsentInput,
) -> UUID:
    """Record what a person agreed to or refused, towards one agency, for one purpose.

    Raises `ValidationError` naming the field when a guardian's consent lacks the
    guardian, or the days are in the wrong order or in the future.
    """
    row = own_record(by, person, "people.consent.record")
    _check_consent(
        answer,
        today=timezone.localdate(at),
        own_agency=by.agency_id,
    )
    move = "agree" if answer.given else "refuse"
    consent = _new_consent(by, at, row.id, answer, move)
    detail = {
        "person": str(person),
        "purpose": answer.purpose.value,
        "given": answer.given,
    }
    entry = record(
        by=by,
        action="people.consent_recorded",
        kind="consent",
        subject=consent.id,
        detail=detail,
    )
    begin_history(
        consent,
        by=by,
        at=at,
        entry=entry,
        move=move,
        happened_on=answer.answered_on,
    )
    return consent.id


def _new_consent(
    by: Actor,
    at: datetime,
    person: UUID,
    answer: ConsentInput,
    move: str,
) -> Consent:
    key = uuid4()
    given = CONSENT.after(CONSENT.initial, move)
    return Consent.objects.create(
        id=key,
        person_id=person,
        agency_id=by.agency,
        recipient_id=answer.recipient,
        purpose=answer.purpose,
        answer=given,
        state=given,
        manner=answer.manner,
        language=answer.language,
        explained_by_id=by.user,
        answered_on=answer.answered_on,
        valid_until=answer.valid_until,
        guardian=_sealed_guardian(by, person, key, answer.guardian),
        guardian_relation=answer.guardian_relation,
        recorded_at=at,
    )


def _check_consent(
    answer: ConsentInput, *, today: date, own_agency: UUID | None
) -> None:
    problems = {}
    if answer.guardian_relation not in {"", *Consent.Relation.values}:
        problems["guardian_relation"] = _(
            "Choose how the guardian is related to the child.",
        )
    if answer.manner == Consent.Manner.BY_GUARDIAN and not (
        answer.guardian.strip() and answer.guardian_relation
    ):
        problems["guardian"] = _(
            "Say who the guardian is and how they are related to the child.",
        )
    if answer.answered_on > today:
        problems["answered_on"] = _("The day must not be in the future.")
    if answer.valid_until and answer.valid_until < answer.answered_on:
        problems["valid_until"] = _(
            "The last day must not be before the day of the answer.",
        )
    if answer.recipient == own_agency:
        problems["recipient"] = _("Consent is asked for sharing with another agency.")
    if problems:
        raise ValidationError(problems)


def _sealed_guardian(
    by: Actor,
    person: UUID,
    consent: UUID,
    guardian: str,
) -> bytes | None:
    if not guardian.strip():
        return None
    with for_purpose(by, Purpose.CORRECTION.value):
        said = guardian.strip().encode()
        return seal_bytes(person, sealed_place(Consent, "guardian", consent), said)


@transaction.atomic
def withdraw_consent(*, by: Actor, at: datetime, consent: UUID) -> int:
    """Note that a person withdrew their consent; the database takes the step, and ends
    every grant that rests on it.

    Returns how many of them the actor knows of. Raises `Consent.DoesNotExist` for one
    the actor may not see, or that was refused or withdrawn before.
    """
    require(may(by, "people.consent.record"))
    ending = Grant.objects.filter(rests_on=consent, withdrawn_at=None).count()
    taken_back = Consent.objects.filter(
        id=consent,
        state__in=CONSENT.before("withdraw"),
    ).update(
        state=CONSENT.after("given", "withdraw"),
        withdrawn_at=at,
        withdrawn_by_id=by.user,
    )
    if not taken_back:
        raise Consent.DoesNotExist
    detail = {"grants": ending}
    record(
        by=by,
        action="people.consent_withdrawn",
        kind="consent",
        subject=consent,
        detail=detail,
    )
    return ending


@transaction.atomic
def share_on_consent(
    *,
    by: Actor,
    at: datetime,
    consent: UUID,
    until: date,
) -> Grant:
    """Open a person's record to the agency their consent names, no longer than it is
    valid.

    Raises `ValidationError` when the consent is not in force that long.
    """
    found = Consent.objects.get(id=consent)
    row = own_record(by, found.person_id, "access.grant.give")
    today = timezone.localdate(at)
    if found.state != "given" or (found.valid_until or today) < today:
        raise ValidationError({"consent": _("This consent is not in force.")})
    if found.valid_until and until > found.valid_until:
        raise ValidationError({"until": _("The consent ends before this day.")})
    return _open_record(
        by,
        at,
        row.id,
        found.recipient_id,
        until,
        basis="consent",
        rests_on=consent,
    )


@transaction.atomic
def share_on_lawful_basis(
    *,
    by: Actor,
    at: datetime,
    person: UUID,
    recipient: UUID,
    basis: str,
    until: date,
) -> Grant:
    """Open a person's record to an agency without consent, on a basis the country's law
    names.

    Raises `ValidationError` when the pack knows no such basis.
    """
    row = own_record(by, person, "access.grant.give")
    if basis not in {b.code for b in countries.lawful_bases()}:
        raise ValidationError({"basis": _("Choose a basis the law names.")})
    return _open_record(
        by,
        at,
        row.id,
        recipient,
        until,
        basis=basis,
        rests_on=None,
    )


def _open_record(
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
