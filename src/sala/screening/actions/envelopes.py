"""The one door by which a screening arrives, from a browser or a phone: sealed, and
once.
"""

import hmac
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction

from sala.access import notices
from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.access.roles import Role
from sala.countries import queries as countries
from sala.countries.instruments import InstrumentForm
from sala.people import actions as people
from sala.people import codes
from sala.people import queries as people_queries
from sala.people.rules import Birth, BirthPrecision, Identity, Name, Sex
from sala.screening import signals
from sala.screening.actions.screenings import answers_place
from sala.screening.models import Envelope, Operation, Screening, ScreeningAnswers
from sala.screening.rules import grading, submission
from sala.screening.rules.submission import KnownPerson, NewPerson, Submission
from sala.screening.states import ENVELOPE
from sala.vault import keyring, sealed_box

USE = "envelope"
LARGEST = 64 * 1024
AHEAD = timedelta(minutes=10)  # how far the clock of a phone may run ahead
log = logging.getLogger(__name__)


class FaultError(Exception):
    """An envelope cannot be taken in; the code says why, and nothing of what it holds."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Received:
    """What became of one envelope: `processed` with a receipt, `set_aside` or `refused`
    with a fault. `again` where it had arrived before.
    """

    id: UUID
    state: str
    receipt: str = ""
    fault: str = ""
    again: bool = False


def seal(content: Submission, key: UUID) -> bytes:
    """A screening sealed to the server, as a phone seals it."""
    return sealed_box.seal(
        content.model_dump_json().encode(),
        use=USE,
        about=key,
    )


@transaction.atomic
def receive(
    *,
    by: Actor,
    at: datetime,
    key: UUID,
    sealed: bytes,
) -> Received:
    """Take in one envelope, once; what cannot be understood is set aside, never
    dropped.

    Only an envelope that is too large to be a screening is refused: whoever sent it
    still has it. An id that is somebody else's already is no news to the sender: it is
    taken in under another.
    """
    require(may(by, "screening.screening.record"))
    if len(sealed) > LARGEST:
        return Received(key, "refused", fault="too_large")
    before = _before(by, key)
    if before is not None:
        return before
    for own in (key, _own_id(by, key)):
        try:
            with transaction.atomic():
                return _taken_in(
                    by,
                    at,
                    own,
                    key,
                    sealed,
                )
        except FaultError as error:
            return _set_aside(
                by,
                at,
                key,
                sealed,
                error.code,
            )
        except IntegrityError:
            # The same envelope twice at once: whoever was first has taken it in by now.
            before = _before(by, key)
            if before is not None:
                return before
    return _set_aside(
        by,
        at,
        key,
        sealed,
        "failed",
    )


@transaction.atomic
def try_again(*, by: Actor, at: datetime, key: UUID) -> Received:
    """Try to take in an envelope that was set aside; the same officer's screening,
    whoever tries.

    Raises `Envelope.DoesNotExist` for one that is not the actor's to try.
    """
    kept = _concerning(by, key)
    if kept.state != "set_aside":
        raise Envelope.DoesNotExist
    try:
        with transaction.atomic():
            content = unread(kept)
            _as_its_sender_would(by, kept, content)
            return _out_of(
                kept,
                _made(
                    by,
                    at,
                    key,
                    content,
                    kept.sent_by_id,
                ),
            )
    except (FaultError, IntegrityError) as error:
        fault = _fault(error)
        Envelope.objects.filter(id=key).update(fault=fault)
        _enter_fault(by, key, fault)
        return Received(key, "set_aside", fault=fault)


@transaction.atomic
def correct(
    *,
    by: Actor,
    at: datetime,
    key: UUID,
    said: Submission,
) -> Received:
    """Take in an envelope that was set aside as it was put right; it stays its sender's
    screening.

    Its sender is told where it was somebody else, and what arrived is kept. Raises
    `Envelope.DoesNotExist` for one that is not in the actor's hand, however long ago it was opened,
    `NotAllowedError` for one that is not set aside any more.
    """
    kept = _concerning(by, key)
    if (kept.holder_id or kept.sent_by_id) != by.user:
        raise Envelope.DoesNotExist
    ENVELOPE.after(kept.state, "take_in")
    try:
        with transaction.atomic():
            made = _made(
                by,
                at,
                key,
                said,
                kept.sent_by_id,
                corrected=True,
            )
            _tell_sender(by, at, kept)
            return _out_of(kept, made)
    except (FaultError, IntegrityError) as error:
        _enter_fault(by, key, _fault(error))
        return Received(key, "set_aside", fault=_fault(error))


def _concerning(by: Actor, key: UUID) -> Envelope:
    require(may(by, "screening.screening.record"))
    return Envelope.objects.select_for_update().get(id=key, agency_id=by.agency)


def _out_of(kept: Envelope, made: Screening) -> Received:
    """What was set aside is taken in; nothing of it stays but what somebody put right."""
    after = ENVELOPE.after(kept.state, "take_in")
    body = bytes(kept.body) if made.corrected_by_id else b""
    Envelope.objects.filter(id=kept.id).update(
        state=after,
        fault="",
        body=body,
    )
    return Received(kept.id, after, receipt=made.receipt)


def _tell_sender(by: Actor, at: datetime, kept: Envelope) -> None:
    if by.user != kept.sent_by_id:
        notices.send(
            by=by,
            at=at,
            agency=by.agency,
            kind="screening.corrected",
            page="show_screening",
            args=[kept.id],
            user=kept.sent_by_id,
        )


def _fault(error: Exception) -> str:
    return error.code if isinstance(error, FaultError) else "failed"


def _own_id(by: Actor, key: UUID) -> UUID:
    """The id of an envelope whose own is taken: always the same one for the same
    sender.
    """
    made = hmac.digest(
        keyring.load().derived(USE),
        f"{by.user}:{key}".encode(),
        "sha256",
    )
    return UUID(bytes=made[:16], version=4)


def _before(by: Actor, key: UUID) -> Received | None:
    kept = Envelope.objects.filter(id__in=[key, _own_id(by, key)]).first()
    if kept is None:
        return None
    found = Screening.objects.filter(id=kept.id).values_list("receipt", flat=True)
    return Received(
        kept.id,
        kept.state,
        receipt=found.first() or "",
        fault=kept.fault,
        again=True,
    )


def _taken_in(
    by: Actor,
    at: datetime,
    own: UUID,
    key: UUID,
    sealed: bytes,
) -> Received:
    made = _made(
        by,
        at,
        own,
        opened(key, sealed),
        by.user,
    )
    state = ENVELOPE.after(ENVELOPE.initial, "take_in")
    _keep(
        by,
        at,
        own,
        key,
        state=state,
    )
    return Received(own, state, receipt=made.receipt)


def _set_aside(
    by: Actor,
    at: datetime,
    key: UUID,
    sealed: bytes,
    fault: str,
) -> Received:
    state = ENVELOPE.after(ENVELOPE.initial, "find_a_fault")
    for own in (key, _own_id(by, key)):
        try:
            with transaction.atomic():
                _keep(
                    by,
                    at,
                    own,
                    key,
                    state=state,
                    fault=fault,
                    body=sealed,
                )
        except IntegrityError:
            before = _before(by, key)
            if before is not None:
                return before
        else:
            break
    _tell_supervisors(by, at, own, fault)
    return Received(own, state, fault=fault)


def _tell_supervisors(
    by: Actor,
    at: datetime,
    key: UUID,
    fault: str,
) -> None:
    _enter_fault(by, key, fault)
    notices.send(
        by=by,
        at=at,
        agency=by.agency,
        kind="screening.set_aside",
        page="list_screenings",
        roles=[Role.SUPERVISOR],
    )


def _keep(
    by: Actor,
    at: datetime,
    own: UUID,
    key: UUID,
    *,
    state: str,
    fault: str = "",
    body: bytes = b"",
) -> None:
    Envelope(
        id=own,
        sent_as=None if own == key else key,
        agency_id=by.agency,
        sent_by_id=by.user,
        received_at=at,
        state=state,
        fault=fault,
        body=body,
    ).save(force_insert=True)


def _enter_fault(by: Actor, key: UUID, fault: str) -> None:
    detail = {"fault": fault}
    record(
        by=by,
        action="screening.set_aside",
        kind="envelope",
        subject=key,
        detail=detail,
    )


def _made(
    by: Actor,
    at: datetime,
    key: UUID,
    content: Submission,
    officer: UUID,
    *,
    corrected: bool = False,
) -> Screening:
    """The screening of an envelope; raises `FaultError` and leaves nothing
    half-written.
    """
    try:
        with transaction.atomic():
            made = _row(
                by,
                at,
                key,
                content,
                officer,
            )
            made.corrected_by_id = by.user if corrected else None
            return _saved(by, at, made, content)
    except (FaultError, OperationalError, IntegrityError):
        raise
    except Exception as error:
        # What nobody foresaw is no reason to lose somebody's answers. The kind of error
        # is logged, and not its text, which may hold them.
        log.warning("envelope %s was set aside: %s", key, type(error).__name__)
        raise FaultError("failed") from error


def opened(key: UUID, sealed: bytes) -> Submission:
    """What an envelope holds; raises `FaultError` where it does not open or is no
    screening.
    """
    try:
        text = sealed_box.unseal(
            sealed,
            use=USE,
            about=key,
        )
    except sealed_box.CannotOpenBoxError as error:
        raise FaultError("unreadable") from error
    content = submission.understood(text)
    if content is None:
        raise FaultError("malformed")
    return content


def unread(kept: Envelope) -> Submission:
    """What an envelope that was set aside holds; raises `FaultError` where it does not
    open.
    """
    return opened(kept.sent_as or kept.id, bytes(kept.body))


def _as_its_sender_would(by: Actor, kept: Envelope, content: Submission) -> None:
    """Nobody's record is written on because a colleague sees it whom the sender does
    not.

    Whoever sees the person and has the envelope in hand opens it, and says who it is.
    """
    who = content.person
    if kept.sent_by_id == by.user or not isinstance(who, KnownPerson):
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT screening_sender_sees(%s, %s)", [kept.id, _known(who)])
        (sees,) = cursor.fetchone()
    if not sees:
        raise FaultError("unknown_person")


def _saved(
    by: Actor,
    at: datetime,
    made: Screening,
    content: Submission,
) -> Screening:
    form = _asked(content)
    if content.written_at > at + AHEAD:
        raise FaultError("clock")
    operation = content.operation
    if (
        operation
        and not Operation.objects.filter(id=operation, agency_id=by.agency).exists()
    ):
        raise FaultError("unknown_operation")
    person = _person(by, at, content)
    made.person_id, made.operation_id = person, operation
    made.dimensions = list(graded(form, content).positive)
    made.save(force_insert=True)
    said = {"answers": content.answers, "exploitation": content.exploitation}
    ScreeningAnswers.objects.create(
        screening_id=made.id,
        sealed=people.seal_about(
            by=by,
            person=person,
            place=answers_place(made.id),
            value=said,
        ),
    )
    detail = {"person": str(person), "outcome": made.outcome}
    record(
        by=by,
        action="screening.recorded",
        kind="screening",
        subject=made.id,
        detail=detail,
    )
    _announce(by, at, made)
    return made


def _announce(by: Actor, at: datetime, made: Screening) -> None:
    """Somebody with signs counts as a victim until it is decided: rights open with the
    record.
    """
    if made.outcome == "indicated":
        signals.presumed.send(
            sender=Screening,
            by=by,
            at=at,
            person=made.person_id,
            screening=made,
            described={
                name: getattr(made, name)
                for name in ("sex", "age_group", "citizenship")
            },
        )


def form_of(content: Submission) -> InstrumentForm:
    """The questions a screening answers; raises `FaultError` where the country has them
    not.
    """
    form = countries.instrument_form(content.instrument, content.version)
    if form is None:
        raise FaultError("unknown_instrument")
    return form


def _asked(content: Submission) -> InstrumentForm:
    form = form_of(content)
    if not set(content.answers) <= {question.name for question in form.questions}:
        raise FaultError("unknown_question")
    return form


def graded(form: InstrumentForm, content: Submission) -> grading.Result:
    """What the answers of a screening show."""
    return grading.grade(
        form.questions,
        content.answers,
        age_group=content.age_group,
        exploitation=content.exploitation,
    )


def _person(by: Actor, at: datetime, content: Submission) -> UUID:
    who = content.person
    if isinstance(who, KnownPerson):
        return _known(who)
    return people.register_person(
        by=by,
        at=at,
        identity=identity_of(who, content),
    ).id


def _known(who: KnownPerson) -> UUID:
    key = people_queries.person_key(who.code)
    if key is None:
        raise FaultError("unknown_person")
    return key


def identity_of(who: NewPerson, content: Submission) -> Identity:
    """Who somebody is, as far as they said."""
    birth = Birth()
    if who.age is not None:
        day = content.written_at.date()
        birth = Birth(
            BirthPrecision.ESTIMATE,
            age=who.age,
            estimated_on=day,
        )
    return Identity(
        names=(Name(who.name),) if who.name else (),
        sex=Sex(content.sex) if content.sex else Sex.NOT_RECORDED,
        birth=birth,
        citizenships=(content.citizenship,) if content.citizenship else (),
        phones=(who.phone,) if who.phone else (),
    )


def _row(
    by: Actor,
    at: datetime,
    key: UUID,
    content: Submission,
    officer: UUID,
) -> Screening:
    copied = ("written_at", "place_code", "sex", "age_group", "citizenship", "alone")
    return Screening(
        id=key,
        receipt=codes.new_code(),
        agency_id=by.agency,
        screened_by_id=officer,
        instrument=content.instrument,
        instrument_version=content.version,
        received_at=at,
        interpreter=content.interpreter,
        urgent=list(content.urgent),
        outcome=content.outcome,
        **{name: getattr(content, name) for name in copied},
    )
