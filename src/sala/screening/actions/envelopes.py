"""The one door by which a screening arrives, from a browser or a phone: sealed, and
once.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from sala.access import notices, orders
from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.ledger.entries import EntryPlace
from sala.access.permissions import may, require
from sala.access.roles import Role
from sala.access.steps import StepEntry, begin_history, take_step
from sala.kit.database_functions import ask_database
from sala.screening.actions.envelope_budget import (
    sent_too_many,
    set_aside_too_many,
)
from sala.screening.actions.recording import (
    RecordedScreening,
    known_person,
    record_submission,
)
from sala.screening.actions.sealed_submissions import (
    FaultError,
    open_envelope,
    open_submission,
)
from sala.screening.models import Envelope, Screening
from sala.screening.rules.submission import KnownPerson, Submission
from sala.screening.states import ENVELOPE
from sala.vault.client import VaultAwayError

LARGEST = 64 * 1024
INTAKE = "screening.intake"  # the machine that takes in what waited
CLOSED = "closed"  # why it waits: the vault does not answer
TOO_MANY = "too_many"


@dataclass(frozen=True)
class ReceivedEnvelope:
    """What became of one envelope: `processed` with a receipt, `set_aside` or `refused`
    with a fault. `again` where it had arrived before.
    """

    id: UUID
    state: str
    receipt: str = ""
    fault: str = ""
    again: bool = False


@transaction.atomic
def receive_envelope(
    *,
    by: Actor,
    at: datetime,
    key: UUID,
    sealed: bytes,
) -> ReceivedEnvelope:
    """Take in one envelope, once; what cannot be understood is set aside, never
    dropped.

    Only an envelope that is too large to be a screening, or one too many of a day, is
    refused: whoever sent it still has it. An id that is somebody else's already is no
    news to the sender: it is taken in under another.
    """
    require(may(by, "screening.screening.record"))
    if len(sealed) > LARGEST:
        return ReceivedEnvelope(key, "refused", fault="too_large")
    before = already_received(by=by, key=key)
    if before is not None:
        return before
    if sent_too_many(by.user, at):
        return ReceivedEnvelope(key, "refused", fault=TOO_MANY)
    for own in (key, _substitute_id(by, key)):
        received = _receive_as(by, at, own, key, sealed)
        if received is not None:
            return received
    return _set_aside(by, at, key, sealed, "failed")


def _receive_as(
    by: Actor,
    at: datetime,
    own: UUID,
    key: UUID,
    sealed: bytes,
) -> ReceivedEnvelope | None:
    """What becomes of an envelope under an id; None where the id is another's."""
    try:
        with transaction.atomic():
            return _take_in(by, at, own, key, sealed)
    except FaultError as error:
        return _set_aside(by, at, key, sealed, error.code)
    except VaultAwayError:
        return _wait_for_vault(by, at, key, sealed)
    except IntegrityError:
        # The same envelope twice at once: whoever was first has taken it in by now.
        return already_received(by=by, key=key)


@transaction.atomic
def try_again(*, by: Actor, at: datetime, key: UUID) -> ReceivedEnvelope:
    """Try to take in an envelope that was set aside; the same officer's screening,
    whoever tries.

    Raises `Envelope.DoesNotExist` for one that is not the actor's to try.
    """
    envelope = _own_envelope(by, key)
    if envelope.state != "set_aside":
        raise Envelope.DoesNotExist
    try:
        with transaction.atomic():
            content = open_envelope(envelope)
            _require_sender_sees(by, envelope, content)
            made = record_submission(
                by=by,
                at=at,
                key=key,
                content=content,
                officer=envelope.sent_by_id,
            )
            return _close_quarantine(by, at, envelope, made)
    except (FaultError, IntegrityError) as error:
        fault = _fault_code(error)
        return _enter_retry(by, at, envelope, fault, kept=fault)


@transaction.atomic
def correct_envelope(
    *,
    by: Actor,
    at: datetime,
    key: UUID,
    said: Submission,
) -> ReceivedEnvelope:
    """Take in an envelope that was set aside as it was put right; it stays its sender's
    screening.

    Its sender is told where it was somebody else, and what arrived is kept. Raises
    `Envelope.DoesNotExist` for one that is not in the actor's hand, however long ago it
    was opened, `NotAllowedError` for one that is not set aside any more.
    """
    envelope = _own_envelope(by, key)
    if (envelope.holder_id or envelope.sent_by_id) != by.user:
        raise Envelope.DoesNotExist
    ENVELOPE.after(envelope.state, "take_in")
    try:
        with transaction.atomic():
            made = record_submission(
                by=by,
                at=at,
                key=key,
                content=said,
                officer=envelope.sent_by_id,
                corrected=True,
            )
            _notify_sender(by, at, envelope)
            return _close_quarantine(by, at, envelope, made)
    except (FaultError, IntegrityError) as error:
        # What is wrong with the correction says nothing of what arrived.
        return _enter_retry(by, at, envelope, _fault_code(error), kept=envelope.fault)


def _own_envelope(by: Actor, key: UUID) -> Envelope:
    """An envelope of the actor's agency, which nobody else moves meanwhile."""
    require(may(by, "screening.screening.record"))
    return Envelope.objects.select_for_update().get(id=key, agency_id=by.agency)


def _close_quarantine(
    by: Actor,
    at: datetime,
    envelope: Envelope,
    made: RecordedScreening,
) -> ReceivedEnvelope:
    """What was set aside is taken in; nothing of it stays but what somebody put
    right.
    """
    body = bytes(envelope.body) if made.screening.corrected_by_id else b""
    step = take_step(
        envelope,
        "take_in",
        by=by,
        at=at,
        entry=made.entry,
        columns={"fault": "", "body": body},
    )
    return ReceivedEnvelope(envelope.id, step.state, receipt=made.screening.receipt)


