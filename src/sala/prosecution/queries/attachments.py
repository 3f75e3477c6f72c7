"""The papers in the file of a case, and nothing of what is in them."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from sala.access.context import Actor
from sala.desk.attachments import RecordAttachmentRow, attachment_rows
from sala.prosecution.models import CaseAttachment, CasePaper

WORDS = dict(CasePaper.choices)


def find_attachments(
    *, by: Actor, at: datetime, case: UUID
) -> list[RecordAttachmentRow]:
    """The papers of a case that the actor may know of, the latest first."""
    return attachment_rows(
        CaseAttachment.objects.filter(Q(case_id=case) | Q(case__continued_by=case)),
        by=by,
        at=at,
        words=WORDS,
    )
