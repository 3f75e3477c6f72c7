"""Word that something waits, and who has read it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sala.access.models.agencies import Agency
from sala.access.models.users import User


class Notice(models.Model):
    """Word to an agency's people, or to one of them, that something waits. It names
    nobody.

    `kind` is a sentence of the sending room, `url_name` and `args` the page to open.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=32))
    user = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    kind = models.CharField(max_length=64)
    url_name = models.CharField(max_length=64)
    args = models.JSONField(default=list)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_by_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "-sent_at"], name="notice_by_agency")]

    def __str__(self) -> str:
        return self.kind


class NoticeRead(models.Model):
    """That one user has read one notice."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="reads")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="read_once", fields=["notice", "user"]),
        ]

    def __str__(self) -> str:
        return str(self.notice_id)
