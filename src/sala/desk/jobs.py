"""What the machines of this room do (desk/policy.py)."""

from sala.access import orders
from sala.access.context import acting_machine
from sala.access.queued import works_alone
from sala.desk import drafts

FORGETTER = "desk.forgetter"


def forget_what_is_over() -> None:
    """Throw away forms nobody came back to, and orders whose time is over."""
    with acting_machine(FORGETTER):
        drafts.forget_old_drafts()
        orders.forget_old_orders()


works_alone(FORGETTER, cron="*/10 * * * *")(forget_what_is_over)
