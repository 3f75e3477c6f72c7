"""People who came in as a file of HTCDS."""

import uuid

from django.db import models

from sala.access.models import Agency, User
from sala.people.models import Person
from sala.vault.sealed_columns import SealedBytes, SealedText


class HtcdsFile(models.Model):
    """A file of HTCDS as it came, sealed, from its check until it is brought in or
    thrown away.

    Three days later it is forgotten: it names people under no key of their own.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    brought_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    sealed = SealedText(use="htcds file")

    def __str__(self) -> str:
        return str(self.id)


class HtcdsRow(models.Model):
    """What a row of HTCDS said of one person, in the standard's own fields.

    Coded fields are plain, what somebody typed is sealed under the person's key.
    `digest` is keyed, so that the same row never comes in twice, and it says nothing by
    itself.
    """

    person = models.OneToOneField(
        Person,
        models.PROTECT,
        primary_key=True,
        related_name="+",
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    imported_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    digest = models.BinaryField()
    codes = models.JSONField()
    sealed = SealedBytes(use="htcds")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="htcds_row_once", fields=["agency", "digest"]),
        ]

    def __str__(self) -> str:
        return str(self.person_id)
