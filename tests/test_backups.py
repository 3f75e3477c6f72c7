"""Backups: nothing is lost, nothing lets in or can be read, and what ended stays ended."""

import psycopg
import pytest

from sala.access import actions as access
from sala.access.context import acting_operator
from sala.access.permissions import RefusedError
from sala.access.roles import Purpose, Role
from sala.config import addresses, testing
from sala.people import actions, rules
from sala.screening.actions import drafts, htcds

IDENTITY = rules.Identity(names=(rules.PersonName("Somphone Keomany"),))

pytestmark = pytest.mark.skipif(
    addresses.is_remote(),
    reason="restores into a second database as superuser",
)


@pytest.fixture
def empty(scratch):
    """A second, empty database of the owner's."""
    with testing.empty_database("restored") as name:
        yield name


@pytest.fixture
def offline(tmp_path, monkeypatch):
    """The offline key: its public half where the site looks, its private half elsewhere."""
    monkeypatch.setenv("SALA_BACKUP_KEY", str(tmp_path / "site" / "backup-key.pub"))
    file = tmp_path / "safe" / "offline.pem"
    testing.run_command("keys", "offline", str(file))
    return file


@pytest.fixture
def saved(scratch, offline, tmp_path):
    """`saved()` makes a backup; the path of its dump."""
    folder = tmp_path / "backups"

    def save():
        before = set(folder.glob("*.dump"))
        testing.run_command("backup", str(folder), name=scratch)
        (made,) = set(folder.glob("*.dump")) - before
        return made

    return save


def restore(dump, offline, name, *options, check=True):
    told = ("restore", str(dump), "--key", str(offline), *options)
    return testing.run_command(*told, name=name, check=check)


def asked(name, statement, *values):
    with psycopg.connect(testing.administrator_url(name)) as direct:
        return direct.execute(statement, values).fetchall()


def test_an_old_backup_does_not_bring_an_erased_person_back(
    scratch,
    empty,
    actor,
    now,
    saved,
    offline,
):
    with actor(Role.CASE_WORKER) as by:
        gone = actions.register_person(by=by, at=now, identity=IDENTITY)
        stays = actions.register_person(by=by, at=now, identity=IDENTITY)
    before = saved()
    with actor(Role.CASE_WORKER) as by:
        request = actions.ask_erasure(
            by=by,
            at=now,
            person=gone.id,
            ground="asked_by_person",
        )
    with actor(Role.DATA_PROTECTION_OFFICER) as officer:
        actions.erase_person(by=officer, request=request)
    saved()

    done = restore(before, offline, empty)
    assert "ended again: person erased, 1" in done.stdout
    for table in ("people_sealedidentity", "people_blindindex", "people_personkey"):
        counted = f"SELECT count(*) FROM {table} WHERE person_id = %s"
        assert asked(empty, counted, gone.id) == [(0,)], table
        assert asked(empty, counted, stays.id) != [(0,)], table
    verified = testing.run_command("ledger", "verify", name=empty)
    assert "restored from a backup" in verified.stdout
    with testing.default_database(empty):
        with actor(Role.CASE_WORKER) as by:
            opened = actions.open_identity(
                by=by,
                person=stays.id,
                purpose=Purpose.SERVICES,
            )
            assert opened.identity == IDENTITY
        with (
            pytest.raises(RefusedError, match="erased"),
            actor(Role.CASE_WORKER) as by,
        ):
            actions.open_identity(by=by, person=gone.id, purpose=Purpose.SERVICES)


