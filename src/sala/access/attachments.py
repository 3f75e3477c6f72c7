"""Papers and pictures kept with a record: what every room's table of them has.

A room makes its table from `Attachment` with a field for the record, seals what `kit.sent_files`
checked, says in its own migration who sees a row, and hands it out with `to_save` after entering
the opening in the ledger.
"""

from uuid import UUID, uuid4

from cryptography.fernet import InvalidToken
from django.db import models
from django.db.models import Q

from sala.access.models import Agency, User
from sala.access.sealed_text import open_bytes, seal_bytes
from sala.kit.sent_files import KINDS

MOST = 50  # with one record


class CannotOpenError(Exception):
    """A file does not open: the keyring is another, or it was put into another row."""


class Attachment(models.Model):
    """A file, sealed; no name that somebody gave it is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    what = models.CharField(max_length=32)  # the room's own list
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    dated_on = models.DateField(null=True)  # the day on the paper
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(name="%(class)s_kind", condition=Q(kind__in=list(KINDS)))
        ]

    def __str__(self) -> str:
        return f"{self.what}.{self.kind}"


def seal(key: UUID, content: bytes) -> bytes:
    """A file that belongs to no one person, sealed with the keyring for the row with this key."""
    return seal_bytes(key.bytes + content)


def unseal(key: UUID, sealed: bytes | memoryview) -> bytes:
    """The file that was sealed for this row."""
    try:
        opened = open_bytes(bytes(sealed))
    except InvalidToken as error:
        raise CannotOpenError from error
    if not opened.startswith(key.bytes):
        raise CannotOpenError
    return opened.removeprefix(key.bytes)
