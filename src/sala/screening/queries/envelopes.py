"""What arrived and could not be taken in: who sent it, when, why not; never what it holds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sala.access import keyring, sealed_box
from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.screening.models import Envelope, ScreeningDraft


@dataclass(frozen=True)
class AsideRow:
    """One envelope that was set aside, and whether the viewer may try it again."""

    id: UUID
    sent_by: str
    received_at: datetime
    fault: str
    may_try: bool


def set_aside(*, by: Actor) -> list[AsideRow]:
    """Envelopes that wait to be tried again: the actor's own, and of the agency for whom it is."""
    require(may(by, "screening.outbox.see"))
    found = Envelope.objects.filter(state="set_aside", agency_id=by.agency)
    tries = may(by, "screening.screening.record")
    return [
        AsideRow(row.id, row.sent_by.full_name, row.received_at, row.fault, bool(tries))
        for row in found.select_related("sent_by").order_by("received_at", "id")
    ]


def under_old_keys() -> int:
    """How many envelopes and drafts only an old key opens, for whoever retires it."""
    current = keyring.load().current
    kept = [
        *Envelope.objects.filter(state="set_aside").values_list("body", flat=True),
        *ScreeningDraft.objects.values_list("sealed", flat=True),
    ]
    return sum(sealed_box.key_name(bytes(box)) != current for box in kept)
