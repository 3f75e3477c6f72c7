"""What the tables of this room share."""

import uuid

from django.db import models

from sala.access.models import User


class SecretariatRecord(models.Model):
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
