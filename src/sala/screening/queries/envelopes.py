"""What arrived and could not be taken in: who sent it, when, why not; never what it
holds.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.access.roles import Role
from sala.screening.models import Envelope, ScreeningDraft
from sala.vault import sealed_box

UNREADABLE = frozenset({"unreadable", "malformed", "unknown_instrument"})
DAY = timedelta(hours=24)


@dataclass(frozen=True)
class AsideRow:
    """One envelope that was not taken in: who has it, why it waits, what the viewer may
    do.
    """

    id: UUID
    sent_by: str
    received_at: datetime
    state: str
    fault: str
    holder: str  # nobody but the sender where it is empty
    moved_by: str
    moved_at: datetime | None
    reason: str
    may_try: bool
    may_correct: bool
    may_move: bool


@dataclass(frozen=True)
class ScreeningColleague:
    """Somebody to whom a supervisor may hand a screening."""

    user_id: UUID
    full_name: str
    role: Role


def set_aside(*, by: Actor, at: datetime) -> list[AsideRow]:
    """Envelopes that wait to be tried again: the actor's own, and of the agency for
    whom it is.
    """
    return _envelope_rows(by, at, Envelope.objects.filter(state="set_aside"))


def load_closed_envelopes(*, by: Actor, at: datetime) -> list[AsideRow]:
    """Envelopes that were closed without being taken in."""
    return _envelope_rows(by, at, Envelope.objects.filter(state="closed"))


def load_envelope(*, by: Actor, key: UUID, at: datetime) -> AsideRow | None:
    """One envelope that the actor sees."""
    return next(iter(_envelope_rows(by, at, Envelope.objects.filter(id=key))), None)


def load_colleagues(*, by: Actor) -> list[ScreeningColleague]:
    """Who screens for the supervisor's agency."""
    require(may(by, "screening.envelope.move"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT user_id, full_name, role FROM screening_colleagues()")
        return [
            ScreeningColleague(user, name, Role(role))
            for user, name, role in cursor.fetchall()
        ]


def in_hand(*, by: Actor, envelope: Envelope, at: datetime) -> bool:
    """Whether the actor has it in hand: a frontline officer for a day, like the own
    screening.
    """
    since = envelope.moved_at or envelope.received_at
    holds = (envelope.holder_id or envelope.sent_by_id) == by.user_id
    return holds and (by.role != Role.FRONTLINE_OFFICER or at - since < DAY)


def _envelope_rows(
    by: Actor, at: datetime, found: QuerySet[Envelope]
) -> list[AsideRow]:
    require(may(by, "screening.outbox.see"))
    kept = found.filter(agency_id=by.agency).defer("body")
    rows = kept.select_related("sent_by", "holder", "moved_by").order_by(
        "received_at",
        "id",
    )
    return [_envelope_row(by, at, row) for row in rows]


def _envelope_row(by: Actor, at: datetime, row: Envelope) -> AsideRow:
    waits = row.state == "set_aside"
    screens = waits and bool(may(by, "screening.screening.record"))
    return AsideRow(
        **{
            name: getattr(row, name) for name in ("id", "received_at", "state", "fault")
        },
        moved_at=row.moved_at,
        reason=row.moved_reason,
        sent_by=row.sent_by.full_name,
        holder=row.holder.full_name if row.holder else "",
        moved_by=row.moved_by.full_name if row.moved_by else "",
        may_try=screens,
        may_correct=screens
        and row.fault not in UNREADABLE
        and in_hand(
            by=by,
            envelope=row,
            at=at,
        ),
        may_move=bool(may(by, "screening.envelope.move")),
    )


def under_old_keys() -> int:
    """How many envelopes and drafts only an old key opens, for whoever retires it.

    What a supervisor closed, and what arrived before it was put right, keeps no key in
    use: it can be taken up again, or read, until the key is gone.
    """
    current, _key = sealed_box.public_key()
    kept = [
        *Envelope.objects.filter(state="set_aside").values_list("body", flat=True),
        *ScreeningDraft.objects.values_list("sealed", flat=True),
    ]
    return sum(sealed_box.key_name(bytes(box)) != current for box in kept)
