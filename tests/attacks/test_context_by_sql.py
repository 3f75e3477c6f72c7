"""Whoever runs SQL as the application is who they entered as, whatever they write into a
setting: the proof reads no text of one setting as another's.
"""

import re
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction

from sala.access.law.context import PROVED_SETTINGS, PROVED_TEXT
from sala.access.roles import OPERATOR, Role

pytestmark = pytest.mark.django_db
SEPARATORS = ["|", ",", '"', "(", ")", "\\", "\x1f", " ", ":", "{"]
NEIGHBOURS = list(pairwise(PROVED_SETTINGS))


def put(**settings):
    """Write settings as any SQL may."""
    with connection.cursor() as cursor:
        for name, value in settings.items():
            cursor.execute(
                "SELECT set_config(%s, %s, true)",
                [f"sala.{name}", value],
            )


def who_is_asking():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_proven(), access_role(), access_agency(), access_operating()",
        )
        return cursor.fetchone()


NOBODY = (False, "", None, False)


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("wanted", [Role.OVERSIGHT, Role.CASE_WORKER, OPERATOR])
def test_no_purpose_of_ones_own_makes_another_role(actor, wanted, separator):
    with actor(Role.FRONTLINE_OFFICER) as by:
        forged = f"{wanted}{separator}x"
        with pytest.raises(DatabaseError, match="is no purpose"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT access_enter(%s, %s, %s)",
                    [by.user, by.membership_id, forged],
                )
        put(unit=f"{separator}{by.role}", role=str(wanted), purpose="x")
        assert who_is_asking() == NOBODY


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize(("first", "second"), NEIGHBOURS)
def test_no_text_of_a_setting_reads_as_its_neighbours(
    actor,
    first,
    second,
    separator,
):
    with actor(Role.ANALYST):
        put(**{first: f"a{separator}", second: "b"})
        one = proved_text()
        put(**{first: "a", second: f"{separator}b"})
        assert proved_text() != one


def proved_text():
    """What the proof is made of."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {PROVED_TEXT}")
        return cursor.fetchone()[0]


def setting(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [f"sala.{name}"])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("name", PROVED_SETTINGS)
def test_each_setting_is_part_of_the_proof(actor, name):
    with actor(Role.ANALYST):
        put(**{name: setting(name) + "x"})
        assert who_is_asking() == NOBODY


@pytest.mark.django_db
def test_no_proof_is_compared_letter_by_letter():
    """How long a comparison takes would say how much of a guess is right."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        )
        law = dict(cursor.fetchall())
    asks = {
        name for name, body in law.items() if "current_setting('sala.proof'" in body
    }
    assert {"access_proven", "access_setting", "access_may"} <= asks
    assert "parts[3]" in law["access_ticket_holds"]
    said = r"(current_setting\('sala.proof', true\)|parts\[3\])"
    for name, body in law.items():
        hashed = re.findall(rf"sha256\(convert_to\({said}, 'UTF8'\)\) = sha256\(", body)
        assert len(re.findall(said, body)) == len(hashed), name
