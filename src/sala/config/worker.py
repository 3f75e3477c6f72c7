"""The worker of the queue: one process, a few threads, beside the web or on its own.

It takes jobs on an account that reaches the queue alone, and does each on the
application's account in the name of its machine. Nothing of it is imported where pages
are answered but the few lines that keep its process running (`WorkerBeside`).
"""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

THREADS = 2
BACK_AFTER = 5.0  # seconds until one that fell is started again
LOOKS_AFTER = 1.0  # seconds between two looks whether the starter is still there
LAST_JOB = 15.0  # seconds a job may take on when the worker is told to stop
SILENT_FOR = 30.0  # seconds after which the jobs of a worker that fell are taken up


class WorkerBeside:
    """Keeps a worker's process running beside the web, for as long as the web runs."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()

    def start(self, _server: Any = None) -> None:
        """Start the worker, and whoever starts it again when it falls."""
        threading.Thread(target=self._keep_running, daemon=True).start()

    def stop(self, _server: Any = None) -> None:
        """Tell the worker to stop after what it is at, and wait for it."""
        self._stopped.set()
        process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(LAST_JOB + 5)
        except subprocess.TimeoutExpired:
            process.kill()

    def _keep_running(self) -> None:
        while not self._stopped.is_set():
            self._process = subprocess.Popen(  # noqa: S603 our own command
                [
                    *(sys.executable, "-m", "sala.config.command"),
                    *("worker", "--parent", str(os.getpid())),
                ],
                # Ctrl-C is for the web, which tells the worker when its turn has come.
                start_new_session=True,
            )
            self._process.wait()
            self._stopped.wait(BACK_AFTER)


def work_queue(*, parent: int | None = None, until_idle: bool = False) -> None:
    """Work the queue off until told to stop, or until nothing waits.

    With a `parent`, the worker ends when that process does, however it ended.
    """
    if parent is not None:
        threading.Thread(target=_end_with, args=[parent], daemon=True).start()
    asyncio.run(_work_queue(until_idle=until_idle))


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOKS_AFTER)
    os.kill(os.getpid(), signal.SIGTERM)


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
