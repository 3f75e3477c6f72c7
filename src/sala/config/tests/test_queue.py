"""The worker: its account, its retries, what is left of one that was killed, what is
told.
"""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from sala.access import law_installer, machines, orders
from sala.access.models import MachineActor
from sala.access.roles import Role
from sala.config import addresses, health, jobs, testing
from sala.config.worker import worker_beside
from sala.kit import clock
from sala.people import actions as people
from sala.people.rules import Identity, PersonName
from sala.screening.actions import htcds_orders

WITH_A_NAME = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
    """ VALUES ('default', 'x', '{"name": "Synthetic"}')"""
)
COMMAND = [sys.executable, "-W", "ignore", "-m", "sala.config.command"]


@pytest.fixture
def order(scratch, actor, now):
    """An order for a file, committed."""
    with actor(Role.CASE_WORKER) as by:
        people.register_person(
            by=by,
            at=now,
            identity=Identity(names=(PersonName("Synthetic"),)),
        )
        return htcds_orders.order_export(
            by=by,
            at=clock.now(),
            codes=[],
            purpose=None,
            form="csv",
        )


def state_of(order, actor) -> str:
    with actor(Role.CASE_WORKER) as by:
        return orders.own_order(
            by=by,
            order=order,
            machine=htcds_orders.EXPORTER,
        ).state


def in_the_queue(statement: str) -> None:
    """Change the queue as its administrator, to make what takes long in life."""
    testing.execute_statement(statement, on=connection.settings_dict["NAME"])


def test_the_worker_works_off_what_waits_and_each_is_done_once(order, scratch, actor):
    assert state_of(order, actor) == "waiting"
    testing.run_command("worker", "--until-idle", name=scratch)
    assert state_of(order, actor) == "done"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (0,), "what is done is not kept"


def test_the_job_of_a_worker_that_was_killed_is_taken_up(order, scratch, actor):
    in_the_queue(
        "WITH w AS (INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - interval '5 minutes') RETURNING id)"
        " UPDATE procrastinate_jobs SET status = 'doing', worker_id = w.id FROM w",
    )
    assert state_of(order, actor) == "working"
    testing.run_command("worker", "--until-idle", name=scratch)
    assert state_of(order, actor) == "done"


def test_a_job_that_fails_is_tried_again_later_and_given_up_at_last(
    order,
    scratch,
    actor,
    owner,
):
    # Nothing can be kept: what the worker makes, the table does not take.
    in_the_queue("ALTER TABLE access_workpart ADD CHECK (number < 0) NOT VALID")
    testing.run_command("worker", "--until-idle", name=scratch)
    assert state_of(order, actor) == "waiting"
    with actor(Role.CASE_WORKER), connection.cursor() as cursor:
        cursor.execute("SELECT attempts, scheduled_at IS NULL FROM procrastinate_jobs")
        assert cursor.fetchone() == (1, False), "later, and not at once"
    in_the_queue("UPDATE procrastinate_jobs SET attempts = 4, scheduled_at = now()")
    testing.run_command("worker", "--until-idle", name=scratch)
    assert state_of(order, actor) == "failed"
    told = json.loads(
        testing.run_command(
            "check", "--format", "json", name=scratch, check=False
        ).stdout,
    )
    (finding,) = (f for f in told if f["what"] == "jobs")
    assert not finding["sound"]
    assert "screening.exporter failed for good" in finding["found"]
    with owner():
        (failed,) = jobs.queue_state().failed
        assert jobs.retry_job(failed.id)
        assert not jobs.drop_job(failed.id), "it waits again"


