"""What the machine of this room does (prosecution/policy.py)."""

from sala.access.context import acting_machine
from sala.access.queued import works_alone
from sala.prosecution.actions import takeovers

KEEPER = "prosecution.keeper"


def end_takeovers() -> None:
    """Give back what nobody confirmed in time, and tell what is judged for good."""
    with acting_machine(KEEPER) as by:
        takeovers.end_takeovers(by=by)


works_alone(KEEPER, cron="*/10 * * * *")(end_takeovers)
