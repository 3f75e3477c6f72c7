"""What a published report says of the country, taken over into the record of the
partnership.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.narrative.actions.published import READ
from sala.narrative.models import PublishedReport
from sala.narrative.queries import taking_over as queries
from sala.partnership import actions as partnership


@dataclass(frozen=True)
class ConfirmedRecommendation:
    """A recommendation by its number in the report, and the earlier one it is the same
    as.
    """

    number: int
    repeats: UUID | None = None


@dataclass(frozen=True)
class ConfirmedTier:
    """That the tier is taken over; whether by waiver or automatic, None is not
    recorded.
    """

    waiver: bool | None = None
    automatic: bool | None = None


@transaction.atomic
def take_over(
    *,
    by: Actor,
    at: datetime,
    report: UUID,
    source: str,
    confirmed: Sequence[ConfirmedRecommendation],
    tier: ConfirmedTier | None = None,
) -> int:
    """Keep what a person confirmed of a report about the own country; how many
    recommendations.

    Raises `PublishedReport.DoesNotExist`, and `ValidationError` where there is nothing
    to take.
    """
    require(may(by, READ))
    page = queries.to_take_over(by=by, key=report)
    if page is None:
        raise PublishedReport.DoesNotExist
    if tier is None and not confirmed:
        raise ValidationError(_("Choose what to take over."))
    if tier:
        placement = partnership.PlacementInput(
            page.year,
            page.tier,
            f"{source} {page.year}",
            tier.waiver,
            tier.automatic,
            report,
        )
        partnership.record_tier(
            by=by,
            at=at,
            placement=placement,
        )
    return len(
        partnership.take_over_recommendations(
            by=by,
            at=at,
            recommended=_recommendations_of(source, page, confirmed),
        ),
    )


def _recommendations_of(
    source: str,
    page: queries.ReportToTakeOver,
    confirmed: Sequence[ConfirmedRecommendation],
) -> list[partnership.RecommendationInput]:
    """The recommendations that were chosen; a number that the report has not
    is none.
    """
    texts = {offer.number: offer.text for offer in page.offers}
    return [
        partnership.RecommendationInput(
            source,
            page.year,
            each.number,
            {"en": texts[each.number]},
            repeats=each.repeats,
        )
        for each in confirmed
        if each.number in texts
    ]
