"""How a room hands work to the queue: what `<room>/jobs.py` is made of.

The worker alone imports these modules (config/worker.py); the web knows machines by
name.
"""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as queue

from sala.access.context import OrderEndedError

# Five tries: after 4 s, 16 s, a minute, four minutes. Then it is for `sala check` to
# show.
RETRY = RetryStrategy(max_attempts=4, exponential_wait=4)

# What waits for the vault is tried every twenty seconds, for as long as an order holds.
UNTIL_OPENED = RetryStrategy(max_attempts=3 * 24 * 180, wait=20)

WorkOnOrder = Callable[[UUID], None]


def works_on_order(
    machine: str,
    *,
    retry: RetryStrategy = RETRY,
) -> Callable[[WorkOnOrder], WorkOnOrder]:
    """Let a function be what a machine does with an order, tried again when it fails.

    An order that ended meanwhile (thrown away, late, of somebody whose role is over) is
    nothing to try again: the job is over, and did nothing.
    """

    def register_order_work(work: WorkOnOrder) -> WorkOnOrder:
        @wraps(work)
        def work_off(order: UUID) -> None:
            try:
                work(order)
            except OrderEndedError:
                return

        @queue.task(name=machine, retry=retry)
        def order_job(order: str) -> None:
            work_off(UUID(order))

        return work_off

    return register_order_work


def works_alone(machine: str, *, cron: str) -> Callable[[Callable[[], None]], None]:
    """Let a function be what a machine does by itself, at the times of `cron`."""

    def register_lone_work(work: Callable[[], None]) -> None:
        @queue.periodic(cron=cron)
        @queue.task(name=machine, queueing_lock=machine, retry=RETRY)
        def periodic_job(timestamp: int) -> None:
            work()

    return register_lone_work
