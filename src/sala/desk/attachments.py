"""Papers and pictures kept with a record: what every room's table of them has.

A room makes its table from `Attachment` with a field for the record, keeps with `keep`
what `kit.uploaded_files` checked, says in its own law who sees a row, and hands it out
with `to_save` after entering the opening in the ledger.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.models import Agency, User
from sala.countries.queries import in_language
from sala.kit.uploaded_files import KINDS, SentFile
from sala.vault.sealed_columns import SealedBytes, sealed_place
from sala.vault.sealed_places import CannotOpenError, is_first_format
from sala.vault.sealed_text import open_bytes, seal_bytes

MOST = 50  # with one record
# What one user keeps in 24 hours in one room: the papers of a large raid, and more.
FILES_A_DAY = 200
BYTES_A_DAY = 200_000_000
A_DAY = timedelta(hours=24)  # in which its giver takes back what was put in by a slip


class Attachment(models.Model):
    """A file, sealed; no name that somebody gave it is kept."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid4,
        editable=False,
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    what = models.CharField(max_length=32)  # the room's own list
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    dated_on = models.DateField(null=True)  # the day on the paper
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    sealed = SealedBytes(use="attachment")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_kind",
                condition=Q(kind__in=list(KINDS)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what}.{self.kind}"

    @property
    def kilobytes(self) -> int:
        """How large it is, rounded up."""
        return -(-self.size // 1024)


A = TypeVar("A", bound=Attachment)


@dataclass(frozen=True)
class RecordAttachmentRow:
    """A paper or picture that is kept, and nothing of what is in it."""

    id: UUID
    what: str
    kind: str
    kilobytes: int
    dated_on: date | None
    agency: str
    added_by: str
    added_at: datetime
    may_remove: bool


def attachment_rows(
    found: QuerySet[A],
    *,
    by: Actor,
    at: datetime,
    words: Mapping[str, str | Promise],
) -> list[RecordAttachmentRow]:
    """The papers that a session sees among these, the latest first; `words` are the
    room's list.
    """
    copied = ("id", "kind", "kilobytes", "dated_on", "added_at")
    seen = found.select_related("agency", "added_by").defer("sealed")
    return [
        RecordAttachmentRow(
            **{name: getattr(a, name) for name in copied},
            what=str(words[a.what]),
            agency=in_language(a.agency.names),
            added_by=a.added_by.full_name,
            may_remove=a.added_by_id == by.user_id and at - a.added_at < A_DAY,
        )
        for a in seen.order_by("-added_at", "id")
    ]


def require_budget(
    table: type[Attachment],
    *,
    by: Actor,
    at: datetime,
    file: SentFile,
) -> None:
    """Refuse a file that is more than one user may keep in a day.

    Raises `ValidationError` naming the field.
    """
    rows = table._default_manager  # noqa: SLF001 of whichever room
    lately = rows.filter(added_by_id=by.user, added_at__gt=at - A_DAY)
    kept = lately.aggregate(files=Count("pk"), size=Sum("size", default=0))
    if kept["files"] < FILES_A_DAY and kept["size"] + len(file.content) <= BYTES_A_DAY:
        return
    raise ValidationError(
        {
            "file": _(
                "You added %(most)s files, or %(megabytes)s MB of them, in 24 hours:"
                " as much as one person can. Add the rest tomorrow, or ask a colleague."
            )
            % {"most": FILES_A_DAY, "megabytes": BYTES_A_DAY // 1_000_000},
        },
    )


def keep_file(
    table: type[A],
    *,
    by: Actor,
    at: datetime,
    what: str,
    file: SentFile,
    **of: object,
) -> UUID:
    """Keep a file that belongs to no one person, sealed with the keyring; `of` names
    its record.

    Raises `ValidationError` where it is more than one user may keep in a day.
    """
    require_budget(table, by=by, at=at, file=file)
    key = uuid4()
    kept = table(
        id=key,
        agency_id=by.agency,
        what=what,
        kind=file.kind,
        size=len(file.content),
        added_by_id=by.user,
        added_at=at,
        sealed=seal_bytes(file.content, sealed_place(table, "sealed", key)),
        **of,
    )
    kept.save(force_insert=True)
    return key


def open_file(kept: Attachment) -> bytes:
    """The file that belongs to no one person, as it was kept in this row.

    Raises `CannotOpenError` where it was put here from another.
    """
    sealed = bytes(kept.sealed)
    opened = open_bytes(sealed, sealed_place(type(kept), "sealed", kept.id))
    if not is_first_format(sealed):
        return opened
    if not opened.startswith(kept.id.bytes):  # in the first format the key stands in it
        raise CannotOpenError
    return opened.removeprefix(kept.id.bytes)