def test_the_check_tells_the_oldest_job_and_a_worker_that_fell_silent(order, owner):
    with owner():
        assert health.examine_waiting_jobs()[0]
        assert health.examine_worker() == (True, "none runs, none is needed")
    in_the_queue("UPDATE procrastinate_events SET at = at - interval '20 minutes'")
    with owner():
        sound, told = health.examine_waiting_jobs()
        assert (sound, told) == (False, "1 waiting, the oldest for 20 min")
        assert health.examine_worker() == (False, "none runs: `sala worker`")
    in_the_queue(
        "INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - interval '3 hours')",
    )
    with owner():
        assert health.examine_worker() == (False, "last heartbeat 3 h ago")
        assert health.examine_queue_role()[0]


@pytest.mark.parametrize(
    ("age", "told"),
    [(12, "12 s"), (300, "5 min"), (7200, "2 h"), (4 * 86_400, "4 d"), (-1, "0 s")],
)
def test_ages_as_they_are_read(age, told):
    assert health.age_text(timedelta(seconds=age)) == told


@pytest.mark.django_db
def test_the_account_of_the_queue_reaches_no_record():
    with psycopg.connect(addresses.queue_url(), autocommit=True) as queue:
        assert queue.execute("SELECT count(*) FROM procrastinate_jobs").fetchone()
        for statement in (
            "SELECT * FROM people_person",
            "SELECT * FROM access_workorder",
            "SELECT * FROM access_contextsecret",
            "SELECT access_remember('', '', '', 'operator', '')",
            WITH_A_NAME,
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                queue.execute(statement)


def waited_for(condition) -> bool:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.2)
    return False


def beats(scratch) -> int:
    with psycopg.connect(testing.administrator_url(scratch)) as found:
        return found.execute("SELECT count(*) FROM procrastinate_workers").fetchone()[0]


@pytest.mark.slow
def test_beside_the_web_it_is_started_again_and_ends_with_it(
    scratch,
    monkeypatch,
):
    from sala.config import worker

    monkeypatch.setattr(worker, "BACK_AFTER", 0.1)
    for name, value in testing.address_of(scratch).items():
        monkeypatch.setenv(name, value)
    beside = worker_beside()
    beside.start()
    try:
        assert waited_for(lambda: beats(scratch) == 1)
        first = beside._process
        first.kill()
        assert waited_for(lambda: beside._process is not first), "another came"
        assert waited_for(lambda: beats(scratch) == 2)
    finally:
        last = beside._process
        beside.stop()
    assert last.poll() is not None
    assert beats(scratch) == 1, "it said that it ends; the killed one could not"


@pytest.mark.slow
def test_it_ends_when_its_starter_is_killed(scratch):
    starter = (
        "import subprocess, sys, os\n"
        f"p = subprocess.Popen({COMMAND!r} + ['worker', '--parent', str(os.getpid())],"
        " start_new_session=True)\n"
        "print(p.pid, flush=True)\n"
        "p.wait()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", starter],
        env={**os.environ, **testing.address_of(scratch)},
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        worker = int(parent.stdout.readline())
        assert waited_for(lambda: beats(scratch) == 1)
        parent.send_signal(signal.SIGKILL)
    assert waited_for(lambda: not Path(f"/proc/{worker}").exists())


def test_the_list_in_the_database_is_the_rooms_list(scratch, owner):
    with owner():
        found = {
            m.name: (m.on_order, tuple(m.enters), tuple(m.changes))
            for m in MachineActor.objects.all()
        }
    assert found == {
        m.name: (m.on_order, m.enters, m.changes) for m in machines.all_machines()
    }
    assert set(found) == {
        "access.witness",
        "desk.forgetter",
        "facts.exporter",
        "people.indexer",
        "prosecution.keeper",
        "screening.exporter",
        "screening.forgetter",
        "screening.importer",
        "screening.intake",
    }
    # A power that somebody gave a machine by hand is found, as any other of the law.
    in_the_queue(
        "UPDATE access_machineactor SET changes = ARRAY['people_person']"
        " WHERE name = 'screening.exporter'",
    )
    with owner():
        assert [str(d) for d in law_installer.compare_law()] == [
            "machine screening.exporter altered",
        ]
