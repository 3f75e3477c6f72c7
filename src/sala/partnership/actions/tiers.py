"""On which tier a report placed the country, with its source."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.desk.recorded import take_back
from sala.kit.periods import FIRST
from sala.kit.saving import refuse_on_violation, refuse_unknown_code
from sala.partnership.actions import common
from sala.partnership.models import TierPlacement
from sala.partnership.rules.tiers import LOWEST, TIERS, WATCH


@dataclass(frozen=True)
class PlacementInput:
    """The tier of a report's year and where it says so; None is not recorded.

    `report` is the published report that was read, where there is one.
    """

    year: int
    tier: str
    source: str
    waiver: bool | None = None
    automatic: bool | None = None
    report: UUID | None = None


@transaction.atomic
def record_tier(*, by: Actor, at: datetime, placement: PlacementInput) -> UUID:
    """Record the tier of a year with its source.

    Raises `ValidationError` naming the field: a year that has one or has not come, a
    waiver outside the Watch List, an automatic downgrade to another tier than the
    lowest, no source.
    """
    common.require_secretariat(by)
    _check_placement(placement, at)
    made = TierPlacement(
        **{**vars(placement), "source": placement.source.strip()},
        agency_id=by.agency,
        **common.signature_columns(by, at),
    )
    there = _(
        "The tier of %(year)s is recorded already. Take it back first if it is wrong.",
    )
    taken = ValidationError({"year": there % {"year": placement.year}})
    with refuse_on_violation("one_tier_a_year", taken):
        made.save(force_insert=True)
    common.record_entry(
        by,
        "tier_recorded",
        "tier",
        made.id,
        year=made.year,
        code=made.tier,
    )
    return made.id


@transaction.atomic
def take_back_tier(*, by: Actor, at: datetime, tier: UUID) -> None:
    """Take back a tier that was recorded by mistake. Raises
    `TierPlacement.DoesNotExist`.
    """
    common.require_secretariat(by)
    row = TierPlacement.objects.get(id=tier)
    take_back(
        TierPlacement.objects.filter(id=tier),
        by=by,
        at=at,
    )
    common.record_entry(
        by,
        "tier_taken_back",
        "tier",
        tier,
        year=row.year,
        code=row.tier,
    )


def _check_placement(placement: PlacementInput, at: datetime) -> None:
    refuse_unknown_code("tier", placement.tier, TIERS)
    if not FIRST <= placement.year <= common.recording_day(at).year:
        message = _("Enter the year of a report that was published, for example 2018.")
        raise ValidationError({"year": message})
    if placement.waiver and placement.tier != WATCH:
        raise ValidationError({"waiver": _("A waiver is only for the Watch List.")})
    if placement.automatic and placement.tier != LOWEST:
        message = _("An automatic downgrade is to Tier 3 only.")
        raise ValidationError({"automatic": message})
    if not placement.source.strip():
        raise ValidationError(
            {"source": _("Say which report places the country there.")},
        )
