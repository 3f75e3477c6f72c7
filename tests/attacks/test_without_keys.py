"""A thief has the whole of a process that answers pages: its memory, its files, its
environment and what it says to the database. None of the keys is there (F5, F12).
"""

import os
import subprocess
import sys
from base64 import b64encode, urlsafe_b64encode
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.db import connection
from tests import signed_in

from sala.access.roles import Purpose, Role
from sala.config import testing
from sala.facts import actions as facts
from sala.people import actions as people
from sala.people import rules
from sala.vault import keyring, opening, private_keys
from sala.vault.key_derivation import derive_secret, key_pair_of_person
from sala.vault.person_keys import blind_index, new_keys
from sala.vault.protocol import WrappedKey
from sala.vault.sealed_places import KeyUse

IDENTITY = rules.Identity(names=(rules.PersonName("Synthetic Somphone"),))

# What a worker of the site does: it registers, searches, opens, corrects and makes facts.
WORKS = """
import os, sys, pathlib
import django
django.setup()
from django.utils import timezone
from sala.access.context import acting_member
from sala.access.roles import Purpose
from sala.people import actions, rules
user, membership, ticket = sys.argv[1:]
with acting_member(user, membership, ticket=ticket) as by:
    named = rules.Identity(names=(rules.PersonName("Synthetic Somphone"),))
    made = actions.register_person(by=by, at=timezone.now(), identity=named)
    assert actions.search_persons(by=by, kind="name", text="Synthetic Somphone")
    opened = actions.open_identity(by=by, person=made.id, purpose=Purpose.SERVICES)
    assert opened.identity == named
print(made.id, flush=True)
sys.stdin.readline()
"""


def forms_of(secret: bytes) -> list[bytes]:
    """A key as it may stand somewhere."""
    return [secret, secret.hex().encode(), b64encode(secret), urlsafe_b64encode(secret)]


def secrets_of_vault() -> dict[str, bytes]:
    """Every key that opens anything, and what they are made of."""
    ring = keyring.load_keyring()
    found = {f"wrapping {name}": key for name, key in ring.wrapping.items()}
    found |= {"index": ring.index, "signing": ring.signing, "sign_in": ring.sign_in}
    for use in KeyUse:
        made = private_keys.key_of_use(ring, ring.current, use)
        found[f"private key, {use}"] = made.private_bytes_raw()
    found["second factors"] = private_keys.factor_key(ring)
    found["tickets"] = derive_secret(ring.sign_in, b"sala:tickets")
    return found


def memory_of(process: int) -> bytes:
    """All that a process has in memory and may write to, as a thief copies it."""
    parts = []
    maps = Path(f"/proc/{process}/maps").read_text().splitlines()
    with Path(f"/proc/{process}/mem").open("rb", 0) as memory:
        for line in maps:
            place, rights, *_ = line.split()
            if not rights.startswith("rw"):
                continue
            start, end = (int(edge, 16) for edge in place.split("-"))
            memory.seek(start)
            try:
                parts.append(memory.read(end - start))
            except OSError:
                continue
    return b"\n".join(parts)


