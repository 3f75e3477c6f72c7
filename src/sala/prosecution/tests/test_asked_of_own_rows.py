"""The functions that hide a case about an official tell nobody that there is one."""

from uuid import uuid4

import pytest
from django.db import connection

from sala.access.roles import Role

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
            ask = "SELECT prosecution_hides_entry(%s, %s, %s, NULL)"
            said = []
            for key in (official_case.id, uuid4()):
                cursor.execute(ask, ["case", str(key), "{}"])
                as_subject = cursor.fetchone()
                cursor.execute(ask, ["victim", str(uuid4()), f'{{"case": "{key}"}}'])
                said.append((as_subject, cursor.fetchone()))
            assert said[0] == said[1]


@pytest.mark.django_db
def test_an_ordinary_case_of_another_agency_is_answered_like_one_about_an_official(actor, case):
    with actor(Role.INVESTIGATOR):
        assert told(case.id) == told(uuid4())


@pytest.mark.django_db
def test_nobody_asks_past_the_own_rows(actor):
    with actor(Role.INVESTIGATOR), connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege('prosecution_conceals(uuid)', 'EXECUTE')")
        assert cursor.fetchone() == (False,)
