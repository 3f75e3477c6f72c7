"""What becomes of a screening that was set aside: put right, handed to somebody else,
closed.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access import notices
from sala.access.context import Actor, for_purpose
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.access.roles import Purpose
from sala.access.steps import StepEntry, take_step
from sala.countries.instruments import InstrumentForm
from sala.kit.saving import refuse_unknown_code
from sala.people import queries as people_queries
from sala.screening import labels
from sala.screening.actions import drafts
from sala.screening.actions.recording import instrument_of, sees_operation
from sala.screening.actions.sealed_submissions import FaultError, open_envelope
from sala.screening.models import Envelope, Screening, ScreeningDraft
from sala.screening.queries import envelopes as queries
from sala.screening.queries.drafts import Content
from sala.screening.rules.frame import FRAME, QUESTIONS, described_fields
from sala.screening.rules.submission import KnownPerson, Submission
from sala.screening.states import ENVELOPE


@dataclass(frozen=True)
class CorrectionDraft:
    """A draft that puts an envelope right, and which answers its instrument has no
    question for.
    """

    draft: UUID
    left_out: tuple[str, ...] = ()


@transaction.atomic
def open_to_correct(*, by: Actor, at: datetime, key: UUID) -> CorrectionDraft:
    """Open what was set aside as a draft, to correct and send again; the envelope stays
    as it came.

    Raises `Envelope.DoesNotExist` for one that is not in the actor's hand, `FaultError`
    for one that cannot be read. Opened once, however often it is asked for.
    """
    require(may(by, "screening.screening.record"))
    envelope = Envelope.objects.select_for_update().get(
        id=key,
        state="set_aside",
        agency_id=by.agency,
    )
    begun = ScreeningDraft.objects.filter(corrects_id=key).first()
    if begun is not None:
        return CorrectionDraft(begun.id)
    if not queries.in_hand(
        by=by,
        envelope=envelope,
        at=at,
    ):
        raise Envelope.DoesNotExist
    said = open_envelope(envelope)
    form = instrument_of(said)
    draft = _draft_of(by, at, key, said, form)
    record(
        by=by,
        action="screening.envelope_opened",
        kind="envelope",
        subject=key,
        detail={"draft": str(draft)},
    )
    known = {question.name for question in form.questions}
    return CorrectionDraft(draft, tuple(sorted(set(said.answers) - known)))


@transaction.atomic
def hand_over(
    *,
    by: Actor,
    at: datetime,
    key: UUID,
    to: UUID,
    reason: str,
) -> None:
    """Hand what was set aside to another officer of the agency, who may open and
    correct it.

    Raises `Envelope.DoesNotExist`, `NotAllowedError` for what is not set aside (any
    more), and `ValidationError` for somebody who does not screen here, or a reason that
    is in no list.
    """
    envelope = _envelope_to_move(by, key)
    ENVELOPE.after(envelope.state, "hand_over")
    refuse_unknown_code("reason", reason, labels.HANDED)
    refuse_unknown_code(
        "to", str(to), [str(one.user_id) for one in queries.load_colleagues(by=by)]
    )
    before = envelope.holder_id or envelope.sent_by_id
    if to == before:
        raise ValidationError({"to": _("They have it already. Choose somebody else.")})
    _move_envelope(
        by,
        at,
        envelope,
        "hand_over",
        holder=to,
        reason=reason,
        entry=StepEntry(
            action="screening.envelope_handed_over",
            detail={"to": str(to), "reason": reason},
        ),
    )
    _notify_users(by, at, key, "screening.handed_over", {to})
    others = {before, envelope.sent_by_id} - {to}
    _notify_users(by, at, key, "screening.handed_on", others)


@transaction.atomic
def close_quarantined(
    *,
    by: Actor,
    at: datetime,
    key: UUID,
    reason: str,
) -> None:
    """Close what nobody can take in; it stays, sealed, and can be taken up again.

    Raises `Envelope.DoesNotExist`, `NotAllowedError` for what is not set aside (any
    more), and `ValidationError` for a reason that is in no list.
    """
    envelope = _envelope_to_move(by, key)
    ENVELOPE.after(envelope.state, "close")
    refuse_unknown_code("reason", reason, labels.CLOSED)
    _move_envelope(
        by,
        at,
        envelope,
        "close",
        holder=envelope.holder_id,
        reason=reason,
        entry=StepEntry(
            action="screening.envelope_closed",
            detail={"reason": reason},
        ),
    )
    concerned = {envelope.sent_by_id, envelope.holder_id or envelope.sent_by_id}
    _notify_users(by, at, key, "screening.closed", concerned)


@transaction.atomic
def open_again(*, by: Actor, at: datetime, key: UUID) -> None:
    """Take up again what was closed; raises `Envelope.DoesNotExist` and
    `NotAllowedError`.
    """
    envelope = _envelope_to_move(by, key)
    _move_envelope(
        by,
        at,
        envelope,
        "open_again",
        holder=envelope.holder_id,
        reason="",
        entry=StepEntry(action="screening.envelope_opened_again"),
    )


@transaction.atomic
def open_original(*, by: Actor, screening: UUID, purpose: Purpose) -> Submission | None:
    """Open what had arrived before it was put right; the opening is in the ledger.

    None where nothing was put right, the envelope is not the actor's to see, or its key
    is retired. Raises `Screening.DoesNotExist` for what the actor may not see.
    """
    require(may(by, "screening.answers.open"))
    row = Screening.objects.get(id=screening)
    kept = Envelope.objects.filter(id=screening).exclude(body=b"").first()
    if row.corrected_by_id is None or kept is None:
        return None
    with for_purpose(by, purpose.value) as purposeful:
        record(
            by=purposeful,
            action="screening.original_opened",
            kind="screening",
            subject=screening,
            detail={"person": str(row.person_id)},
        )
    try:
        return open_envelope(kept)
    except FaultError:
        return None


def _envelope_to_move(by: Actor, key: UUID) -> Envelope:
    require(may(by, "screening.envelope.move"))
    return Envelope.objects.select_for_update().get(id=key, agency_id=by.agency)


def _move_envelope(
    by: Actor,
    at: datetime,
    envelope: Envelope,
    move: str,
    *,
    holder: UUID | None,
    reason: str,
    entry: StepEntry,
) -> None:
    take_step(
        envelope,
        move,
        by=by,
        at=at,
        reason=reason,
        entry=entry,
        columns={
            "holder_id": holder,
            "moved_reason": reason,
            "moved_by_id": by.user,
            "moved_at": at,
        },
    )


def _notify_users(
    by: Actor,
    at: datetime,
    key: UUID,
    kind: str,
    whom: set[UUID],
) -> None:
    for user in whom:
        notices.send_notice(
            by=by,
            at=at,
            agency=by.agency,
            kind=kind,
            page="show_envelope",
            args=[key],
            user=user,
        )


def _draft_of(
    by: Actor,
    at: datetime,
    key: UUID,
    said: Submission,
    form: InstrumentForm,
) -> UUID:
    operation = said.operation
    if operation and not sees_operation(by, operation):
        operation = None
    ScreeningDraft.objects.create(
        # Known by the same id, so that whoever sends it twice is led to its receipt.
        id=key,
        agency_id=by.agency,
        written_by_id=by.user,
        operation_id=operation,
        instrument=said.instrument,
        instrument_version=said.version,
        started_at=min(said.written_at, at),
        saved_at=at,
        sealed=drafts.seal_content(key, _pages_of(said, form)),
        corrects_id=key,
    )
    return key


def _pages_of(said: Submission, form: InstrumentForm) -> Content:
    """A screening as the pages of a draft; what is not known here is to be filled in
    again.
    """
    pages: Content = {
        page.name: {
            **{field.name: _page_value(said, field.name) for field in asked},
            "done": True,
        }
        for page in FRAME
        for asked in [list(described_fields(page))]
    }
    pages["person"].pop("done")
    names = {question.name for question in form.questions}
    return {
        **pages,
        "person": {**_who_page(said), **pages["person"]},
        "place": {"code": said.place_code},
        "answers": {
            name: answer for name, answer in said.answers.items() if name in names
        },
        "seen": {f"{QUESTIONS}{section.name}": True for section in form.sections},
        "later": {"form": said.form, "fields": said.later} if said.later else {},
    }


def _page_value(said: Submission, name: str) -> object:
    value = getattr(said, name)
    return list(value) if isinstance(value, tuple) else value


def _who_page(said: Submission) -> dict[str, object]:
    """Who it is; not done where their record is not open to whoever corrects it."""
    who = said.person
    if not isinstance(who, KnownPerson):
        return {**who.model_dump(), "done": True}
    if people_queries.person_key(who.code):
        return {"code": who.code, "done": True}
    return {}
