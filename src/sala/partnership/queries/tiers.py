"""The tiers of the country by year, with what the Watch List rules say of them."""

from dataclasses import dataclass
from uuid import UUID

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.kit.rows import row_of
from sala.partnership.models import TierPlacement
from sala.partnership.queries.steps import VIEW
from sala.partnership.rules import tiers as rules
from sala.partnership.rules.tiers import PlacedYear, PlacementNotes, TierOutlook
from sala.standards import queries as standards


@dataclass(frozen=True)
class TierRow:
    """The tier of a year, where it stands, and what the rules say of it."""

    id: UUID
    year: int
    tier: str
    source: str
    report: UUID | None
    recorded_by: str
    told: PlacementNotes


def load_tiers(*, by: Actor) -> list[TierRow]:
    """The recorded tiers, the first year first."""
    require(may(by, VIEW))
    rows = TierPlacement.objects.filter(withdrawn_at=None).order_by("year")
    kept = {row.year: row for row in rows.select_related("recorded_by")}
    history = [PlacedYear(r.year, r.tier, r.waiver, r.automatic) for r in kept.values()]
    return [
        _tier_row(kept[told.placed.year], told)
        for told in rules.follow_history(history, standards.watch_list_law())
    ]


def next_outlook(rows: list[TierRow]) -> TierOutlook | None:
    """What the report after the last recorded one may bring; none where no tier is
    recorded.
    """
    if not rows:
        return None
    history = [row.told.placed for row in rows]
    return rules.tier_outlook(history, rows[-1].year + 1, standards.watch_list_law())


def _tier_row(row: TierPlacement, told: PlacementNotes) -> TierRow:
    return row_of(TierRow, row, recorded_by=row.recorded_by.full_name, told=told)
