"""The tables say what the database lets happen, and nothing else."""

import re

import pytest
from django.db import connection

from sala.people.models import ErasureRequest
from sala.people.states import CONSENT, ERASURE


def test_an_answer_is_final_but_for_taking_it_back():
    assert CONSENT.finals == {"refused", "withdrawn"}
    assert CONSENT.moves_from("refused") == ()


def test_a_request_is_decided_once():
    assert ERASURE.finals == {"erased", "declined"}
    assert ErasureRequest._meta.get_field("state").default == ERASURE.initial


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("constraint", "known"),
    [
        ("erasure_state", set(ERASURE.all)),
        ("consent_state", set(CONSENT.all) - {CONSENT.initial}),
    ],
)
def test_the_database_knows_the_same_states(constraint, known):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s",
            [constraint],
        )
        (said,) = cursor.fetchone()
    assert set(re.findall(r"'([a-z_]+)'", said)) == known
