"""What the rules on the Watch List say of a history of tiers, and what may come next.

A country is placed on a tier once a year. After some years in a row on the Tier 2 Watch
List it goes to Tier 3 by itself, unless a waiver keeps it there; how many that are
changed with the law.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sala.standards.queries import WatchListLaw, WatchListRegime

WATCH, LOWEST = "2WL", "3"
TIERS = ("1", "2", WATCH, LOWEST, "SC")
HEIGHT = {
    "1": 3,
    "2": 2,
    WATCH: 1,
    LOWEST: 0,
}  # a special case is not ranked
OPEN, WAIVER, CLOSED = "open", "waiver", "closed"
FAR = 50  # years; no rule lets a country stay so long


@dataclass(frozen=True)
class PlacedYear:
    """The tier of a year. Whether by waiver, or by automatic downgrade: None is not
    recorded.
    """

    year: int
    tier: str
    waiver: bool | None = None
    automatic: bool | None = None


@dataclass(frozen=True)
class WatchListStanding:
    """Whether a country may be on the Watch List in a year: open, by waiver only, or
    closed.

    `run` years in a row it was on it just before, at least where the year before is not
    recorded. `most` in all the law allows; None where there is no such law yet.
    `returned` says that it came back from an automatic downgrade.
    """

    year: int
    way: str
    run: int
    at_least: bool
    most: int | None
    regime: str
    returned: bool = False


@dataclass(frozen=True)
class PlacementNotes:
    """A year of the history with what the rules say of it; `warnings` are where the two
    differ.
    """

    placed: PlacedYear
    standing: WatchListStanding
    # up, down, same; nothing where the year before is not recorded or not ranked
    moved: str
    automatic: bool
    warnings: tuple[str, ...]

    @property
    def consecutive(self) -> int | None:
        """Which year in a row on the Watch List it is; None where it is not on it."""
        return self.standing.run + 1 if self.placed.tier == WATCH else None

    @property
    def watched(self) -> bool:
        """Whether an interim assessment follows: on the Watch List, or up a tier this
        year.
        """
        return self.placed.tier == WATCH or self.moved == "up"


@dataclass(frozen=True)
class TierOutlook:
    """The next report: whether the Watch List is open then, and where staying on it
    leads.
    """

    standing: WatchListStanding
    last_open: (
        int | None
    )  # the last year in a row without a waiver, from that report on
    last_waiver: int | None  # the last year in a row by waiver
    automatic_in: int | None  # the year of the automatic downgrade

    @property
    def year(self) -> int:
        """The year of that report."""
        return self.standing.year


def watch_list_standing(
    history: Iterable[PlacedYear], year: int, law: WatchListLaw
) -> WatchListStanding:
    """Whether the Watch List is open to a country in a year, by the years before."""
    before = {placed.year: placed for placed in history if placed.year < year}
    first = year
    while first - 1 in before and before[first - 1].tier == WATCH:
        first -= 1
    run, at_least = year - first, first - 1 not in before
    regime = regime_of(year, law)
    if regime is None:
        return WatchListStanding(
            year,
            OPEN,
            run,
            at_least,
            None,
            "",
        )
    if year >= law.returned_since and _fell_automatically(before, first - 1, law):
        way = OPEN if run < law.returned_most else CLOSED
        return WatchListStanding(
            year,
            way,
            run,
            at_least,
            law.returned_most,
            regime.id,
            returned=True,
        )
    way = (
        OPEN if run < regime.without_waiver else WAIVER if run < regime.most else CLOSED
    )
    return WatchListStanding(
        year,
        way,
        run,
        at_least,
        regime.most,
        regime.id,
    )


def regime_of(year: int, law: WatchListLaw) -> WatchListRegime | None:
    """The rules that hold for the report of a year; none where there were none yet."""
    return next(
        (
            r
            for r in law.regimes
            if r.since <= year and (r.until is None or year <= r.until)
        ),
        None,
    )


def follow_history(
    history: Iterable[PlacedYear], law: WatchListLaw
) -> list[PlacementNotes]:
    """Every year of a history in its order, with what the rules say of it."""
    placed = sorted(history, key=lambda each: each.year)
    return [_placement_notes(each, placed, law) for each in placed]


def tier_outlook(
    history: Iterable[PlacedYear], year: int, law: WatchListLaw
) -> TierOutlook:
    """What the report of a year may bring, and where staying on the Watch List leads
    from then.
    """
    placed = [each for each in history if each.year < year]
    now = watch_list_standing(placed, year, law)
    last: dict[str, int] = {}
    then = now
    while then.way != CLOSED and then.year < year + FAR:
        last[then.way] = then.year
        placed.append(PlacedYear(then.year, WATCH))
        then = watch_list_standing(placed, then.year + 1, law)
    automatic_in = then.year if then.way == CLOSED else None
    return TierOutlook(now, last.get(OPEN), last.get(WAIVER), automatic_in)


def _placement_notes(
    placed: PlacedYear, history: list[PlacedYear], law: WatchListLaw
) -> PlacementNotes:
    now = watch_list_standing(history, placed.year, law)
    tiers = {each.year: each.tier for each in history}
    forced = placed.tier == LOWEST and now.run > 0 and now.way == CLOSED
    automatic = forced if placed.automatic is None else placed.automatic
    warnings = tuple(_placement_warnings(placed, now, forced=forced))
    return PlacementNotes(
        placed,
        now,
        _direction_moved(tiers.get(placed.year - 1), placed.tier),
        automatic,
        warnings,
    )


def _placement_warnings(
    placed: PlacedYear, now: WatchListStanding, *, forced: bool
) -> Iterable[str]:
    if placed.tier == WATCH and now.way == CLOSED:
        yield "not_open"
    if placed.tier == WATCH and now.way == WAIVER and not placed.waiver:
        yield "no_waiver" if placed.waiver is False else "waiver_not_recorded"
    if placed.waiver and now.way == OPEN:
        yield "needless_waiver"
    if placed.automatic is not None and placed.automatic != forced:
        yield "not_automatic" if placed.automatic else "automatic"


def _direction_moved(before: str | None, after: str) -> str:
    if before not in HEIGHT or after not in HEIGHT:
        return ""
    step = HEIGHT[after] - HEIGHT[before]
    return "up" if step > 0 else "down" if step < 0 else "same"


def _fell_automatically(
    history: dict[int, PlacedYear], year: int, law: WatchListLaw
) -> bool:
    """Whether the years on Tier 3 that end with this one began with an automatic
    downgrade.
    """
    while year in history and history[year].tier == LOWEST:
        if _placement_notes(history[year], [*history.values()], law).automatic:
            return True
        year -= 1
    return False
