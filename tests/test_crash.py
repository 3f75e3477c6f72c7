"""Killed in the middle of a stream of writes, the server keeps every write it acknowledged."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from sala.access.context import acting_operator
from sala.access.ledger.verify import verify_ledger
from sala.access.roles import Role
from sala.config import addresses, testing

WRITER = Path(__file__).with_name("writer.py")
KILLS = 20 * testing.WIDTH
SETTINGS = "sala.config.settings"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        addresses.is_remote(),
        reason="kills the server, so it must be our own",
    ),
]


@pytest.fixture
def durable(scratch):
    """The server as in production: a commit is on disk before it is acknowledged."""
    testing.execute_statement("ALTER SYSTEM SET fsync = on", on="postgres")
    testing.execute_statement("SELECT pg_reload_conf()", on="postgres")
    yield scratch
    testing.execute_statement("ALTER SYSTEM SET fsync = off", on="postgres")
    testing.execute_statement("SELECT pg_reload_conf()", on="postgres")


def test_every_acknowledged_write_survives_sigkill_with_its_ledger_entry(
    durable,
    user_of,
    membership_of,
    owner,
):
    from django.db import connection

    membership = str(membership_of(user_of(Role.CASE_WORKER)))
    connection.close()
    acknowledged = []
    for round_ in range(KILLS):
        acknowledged += killed_while_writing(durable, membership, seed=round_)
    assert len(acknowledged) > KILLS, "there must have been writes to lose"
    people, entries = what_is_there(durable)
    assert set(acknowledged) <= people
    assert people == entries, "no person without an entry, no entry without a person"
    with owner(), acting_operator("test"):
        assert verify_ledger().findings == ()


def killed_while_writing(name: str, membership: str, *, seed: int) -> list[str]:
    """What a writer was told is safe before its server was killed with SIGKILL."""
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", str(WRITER), membership],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={
            **os.environ,
            **testing.address_of(name),
            "DJANGO_SETTINGS_MODULE": SETTINGS,
        },
    ) as process:
        first = process.stdout.readline()
        time.sleep(random.Random(seed).uniform(0.01, 0.25))
        kill_server()
        rest = process.stdout.read().split()
    # In a process of its own: the wheel starts a folder's server once a process.
    start = "from sala.config import embedded; embedded.start_server()"
    subprocess.run([sys.executable, "-W", "ignore", "-c", start], check=True)
    wait_until_ready(name)
    return [first.strip(), *rest] if first else rest


def kill_server() -> None:
    """SIGKILL to the postmaster and every process of it, as a power cut would."""
    import psutil

    pid = int((addresses.FOLDER / "postmaster.pid").read_text().splitlines()[0])
    postmaster = psutil.Process(pid)
    everyone = [postmaster, *postmaster.children(recursive=True)]
    for process in everyone:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)
    psutil.wait_procs(everyone, timeout=10)


def wait_until_ready(name: str) -> None:
    for _ in range(100):
        try:
            psycopg.connect(testing.administrator_url(name)).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not come back")


def what_is_there(name: str) -> tuple[set[str], set[str]]:
    with psycopg.connect(testing.administrator_url(name)) as connection:
        people = {
            str(row[0]) for row in connection.execute("SELECT id FROM people_person")
        }
        found = connection.execute(
            "SELECT subject FROM access_ledgerentry WHERE action = 'people.registered'",
        )
        return people, {row[0] for row in found}
