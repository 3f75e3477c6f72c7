"""Papers and pictures in the file of a case: each adding, opening and removing in the
ledger.
"""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.desk import attachments
from sala.kit.uploaded_files import SentFile
from sala.prosecution.actions.common import enter_in_ledger, require_choice, worked_case
from sala.prosecution.models import Case, CaseAttachment, CasePaper


@transaction.atomic
def add_attachment(
    *,
    by: Actor,
    at: datetime,
    case: UUID,
    what: str,
    file: SentFile,
    dated_on: date | None = None,
) -> UUID:
    """Put a paper or picture into the file of a case.

    Raises `Case.DoesNotExist` where the actor sees none, `ValidationError` naming the
    field when the day is in the future or there are too many.
    """
    require(may(by, "prosecution.attachment.add"))
    found = worked_case(case)
    require_choice("what", what, CasePaper.values, _("Choose what it is."))
    if dated_on and dated_on > timezone.localdate(at):
        raise ValidationError({"dated_on": _("The day must not be in the future.")})
    if CaseAttachment.objects.filter(case_id=case).count() >= attachments.MOST:
        most = _("A case holds %(most)s papers at most.") % {"most": attachments.MOST}
        raise ValidationError({"file": most})
    of = {"case_id": found.id, "dated_on": dated_on}
    key = attachments.keep_file(
        CaseAttachment,
        by=by,
        at=at,
        what=what,
        file=file,
        **of,
    )
    _enter_attachment(
        by,
        "attachment_added",
        case,
        key,
        what,
    )
    return key


@transaction.atomic
def open_attachment(*, by: Actor, attachment: UUID) -> tuple[str, str, bytes]:
    """What a paper is, of which kind, and its content; the opening is in the ledger.

    Raises `CaseAttachment.DoesNotExist` where the actor sees none.
    """
    require(may(by, "prosecution.attachment.open"))
    kept = CaseAttachment.objects.get(id=attachment)
    content = attachments.open_file(kept)
    live = Case.objects.filter(continues=kept.case_id, in_compartment=True).first()
    _enter_attachment(
        by,
        "attachment_opened",
        live.id if live else kept.case_id,
        kept.id,
        kept.what,
    )
    return kept.what, kept.kind, content


@transaction.atomic
def remove_attachment(*, by: Actor, attachment: UUID) -> None:
    """Take back a paper that the actor put in by a slip, within a day.

    Raises `CaseAttachment.DoesNotExist` where the database lets the actor remove none
    such.
    """
    require(may(by, "prosecution.attachment.add"))
    kept = CaseAttachment.objects.defer("sealed").get(id=attachment)
    if not CaseAttachment.objects.filter(id=attachment).delete()[0]:
        raise CaseAttachment.DoesNotExist
    _enter_attachment(
        by,
        "attachment_removed",
        kept.case_id,
        attachment,
        kept.what,
    )


def _enter_attachment(
    by: Actor,
    action: str,
    case: UUID,
    key: UUID,
    what: str,
) -> None:
    enter_in_ledger(
        by=by,
        action=action,
        case=case,
        kind="attachment",
        subject=key,
        detail={"what": what},
    )
