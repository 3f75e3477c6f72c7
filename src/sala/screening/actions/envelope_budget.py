"""How many envelopes somebody sends in a day, so that nobody fills the disk or buries
what waits for a supervisor.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from sala.screening.models import Envelope

DAY = timedelta(hours=24)
# Four times the largest operation on record (128 women), screened by one officer alone.
SENT_A_DAY = 512
# What no instrument or key explains: a phone with a wrong form sends a few before
# somebody looks at it, and keeps the rest.
SET_ASIDE_A_DAY = 30


def sent_too_many(user: UUID, at: datetime) -> bool:
    """Whether a user has sent what one may send in 24 hours."""
    return _sent_lately(user, at).count() >= SENT_A_DAY


def set_aside_too_many(user: UUID, at: datetime, *, without: str) -> bool:
    """Whether as many of a user's envelopes of the last 24 hours wait for somebody as
    may; those whose fault is `without` wait for nobody.
    """
    waiting = _sent_lately(user, at).filter(state="set_aside").exclude(fault=without)
    return waiting.count() >= SET_ASIDE_A_DAY


def _sent_lately(user: UUID, at: datetime) -> QuerySet[Envelope]:
    return Envelope.objects.filter(sent_by_id=user, received_at__gt=at - DAY)
