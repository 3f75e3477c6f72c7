"""Forms that somebody began and did not send."""

import uuid

from django.db import models

from sala.access.models.agencies import Agency
from sala.access.models.users import User
from sala.access.roles import Role
from sala.vault.sealed_columns import SealedBytes


class Draft(models.Model):
    """A form that somebody began and did not send: their own, sealed, for some days."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    form = models.UUIDField()  # made with the page, so that one form is one draft
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    role = models.CharField(max_length=32, choices=Role.choices)
    path = models.CharField(max_length=400)
    title = models.CharField(max_length=120)
    typed = SealedBytes(use="form")  # it may hold an identity
    begun_at = models.DateTimeField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_draft_a_form",
                fields=["user", "agency", "role", "form"],
            ),
        ]

    def __str__(self) -> str:
        return self.title
