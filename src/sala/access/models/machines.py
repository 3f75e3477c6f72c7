"""Programs that act by themselves, what they are ordered to do, and what came of it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sala.access.models.agencies import Agency
from sala.access.models.users import Membership, User
from sala.vault.sealed_columns import SealedBytes


class MachineActor(models.Model):
    """One program that acts by itself: what it may enter in the ledger and change.

    The owner writes this table from the rooms' `policy.py`; nobody else reads it.
    """

    name = models.CharField(max_length=32, primary_key=True)
    on_order = models.BooleanField()  # acts for whoever gave an order, never alone
    enters = ArrayField(models.CharField(max_length=64))
    changes = ArrayField(models.CharField(max_length=64))

    def __str__(self) -> str:
        return self.name


class WorkOrder(models.Model):
    """What a member ordered a machine to do: who, what, how far it is, until when.

    It holds codes and counts, never who anybody is.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    machine = models.CharField(max_length=32)
    asked_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    role = models.CharField(max_length=32)
    what = models.JSONField()
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    total = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    result = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.id)


class WorkPart(models.Model):
    """A part of what an order makes, sealed; the whole of it once it is finished."""

    order = models.ForeignKey(WorkOrder, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    codes = ArrayField(models.CharField(max_length=32))  # whom it is about
    sealed = SealedBytes(use="order")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_part_a_number",
                fields=["order", "number"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.number}"
