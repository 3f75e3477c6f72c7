"""What is to be done for somebody, by whom and by when, agreed with them; every version
kept.
"""

import uuid

from django.db import models
from django.db.models import Q

from sala.access.models import Agency, User
from sala.people.models import Person
from sala.protection.models.entitlements import PersonEntitlement
from sala.vault.sealed_columns import SealedBytes


class SupportPlan(models.Model):
    """One person's plan, shared by all case workers who see them."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="+",
    )  # who began it, and leads
    state = models.CharField(max_length=16, default="draft")
    agreed_by = models.CharField(max_length=16, blank=True)  # person, guardian
    agreed_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    reason = models.CharField(max_length=32, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "review_on"], name="plan_by_agency")]
        constraints = [
            models.UniqueConstraint(
                name="one_plan_at_a_time",
                fields=["person"],
                condition=~Q(state="ended"),
            ),
            models.CheckConstraint(
                name="plan_state",
                condition=Q(state__in=["draft", "agreed", "ended"]),
            ),
            models.CheckConstraint(
                name="agreed_by_somebody_and_looked_at_again",
                condition=~Q(state="agreed")
                | (
                    Q(agreed_on__isnull=False, review_on__isnull=False)
                    & ~Q(agreed_by="")
                ),
            ),
            models.CheckConstraint(
                name="plan_ended_for_a_reason",
                condition=~Q(state="ended") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class PlanGoal(models.Model):
    """One need of the plan: what is done, who answers for it, and by when."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    plan = models.ForeignKey(SupportPlan, models.PROTECT, related_name="goals")
    need = models.CharField(max_length=32)
    entitlement = models.ForeignKey(
        PersonEntitlement,
        models.PROTECT,
        null=True,
        related_name="goals",
    )
    responsible = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="+",
    )  # an agency or a unit
    by_when = models.DateField(null=True)
    state = models.CharField(max_length=16, default="open")
    reason = models.CharField(max_length=32, blank=True)
    note = SealedBytes(null=True, use="plan")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="goal_state",
                condition=Q(state__in=["open", "reached", "dropped"]),
            ),
            models.CheckConstraint(
                name="goal_dropped_for_a_reason",
                condition=~Q(state="dropped") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.need


class PlanVersion(models.Model):
    """The plan as it stood after each change, in codes. Never changed."""

    plan = models.ForeignKey(SupportPlan, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="plan_version_once",
                fields=["plan", "version"],
            ),
        ]

    def __str__(self) -> str:
        return str(self.version)
