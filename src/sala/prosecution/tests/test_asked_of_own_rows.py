"""The functions that hide a case about an official tell nobody that there is one."""

from uuid import uuid4

import pytest
from django.db import connection

from sala.access.models import LedgerEntry
from sala.access.roles import Role
from sala.prosecution import actions
from sala.prosecution.tests.conftest import OFFICIAL, OTHER

ASK = {
    "prosecution_hides(%s)": 1,
    "prosecution_hides_incident(%s)": 1,
    "prosecution_hides_grant(%s)": 1,
}


def told(key) -> list[bool]:
    """What each of the functions answers of an id."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(ASK)}", [key] * len(ASK))
        return list(cursor.fetchone())


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_a_known_id_is_answered_like_one_that_is_not(role, actor, official_case):
    with actor(role):
        assert told(official_case.id) == told(uuid4())
        with connection.cursor() as cursor:
            ask = "SELECT prosecution_hides_entry(%s, %s, %s, NULL, transaction_timestamp())"
            said = []
            for key in (official_case.id, uuid4()):
                cursor.execute(ask, ["case", str(key), "{}"])
                as_subject = cursor.fetchone()
                cursor.execute(ask, ["victim", str(uuid4()), f'{{"case": "{key}"}}'])
                said.append((as_subject, cursor.fetchone()))
            assert said[0] == said[1]


def hidden(kind, subject) -> bool:
    """What the ledger's function answers of an entry that nobody of the own agency made."""
    with connection.cursor() as cursor:
        ask = "SELECT prosecution_hides_entry(%s, %s, '{}', NULL, transaction_timestamp())"
        cursor.execute(ask, [kind, str(subject)])
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_an_unknown_id_is_answered_the_same_before_there_is_such_a_case(
    role,
    actor,
    now,
    case,
):
    with actor(role):
        before = [hidden(kind, uuid4()) for kind in ("case", "person")]
    with actor(Role.INVESTIGATOR, OTHER) as by:
        actions.take_over_case(
            by=by,
            at=now,
            case=case.id,
            reason="official",
            official_agency=OFFICIAL,
        )
    with actor(role):
        assert [hidden(kind, uuid4()) for kind in ("case", "person")] == before


@pytest.mark.django_db
def test_supervisors_read_their_agencys_ledger_with_such_a_case_and_with_none(
    actor,
    now,
    case,
):
    """The entries are made by the agency itself: hiding what is not theirs hides none of them."""
    with actor(Role.SUPERVISOR, OTHER):
        before = [*LedgerEntry.objects.values_list("lane", "seq")]
    with actor(Role.INVESTIGATOR, OTHER) as by:
        actions.take_over_case(
            by=by,
            at=now,
            case=case.id,
            reason="official",
            official_agency=OFFICIAL,
        )
    with actor(Role.SUPERVISOR, OTHER):
        after = [*LedgerEntry.objects.values_list("lane", "seq")]
        of_case = LedgerEntry.objects.filter(subject=str(case.id))
        assert [entry.action for entry in of_case.order_by("at", "seq")] == [
            "prosecution.case_opened",
            "prosecution.case_taken_over",
        ]
    assert set(before) < set(after), "the hand-over is one more, and nothing goes"


@pytest.mark.django_db
def test_an_ordinary_case_of_another_agency_is_answered_like_one_about_an_official(
    actor,
    case,
):
    with actor(Role.INVESTIGATOR):
        assert told(case.id) == told(uuid4())


@pytest.mark.django_db
def test_nobody_asks_past_the_own_rows(actor):
    with actor(Role.INVESTIGATOR), connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_function_privilege('prosecution_conceals(uuid)', 'EXECUTE')",
        )
        assert cursor.fetchone() == (False,)
