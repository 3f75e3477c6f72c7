"""Taking in, at their senders' orders, envelopes that came while the vault was away."""

from uuid import UUID

from sala.access import orders
from sala.access.context import acting_on_order
from sala.kit import clock
from sala.screening.actions.envelopes import CLOSED, try_again
from sala.screening.models import Envelope
from sala.vault.client import VaultAwayError, vault_answers


def take_in_waiting(order: UUID) -> None:
    """Take in the envelope of an order; raises `VaultAwayError` until that can be
    opened.
    """
    if not vault_answers():
        raise VaultAwayError
    with acting_on_order(order) as by:
        row = orders.order_at_work(by=by, order=order)
        envelope = UUID(row.what["envelope"])
        waits = Envelope.objects.filter(id=envelope, state="set_aside", fault=CLOSED)
        if waits.exists():
            try_again(by=by, at=clock.now(), key=envelope)
        orders.finish_order(order=row, at=clock.now())
