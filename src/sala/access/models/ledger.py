"""What was done, entry by entry."""

from django.db import models


class LedgerEntry(models.Model):
    """One line of the ledger. Never changed, never removed; see access/ledger/."""

    lane = models.PositiveSmallIntegerField()
    seq = models.BigIntegerField()
    xact = models.BigIntegerField(db_index=True)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    agency = models.UUIDField(null=True)
    unit = models.UUIDField(null=True)
    role = models.CharField(max_length=32)
    purpose = models.CharField(max_length=32)
    action = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=32)
    subject = models.CharField(max_length=64)
    detail = models.TextField()
    previous = models.BinaryField()
    hash = models.BinaryField()
    seal = models.BinaryField()
    pk = models.CompositePrimaryKey("lane", "seq")

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-at"], name="ledger_by_agency"),
            models.Index(fields=["subject", "-at"], name="ledger_by_subject"),
            models.Index(fields=["-at"], name="ledger_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.lane}/{self.seq}"
