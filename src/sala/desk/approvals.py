"""What two people approve: one text with its hash, by a first and by a second person.

A room makes its table from `TwiceApproved` with a field for what is approved, and says
in its own migration who may be the first and who the second.
"""

import uuid
from datetime import datetime
from typing import TypeVar

from django.db import models
from django.db.models import F, Q, QuerySet

from sala.access.context import Actor
from sala.access.models import Agency, User
from sala.kit.states import ChangedMeanwhileError


class TwiceApproved(models.Model):
    """The whole text as one person approved it; for good, once another one did."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    content = models.TextField()  # JSON, of which `digest` is the hash
    digest = models.CharField(max_length=64)
    first_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    first_role = models.CharField(max_length=32)
    first_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    second_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    second_role = models.CharField(max_length=32, blank=True)
    second_agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    second_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.digest[:12]


T = TypeVar("T", bound=TwiceApproved)


def approved_once(thing: str, name: str) -> models.UniqueConstraint:
    """That a thing has one text that two people approved."""
    condition = Q(second_at__isnull=False)
    return models.UniqueConstraint(
        name=name,
        fields=[thing],
        condition=condition,
    )


def two_people(name: str) -> models.CheckConstraint:
    """That the second person is another one than the first."""
    return models.CheckConstraint(
        name=name,
        condition=Q(second_by__isnull=True) | ~Q(second_by=F("first_by")),
    )


def second_is_whole(name: str) -> models.CheckConstraint:
    """That a second approval says who, in which role, for which agency and when, or is
    none.
    """
    return models.CheckConstraint(
        name=name,
        condition=Q(
            second_by__isnull=True,
            second_role="",
            second_agency__isnull=True,
            second_at__isnull=True,
        )
        | Q(
            second_by__isnull=False,
            second_agency__isnull=False,
            second_at__isnull=False,
        )
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


def sign_second(said: QuerySet[T], *, by: Actor, at: datetime) -> None:
    """Approve for good, as the second of two people, what a first one approved; `said`
    are the texts that say, word for word, what the second has read. The latest of them
    is signed.

    Raises `ChangedMeanwhileError` where nobody approved such a text, or somebody else
    was faster.
    """
    half = said.filter(second_at=None)
    held = half.order_by("-first_at").values_list("id", flat=True)[:1]
    if not half.filter(id__in=[*held]).update(**signed_as("second", by, at)):
        raise ChangedMeanwhileError
