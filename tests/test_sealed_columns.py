"""Every sealed value of the house opens in its own row and column, and nowhere else."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.apps import apps
from django.db import models
from tests import table
from tests.sealed_values import seal_everywhere

import sala
from sala.config import testing
from sala.vault import client, public_keys
from sala.vault.protocol import OpenBox, OpenPersonal, OpenValue, RewrapKey, WrappedKey
from sala.vault.sealed_columns import SealedBytes, SealedText, sealed_columns
from sala.vault.sealed_places import THIRD_FORMAT, SealedPlace
from sala.vault.tests.statements import person_statement

# Bytes that say nothing of anybody: digests under a key, keys to seal with, and the
# chain of the ledger.
PLAIN = {
    "access_ledgerentry.previous",
    "access_ledgerentry.hash",
    "access_ledgerentry.seal",
    "people_blindindex.digest",
    "people_personkey.public",
    "screening_htcdsrow.digest",
}

# Under the key of a person: whose, by the row that holds it.
PERSONAL = {
    "people_sealedidentity.sealed": "t.person_id, t.person_id",
    "people_sealedidentity.photo": "t.person_id, t.person_id",
    "people_sealedidentity.unindexed": "t.person_id, t.person_id",
    "people_consent.guardian": "t.id, t.person_id",
    "people_personattachment.sealed": "t.id, t.person_id",
    "protection_servicedelivered.note": "t.id, t.person_id",
    "protection_plangoal.note": "t.id, (SELECT p.person_id "
    "FROM protection_supportplan p WHERE p.id = t.plan_id)",
    "screening_identificationrequest.review_reason": "t.id, t.person_id",
    "screening_htcdsrow.sealed": "t.person_id, t.person_id",
    "screening_screeninganswers.sealed": "t.screening_id, (SELECT s.person_id "
    "FROM screening_screening s WHERE s.id = t.screening_id)",
}
# Under the keyring: the key of the row.
KEYRING = {
    "access_brokenglass.reason": "t.id",
    "access_draft.typed": "concat_ws(' ', t.user_id, t.agency_id, t.role, t.form)",
    "partnership_evidencefile.sealed": "t.id",
    "prosecution_case.account": "t.id",
    "prosecution_caseattachment.sealed": "t.id",
    "prosecution_complaint.account": "t.id",
    "prosecution_defendant.name": "t.id",
    "prosecution_defendantcorrection.name": "t.id",
    "prosecution_forfeiture.what": "t.id",
    "screening_htcdsfile.sealed": "t.id",
}
# For whoever has the private key: bound to the use, which no other column has, and row.
BOXED = {
    "access_workpart.sealed": "t.order_id || '/' || t.number",
    "screening_envelope.body": "coalesce(t.sent_as, t.id)",
    "screening_screeningdraft.sealed": "t.id",
}
WRAPPED = {"people_personkey.wrapped": "t.person_id"}
# Nothing writes them yet.
UNWRITTEN = {"screening_identificationdecision.note"}

BROKEN = b"k1:broken"  # what `places` sends in an envelope that nobody opens

COLUMNS = {
    f"{model._meta.db_table}.{field.column}": field for model, field in sealed_columns()
}
STEPS = {name for name in COLUMNS if name.endswith("step.words")}


@dataclass(frozen=True)
class StoredValue:
    """A value as an administrator of the database reads it, and whose it is."""

    name: str  # of the column that it was read from
    place: SealedPlace
    person: UUID | None
    sealed: bytes


def test_every_column_of_bytes_says_whether_it_is_sealed():
    columns = {
        f"{model._meta.db_table}.{field.column}": field
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.BinaryField)
    }
    sealed = {name for name, field in columns.items() if isinstance(field, SealedBytes)}
    assert columns.keys() - sealed == PLAIN


def test_every_sealed_column_is_asked_here():
    asked = {*PERSONAL, *KEYRING, *BOXED, *WRAPPED, *UNWRITTEN}
    assert set(COLUMNS) - STEPS == asked
    assert STEPS


def test_no_two_columns_of_a_key_are_sealed_for_the_same_use():
    """Boxes, wrapped keys and the first format are bound to the use, not to the column."""
    uses = [COLUMNS[name].sealed_use for name in {*PERSONAL, *BOXED, *WRAPPED}]
    assert sorted(uses) == sorted(set(uses))


def test_a_place_is_read_off_the_declaration_of_its_column():
    """Two are in no column of a model: what a page carries, and what allauth keeps. The
    vault takes a place as it is said.
    """
    root = Path(sala.__file__).parent
    made = {
        str(file.relative_to(root))
        for file in root.rglob("*.py")
        if "SealedPlace(" in file.read_text() and "tests" not in file.parts
    }
    assert made == {
        "desk/conflicts.py",
        "vault/protocol.py",
        "vault/sealed_columns.py",
        "vault/sealed_places.py",
    }


@pytest.fixture
def places(scratch, actor):
    """One record of each kind, in the copy that this test commits in."""
    return table.make_places(actor)


def test_what_is_sealed_opens_in_its_row_and_column_and_nowhere_else(
    scratch,
    places,
    actor,
    now,
):
    seal_everywhere(actor, now, places)
    stored = stored_values(scratch)
    written = {value.name for value in stored}
    assert written == COLUMNS.keys() - STEPS - UNWRITTEN
    keys = keys_of_persons(stored)
    for value in stored:
        assert opens(value, keys), value.place
        for place in other_places(value, stored):
            assert not opens(replace(value, place=place), keys), (value.place, place)
        for other in keys.keys() - {value.person} if value.person else ():
            assert not opens(value, {value.person: keys[other]}), value.place


def stored_values(name: str) -> list[StoredValue]:
    """Every sealed value of a database, past every policy."""
    stored = []
    with psycopg.connect(testing.administrator_url(name)) as connection:
        for column, keys in (PERSONAL | KEYRING | BOXED | WRAPPED).items():
            table, field = column.split(".")
            found = connection.execute(
                f"SELECT t.{field}, {keys} FROM {table} t WHERE t.{field} IS NOT NULL",
            )
            for sealed, row, *person in found.fetchall():
                raw = sealed.encode() if isinstance(sealed, str) else bytes(sealed)
                place = place_of(COLUMNS[column], table, row)
                stored.append(StoredValue(column, place, *(person or [None]), raw))
    return [value for value in stored if value.sealed not in (b"", BROKEN)]


def place_of(field: SealedBytes | SealedText, table: str, row: Any) -> SealedPlace:
    """A place, said by the column and the row alone."""
    use = field.sealed_use
    if table == "people_personattachment":
        use = f"attachment {row}"
    return SealedPlace(table, field.column, row, use)


def other_places(value: StoredValue, stored: list[StoredValue]) -> list[SealedPlace]:
    """Each other column for the same row, and each other row of the same column."""
    place = value.place
    columns = [
        place_of(field, name.split(".")[0], place.row)
        for name, field in COLUMNS.items()
        if name != value.name
    ]
    rows = [
        other.place
        for other in stored
        if other.name == value.name and other.place != place
    ]
    return [*columns, *rows, replace(place, row=uuid4())]


def keys_of_persons(stored: list[StoredValue]) -> dict[UUID, WrappedKey]:
    """Each person's key, as it is stored."""
    wrapped = [value for value in stored if value.name in WRAPPED]
    return {value.place.row: wrapped_key(value) for value in wrapped}


def opens(value: StoredValue, keys: dict[UUID, WrappedKey]) -> bool:
    """Whether the vault opens a value at the place that it is said to stand at."""
    place, sealed = value.place, value.sealed
    if value.name in PERSONAL:
        key = replace(keys[value.person], person=value.person)
        said = person_statement(key.person, key.name, key.sealed)
        asked = OpenPersonal(said.encode(), place, sealed)
    elif value.name in KEYRING:
        asked = OpenValue(place, sealed)
    elif value.name in BOXED:
        asked = OpenBox(place.use, str(place.row), sealed)
    elif place.use == "key":
        asked = RewrapKey(wrapped_key(value))
    else:
        return False  # nothing of another use is a key
    assert value.name in BOXED or sealed.startswith(THIRD_FORMAT)
    return client.ask_vault([asked]) != [None]


def wrapped_key(value: StoredValue) -> WrappedKey:
    """A person's key; in the tests every key is under the one that is in force."""
    name = public_keys.load_public_keys().name
    return WrappedKey(UUID(str(value.place.row)), name, value.sealed)
