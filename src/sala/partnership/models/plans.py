"""The national plan of action: what is to be reached, by whom, until when, and how far
it is.
"""

from django.db import models
from django.db.models import F, Q

from sala.access.models import Agency
from sala.partnership.models.common import SecretariatRecord


class ActionPlan(SecretariatRecord):
    """A plan for some years; one is in force at a time."""

    titles = models.JSONField()  # by language
    from_on = models.DateField()
    to_on = models.DateField()
    state = models.CharField(max_length=16, default="draft")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_plan_in_force",
                fields=["state"],
                condition=Q(state="in_force"),
            ),
            models.CheckConstraint(
                name="action_plan_state",
                condition=Q(state__in=["draft", "in_force", "ended"]),
            ),
            models.CheckConstraint(
                name="plan_ends_after_it_starts",
                condition=Q(to_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} {self.to_on}"


class Objective(SecretariatRecord):
    """What one agency is to reach until a day; how far it is, its last step says."""

    state = models.CharField(max_length=16, default="not_begun")

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="objectives")
    number = models.CharField(max_length=16)
    texts = models.JSONField()  # by language
    indicators = models.JSONField()  # by language; may be empty
    target = models.PositiveIntegerField(null=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    due_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="objective_number_once",
                fields=["plan", "number"],
            ),
        ]

    def __str__(self) -> str:
        return self.number
