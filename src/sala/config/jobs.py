"""The queue as an operator sees it: what waits, what failed for good, who works it
off.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction

LONGEST_WAIT = timedelta(minutes=15)
LONGEST_SILENCE = timedelta(minutes=1)
# A job that is due waits since it was put into the queue, or since it became due again.
WAITING = """
SELECT count(*), max(now() - greatest(e.at, j.scheduled_at))
FROM procrastinate_jobs j
JOIN LATERAL (SELECT min(at) AS at FROM procrastinate_events
              WHERE job_id = j.id AND type = 'deferred') e ON true
WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now()
"""
FAILED = """
SELECT j.id, j.task_name, j.attempts, now() - e.at
FROM procrastinate_jobs j
JOIN LATERAL (SELECT max(at) AS at FROM procrastinate_events
              WHERE job_id = j.id AND type = 'failed') e ON true
WHERE j.status = 'failed' ORDER BY j.id
"""
HEARTBEAT = "SELECT now() - max(last_heartbeat) FROM procrastinate_workers"
BESIDE = """
SELECT c.relname::text FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
  AND NOT starts_with(c.relname, 'procrastinate_')
  AND has_any_column_privilege(%s, c.oid, 'SELECT, INSERT, UPDATE') ORDER BY 1
"""


@dataclass(frozen=True)
class FailedJob:
    """A job that was tried as often as it may be, and how long ago it was given up."""

    id: int
    task: str
    attempts: int
    age: timedelta


@dataclass(frozen=True)
class QueueState:
    """How many jobs wait, the oldest for how long; what failed; when a worker last
    beat.
    """

    waiting: int
    oldest_waiting: timedelta | None
    failed: tuple[FailedJob, ...]
    since_heartbeat: timedelta | None


def queue_state() -> QueueState:
    """What the queue holds now, on the owner's account."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        waiting, oldest = cursor.fetchone()
        cursor.execute(FAILED)
        failed = tuple(FailedJob(*columns) for columns in cursor.fetchall())
        cursor.execute(HEARTBEAT)
        (beat,) = cursor.fetchone()
    return QueueState(waiting, oldest, failed, beat)


def is_late(state: QueueState) -> bool:
    """Whether a job waits longer than a worker at work would let it."""
    return state.oldest_waiting is not None and state.oldest_waiting > LONGEST_WAIT


def tables_beside_the_queue() -> list[str]:
    """Tables other than the queue's that the account of the queue reaches: none."""
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, [settings.QUEUE_ROLE])
        return [f"reaches {name}" for (name,) in cursor.fetchall()]


@transaction.atomic
def retry_job(job: int) -> bool:
    """Let a job that failed for good be tried again; false where none did."""
    if not _has_failed(job):
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)",
            [job],
        )
    return True


@transaction.atomic
def drop_job(job: int) -> bool:
    """Take a job that failed for good out of the queue; false where none did."""
    if not _has_failed(job):
        return False
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job])
    return True


def _has_failed(job: int) -> bool:
    return job in {failed.id for failed in queue_state().failed}
