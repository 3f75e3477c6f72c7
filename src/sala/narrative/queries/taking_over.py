"""What of a published report can be taken over: its tier, its recommendations, and
which of these were made before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sala.access.context import Actor
from sala.countries import queries as countries
from sala.narrative.places import alpha2_of
from sala.narrative.queries.published import published_report
from sala.partnership.queries import recommendations as partnership
from sala.partnership.queries import threads, tiers
from sala.partnership.queries.recommendations import RecommendationRow
from sala_reader import match_recommendations

USUAL = "TIP Report"
HUNDRED = 100


@dataclass(frozen=True)
class RecommendationOffer:
    """A recommendation of the report: one that is kept already, or one that may be
    taken over, with the earlier one that it is most like and how much of it, in
    hundredths.
    """

    number: int
    text: str
    kept: UUID | None
    like: RecommendationRow | None
    alike: int


@dataclass(frozen=True)
class ReportToTakeOver:
    """A report about the own country, and what of it is not kept yet."""

    id: UUID
    title: str
    year: int
    source: str
    tier: str
    tier_kept: bool
    offers: tuple[RecommendationOffer, ...]
    earlier: tuple[RecommendationRow, ...]

    @property
    def has_something_left(self) -> bool:
        """Whether something is left to take over."""
        return bool(self.tier and not self.tier_kept) or any(
            not o.kept for o in self.offers
        )


def is_own(country: str) -> bool:
    """Whether a country's code of three letters is that of the country whose record
    this is.
    """
    pack = countries.current_pack()
    return pack is not None and pack.code == alpha2_of(country)


def to_take_over(*, by: Actor, key: UUID) -> ReportToTakeOver | None:
    """What of a report may be taken over; none for a report about another country."""
    row = published_report(by=by, key=key)
    if row is None or not is_own(row.country):
        return None
    kept = partnership.load_recommendations(by=by)
    source = next((k.source for k in kept if k.year == row.report_year), "") or next(
        (k.source for k in kept),
        USUAL,
    )
    earlier = threads.latest_before(by=by, year=row.report_year)
    own = [k for k in kept if k.year == row.report_year]
    return ReportToTakeOver(
        id=row.id,
        title=row.title,
        year=row.report_year,
        source=source,
        tier=row.tier,
        tier_kept=any(t.year == row.report_year for t in tiers.load_tiers(by=by)),
        offers=recommendation_offers(row.recommendations, own, earlier, source),
        earlier=tuple(earlier),
    )


def recommendation_offers(
    texts: Sequence[str],
    own: Sequence[RecommendationRow],
    earlier: Sequence[RecommendationRow],
    source: str,
) -> tuple[RecommendationOffer, ...]:
    """The recommendations of a report in its order, each beside what it most likely
    repeats.
    """
    known = {k.number: k.id for k in own if k.source == source}
    said = {_plain_text(english_text(k)): k.id for k in own}
    pairs = match_recommendations([english_text(row) for row in earlier], list(texts))
    like = {
        after: (earlier[before], round(share * HUNDRED))
        for before, after, share in pairs
    }
    return tuple(
        RecommendationOffer(
            number,
            text,
            said.get(_plain_text(text)) or known.get(number),
            *like.get(at, (None, 0)),
        )
        for at, (number, text) in enumerate(enumerate(texts, start=1))
    )


def english_text(row: RecommendationRow) -> str:
    """The words by which a recommendation is recognised: reports are read in
    English.
    """
    return row.texts.get("en") or row.text


def _plain_text(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(".;")
