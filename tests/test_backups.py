"""Backups: nothing is lost, and an erased person stays erased."""

import psycopg
import pytest

from sala.access.roles import Purpose, Role
from sala.config import addresses, testing
from sala.people import actions, rules
from sala.people.models import PersonKey
from sala.screening.actions import drafts, htcds
from sala.vault import person_keys

IDENTITY = rules.Identity(names=(rules.PersonName("Somphone Keomany"),))

pytestmark = pytest.mark.skipif(
    addresses.is_remote(),
    reason="restores into a second database as superuser",
)


@pytest.fixture
def empty(scratch):
    """A second, empty database of the owner's."""
    name = f"{scratch}_restored"
    testing.execute_statement(
        "DROP DATABASE IF EXISTS {} WITH (FORCE)", name, on="postgres"
    )
    testing.execute_statement(
        "CREATE DATABASE {} OWNER {}",
        name,
        testing.owner_role(),
        on="postgres",
    )
    yield name
    testing.execute_statement(
        "DROP DATABASE IF EXISTS {} WITH (FORCE)", name, on="postgres"
    )


def test_an_old_backup_does_not_bring_an_erased_person_back(
    scratch,
    empty,
    actor,
    now,
    tmp_path,
):
    from django.db import connection

    with actor(Role.CASE_WORKER) as by:
        gone = actions.register_person(
            by=by,
            at=now,
            identity=IDENTITY,
        )
        stays = actions.register_person(
            by=by,
            at=now,
            identity=IDENTITY,
        )
    testing.run_command("backup", str(tmp_path), name=scratch)
    (before,) = tmp_path.glob("*.dump")
    with actor(Role.CASE_WORKER) as by:
        request = actions.ask_erasure(
            by=by,
            at=now,
            person=gone.id,
            ground="asked_by_person",
        )
    with actor(Role.DATA_PROTECTION_OFFICER) as officer:
        actions.erase_person(by=officer, request=request)
    testing.run_command("backup", str(tmp_path / "."), name=scratch)

    testing.run_command("restore", str(before), name=empty)
    assert testing.run_command(
        "check",
        name=empty,
        check=False,
    ).returncode in (0, 1)
    assert testing.run_command("ledger", "verify", name=empty).returncode == 0
    connection.close()
    connection.settings_dict["NAME"] = empty
    with actor(Role.CASE_WORKER) as by:
        opened = actions.open_identity(
            by=by,
            person=stays.id,
            purpose=Purpose.SERVICES,
        )
        assert opened.identity == IDENTITY
    with (
        pytest.raises((PersonKey.DoesNotExist, person_keys.CannotOpenError)),
        actor(Role.CASE_WORKER) as by,
    ):
        actions.open_identity(
            by=by,
            person=gone.id,
            purpose=Purpose.SERVICES,
        )
    connection.close()


def test_what_no_persons_key_seals_and_may_name_somebody_is_in_no_backup(
    scratch,
    empty,
    actor,
    now,
    tmp_path,
):
    with actor(Role.FRONTLINE_OFFICER) as by:
        drafts.start_draft(
            by=by,
            at=now,
            instrument="triage",
            version="1.0.0",
        )
    with actor(Role.CASE_WORKER) as by:
        htcds.keep_file(
            by=by,
            at=now,
            data=b"prs_FirstName,prs_Gender\nInvented,Feminine\n",
        )
    testing.run_command("backup", str(tmp_path), name=scratch)
    (dump,) = tmp_path.glob("*.dump")
    testing.run_command("restore", str(dump), name=empty)
    kept = {}
    for name in (scratch, empty):
        with psycopg.connect(testing.administrator_url(name)) as direct:
            kept[name] = [
                direct.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("screening_screeningdraft", "screening_htcdsfile")
            ]
    assert kept == {scratch: [1, 1], empty: [0, 0]}


def test_a_backup_is_readable_by_its_owner_only(scratch, tmp_path):
    testing.run_command("backup", str(tmp_path), name=scratch)
    assert [f.stat().st_mode & 0o077 for f in tmp_path.iterdir()] == [0, 0]


def test_a_restore_into_a_used_database_is_refused(scratch, tmp_path):
    testing.run_command("backup", str(tmp_path), name=scratch)
    (dump,) = tmp_path.glob("*.dump")
    done = testing.run_command(
        "restore",
        str(dump),
        name=scratch,
        check=False,
    )
    assert done.returncode == 1
    assert "not empty" in done.stderr
