"""F12, F15: a list of what ended that is older than the backup, a file that changes while it is
read, and a restore that is killed in the middle.
"""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from sala.access import actions as access
from sala.access.context import acting_operator
from sala.access.roles import Role
from sala.config import addresses, backups, testing, unfinished
from sala.vault import offline_files, signing

pytestmark = pytest.mark.skipif(
    addresses.is_remote(),
    reason="restores into a second database as superuser",
)


class Saved:
    """A folder of backups, and the witness as it was before what ended."""

    def __init__(self, name, folder):
        self.name, self.folder = name, folder
        self.key = folder / "offline.pem"
        self.backups = folder / "b"

    def save(self):
        before = set(self.backups.glob("*.dump"))
        testing.run_command("backup", str(self.backups), name=self.name)
        (made,) = set(self.backups.glob("*.dump")) - before
        return made

    @property
    def beside(self):
        return self.backups / backups.WITNESS


@pytest.fixture
def empty():
    with testing.empty_database("crashed") as name:
        yield name


@pytest.fixture
def saved(scratch, tmp_path, monkeypatch):
    monkeypatch.setenv("SALA_BACKUP_KEY", str(tmp_path / "site.pub"))
    made = Saved(scratch, tmp_path)
    testing.run_command("keys", "offline", str(made.key))
    return made


def restore(saved, dump, name):
    told = ("restore", str(dump), "--key", str(saved.key))
    return testing.run_command(*told, name=name, check=False)


def asked(name, statement, *values):
    with psycopg.connect(testing.administrator_url(name)) as direct:
        return direct.execute(statement, values).fetchall()


def opened(saved, dump):
    key = offline_files.parse_private_key(saved.key.read_bytes())
    return offline_files.OfflineFile(
        dump, key, backups.RECORDS_USE, signing.signing_key()
    )


# An older list --------------------------------------------------------------------


def test_an_older_list_of_what_ended_is_not_taken_for_the_newest(
    saved,
    empty,
    user_of,
    membership_of,
):
    """The attacker puts the list of yesterday beside the backup of today."""
    saved.save()
    yesterday = saved.beside.read_bytes()
    role = membership_of(user_of(Role.CASE_WORKER))
    with testing.owner_of(saved.name), acting_operator("test") as operator:
        last = asked(saved.name, "SELECT current_date - 1")[0][0]
        access.end_role(by=operator, membership=role, last_day=last)
    dump, older = saved.save(), min(saved.backups.glob("*.dump"))
    saved.beside.write_bytes(yesterday)
    # The newest file of keys knows that more was known, whichever dump is chosen.
    for chosen in (dump, older):
        refused = restore(saved, chosen, empty)
        assert refused.returncode == 1
        assert (
            "is not the list that went on when this backup was made" in refused.stderr
        )
        testing.witness_of(empty).unlink()
    assert asked(empty, backups.TABLES) == []


def test_a_backup_says_when_it_was_made_and_what_was_known_by_then(saved):
    dump = saved.save()
    with opened(saved, dump).checked() as found:
        said = dict(found.says)
    lines = saved.beside.read_bytes().splitlines()
    assert 0 < said["line"] <= len(lines)
    assert said["made_at"] > "2026"
    forged = dump.read_bytes().replace(
        f'"line": {said["line"]}'.encode(), b'"line": 0', 1
    )
    dump.write_bytes(forged)
    with (
        pytest.raises(offline_files.CannotOpenFileError, match="was changed"),
        opened(saved, dump).checked(),
    ):
        pass


# A file that changes --------------------------------------------------------------


def test_what_is_opened_is_what_was_checked_though_the_file_changes(saved):
    """Between the check and the use the attacker writes into the file."""
    dump = saved.save()
    whole = b"".join(opened(saved, dump).opened())
    with opened(saved, dump).checked() as found:
        dump.write_bytes(b"DROP TABLE access_ledgerentry" * 1000)
        assert b"".join(found.pieces()) == whole


def test_the_file_is_read_once(saved, monkeypatch):
    dump = saved.save()
    reads = []
    usual = type(dump).open

    def counted(self, *how, **more):
        reads.append(self)
        return usual(self, *how, **more)

    monkeypatch.setattr(type(dump), "open", counted)
    b"".join(opened(saved, dump).opened())
    assert [file for file in reads if file == dump] == [dump]


# Killed in the middle -------------------------------------------------------------


def killed_when(saved, dump, name, reached):
    """Run a restore, and kill it once a condition holds in its database."""
    command = [sys.executable, "-W", "ignore", "-m", "sala.config.command", "restore"]
    command += [str(dump), "--key", str(saved.key)]
    with subprocess.Popen(
        command,
        env={**os.environ, **testing.address_of(name)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        while not asked(name, reached)[0][0]:
            assert running.poll() is None, "it ended before it was killed"
            time.sleep(0.02)
        running.send_signal(signal.SIGKILL)


MOMENTS = {
    "before the records": unfinished.MARKED.replace("%s", f"'{unfinished.MARK}'"),
    "after the records": "SELECT to_regclass('access_ledgerentry') IS NOT NULL",
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_restore_that_is_killed_is_not_served_and_begins_anew(
    moment,
    saved,
    empty,
    user_of,
    membership_of,
):
    role = membership_of(user_of(Role.CASE_WORKER))
    dump = saved.save()
    with testing.owner_of(saved.name), acting_operator("test") as operator:
        last = asked(saved.name, "SELECT current_date - 1")[0][0]
        access.end_role(by=operator, membership=role, last_day=last)
    saved.save()
    killed_when(saved, dump, empty, MOMENTS[moment])
    # An ended role is back, as far as anything is: so nobody gets in.
    for command in (("start",), ("setup",), ("worker", "--until-idle")):
        done = testing.run_command(*command, name=empty, check=False)
        assert done.returncode == 1, command
        assert "stopped half-way" in done.stderr, command
    with (
        testing.default_database(empty),
        pytest.raises(psycopg.OperationalError, match="CONNECT"),
    ):
        psycopg.connect(app_url(empty))
    checked = testing.run_command("check", name=empty, check=False)
    assert checked.returncode == 1
    assert "half-way" in checked.stdout

    done = restore(saved, dump, empty)
    assert done.returncode == 0, done.stderr
    assert "role ended, 1" in done.stdout
    ends = "SELECT ends_on FROM access_membership WHERE id = %s"
    assert asked(empty, ends, role) == [(last,)]
    assert not unfinished.is_unfinished(app_url(empty))
    assert asked(empty, unfinished.OPEN_TO_ALL) == asked(
        saved.name, unfinished.OPEN_TO_ALL
    )
    assert testing.run_command("ledger", "verify", name=empty).returncode == 0


def app_url(name):
    return psycopg.conninfo.make_conninfo(addresses.app_url(), dbname=name)


def test_a_database_in_use_is_not_cleared(saved):
    """Only what a restore had begun is begun anew."""
    before = asked(saved.name, "SELECT count(*) FROM access_user")
    done = restore(saved, saved.save(), saved.name)
    assert done.returncode == 1
    assert "not empty" in done.stderr
    assert asked(saved.name, "SELECT count(*) FROM access_user") == before
