"""The append-only ledger: every write and every opening of an identity, chained by
hash.
"""

from sala.access.ledger.entries import record

__all__ = ["record"]
