"""Restores, attacked by whoever did not write them: files that are each sound and do not
belong together, a list that somebody added to, and a death in the last moment.
"""

import os
import subprocess
import sys

import pytest

from sala.access.roles import Role
from sala.config import addresses, testing, unfinished
from sala.people import actions as people
from sala.people.rules import Identity

from .test_restoring import Saved, app_url, asked, empty, restore, saved

__all__ = ["empty", "saved"]
pytestmark = pytest.mark.skipif(
    addresses.is_remote(),
    reason="restores into a second database as superuser",
)
KEY = "SELECT 1 FROM people_personkey WHERE person_id = %s"


@pytest.fixture
def erased(saved: Saved, actor, now):
    """A person whose key stood in yesterday's backup, and who was erased before today's:
    the person's key, today's dump, and yesterday's file of keys.
    """
    with actor(Role.CASE_WORKER) as by:
        person = people.register_person(by=by, at=now, identity=Identity()).id
    saved.save()
    keys = (saved.backups / "person-keys.sealed").read_bytes()
    with actor(Role.CASE_WORKER) as by:
        asked_for = people.ask_erasure(
            by=by, at=now, person=person, ground="asked_by_person"
        )
    with actor(Role.DATA_PROTECTION_OFFICER) as by:
        people.erase_person(by=by, request=asked_for)
    return person, saved.save(), keys


def test_the_key_of_somebody_erased_does_not_come_back_with_older_keys(
    saved, empty, erased
):
    """Each file is sound and signed; they are of two days."""
    person, dump, keys = erased
    beside = saved.backups / "person-keys.sealed"
    newest = beside.read_bytes()
    beside.write_bytes(keys)
    refused = restore(saved, dump, empty)
    assert refused.returncode == 1, refused.stdout
    assert "older than" in refused.stderr
    assert asked(empty, "SELECT to_regclass('people_personkey')::text") == [(None,)]
    beside.write_bytes(newest)
    done = restore(saved, dump, empty)
    assert done.returncode == 0, done.stderr
    assert asked(empty, KEY, person) == []


def test_a_list_that_somebody_added_to_is_not_taken_over(saved, empty):
    """The own list stays what it was, and the restore goes on with it afterwards."""
    dump = saved.save()
    sound = saved.beside.read_bytes()
    own = testing.witness_of(empty)
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_bytes(sound)
    saved.beside.write_bytes(sound + sound.splitlines(keepends=True)[-1])
    refused = restore(saved, dump, empty)
    assert refused.returncode == 1
    assert own.read_bytes() == sound
    saved.beside.write_bytes(sound)
    assert restore(saved, dump, empty).returncode == 0


LAST_MOMENT = """
import os, sys
from sala.config import unfinished
from sala.config import command
unfinished.finish_restore = lambda account: os._exit(9)
sys.argv = ["sala", *sys.argv[1:]]
command.main()
"""


def test_a_restore_that_dies_in_its_last_moment_is_not_served_and_begins_anew(
    saved, empty
):
    dump = saved.save()
    words = ["restore", str(dump), "--key", str(saved.key)]
    died = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LAST_MOMENT, *words],
        env={**os.environ, **testing.address_of(empty)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert died.returncode == 9, died.stderr
    assert unfinished.is_unfinished(app_url(empty))
    done = restore(saved, dump, empty)
    assert done.returncode == 0, done.stderr
    assert not unfinished.is_unfinished(app_url(empty))
    assert testing.run_command("ledger", "verify", name=empty).returncode == 0
