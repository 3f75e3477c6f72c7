"""No dump, no log line, no error page holds who somebody is."""

import logging
import subprocess

import pytest
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.roles import Purpose, Role
from sala.config import addresses, embedded, testing
from sala.people import actions, rules
from sala.people.models import SealedIdentity

NAME, LAO, GUARDIAN = "Somphone Keomany", "ສົມພອນ ແກ້ວມະນີ", "Bounthavy Xayasone"
PASSPORT, PHONE, VILLAGE = "PA7654321", "020 5512 3498", "Ban Nongsavang"
IDENTITY = rules.Identity(
    names=(rules.PersonName(NAME), rules.PersonName(LAO)),
    birth=rules.BirthInformation(rules.BirthPrecision.YEAR, on=rules.date(2004, 1, 1)),
    documents=(rules.IdentityDocument("passport", PASSPORT, "LA"),),
    phones=(PHONE,),
    origin_village=VILLAGE,
)
SECRETS = [
    "Somphone",
    "somphone",
    "Keomany",
    "keomany",
    "ສົມພອນ",
    "ແກ້ວມະນີ",
    "Bounthavy",
    PASSPORT,
    "55123498",
    "5512 3498",
    "Nongsavang",
    "2004-01-01",
]


def found_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def dump(name: str) -> str:
    """A raw dump as a superuser takes it, identities and keys and all."""
    program = embedded.program_path("pg_dump")  # never older than the server it reads
    done = subprocess.run(
        [program, testing.administrator_url(name)],
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


@pytest.fixture
def person(scratch, actor, now):
    with actor(Role.CASE_WORKER, "other") as by:
        other = by.agency_id
    with actor(Role.CASE_WORKER) as by:
        person = actions.register_person(
            by=by,
            at=now,
            identity=IDENTITY,
        )
        answer = actions.ConsentInput(
            recipient=other,
            purpose=Purpose.SERVICES,
            given=True,
            manner="by_guardian",
            language="lo",
            answered_on=now.date(),
            guardian=GUARDIAN,
            guardian_relation="relative",
        )
        actions.record_consent(
            by=by,
            at=now,
            person=person.id,
            answer=answer,
        )
        actions.open_identity(
            by=by,
            person=person.id,
            purpose=Purpose.SERVICES,
        )
    return person


def test_a_raw_dump_names_nobody(scratch, person):
    text = dump(scratch)
    assert person.code in text, "the dump is of the right database"
    assert found_in(text) == []
    as_hex = text.lower()
    assert [s for s in SECRETS if s.encode().hex() in as_hex] == []


def test_the_wrapping_key_is_not_in_the_dump(scratch, person):
    from base64 import b64encode

    from sala.vault import keyring

    ring = keyring.load_keyring()
    text = dump(scratch)
    for key in (
        *ring.wrapping.values(),
        ring.index,
        ring.ledger,
        ring.signing,
        ring.sign_in,
    ):
        assert key.hex() not in text
        assert b64encode(key).decode() not in text


def test_after_erasure_nothing_brings_the_identity_back(
    scratch,
    person,
    actor,
    now,
    sign_in,
):
    with actor(Role.CASE_WORKER) as by:
        request = actions.ask_erasure(
            by=by,
            at=now,
            person=person.id,
            ground="asked_by_person",
        )
    with actor(Role.DATA_PROTECTION_OFFICER) as officer:
        actions.erase_person(by=officer, request=request)
    with actor(Role.CASE_WORKER, purpose="services") as by:
        assert actions.queries.with_name(by=by, text=NAME) == []
        assert actions.queries.with_document(by=by, number=PASSPORT) == []
        assert not SealedIdentity.objects.exists()
        row = actions.queries.find_person(by=by, code=person.code)
        assert row.erased_at, "the person is still counted"
        with pytest.raises(RefusedError):
            actions.open_identity(
                by=by,
                person=person.id,
                purpose=Purpose.SERVICES,
            )
    text = dump(scratch)
    keys = text.split("COPY public.people_personkey", 1)[1].split("\\.", 1)[0]
    assert str(person.id) not in keys
    assert found_in(text) == []


@pytest.mark.django_db
def test_no_log_line_of_a_registration_or_of_its_failure_names_anybody(
    sign_in,
    caplog,
    monkeypatch,
):
    client = sign_in(Role.CASE_WORKER)
    client.raise_request_exception = False
    caplog.set_level(logging.DEBUG)
    form = {
        "step": "save",
        "name": NAME,
        "name_script": LAO,
        "phone_0": PHONE,
    }
    form |= {"document_kind_0": "passport", "document_number_0": PASSPORT}
    client.post(reverse("search_people"), {"what": "name", "text": NAME})
    client.post(reverse("register_person"), form)

    def broken(**_):
        raise RuntimeError(f"cannot seal {NAME}")

    monkeypatch.setattr(actions, "register_person", broken)
    response = client.post(reverse("register_person"), form)
    formatter = logging.getLogger().handlers[0].formatter
    lines = [
        formatter.format(r) if formatter else r.getMessage() for r in caplog.records
    ]
    assert found_in("\n".join(lines)) == []
    assert (
        found_in(response.content.decode() if response.status_code == 500 else "") == []
    )


def test_the_database_server_logs_no_value(scratch, actor, now):
    """A statement that fails is logged without its parameters."""
    from django.db import DatabaseError, connection, transaction

    with (
        pytest.raises(DatabaseError),
        actor(Role.CASE_WORKER),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT %s::text::int", [NAME])
    if not addresses.is_remote():
        assert found_in((addresses.FOLDER / "log").read_text(errors="replace")) == []
