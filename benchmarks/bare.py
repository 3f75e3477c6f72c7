"""The same tables without Sala: foreign keys and indexes as Django makes them, nothing else."""

import psycopg
from django.db import models, transaction

from benchmarks.tables import COPIES
from sala.access.models import Agency, User
from sala.kit import clock
from sala.people import codes


class BarePerson(models.Model):
    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=10)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        app_label, managed, db_table = "bench", False, "bare_person"


class BareKey(models.Model):
    person = models.OneToOneField(BarePerson, models.CASCADE, primary_key=True)
    wrapping_key = models.CharField(max_length=16)
    wrapped = models.BinaryField()

    class Meta:
        app_label, managed, db_table = "bench", False, "bare_personkey"


class BareIdentity(models.Model):
    person = models.OneToOneField(BarePerson, models.CASCADE, primary_key=True)
    sealed = models.BinaryField()
    photo = models.BinaryField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        app_label, managed, db_table = "bench", False, "bare_sealedidentity"


class BareIndex(models.Model):
    person = models.ForeignKey(BarePerson, models.CASCADE, related_name="+")
    digest = models.BinaryField()
    kind = models.CharField(max_length=16)

    class Meta:
        app_label, managed, db_table = "bench", False, "bare_blindindex"


def make_tables(url: str) -> None:
    """Copies of the room's tables with their indexes and foreign keys, open to the application."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in COPIES:
            connection.execute(statement)


def one_row(agency, user) -> BarePerson:
    """One row, inserted and committed."""
    import uuid

    with transaction.atomic():
        return BarePerson.objects.create(
            id=uuid.uuid4(),
            code=codes.new_code(),
            agency_id=agency,
            registered_by_id=user,
            registered_at=clock.now(),
        )


def same_rows(agency, user) -> None:
    """The rows of a registration, inserted and committed with nothing else."""
    with transaction.atomic():
        person = one_row(agency, user)
        BareKey.objects.create(
            person=person,
            wrapping_key="k1",
            wrapped=b"x" * 60,
        )
        BareIdentity.objects.create(
            person=person,
            sealed=b"x" * 540,
            changed_at=clock.now(),
        )
        BareIndex.objects.bulk_create(
            BareIndex(
                person=person,
                kind="name",
                digest=number.to_bytes(16, "big"),
            )
            for number in range(4)
        )
