"""Freezing the figures of a year, by two people."""

from datetime import datetime
from uuid import UUID

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import Decision, RefusedError, may, require
from sala.figures import queries
from sala.figures.definitions import VERSION
from sala.figures.models import Snapshot
from sala.figures.rules import REASONS


class NoFactsError(Exception):
    """There are no facts from which figures could be frozen."""


class NotAReasonError(Exception):
    """A first snapshot needs no reason, and a later one needs one."""


OWN = Decision(False, "own_snapshot")
GONE = Decision(False, "not_found")


def prepare_snapshot(
    *,
    by: Actor,
    at: datetime,
    year: int,
    reason: str = "first",
) -> UUID:
    """Freeze the figures of a year as they are now, for somebody else to approve.

    Raises `NoFactsError` where there are none, and `NotAReasonError` where a later one
    does not say why it differs.
    """
    require(may(by, "figures.snapshot.prepare"))
    manifest = queries.facts_manifest()
    if manifest is None:
        raise NoFactsError
    before = Snapshot.objects.filter(year=year, approved_at__isnull=False).order_by(
        "-approved_at",
    )
    supersedes = before.first()
    if reason not in REASONS or (reason == "first") != (supersedes is None):
        raise NotAReasonError
    made = Snapshot.objects.create(
        year=year,
        facts_hash=manifest.facts_hash,
        facts_as_of=manifest.as_of,
        definitions=VERSION,
        figures=queries.frozen_figures(year),
        reason=reason,
        supersedes=supersedes,
        agency_id=by.agency,
        prepared_by_id=by.user,
        prepared_at=at,
    )
    detail = {
        "year": year,
        "hash": manifest.facts_hash,
        "reason": reason,
    }
    record(
        by=by,
        action="figures.prepared",
        kind="snapshot",
        subject=made.id,
        detail=detail,
    )
    return made.id


def approve_snapshot(*, by: Actor, at: datetime, snapshot: UUID) -> None:
    """Stand by frozen figures that somebody else prepared; refused to whoever prepared
    them.
    """
    require(may(by, "figures.snapshot.approve"))
    found = Snapshot.objects.filter(id=snapshot, approved_at__isnull=True).first()
    if found is None:
        raise RefusedError(GONE)
    if found.prepared_by_id == by.user:
        raise RefusedError(OWN)
    Snapshot.objects.filter(id=snapshot).update(approved_by_id=by.user, approved_at=at)
    detail = {"year": found.year, "hash": found.facts_hash}
    record(
        by=by,
        action="figures.approved",
        kind="snapshot",
        subject=snapshot,
        detail=detail,
    )
