"""What the machine of this room does (facts/policy.py)."""

from uuid import UUID

from sala.access import orders
from sala.access.context import acting_on_order
from sala.access.queued import works_on_order
from sala.facts import actions
from sala.facts.places import facts_folder
from sala.kit import clock


@works_on_order(actions.EXPORTER)
def export_facts(order: UUID) -> None:
    """Make the facts that an order asked for; a year that is made is not made again."""
    with acting_on_order(order) as by:
        row = orders.order_at_work(by=by, order=order)
        done = actions.export_record(by=by, at=clock.now(), folder=facts_folder())
        orders.finish_order(order=row, at=clock.now(), result={"rows": done.row_count})
