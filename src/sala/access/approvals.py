"""What two people approve: one text with its hash, by a first and by a second person.

A room makes its table from `TwiceApproved` with a field for what is approved, and says in its own
migration who may be the first and who the second.
"""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from sala.access.context import Actor
from sala.access.models import Agency, User


class TwiceApproved(models.Model):
    """The whole text as one person approved it; for good, once another one did."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = models.TextField()  # JSON, of which `digest` is the hash
    digest = models.CharField(max_length=64)
    first_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    first_role = models.CharField(max_length=32)
    first_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    second_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    second_role = models.CharField(max_length=32, blank=True)
    second_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.digest[:12]


def approved_once(thing: str, name: str) -> models.UniqueConstraint:
    """That a thing has one text that two people approved."""
    condition = Q(second_at__isnull=False)
    return models.UniqueConstraint(name=name, fields=[thing], condition=condition)


def two_people(name: str) -> models.CheckConstraint:
    """That the second person is another one than the first."""
    return models.CheckConstraint(
        name=name, condition=Q(second_by__isnull=True) | ~Q(second_by=F("first_by"))
    )


def second_is_whole(name: str) -> models.CheckConstraint:
    """That a second approval says who, in which role, for which agency and when, or is none."""
    return models.CheckConstraint(
        name=name,
        condition=Q(
            second_by__isnull=True,
            second_role="",
            second_agency__isnull=True,
            second_at__isnull=True,
        )
        | Q(second_by__isnull=False, second_agency__isnull=False, second_at__isnull=False)
        & ~Q(second_role=""),
    )


def signed_as(which: str, by: Actor, at: datetime) -> dict[str, object]:
    """The fields of the `first` or the `second` approval."""
    return {
        f"{which}_by_id": by.user,
        f"{which}_role": by.role,
        f"{which}_agency_id": by.agency,
        f"{which}_at": at,
    }
