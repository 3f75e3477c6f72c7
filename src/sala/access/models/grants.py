"""Records opened to an agency for a time, and looks in an emergency."""

import uuid

from django.db import models
from django.db.models import F, Q

from sala.access.models.agencies import Agency
from sala.access.models.users import User
from sala.vault.sealed_columns import SealedText


class Grant(models.Model):
    """One record opened to one agency until a moment, on a named basis, and taken back
    at will.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    record_kind = models.CharField(max_length=32)
    record_id = models.UUIDField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    basis = models.CharField(max_length=64)
    rests_on = models.UUIDField(null=True, db_index=True)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_by_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        indexes = [
            models.Index(fields=["agency", "record_kind"], name="grant_by_agency"),
            models.Index(fields=["record_id"], name="grant_by_record"),
        ]
        constraints = [
            models.CheckConstraint(
                name="grant_ends",
                condition=Q(until__gt=F("given_at")),
            ),
            models.CheckConstraint(
                name="grant_on_consent_names_it",
                condition=~Q(basis="consent") | Q(rests_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class BrokenGlass(models.Model):
    """One user's emergency look at one record, for an hour, announced and reviewed."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    record_kind = models.CharField(max_length=32)
    record_id = models.UUIDField()
    custodian = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    reason = SealedText(use="emergency look")  # it may name somebody
    broken_at = models.DateTimeField()
    until = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    finding = models.CharField(
        max_length=16,
        blank=True,
        choices=[("justified", "justified"), ("not_justified", "not_justified")],
    )

    class Meta:
        indexes = [models.Index(fields=["user", "record_kind"], name="glass_by_user")]

    def __str__(self) -> str:
        return str(self.id)
