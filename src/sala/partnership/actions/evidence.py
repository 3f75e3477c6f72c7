"""The documents themselves that are evidence.

Each adding and each opening is in the ledger.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.desk import attachments
from sala.kit.uploaded_files import SentFile, file_digest
from sala.partnership.actions import common
from sala.partnership.models import EvidenceFile
from sala.partnership.queries.evidence import told_of
from sala.partnership.queries.steps import VIEW
from sala.vault.sealed_places import CannotOpenError

KIND = "evidence_file"


def keep_file(
    *,
    by: Actor,
    at: datetime,
    what: str,
    file: SentFile,
    **of: object,
) -> None:
    """Keep the document that an entry or a step was just added with; `of` names that
    one.
    """
    key = attachments.keep_file(
        EvidenceFile,
        by=by,
        at=at,
        what=what,
        file=file,
        **of,
    )
    common.record_entry(
        by,
        "file_added",
        KIND,
        key,
        hash=file.digest,
    )


@transaction.atomic
def open_file(*, by: Actor, file: UUID) -> SentFile:
    """A document as it was given; the opening is in the ledger before it is answered.

    Raises `EvidenceFile.DoesNotExist` where the actor does not see it, and
    `CannotOpenError` where it is another document than the evidence says.
    """
    require(may(by, VIEW))
    kept = EvidenceFile.objects.select_related("entry", "step").get(id=file)
    content = attachments.open_file(kept)
    said = told_of(kept).file_hash
    if file_digest(content) != said:
        raise CannotOpenError
    common.record_entry(
        by,
        "file_opened",
        KIND,
        file,
        hash=said,
    )
    return SentFile(kept.kind, content)


@transaction.atomic
def take_back_file(*, by: Actor, file: UUID) -> None:
    """Take back the document of an answer that the actor gave by a slip, within a day.

    Raises `EvidenceFile.DoesNotExist` where the database lets the actor take back none
    such.
    """
    common.require_worker(by)
    drop_file(by, id=file)


def drop_file(by: Actor, **of: object) -> None:
    """Remove a document for ever; its hash stays with the evidence, and in the
    ledger.
    """
    kept = (
        EvidenceFile.objects.defer("sealed").select_related("entry", "step").get(**of)
    )
    key, said = kept.id, told_of(kept).file_hash
    if not EvidenceFile.objects.filter(id=key).delete()[0]:
        raise EvidenceFile.DoesNotExist
    common.record_entry(
        by,
        "file_taken_back",
        KIND,
        key,
        hash=said,
    )