def _enter_retry(
    by: Actor,
    at: datetime,
    envelope: Envelope,
    fault: str,
    *,
    kept: str,
) -> ReceivedEnvelope:
    """It could not be taken in again; `kept` is the fault that the envelope has now."""
    step = take_step(
        envelope,
        "find_a_fault",
        by=by,
        at=at,
        entry=StepEntry(action="screening.set_aside", detail={"fault": fault}),
        columns={"fault": kept},
    )
    return ReceivedEnvelope(envelope.id, step.state, fault=fault)


def _notify_sender(by: Actor, at: datetime, envelope: Envelope) -> None:
    if by.user != envelope.sent_by_id:
        notices.send_notice(
            by=by,
            at=at,
            agency=by.agency,
            kind="screening.corrected",
            page="show_screening",
            args=[envelope.id],
            user=envelope.sent_by_id,
        )


def _fault_code(error: Exception) -> str:
    return error.code if isinstance(error, FaultError) else "failed"


def _substitute_id(by: Actor, key: UUID) -> UUID:
    """The id of an envelope whose own is taken: always the same one for the same
    sender.
    """
    made = salted_hmac("envelope", f"{by.user}:{key}", algorithm="sha256").digest()
    return UUID(bytes=made[:16], version=4)


def already_received(*, by: Actor, key: UUID) -> ReceivedEnvelope | None:
    """What became of an envelope that the actor may see; None where none arrived."""
    ids = [key, _substitute_id(by, key)]
    envelope = Envelope.objects.filter(id__in=ids).first()
    if envelope is None:
        return None
    found = Screening.objects.filter(id=envelope.id).values_list("receipt", flat=True)
    return ReceivedEnvelope(
        envelope.id,
        envelope.state,
        receipt=found.first() or "",
        fault=envelope.fault,
        again=True,
    )


def _take_in(
    by: Actor,
    at: datetime,
    own: UUID,
    key: UUID,
    sealed: bytes,
) -> ReceivedEnvelope:
    made = record_submission(
        by=by,
        at=at,
        key=own,
        content=open_submission(key, sealed),
        officer=by.user,
    )
    state = ENVELOPE.after(ENVELOPE.initial, "take_in")
    envelope = _arrived_envelope(by, at, own, key, state=state)
    _begin_envelope(by, at, envelope, "take_in", made.entry)
    return ReceivedEnvelope(own, state, receipt=made.screening.receipt)


def _set_aside(
    by: Actor,
    at: datetime,
    key: UUID,
    sealed: bytes,
    fault: str,
) -> ReceivedEnvelope:
    if fault != CLOSED and set_aside_too_many(by.user, at, without=CLOSED):
        return ReceivedEnvelope(key, "refused", fault=TOO_MANY)
    for own in (key, _substitute_id(by, key)):
        try:
            with transaction.atomic():
                envelope = _arrived_envelope(
                    by,
                    at,
                    own,
                    key,
                    state=ENVELOPE.after(ENVELOPE.initial, "find_a_fault"),
                    fault=fault,
                    body=sealed,
                )
        except IntegrityError:
            before = already_received(by=by, key=key)
            if before is not None:
                return before
        else:
            break
    entry = record(
        by=by,
        action="screening.set_aside",
        kind="envelope",
        subject=own,
        detail={"fault": fault},
    )
    _begin_envelope(by, at, envelope, "find_a_fault", entry)
    if fault != CLOSED:  # nobody has to do anything
        _notify_supervisors(by, at)
    return ReceivedEnvelope(own, envelope.state, fault=fault)


def _wait_for_vault(
    by: Actor,
    at: datetime,
    key: UUID,
    sealed: bytes,
) -> ReceivedEnvelope:
    """Keep it as it came; a machine takes it in at its sender's order, once the vault
    answers.
    """
    received = _set_aside(by, at, key, sealed, CLOSED)
    if not received.again:
        orders.give_order(
            by=by,
            at=at,
            machine=INTAKE,
            what={"envelope": str(received.id)},
        )
    return received


def _begin_envelope(
    by: Actor,
    at: datetime,
    envelope: Envelope,
    move: str,
    entry: EntryPlace,
) -> None:
    begin_history(envelope, by=by, at=at, entry=entry, move=move)


def _notify_supervisors(by: Actor, at: datetime) -> None:
    notices.send_notice(
        by=by,
        at=at,
        agency=by.agency,
        kind="screening.set_aside",
        page="list_screenings",
        roles=[Role.SUPERVISOR],
    )


def _arrived_envelope(
    by: Actor,
    at: datetime,
    own: UUID,
    key: UUID,
    *,
    state: str,
    fault: str = "",
    body: bytes = b"",
) -> Envelope:
    envelope = Envelope(
        id=own,
        sent_as=None if own == key else key,
        agency_id=by.agency,
        sent_by_id=by.user,
        received_at=at,
        state=state,
        fault=fault,
        body=body,
    )
    envelope.save(force_insert=True)
    return envelope


def _require_sender_sees(by: Actor, envelope: Envelope, content: Submission) -> None:
    """Nobody's record is written on because a colleague sees it whom the sender does
    not.

    Whoever sees the person and has the envelope in hand opens it, and says who it is.
    """
    who = content.person
    if envelope.sent_by_id == by.user or not isinstance(who, KnownPerson):
        return
    person = known_person(who)
    if not ask_database("screening_sender_sees", envelope.id, person):
        raise FaultError("unknown_person")
