"""What an agency did and wrote down: never changed, taken back where it was wrong."""

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from sala.access.context import Actor
from sala.access.models import Agency, User


class RecordedModel(models.Model):
    """A thing that an agency recorded. It stands until its agency takes it back."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_taken_back_by",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]


def take_back(rows: QuerySet[Any], *, by: Actor, at: datetime) -> None:
    """Mark one row as taken back; raises its `DoesNotExist` where it is not the
    actor's, or was.
    """
    if not rows.filter(withdrawn_at=None).update(
        withdrawn_at=at,
        withdrawn_by_id=by.user,
    ):
        raise rows.model.DoesNotExist
