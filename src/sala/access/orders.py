"""Work that is ordered and done later: the order, how far it is, what came of it.

An order is a row; the job that goes into the queue with it, in the same transaction,
carries the row's key and nothing else. Only who ordered sees it. See docs/adr/0010.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app as queue

from sala.access.context import Actor
from sala.access.models import WorkOrder, WorkPart
from sala.kit.database_functions import ask_database
from sala.vault import sealed_box
from sala.vault.sealed_box import CannotOpenBoxError

KEPT = timedelta(days=3)
USE = "order"
DONE, REFUSED = "done", "refused"
WAITING, WORKING, FAILED = "waiting", "working", "failed"
STATES_OF_JOBS = {"todo": WAITING, "doing": WORKING, "failed": FAILED}
JOB_STATUS = """
SELECT args ->> 'order', status::text, attempts FROM procrastinate_jobs
WHERE args ->> 'order' = ANY (%s) ORDER BY id
"""


@dataclass(frozen=True)
class OrderRow:
    """An order as whoever gave it sees it.

    `state` is waiting, working, failed (for good), done, refused (what was asked cannot
    be done), no_role (who asked may not any more) or late.
    """

    id: UUID
    machine: str
    what: Mapping[str, Any]
    asked_at: datetime
    until: datetime
    total: int | None
    done: int
    state: str
    attempts: int
    result: Mapping[str, Any]

    @property
    def is_open(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in {WAITING, WORKING}


@transaction.atomic
def give_order(
    *,
    by: Actor,
    at: datetime,
    machine: str,
    what: Mapping[str, Any],
    one_at_a_time: bool = False,
) -> UUID:
    """Order a machine to do something, with what the actor may see; the order's key.

    `what` holds codes and keys of rows, never who anybody is. The order and its job are
    there when the transaction commits, and neither is when it does not.
    """
    assert by.membership_id is not None  # noqa: S101 only members order
    order = WorkOrder.objects.create(
        machine=machine,
        asked_by_id=by.user,
        membership_id=by.membership_id,
        agency_id=by.agency,
        role=by.role,
        what=dict(what),
        asked_at=at,
        until=at + KEPT,
    )
    queue.configure_task(
        name=machine,
        lock=machine if one_at_a_time else None,
    ).defer(order=str(order.id))
    return order.id


def own_orders(*, by: Actor, machines: Iterable[str]) -> list[OrderRow]:
    """What the actor ordered of these machines, the latest first."""
    found = WorkOrder.objects.filter(machine__in=list(machines))
    return _order_rows(list(found.order_by("-asked_at", "id")))


def own_order(*, by: Actor, order: UUID, machine: str) -> OrderRow:
    """An order of the actor's; raises `WorkOrder.DoesNotExist` for another's."""
    (found,) = _order_rows([WorkOrder.objects.get(id=order, machine=machine)])
    return found


@transaction.atomic
def discard_order(*, by: Actor, order: UUID) -> None:
    """Throw away an order and what it made; one that is at work does not go on.

    Raises `WorkOrder.DoesNotExist` for another's.
    """
    WorkOrder.objects.get(id=order).delete()


def made_of_order(*, by: Actor, order: OrderRow) -> tuple[list[str], bytes]:
    """What a finished order made, and whom it is about; raises `WorkPart.DoesNotExist`
    where nothing is kept, or it is not all there yet.
    """
    if order.state != DONE:
        raise WorkPart.DoesNotExist
    part = WorkPart.objects.get(order_id=order.id)
    return list(part.codes), _open_part(part)


def forget_old_orders() -> int:
    """Throw away orders whose time is over; the work of a machine alone."""
    return int(ask_database("access_forget_orders"))


def _order_rows(orders: list[WorkOrder]) -> list[OrderRow]:
    jobs = {}
    if orders:
        with connection.cursor() as cursor:
            cursor.execute(JOB_STATUS, [[str(order.id) for order in orders]])
            jobs = {key: (status, tried) for key, status, tried in cursor.fetchall()}
    rows = []
    for order in orders:
        status, attempts = jobs.get(str(order.id), ("", 0))
        rows.append(
            OrderRow(
                id=order.id,
                machine=order.machine,
                what=order.what,
                asked_at=order.asked_at,
                until=order.until,
                total=order.total,
                done=order.done,
                # A job that is gone before its order was finished cannot go on.
                state=order.outcome or STATES_OF_JOBS.get(status, FAILED),
                attempts=attempts,
                result=order.result,
            ),
        )
    return rows


# What the machine does with the order it works on, inside `acting_on_order`.


def order_at_work(*, by: Actor, order: UUID) -> WorkOrder:
    """The order that the machine works on, nobody else at the same time."""
    return WorkOrder.objects.select_for_update().get(id=order, machine=by.machine)


def add_part(
    *,
    order: WorkOrder,
    number: int,
    codes: list[str],
    value: bytes,
    done: int,
) -> None:
    """Put a part beside the order, sealed, and say how far it is by now."""
    order.parts.create(
        number=number, codes=codes, sealed=_seal_part(order.id, number, value)
    )
    order.done = done
    order.save(update_fields=["done"])


def parts_of(order: WorkOrder) -> list[tuple[list[str], bytes]]:
    """The parts so far: whom each is about, and what it says."""
    return [
        (list(part.codes), _open_part(part)) for part in order.parts.order_by("number")
    ]


def finish_order(
    *,
    order: WorkOrder,
    at: datetime,
    outcome: str = DONE,
    result: Mapping[str, Any] | None = None,
    made: tuple[list[str], bytes] | None = None,
) -> None:
    """End an order; of its parts, only what was `made` stays, for whom it is about."""
    order.parts.all().delete()
    if made is not None:
        codes, value = made
        order.parts.create(number=0, codes=codes, sealed=_seal_part(order.id, 0, value))
    order.finished_at, order.outcome, order.result = at, outcome, dict(result or {})
    order.save(update_fields=["finished_at", "outcome", "result"])


def _seal_part(order: UUID, number: int, value: bytes) -> bytes:
    return sealed_box.seal_box(value, use=USE, about=f"{order}/{number}")


def _open_part(part: WorkPart) -> bytes:
    sealed = bytes(part.sealed)
    try:
        about = f"{part.order_id}/{part.number}"
        return sealed_box.open_box(sealed, use=USE, about=about)
    except CannotOpenBoxError:  # of the first format, until November 2026
        return sealed_box.open_box(sealed, use=USE, about=part.order_id)
