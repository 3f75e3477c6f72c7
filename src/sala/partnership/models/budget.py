"""Money for the work against trafficking, in whole units of the country's currency."""

from django.db import models
from django.db.models import Q

from sala.access.models import Agency
from sala.desk.recorded import RecordedModel
from sala.partnership.models.common import Kept
from sala.partnership.models.plans import Objective


class BudgetLine(Kept):
    """What an agency has for a purpose in a fiscal year; null is not recorded, which is
    not 0.
    """

    fiscal_year = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=32)
    objective = models.ForeignKey(
        Objective,
        models.PROTECT,
        null=True,
        related_name="lines",
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    source = models.CharField(max_length=32)
    allocated = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["fiscal_year"], name="budget_by_year")]
        constraints = [
            models.CheckConstraint(
                name="allocated_not_below_zero",
                condition=Q(allocated__isnull=True) | Q(allocated__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.purpose}"


class Spending(RecordedModel):
    """How much of a line was spent up to a day, all in all; the latest day counts."""

    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="spendings")
    spent = models.BigIntegerField()
    up_to = models.DateField()

    class Meta(RecordedModel.Meta):
        constraints = [
            *RecordedModel.Meta.constraints,
            models.CheckConstraint(
                name="spent_not_below_zero",
                condition=Q(spent__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return str(self.spent)
