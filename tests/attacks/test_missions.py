"""A mission asks by key, and writes, about somebody it handed on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from sala.access.ledger import record
from sala.access.roles import Role
from sala.people import queries
from sala.protection.actions import referrals, returns
from sala.protection.tests.conftest import alone, receiver, refer
from sala.protection.tests.test_returns import plan
from sala.screening.actions import envelopes
from sala.screening.actions.sealed_submissions import seal_submission
from sala.screening.models import Screening
from sala.screening.tests.conftest import written

__all__ = ["alone", "receiver", "refer"]
pytestmark = pytest.mark.django_db
CONSUL = Role.CONSULAR_OFFICER


@pytest.fixture
def screened(actor, now):
    """A screening of a citizen by a consular officer, who registered them with it."""
    key = uuid4()
    with actor(CONSUL) as by:
        sealed = seal_submission(written(now), key)
        envelopes.receive_envelope(by=by, at=now, key=key, sealed=sealed)
        return Screening.objects.select_related("person").get(id=key)


@pytest.fixture
def handed_on(actor, now, refer, screened):
    """The same citizen, brought home more than a day ago and taken on by `other`."""
    begun, gone = now - timedelta(hours=30), now - timedelta(hours=25)
    with actor(CONSUL) as by:
        home = returns.plan_return(
            by=by, at=begun, person=screened.person_id, plan=plan(begun)
        )
        returns.record_return(
            by=by, at=gone, returned=home, happened_on=gone.date(), version=1
        )
        sent = refer(by, person=screened.person)
    with actor(Role.CASE_WORKER, "other") as by:
        referrals.accept_referral(by=by, at=now, referral=sent)
    return screened


def ask(statement: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def test_what_became_of_them_is_not_told_by_key(actor, handed_on):
    person = handed_on.person_id
    with actor(CONSUL):
        assert ask("SELECT * FROM screening_about(%s)", person) == ("",) * 4
        assert ask("SELECT people_keeps(%s)", person) == (False,)
    with actor(Role.CASE_WORKER):
        assert ask("SELECT status FROM screening_about(%s)", person) == ("presumed",)
        assert ask("SELECT people_keeps(%s)", person) == (True,)


def test_nor_do_they_write_beside_the_record(actor, handed_on):
    with (
        actor(CONSUL) as by,
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        record(by=by, action="access.test_made", kind="person", subject="x")
        with connection.cursor() as cursor:
            # No RETURNING, which would ask whether they see what they wrote.
            cursor.execute(
                "INSERT INTO people_blindindex (person_id, kind, digest)"
                " VALUES (%s, 'name', %s)",
                [handed_on.person_id, b"\x00" * 32],
            )


def test_their_screening_has_no_page_but_the_receipt(sign_in, handed_on):
    page = sign_in(CONSUL).get(reverse("show_screening", args=[handed_on.id]))
    assert handed_on.person.code not in page.content.decode()


def test_a_column_that_is_changed_lengthens_no_sight(actor, now, refer, screened):
    """The day after the journey is counted from its step, which nobody changes."""
    begun, gone = now - timedelta(hours=30), now - timedelta(hours=25)
    with actor(CONSUL) as by:
        home = returns.plan_return(
            by=by, at=begun, person=screened.person_id, plan=plan(begun)
        )
        returns.record_return(
            by=by, at=gone, returned=home, happened_on=gone.date(), version=1
        )
        sent = refer(by, person=screened.person)
        record(by=by, action="access.test_made", kind="return", subject=home)
        assert ask(
            "UPDATE protection_return SET changed_at = now() + interval '9 years',"
            " changed_by_id = %s WHERE id = %s RETURNING 1",
            by.user,
            home,
        )
    with actor(Role.CASE_WORKER, "other") as by:
        referrals.accept_referral(by=by, at=now, referral=sent)
    with actor(CONSUL) as by:
        assert queries.find_person(by=by, code=screened.person.code) is None
