"""Public bodies and their units."""

import uuid

from django.db import models
from django.db.models import F, Q


class Agency(models.Model):
    """A public body, its units among them, with a stable code that anybody may know."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    code = models.CharField(max_length=32, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="units",
    )
    kind = models.CharField(max_length=32)
    level = models.CharField(max_length=32)
    names = models.JSONField()
    place_code = models.CharField(max_length=32, blank=True)
    identifies = models.BooleanField(default=False)
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agency_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.code
