"""The papers in the file of a case, and nothing of what is in them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sala.access.context import Actor
from sala.access.queries import local
from sala.prosecution.models import CaseAttachment, CasePaper

A_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class CaseAttachmentRow:
    """A paper or picture in a case."""

    id: UUID
    what: str
    kind: str
    kilobytes: int
    dated_on: date | None
    agency: str
    added_by: str
    added_at: datetime
    may_remove: bool


def attachments(*, by: Actor, at: datetime, case: UUID) -> list[CaseAttachmentRow]:
    """The papers of a case that the actor may know of, the latest first."""
    found = CaseAttachment.objects.select_related("agency", "added_by").defer("sealed")
    return [
        CaseAttachmentRow(
            id=a.id,
            what=str(CasePaper(a.what).label),
            kind=a.kind,
            kilobytes=-(-a.size // 1024),
            dated_on=a.dated_on,
            agency=local(a.agency.names),
            added_by=a.added_by.full_name,
            added_at=a.added_at,
            may_remove=a.added_by_id == by.user_id and at - a.added_at < A_DAY,
        )
        for a in found.filter(case_id=case).order_by("-added_at", "id")
    ]
