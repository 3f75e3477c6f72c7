"""A mission asks by key, and writes, about somebody it handed on."""

from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from sala.access.ledger import record
from sala.access.roles import Role
from sala.people import queries
from sala.protection.actions import referrals, returns
from sala.protection.models import FollowUp, Return
from sala.protection.tests.conftest import alone, receiver, refer
from sala.protection.tests.test_returns import plan
from sala.screening.actions import envelopes
from sala.screening.actions.sealed_submissions import seal_submission
from sala.screening.models import Screening
from sala.screening.tests.conftest import written

__all__ = ["alone", "receiver", "refer"]
CONSUL = Role.CONSULAR_OFFICER


@pytest.fixture
def screened(scratch, actor, now):
    """A screening of a citizen by a consular officer, who registered them with it."""
    key = uuid4()
    with actor(CONSUL) as by:
        sealed = seal_submission(written(now), key)
        envelopes.receive_envelope(by=by, at=now, key=key, sealed=sealed)
        return Screening.objects.select_related("person").get(id=key)


@pytest.fixture
def brought_home(in_the_past, screened):
    """The key of their return, planned and made more than a day ago."""
    with in_the_past(CONSUL, days=30 / 24) as (by, at):
        home = returns.plan_return(
            by=by, at=at, person=screened.person_id, plan=plan(at)
        )
    with in_the_past(CONSUL, days=25 / 24) as (by, at):
        returns.record_return(
            by=by, at=at, returned=home, happened_on=at.date(), version=1
        )
    return home


@pytest.fixture
def handed_on(scratch, actor, now, refer, screened, brought_home):
    """The same citizen, brought home more than a day ago and taken on by `other`."""
    with actor(CONSUL) as by:
        sent = refer(by, person=screened.person, kind="take_over")
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
    with actor(Role.CASE_WORKER, "other"):
        assert ask("SELECT status FROM screening_about(%s)", person) == ("presumed",)
        assert ask("SELECT people_keeps(%s)", person) == (True,)


def test_who_takes_somebody_on_after_the_journey_sees_them_alone(
    scratch, actor, screened, now, refer, brought_home
):
    def sees():
        with actor(CONSUL) as by:
            return queries.find_person(by=by, code=screened.person.code) is not None

    with actor(CONSUL) as by:
        sent = refer(by, person=screened.person, kind="take_over")
    assert sees(), "home, and nobody took them on yet"
    with actor(Role.CASE_WORKER, "other") as by:
        referrals.accept_referral(by=by, at=now, referral=sent)
    assert not sees()
    with actor(CONSUL):
        assert not Return.objects.exists()
    with actor(Role.CASE_WORKER, "other"):
        assert Return.objects.get().state == "returned", "the record follows the care"
        assert FollowUp.objects.exists()


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


def test_a_column_that_is_changed_lengthens_no_sight(
    scratch, actor, now, refer, screened, brought_home
):
    """The day after the journey is counted from its step, which nobody changes."""
    with actor(CONSUL) as by:
        sent = refer(by, person=screened.person, kind="take_over")
        record(by=by, action="access.test_made", kind="return", subject=brought_home)
        with pytest.raises(ProgrammingError, match="moment"), transaction.atomic():
            ask(
                "UPDATE protection_return SET changed_at = now() + interval '9 years',"
                " changed_by_id = %s WHERE id = %s RETURNING 1",
                by.user,
                brought_home,
            )
        assert ask(
            "UPDATE protection_return SET changed_at = now(), changed_by_id = %s"
            " WHERE id = %s RETURNING 1",
            by.user,
            brought_home,
        )
    with actor(Role.CASE_WORKER, "other") as by:
        referrals.accept_referral(by=by, at=now, referral=sent)
    with actor(CONSUL) as by:
        assert queries.find_person(by=by, code=screened.person.code) is None
