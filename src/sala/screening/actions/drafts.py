"""A screening while it is written in the browser: kept sealed, gone on with, sent,
thrown away.
"""

import json
from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.countries import queries as countries
from sala.people import actions as people
from sala.screening.actions import envelopes
from sala.screening.actions.envelopes import ReceivedEnvelope
from sala.screening.actions.sealed_submissions import seal_submission
from sala.screening.models import Envelope, Operation, ScreeningDraft
from sala.screening.queries.drafts import USE, Content, content_of, written_of
from sala.screening.rules.submission import identity_of
from sala.vault import sealed_box

# Parts of a draft that several pages write: what one says is added to what others said.
GROWING = frozenset({"answers", "seen"})


@transaction.atomic
def start_draft(
    *,
    by: Actor,
    at: datetime,
    instrument: str,
    version: str,
    operation: UUID | None = None,
    place_code: str = "",
    person: str = "",
    said: Content | None = None,
) -> UUID:
    """Begin a screening, in an operation or of somebody who came by; `person` is a
    code, `said` what the first page says.

    Raises `Operation.DoesNotExist` for one the actor does not see, `ValidationError`
    for an instrument the country does not have. Drafts that nobody went on with are
    forgotten by a machine (screening/jobs.py).
    """
    require(may(by, "screening.screening.record"))
    if operation is not None:
        place_code = Operation.objects.get(id=operation, agency_id=by.agency).place_code
    if countries.instrument_form(instrument, version) is None:
        raise ValidationError({"instrument": _("Choose from the list.")})
    key = uuid4()
    content: Content = {
        "place": {"code": place_code},
        "person": {"code": person},
        **(said or {}),
    }
    ScreeningDraft.objects.create(
        id=key,
        agency_id=by.agency,
        written_by_id=by.user,
        operation_id=operation,
        instrument=instrument,
        instrument_version=version,
        started_at=at,
        saved_at=at,
        sealed=seal_content(key, content),
    )
    record(
        by=by,
        action="screening.draft_started",
        kind="draft",
        subject=key,
    )
    return key


@transaction.atomic
def save_page(
    *,
    by: Actor,
    at: datetime,
    draft: UUID,
    said: Content,
) -> None:
    """Keep what one page of a draft says, part by part; what other pages said stays as
    it is.

    Raises `ScreeningDraft.DoesNotExist` for a draft that is not the actor's, or was
    sent.
    """
    require(may(by, "screening.screening.record"))
    row = ScreeningDraft.objects.select_for_update().get(id=draft)
    content = content_of(row)
    for part, values in said.items():
        kept = content.get(part, {}) if part in GROWING else {}
        content[part] = {**kept, **values}
    _write_content(row, content, at)
    record(
        by=by,
        action="screening.draft_saved",
        kind="draft",
        subject=draft,
    )


@transaction.atomic
def register_person(*, by: Actor, at: datetime, draft: UUID) -> str:
    """Register the person of a draft before it is sent, since help cannot wait; their
    code.

    Raises `ScreeningDraft.DoesNotExist`. Registered once, however often it is asked
    for.
    """
    require(may(by, "screening.screening.record"))
    row = ScreeningDraft.objects.select_for_update().get(id=draft)
    content = content_of(row)
    known: str = content.get("person", {}).get("code", "")
    if known:
        return known
    said = written_of(row, {**content, "conclusion": {"outcome": "not_known"}})
    made = people.register_person(by=by, at=at, identity=identity_of(said))
    person = {**content.get("person", {}), "code": made.code}
    _write_content(row, {**content, "person": person}, at)
    record(
        by=by,
        action="screening.draft_saved",
        kind="draft",
        subject=draft,
    )
    return made.code


@transaction.atomic
def discard_draft(*, by: Actor, draft: UUID) -> None:
    """Throw a draft away; raises `ScreeningDraft.DoesNotExist` for another's."""
    require(may(by, "screening.screening.record"))
    if not ScreeningDraft.objects.filter(id=draft).delete()[0]:
        raise ScreeningDraft.DoesNotExist
    record(
        by=by,
        action="screening.draft_discarded",
        kind="draft",
        subject=draft,
    )


@transaction.atomic
def send_draft(*, by: Actor, at: datetime, draft: UUID) -> ReceivedEnvelope:
    """Seal a draft as a phone would, and send it through the same door; then it is a
    draft no more.

    Raises `ScreeningDraft.DoesNotExist` for another's, or one that was sent,
    `NotAllowedError` where what it corrects is not set aside any more. A correction
    that does not help stays a draft.
    """
    # The envelope first, as whoever hands it on does: two who wait for each other both
    # get nowhere.
    corrects = ScreeningDraft.objects.filter(id=draft).values("corrects_id")
    Envelope.objects.select_for_update().filter(id__in=corrects).first()
    row = ScreeningDraft.objects.select_for_update().get(id=draft)
    said, detail = written_of(row, content_of(row)), {}
    if row.corrects_id:
        detail = {"corrects": str(row.corrects_id)}
        received = envelopes.correct_envelope(
            by=by,
            at=at,
            key=row.corrects_id,
            said=said,
        )
    else:
        received = envelopes.receive_envelope(
            by=by,
            at=at,
            key=draft,
            sealed=seal_submission(said, draft),
        )
    if received.state == "processed" or (
        received.state == "set_aside" and not row.corrects_id
    ):
        row.delete()
        record(
            by=by,
            action="screening.draft_sent",
            kind="draft",
            subject=draft,
            detail=detail,
        )
    return received


def _write_content(row: ScreeningDraft, content: Content, at: datetime) -> None:
    row.sealed, row.saved_at = seal_content(row.id, content), at
    row.save(update_fields=["sealed", "saved_at"])


def seal_content(key: UUID, content: Content) -> bytes:
    """What a draft says so far, as it is kept."""
    text = json.dumps(content, ensure_ascii=False).encode()
    # Padded, so that its size does not say how much somebody told.
    return sealed_box.seal_box(
        text + b" " * (-len(text) % 1024),
        use=USE,
        about=key,
    )
