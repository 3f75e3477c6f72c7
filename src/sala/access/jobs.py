"""What the machine of this room does (access/policy.py)."""

from sala.access.context import acting_machine
from sala.access.law.witness import WITNESS
from sala.access.ledger import checkpoints, heads
from sala.access.queued import works_alone


def keep_witness() -> None:
    """Say outside the database where the ledger ends, and each day to whom the operator
    named.
    """
    with acting_machine(WITNESS):
        heads.tell_witness()
        checkpoints.write_due_checkpoint()


works_alone(WITNESS, cron="*/5 * * * *")(keep_witness)