@pytest.mark.skipif(
    not Path("/proc/self/mem").exists(), reason="reads another's memory"
)
def test_the_memory_of_who_answers_pages_holds_no_key(scratch, staff):
    assert blind_index("name", "x"), "the vault of the run answers"
    user, membership = staff["case-worker.own"]
    ticket = signed_in.ticket_for(user)
    with subprocess.Popen(
        [
            sys.executable,
            "-W",
            "ignore",
            "-c",
            WORKS,
            str(user),
            str(membership),
            ticket,
        ],
        env=os.environ | testing.address_of(scratch),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as worker:
        person = worker.stdout.readline().strip()
        assert person, "the worker fell"
        memory = memory_of(worker.pid)
        environment = Path(f"/proc/{worker.pid}/environ").read_bytes()
        worker.communicate("\n")
    assert b"Synthetic Somphone" in memory, "it is the memory of who opened it"
    for name, secret in secrets_of_vault().items():
        for form in forms_of(secret):
            assert form not in memory, name
            assert form not in environment, name
    for form in forms_of(key_of(scratch, person)):
        assert form not in memory, "the key of the person who was opened"


def key_of(name: str, person: str) -> bytes:
    """A person's 32 bytes' private key, as only the vault makes it."""
    with psycopg.connect(testing.administrator_url(name)) as copied:
        key, wrapped = copied.execute(
            "SELECT wrapping_key, wrapped FROM people_personkey WHERE person_id = %s",
            [person],
        ).fetchone()
    stored = WrappedKey(UUID(person), key, bytes(wrapped))
    raw = opening.unwrap_key(keyring.load_keyring(), stored)
    return key_pair_of_person(raw).private_bytes_raw()


def test_no_file_but_the_keyring_holds_a_key():
    """The keyring is the vault's own, which an operator gives to another user."""
    files = [
        file
        for file in Path(settings.VAR).rglob("*")
        if file.is_file() and file != keyring.keyring_path()
    ]
    assert {"public-keys.json", "ledger-key"} <= {file.name for file in files}
    secrets = secrets_of_vault()
    for file in files:
        held = file.read_bytes()
        for name, secret in secrets.items():
            assert not any(form in held for form in forms_of(secret)), (file, name)


def test_no_statement_holds_a_key(scratch, owner, actor, now, tmp_path):
    """A database administrator reads them while they run."""
    said: list[bytes] = []

    def listening(execute, statement, parameters, many, context):
        said.append(repr((statement, parameters)).encode())
        return execute(statement, parameters, many, context)

    with actor(Role.CASE_WORKER) as by, connection.execute_wrapper(listening):
        made = people.register_person(by=by, at=now, identity=IDENTITY)
        people.search_persons(by=by, kind="name", text="Synthetic Somphone")
        people.open_identity(by=by, person=made.id, purpose=Purpose.SERVICES)
    with actor(Role.ANALYST) as by, connection.execute_wrapper(listening):
        manifest = facts.export_record(by=by, at=now, folder=tmp_path)
    assert any(b"facts_fingerprints" in one or b"facts_events" in one for one in said)
    secrets = secrets_of_vault()
    export = f"sala:pseudonyms:the record, {manifest.export}".encode()
    secrets["pseudonyms"] = derive_secret(keyring.load_keyring().index, export)
    for name, secret in secrets.items():
        inner = bytes(b ^ 0x36 for b in secret.ljust(64, b"\0"))
        for form in (
            *forms_of(secret),
            repr(secret).encode()[2:-1],
            inner.hex().encode(),
        ):
            assert not any(form in one for one in said), name


def test_whoever_makes_a_persons_keys_keeps_only_the_public_one():
    keys = new_keys(UUID(int=1))
    raw = opening.unwrap_key(
        keyring.load_keyring(), WrappedKey(keys.person, keys.name, keys.wrapped)
    )
    own = key_pair_of_person(raw)
    assert keys.public == own.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
    assert raw not in repr(keys).encode()


def test_the_rooms_reach_nothing_that_opens():
    """The rule of imports names every module of the vault that reads the keyring."""
    import tomllib

    rules_of_imports = tomllib.loads(Path("pyproject.toml").read_text())
    contracts = rules_of_imports["tool"]["importlinter"]["contracts"]
    (apart,) = [c for c in contracts if c["name"] == "The keys apart"]
    vault = Path(keyring.__file__).parent
    reads = {
        f"sala.vault.{file.stem}"
        for file in vault.glob("*.py")
        if "sala.vault.keyring" in file.read_text()
        or "import keyring" in file.read_text()
    }
    assert set(apart["forbidden_modules"]) == reads | {"sala.vault.keyring"}
