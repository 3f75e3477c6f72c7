"""The embedded server comes up again however long it takes to recover."""

import shutil

import psycopg
import pytest
from click.testing import CliRunner

from sala.config import addresses, embedded, worker
from sala.config.commands.queue import worker_command

SERVER = embedded.postgres_wheel().postgres_server
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(addresses.is_remote(), reason="starts a server of our own"),
]


@pytest.fixture
def folder(monkeypatch):
    """A cluster of the test's own, stopped, beside the one all tests use."""
    folder = addresses.FOLDER.with_name("slow")
    shutil.rmtree(folder, ignore_errors=True)
    monkeypatch.setattr(addresses, "FOLDER", folder)
    embedded.start_server()
    embedded.stop_server()
    forget(folder)
    yield folder
    embedded.stop_server()
    forget(folder)
    shutil.rmtree(folder)


def forget(folder):
    """The wheel starts a folder's server once a process; let it start this one again."""
    SERVER.PostgresServer._instances.pop(folder, None)


@pytest.fixture
def impatient(monkeypatch):
    """The wheel waits one second, not ten."""
    patient = SERVER.pg_ctl
    monkeypatch.setattr(
        SERVER,
        "pg_ctl",
        lambda *a, **k: patient(*a, **k | {"timeout": 1}),
    )


def test_a_server_that_recovers_for_longer_than_the_wheel_waits_is_waited_for(
    folder,
    impatient,
):
    with (folder / "postgresql.auto.conf").open("a") as settings:
        settings.write("restore_command = 'sleep 3; false'\n")
    (folder / "recovery.signal").touch()
    embedded.start_server()
    psycopg.connect(embedded.superuser_url()).close()


def test_a_server_that_cannot_start_says_where_to_read_why(folder):
    with pytest.raises(addresses.DatabaseUnusableError, match="log"):
        embedded.wait_until_ready()


def test_a_worker_beside_the_web_starts_no_server_that_it_would_also_stop(
    folder,
    monkeypatch,
):
    found = []
    monkeypatch.setattr(
        worker,
        "work_queue",
        lambda **_: found.append(embedded.is_running()),
    )
    beside, alone = ["--parent", "1"], []
    for arguments in (beside, alone):
        CliRunner().invoke(worker_command, arguments, catch_exceptions=False)
    assert found == [False, True]
    assert not embedded.is_running(), "one alone stops what it started"
