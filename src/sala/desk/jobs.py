"""What the machines of this room do (desk/policy.py)."""

from sala.access import orders, sessions, tries
from sala.access.context import acting_machine
from sala.access.queued import works_alone
from sala.desk import drafts
from sala.kit import clock

FORGETTER = "desk.forgetter"


def forget_what_is_over() -> None:
    """Throw away forms nobody came back to, and orders and sessions whose time is
    over.
    """
    with acting_machine(FORGETTER):
        drafts.forget_old_drafts()
        orders.forget_old_orders()
        sessions.forget_ended(clock.now())
        tries.forget_over(clock.now())


works_alone(FORGETTER, cron="*/10 * * * *")(forget_what_is_over)
