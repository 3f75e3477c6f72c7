"""What the tables of this room share."""

import uuid

from django.db import models

from sala.access.models import Agency, User


class Kept(models.Model):
    """Something the secretariat keeps; `version` tells whether it changed after it was
    read.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Step(models.Model):
    """What was reported of a thing on a day. Never changed; two cannot both be the
    next.
    """

    step = models.PositiveIntegerField()
    move = models.CharField(max_length=16)
    state = models.CharField(max_length=16)
    happened_on = models.DateField()
    reason = models.CharField(max_length=32, blank=True)
    note = models.CharField(
        max_length=500,
        blank=True,
    )  # on public work; the form says: no names
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.state
