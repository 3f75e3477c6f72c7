"""What somebody said of the completeness of the facts of a year. The facts themselves
are files.
"""

import uuid

from django.db import models
from django.db.models import Q

from sala.access.models import Agency, User


class CompletenessStatement(models.Model):
    """Whether all of an event, or of one figure, is recorded for a year. Never changed:
    a later one goes before.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    about = models.CharField(
        max_length=64,
    )  # code of an event of the facts, or of a figure
    year = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=16)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["year", "about", "-said_at"], name="statement_by_year"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="statement_answer",
                condition=Q(
                    answer__in=["complete", "partial", "not_recorded", "not_asked"],
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.year}"