def test_an_ended_role_an_old_password_and_a_lost_factor_do_not_come_back(
    scratch,
    empty,
    user_of,
    membership_of,
    staff,
    saved,
    offline,
):
    ends, changes, loses = map(
        user_of,
        (Role.CASE_WORKER, Role.INVESTIGATOR, Role.SUPERVISOR),
    )
    role = membership_of(ends)
    factors = "SELECT count(*) FROM mfa_authenticator WHERE user_id = %s"
    assert asked(scratch, factors, loses.id) != [(0,)]
    before = saved()
    with testing.owner_of(scratch), acting_operator("test") as operator:
        yesterday = asked(scratch, "SELECT current_date - 1")[0][0]
        access.end_role(by=operator, membership=role, last_day=yesterday)
        access.set_password(by=operator, user=changes, password="boats-by-the-river-3")
        access.reset_sign_in(by=operator, at=None, user=loses)
    testing.run_command("backup", str(before.parent), name=scratch)

    done = restore(before, offline, empty)
    assert "role ended, 1" in done.stdout
    assert (
        f"new invitation: {', '.join(sorted(u.username for u in (changes, loses)))}"
        in (done.stdout)
    )
    assert asked(
        empty, "SELECT ends_on FROM access_membership WHERE id = %s", role
    ) == [
        (yesterday,),
    ]
    shut = "SELECT starts_with(password, '!') FROM access_user WHERE id = %s"
    assert asked(empty, shut, changes.id) == asked(empty, shut, loses.id) == [(True,)]
    assert asked(empty, factors, loses.id) == [(0,)]


def test_without_the_list_of_what_ended_nothing_is_restored_unless_told_so(
    scratch,
    empty,
    saved,
    offline,
):
    dump = saved()
    dump.with_name("witness.jsonl").unlink()
    refused = restore(dump, offline, empty, check=False)
    assert refused.returncode == 1
    assert "nobody knows which persons were erased" in refused.stderr
    assert asked(empty, "SELECT to_regclass('access_user')") == [(None,)]
    done = restore(dump, offline, empty, "--bring-back-what-ended")
    assert "may be back" in done.stdout


def test_what_no_persons_key_seals_and_may_name_somebody_is_in_no_backup(
    scratch,
    empty,
    actor,
    now,
    saved,
    offline,
):
    with actor(Role.FRONTLINE_OFFICER) as by:
        drafts.start_draft(by=by, at=now, instrument="triage", version="1.1.0")
    with actor(Role.CASE_WORKER) as by:
        htcds.keep_file(
            by=by,
            at=now,
            data=b"prs_FirstName,prs_Gender\nInvented,Feminine\n",
        )
    restore(saved(), offline, empty)
    kept = {
        name: [
            asked(name, f"SELECT count(*) FROM {table}")[0][0]
            for table in ("screening_screeningdraft", "screening_htcdsfile")
        ]
        for name in (scratch, empty)
    }
    assert kept == {scratch: [1, 1], empty: [0, 0]}


def test_a_backup_is_readable_by_its_owner_only(saved):
    folder = saved().parent
    assert {f.stat().st_mode & 0o077 for f in [folder, *folder.iterdir()]} == {0}


def test_a_folder_that_others_read_is_refused(scratch, offline, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    done = testing.run_command("backup", str(shared), name=scratch, check=False)
    assert done.returncode == 1
    assert "chmod 700" in done.stderr
    assert list(shared.iterdir()) == []


def test_without_an_offline_key_there_is_no_backup(scratch, tmp_path, monkeypatch):
    monkeypatch.setenv("SALA_BACKUP_KEY", str(tmp_path / "none.pub"))
    done = testing.run_command("backup", str(tmp_path / "b"), name=scratch, check=False)
    assert done.returncode == 1
    assert "sala keys offline" in done.stderr


def test_a_restore_into_a_used_database_is_refused(scratch, saved, offline):
    done = restore(saved(), offline, scratch, check=False)
    assert done.returncode == 1
    assert "not empty" in done.stderr


def test_the_private_half_of_the_offline_key_is_nowhere_on_the_site(offline, tmp_path):
    assert offline.stat().st_mode & 0o077 == 0
    assert [f.name for f in (tmp_path / "site").iterdir()] == ["backup-key.pub"]
    again = testing.run_command("keys", "offline", str(tmp_path / "2.pem"), check=False)
    assert again.returncode == 1
    assert not (tmp_path / "2.pem").exists()
    secret = "".join(offline.read_text().splitlines()[1:-1]).encode()
    var = testing.VAR
    for file in (
        f for f in var.rglob("*") if f.is_file() and "postgres" not in f.parts
    ):
        assert secret not in file.read_bytes(), file
