"""The two doors past need to know: the emergency look, and erasing who somebody is."""

from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.models import BrokenGlass
from sala.access.permissions import may, require
from sala.access.steps import begin_history, take_step
from sala.kit.database_functions import ask_database
from sala.kit.states import ChangedMeanwhileError
from sala.people.actions.common import own_record
from sala.people.models import ErasureRequest
from sala.people.states import ERASURE
from sala.vault.sealed_columns import sealed_place
from sala.vault.sealed_text import seal_text

ERASURE_GROUNDS = ("asked_by_person", "registered_in_error", "retention_ended")


@transaction.atomic
def break_glass(*, by: Actor, code: str, reason: str) -> bool:
    """Open one record for an hour in an emergency; custodian and oversight are told.

    Returns whether there is such a record; the attempt is in the ledger either way.
    Raises `ValidationError` when no reason is given.
    """
    require(may(by, "access.glass.break"))
    if len(reason.strip()) < 10:  # noqa: PLR2004 a word is not a reason
        raise ValidationError({"reason": _("Say in a sentence why this cannot wait.")})
    key = uuid4()
    place = sealed_place(BrokenGlass, "reason", key)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, custodian FROM people_break_glass(%s, %s, %s)",
            [key, code, seal_text(reason.strip(), place)],
        )
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
def ask_erasure(
    *,
    by: Actor,
    at: datetime,
    person: UUID,
    ground: str,
) -> UUID:
    """Ask the data protection officer to erase who a person is.

    Raises `ValidationError` when the ground is unknown or a request is open already.
    """
    row = own_record(by, person, "people.erasure.ask")
    if ground not in ERASURE_GROUNDS:
        raise ValidationError(
            {"ground": _("Choose why the identity should be erased.")},
        )
    if ErasureRequest.objects.filter(person_id=person, state="asked").exists():
        raise ValidationError({"ground": _("A request is open already.")})
    request = ErasureRequest.objects.create(
        person_id=person,
        person_code=row.code,
        agency_id=by.agency,
        asked_by_id=by.user,
        asked_at=at,
        state=ERASURE.initial,
        ground=ground,
    )
    detail = {"person": str(person), "ground": ground}
    entry = record(
        by=by,
        action="people.erasure_asked",
        kind="erasure",
        subject=request.id,
        detail=detail,
    )
    begin_history(request, by=by, at=at, entry=entry)
    return request.id


@transaction.atomic
def erase_person(*, by: Actor, request: UUID) -> None:
    """Destroy a person's key, identity and search terms, on somebody else's request.

    The person's code and every count stay. Raises `ErasureRequest.DoesNotExist` when
    the request is not open or is the actor's own.
    """
    require(may(by, "people.erasure.decide"))
    person = ask_database("people_erase", request)
    if person is None:
        raise ErasureRequest.DoesNotExist
    record(
        by=by,
        action="people.erased",
        kind="person",
        subject=person,
    )


@transaction.atomic
def decline_erasure(*, by: Actor, at: datetime, request: UUID) -> None:
    """Decline to erase; the identity stays sealed as it is.

    Raises `ErasureRequest.DoesNotExist` when the request is not open or is the actor's
    own.
    """
    require(may(by, "people.erasure.decide"))
    open_requests = ErasureRequest.objects.filter(state__in=ERASURE.before("decline"))
    found = open_requests.exclude(asked_by_id=by.user_id).get(id=request)
    try:
        take_step(
            found,
            "decline",
            by=by,
            at=at,
            columns={"decided_by_id": by.user_id, "decided_at": at},
        )
    except ChangedMeanwhileError:
        raise ErasureRequest.DoesNotExist from None
