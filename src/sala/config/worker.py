"""The worker of the queue: one process, a few threads, beside the web or on its own.

It takes jobs on an account that reaches the queue alone, and does each on the
application's account in the name of its machine. Nothing of it is imported where pages
are answered but the few lines that keep its process running (config/processes.py).
"""

import asyncio
from typing import Any

from sala.config.processes import ProcessBeside, end_with

THREADS = 2
BACK_AFTER = 5.0  # seconds until one that fell is started again
LAST_JOB = 15.0  # seconds a job may take on when the worker is told to stop
SILENT_FOR = 30.0  # seconds after which the jobs of a worker that fell are taken up


def worker_beside() -> ProcessBeside:
    """What keeps a worker running beside the web."""
    return ProcessBeside(
        "sala.config.command",
        "worker",
        back_after=BACK_AFTER,
        patience=LAST_JOB + 5,
    )


def work_queue(*, parent: int | None = None, until_idle: bool = False) -> None:
    """Work the queue off until told to stop, or until nothing waits.

    With a `parent`, the worker ends when that process does, however it ended.
    """
    if parent is not None:
        end_with(parent)
    asyncio.run(_work_queue(until_idle=until_idle))


async def _work_queue(*, until_idle: bool) -> None:
    from django.utils.module_loading import autodiscover_modules
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import app

    from sala.config import addresses

    autodiscover_modules("jobs")
    connector = PsycopgConnector(
        conninfo=addresses.queue_url(),
        kwargs={"application_name": "sala queue"},
        min_size=1,
        max_size=THREADS + 2,
    )
    with app.replace_connector(connector) as queue:
        async with queue.open_async():
            await _take_up_left_jobs(queue)
            beside = asyncio.create_task(_look_for_left_jobs(queue))
            try:
                await queue.run_worker_async(
                    concurrency=THREADS,
                    wait=not until_idle,
                    delete_jobs="successful",
                    shutdown_graceful_timeout=LAST_JOB,
                    stalled_worker_timeout=SILENT_FOR,
                )
            finally:
                beside.cancel()


async def _look_for_left_jobs(queue: Any) -> None:
    while True:
        await asyncio.sleep(SILENT_FOR)
        await _take_up_left_jobs(queue)


async def _take_up_left_jobs(queue: Any) -> None:
    """Put the jobs of a worker that fell back into the queue; each goes on where it
    was.
    """
    from procrastinate import utils

    stalled = await queue.job_manager.get_stalled_jobs(
        seconds_since_heartbeat=SILENT_FOR,
    )
    for job in stalled:
        await queue.job_manager.retry_job(job=job, retry_at=utils.utcnow())
