"""What a thing says of itself, changed by SQL without a step of its history."""

import pytest
from django.db import DatabaseError, connection, transaction

from sala.access.ledger import record
from sala.access.roles import Role
from sala.protection.models import PersonEntitlement
from sala.protection.tests.conftest import alone, identify, person

__all__ = ["alone", "identify", "person"]


@pytest.fixture
def right(scratch, person, identify, actor):
    """A right of an identified person."""
    identify(person, days_ago=0)
    with actor(Role.CASE_WORKER):
        return PersonEntitlement.objects.filter(person_id=person.id).first()


def change(by, right, column, value):
    record(
        by=by,
        action="protection.entitlement_offered",
        kind="entitlement",
        subject=right.id,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE protection_personentitlement SET {column} = {value},"
            " changed_by_id = %s, changed_at = now() WHERE id = %s",
            [by.user, right.id],
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("column", "value", "match"),
    [
        ("reason", "'no_place'", "changed without a step"),
        ("agency_id", "(SELECT access_agency())", "changed without a step"),
        ("basis", "'presumed'", "the authority alone"),
        ("rests_on", "gen_random_uuid()", "the authority alone"),
    ],
)
def test_a_right_says_what_its_steps_say(scratch, actor, right, column, value, match):
    with (
        actor(Role.CASE_WORKER) as by,
        pytest.raises(DatabaseError, match=match),
        transaction.atomic(),
    ):
        change(by, right, column, value)


def test_the_columns_of_its_version_alone_are_free(scratch, actor, right):
    with actor(Role.CASE_WORKER) as by:
        change(by, right, "version", "version + 1")


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["happened_on", "place_code", "country"])
def test_nobody_moves_an_incident_to_another_day_or_place(actor, column):
    with (
        actor(Role.INVESTIGATOR),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE prosecution_incident SET {column} = {column}")
