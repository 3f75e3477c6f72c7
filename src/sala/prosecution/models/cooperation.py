"""What another country was asked, or asks."""

import uuid

from django.db import models
from django.db.models import F, Q

from sala.access.models import Agency, User
from sala.prosecution.models.cases import Case
from sala.prosecution.states import COOPERATION


class CooperationRequest(models.Model):
    """A request to or from another country, with the day by which it should be
    answered.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    code = models.CharField(max_length=10, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    case = models.ForeignKey(
        Case,
        models.PROTECT,
        null=True,
        related_name="cooperation",
    )
    direction = models.CharField(max_length=8)
    country = models.CharField(max_length=2)
    kind = models.CharField(max_length=32)
    made_on = models.DateField()
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=16, default="made")
    state_since = models.DateField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-made_on"], name="cooperation_by_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                name="cooperation_state",
                condition=COOPERATION.state_condition,
            ),
            models.CheckConstraint(
                name="cooperation_direction",
                condition=Q(direction__in=["outgoing", "incoming"]),
            ),
            models.CheckConstraint(
                name="cooperation_due_after_made",
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("made_on")),
            ),
            models.CheckConstraint(
                name="cooperation_in_order",
                condition=Q(state_since__gte=F("made_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.code
