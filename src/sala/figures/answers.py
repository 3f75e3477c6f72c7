"""What a figure answers: a number, "not recorded", "nobody asked", or nothing to
measure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sala.facts.folder import YearCoverage
from sala.figures.definitions import RATES, FigureDefinition
from sala.figures.definitions.base import RateDefinition

NUMBER = "number"
NOT_RECORDED = "not_recorded"
NOT_ASKED = "not_asked"
NONE = (  # asked and recorded, and there was nothing of which this could be the least
    "none"
)

Keys = tuple[str | None, ...]
Way = tuple[str, ...]


@dataclass(frozen=True)
class BreakdownCell:
    """One number, and how many facts of it did not say how much."""

    value: int | None
    unrecorded: int = 0


@dataclass(frozen=True)
class FigureAnswer:
    """What a figure says of a year; `at_least` where some of it is known to be
    missing.
    """

    figure: str
    year: int
    state: str
    value: int | None = None
    unrecorded: int = 0
    facts: int = 0
    partial: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is a number, zero too."""
        return self.state == NUMBER

    @property
    def at_least(self) -> bool:
        """Whether the true number is at least this one, and may be more."""
        return self.state == NUMBER and (self.partial or self.unrecorded > 0)


@dataclass(frozen=True)
class RateShare:
    """What a rate says of a year: a part of a whole, where both are numbers."""

    rate: str
    year: int
    state: str
    part: int | None = None
    whole: int | None = None
    value: float | None = None


@dataclass(frozen=True)
class FigureAnswers:
    """All that was asked, by figure and year."""

    totals: Mapping[tuple[str, int], FigureAnswer] = field(default_factory=dict)
    parts: Mapping[tuple[str, int, Way], Mapping[Keys, BreakdownCell]] = field(
        default_factory=dict,
    )

    def share_of_rate(self, rate: RateDefinition, year: int) -> RateShare:
        """What a rate says of a year."""
        return share_of(
            rate,
            year,
            self.totals.get((rate.part, year)),
            self.totals.get((rate.whole, year)),
        )

    def rate_shares(self, years: Iterable[int]) -> dict[tuple[str, int], RateShare]:
        """What every rate says of the years, where its two figures were asked."""
        return {
            (rate.code, year): self.share_of_rate(rate, year)
            for rate in RATES.values()
            for year in years
            if (rate.part, year) in self.totals and (rate.whole, year) in self.totals
        }


def share_of(
    rate: RateDefinition,
    year: int,
    part: FigureAnswer | None,
    whole: FigureAnswer | None,
) -> RateShare:
    """A rate from its two figures: "not recorded" where one of them is, no guess."""
    for answer in (part, whole):
        if answer is None or answer.state != NUMBER:
            return RateShare(rate.code, year, answer.state if answer else NOT_ASKED)
    assert part is not None and whole is not None  # noqa: S101, PT018 shown above
    if not whole.value:
        return RateShare(
            rate.code,
            year,
            NONE,
            part.value,
            whole.value,
        )
    value = (part.value or 0) * rate.per / whole.value
    return RateShare(
        rate.code,
        year,
        NUMBER,
        part.value,
        whole.value,
        value,
    )


def decide_answer(
    figure: FigureDefinition,
    year: int,
    found: BreakdownCell,
    facts: int,
    *,
    known: Mapping[tuple[str, int], str],
    recorded: bool,
    others: bool = False,
) -> FigureAnswer:
    """The answer of a figure for a year, from what was found and what is known of
    completeness.

    What is said of the figure itself goes before what is said of its event. Nothing
    found is zero only where somebody said that all there was is recorded, or where a
    figure is a part of events of which `others` are recorded.
    """
    said = known.get((figure.code, year)) or known.get((figure.event, year))
    if said in {NOT_RECORDED, NOT_ASKED}:
        return FigureAnswer(figure.code, year, said, facts=facts)
    if facts and found.value is not None:
        if found.unrecorded < facts or found.value:
            return FigureAnswer(
                figure.code,
                year,
                NUMBER,
                found.value,
                found.unrecorded,
                facts,
                said == "partial",
            )
        return FigureAnswer(
            figure.code,
            year,
            NOT_RECORDED,
            unrecorded=found.unrecorded,
            facts=facts,
        )
    if facts:
        return FigureAnswer(
            figure.code,
            year,
            NOT_RECORDED,
            unrecorded=found.unrecorded,
            facts=facts,
        )
    if said == "complete" or (figure.part and others):
        state = NUMBER if figure.measure.adds_up else NONE
        return FigureAnswer(figure.code, year, state, 0 if state == NUMBER else None)
    return FigureAnswer(figure.code, year, NOT_RECORDED if recorded else NOT_ASKED)


def coverage_by_subject(coverage: Iterable[YearCoverage]) -> dict[tuple[str, int], str]:
    """What is said of completeness, by what it is said of and the year."""
    return {(c.about, c.year): c.answer for c in coverage}
