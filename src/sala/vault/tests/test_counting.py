"""The vault's own count of people a day: no site that lies makes it smaller."""

from uuid import UUID, uuid4

import pytest

from sala.vault import client, counting, person_keys
from sala.vault.protocol import OpenPersonal
from sala.vault.sealed_places import SealedPlace
from sala.vault.tests.statements import person_statement

pytestmark = pytest.mark.usefixtures("django_db_setup")  # which makes the keyring
MOST = 3


def sealed_person(table="people_sealedidentity"):
    """A person's keys, a place, and what is sealed there."""
    keys = person_keys.new_keys(uuid4())
    place = SealedPlace(table, "sealed", keys.person, "identity")
    return keys, place, person_keys.seal_value(keys, place, b"a name")


def opens(person, **more) -> bool:
    keys, place, sealed = person
    said = person_statement(
        keys.person, keys.name, keys.wrapped, **{"most": MOST, "own": False, **more}
    )
    asked = OpenPersonal(said.encode(), place, sealed)
    return client.ask_vault([asked]) == [b"a name"]


def test_others_are_as_many_a_day_as_the_number_says():
    people = [sealed_person() for _ in range(MOST + 2)]
    assert [opens(person) for person in people] == [True] * MOST + [False] * 2
    assert opens(people[0]), "the same person again counts no more"
    assert opens(people[-1], own=True)
    assert opens(people[-1], actor=str(UUID(int=2))), "each user has their own"
    assert opens(people[-1], day="2026-12-01"), "and each day"


def test_words_of_a_record_are_not_counted():
    people = [sealed_person("screening_screening") for _ in range(MOST + 2)]
    assert all(opens(person) for person in people)


def test_one_message_opens_no_more_than_many_do():
    people = [sealed_person() for _ in range(MOST + 2)]
    asked = [
        OpenPersonal(
            person_statement(
                k.person, k.name, k.wrapped, most=MOST, own=False
            ).encode(),
            place,
            sealed,
        )
        for k, place, sealed in people
    ]
    assert client.ask_vault(asked).count(None) == 2


def test_a_vault_that_is_started_again_goes_on_counting():
    """What it reads is what it wrote; it does not begin at nought."""
    people = [sealed_person() for _ in range(MOST + 1)]
    for person in people[:MOST]:
        assert opens(person)
    known = counting.OpeningsOfDay()
    counting._openings.__dict__.update(known.__dict__)
    counting._read_again("2026-11-30")
    actor = str(UUID(int=1))
    assert counting._openings.people[actor] == {
        str(keys.person) for keys, _place, _sealed in people[:MOST]
    }
