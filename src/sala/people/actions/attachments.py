"""Papers and pictures of a person: kept under the person's own key, opened for a
purpose.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor, for_purpose
from sala.access.ledger import record
from sala.access.roles import Purpose
from sala.desk.attachments import MOST, require_budget
from sala.kit.uploaded_files import SentFile
from sala.people.actions.common import own_record
from sala.people.actions.openings import allow_opening
from sala.people.actions.sealed import attachment_place, open_bytes, seal_bytes
from sala.people.models import Paper, PersonAttachment


@dataclass(frozen=True)
class OpenedAttachment:
    """A paper in the open, for the length of one answer."""

    what: str
    kind: str
    content: bytes


@transaction.atomic
def add_attachment(
    *,
    by: Actor,
    at: datetime,
    person: UUID,
    what: str,
    file: SentFile,
    dated_on: date | None = None,
    shared: bool = False,
) -> UUID:
    """Keep a paper or picture of a person whose record the actor's agency keeps.

    Raises `ValidationError` naming the field when the day is in the future or there are
    too many, of the record or of the actor's day.
    """
    row = own_record(by, person, "people.attachment.add")
    _check_attachment(person, what, dated_on, today=timezone.localdate(at))
    require_budget(PersonAttachment, by=by, at=at, file=file)
    key = uuid4()
    with for_purpose(by, Purpose.CORRECTION.value):
        sealed = seal_bytes(row.id, attachment_place(key), file.content)
    PersonAttachment.objects.create(
        id=key,
        person_id=row.id,
        agency_id=by.agency,
        what=what,
        kind=file.kind,
        size=len(file.content),
        dated_on=dated_on,
        shared=shared,
        added_by_id=by.user,
        added_at=at,
        sealed=sealed,
    )
    detail = {
        "person": str(person),
        "what": what,
        "shared": shared,
    }
    record(
        by=by,
        action="people.attachment_added",
        kind="attachment",
        subject=key,
        detail=detail,
    )
    return key


def _check_attachment(
    person: UUID,
    what: str,
    dated_on: date | None,
    *,
    today: date,
) -> None:
    problems = {}
    if what not in Paper.values:
        problems["what"] = _("Choose what it is.")
    if dated_on and dated_on > today:
        problems["dated_on"] = _("The day must not be in the future.")
    if PersonAttachment.objects.filter(person_id=person).count() >= MOST:
        most = _(
            "A record holds %(most)s papers at most. Remove one that is no longer"
            " needed.",
        )
        problems["file"] = most % {"most": MOST}
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def open_attachment(
    *,
    by: Actor,
    attachment: UUID,
    purpose: Purpose,
) -> OpenedAttachment:
    """Open a paper of a person, for a purpose; the opening is in the ledger before it
    is answered.

    Raises as `open_identity` does, and `PersonAttachment.DoesNotExist` where the actor
    sees none.
    """
    kept = PersonAttachment.objects.get(id=attachment)
    opening = allow_opening(by, kept.person_id, purpose)
    with for_purpose(by, purpose.value) as purposeful:
        content = open_bytes(kept.person_id, attachment_place(kept.id), kept.sealed)
        detail = {
            "person": str(kept.person_id),
            "what": kept.what,
            "glass": opening.glass,
            "own": opening.own,
        }
        record(
            by=purposeful,
            action="people.attachment_opened",
            kind="attachment",
            subject=kept.id,
            detail=detail,
        )
    return OpenedAttachment(kept.what, kept.kind, content)


@transaction.atomic
def remove_attachment(*, by: Actor, attachment: UUID) -> None:
    """Remove a paper for ever; that it was there stays in the ledger.

    Raises `PersonAttachment.DoesNotExist` where the actor sees none such.
    """
    kept = PersonAttachment.objects.defer("sealed").get(id=attachment)
    own_record(by, kept.person_id, "people.attachment.remove")
    detail = {"person": str(kept.person_id), "what": kept.what}
    if not PersonAttachment.objects.filter(id=attachment).delete()[0]:
        raise PersonAttachment.DoesNotExist
    record(
        by=by,
        action="people.attachment_removed",
        kind="attachment",
        subject=attachment,
        detail=detail,
    )
