"""What lies between a number of a published report and the country's own. Pure: no
database.
"""

from dataclasses import dataclass
from decimal import Decimal

AGREES, COUNTED_DIFFERENTLY, DISAGREES = "agrees", "counted_differently", "disagrees"
NOT_RECORDED, NOT_STATED, WITHHELD = "not_recorded", "not_stated", "withheld"
# The first of these that one of a line's numbers has is what the line says.
STATES = (DISAGREES, AGREES, COUNTED_DIFFERENTLY, NOT_RECORDED, NOT_STATED, WITHHELD)

NUMBER, UNDEFINED = "number", "undefined"
LIKE_BY_CHANCE = 5  # below it, two numbers of different things are often the same
UNITS = {
    "person": "person",
    "case": "case",
    "money": "money",
    "month": "month",
}
# events, sessions, organisations, places: each counted once, whatever it is
COUNTABLE = "thing"

# Measures that one report may call what another calls otherwise.
KIN: tuple[tuple[str, ...], ...] = (
    (
        "incidents_investigated",
        "cases_opened",
        "investigations_cases",
        "investigations_persons",
        "ongoing_investigations",
        "complaints_received",
    ),
    (
        "investigations_cases",
        "investigations_persons",
        "prosecutions_cases",
        "prosecutions_persons",
        "ongoing_prosecutions",
    ),
    (
        "prosecutions_cases",
        "prosecutions_persons",
        "convictions_cases",
        "convictions_persons",
        "acquittals_persons",
    ),
    ("restitution_amount", "restitution_paid"),
    (
        "victims_identified",
        "potential_victims_identified",
        "victims_referred",
        "referrals_accepted",
        "victims_assisted",
        "victims_sheltered",
    ),
    ("victims_repatriated", "victims_returned"),
    ("persons_screened", "persons_screened_of_met", "persons_detained", "persons_met"),
    ("budget_allocated", "budget_spent", "budget_protection"),
    ("border_crossings", "border_crossings_international"),
)


@dataclass(frozen=True)
class OwnNumber:
    """What the country says itself: a number, or why there is none."""

    state: str
    value: int | None = None
    unit: str = ""
    currency: str = ""
    at_least: bool = False


@dataclass(frozen=True)
class StatedNumber:
    """What a report states: a number and how it is meant, or (no value) that none was
    reported.
    """

    value: Decimal | None
    unit: str
    currency: str = ""
    qualifier: str = ""
    group: str = ""
    period: str = ""
    standing: bool = False  # the report names no year
    beside: tuple[
        Decimal,
        ...,
    ] = ()  # what else the same report states of the same, as a whole


@dataclass(frozen=True)
class NumberDifference:
    """What lies between the two: its kind, how each counts otherwise, and by
    how much.
    """

    state: str
    ways: tuple[str, ...] = ()
    by: Decimal | None = None  # theirs less ours, where one can be taken from the other
    like: str = ""  # the measure of which our number is theirs


def compare_numbers(
    own: OwnNumber,
    theirs: StatedNumber | None,
    others: dict[str, int] | None = None,
) -> NumberDifference:
    """What lies between the country's number and a report's.

    `others` are the country's numbers of the same year that a report may mean instead.
    """
    if own.state == WITHHELD:
        return NumberDifference(WITHHELD)
    if theirs is None:
        return NumberDifference(NOT_STATED)
    if theirs.value is None:
        neither = own.state != NUMBER
        return (
            NumberDifference(AGREES, ("neither",))
            if neither
            else NumberDifference(NOT_STATED, ("said",))
        )
    if own.state != NUMBER or own.value is None:
        return NumberDifference(NOT_RECORDED, (own.state,))
    return _of_numbers(
        own,
        own.value,
        theirs,
        theirs.value,
        others or {},
    )


def _of_numbers(
    own: OwnNumber,
    ours: int,
    theirs: StatedNumber,
    stated: Decimal,
    others: dict[str, int],
) -> NumberDifference:
    if apart := _unit_differences(own, theirs):
        return NumberDifference(COUNTED_DIFFERENTLY, apart)
    if stated == ours:
        return NumberDifference(AGREES, _stated_differences(ours, theirs, stated))
    if theirs.beside and not theirs.group and stated + sum(theirs.beside) == ours:
        return NumberDifference(AGREES, ("together",))
    like = next((code for code, value in others.items() if value == stated), "")
    like = like if stated >= LIKE_BY_CHANCE else ""
    ways = (
        *_stated_differences(ours, theirs, stated),
        *_bound_differences(own, ours, theirs, stated),
        *(("like",) if like else ()),
    )
    return NumberDifference(
        COUNTED_DIFFERENTLY if ways else DISAGREES,
        ways,
        stated - ours,
        like,
    )


def _unit_differences(own: OwnNumber, theirs: StatedNumber) -> tuple[str, ...]:
    """In what the two cannot be compared at all."""
    if UNITS.get(own.unit, COUNTABLE) != UNITS.get(theirs.unit, COUNTABLE):
        return ("unit",)
    both = own.currency and theirs.currency
    return ("currency",) if both and own.currency != theirs.currency else ()


def _stated_differences(
    ours: int, theirs: StatedNumber, stated: Decimal
) -> tuple[str, ...]:
    """What the report counts otherwise by its own words; a part is never more than the
    whole.
    """
    part = stated <= ours
    found = (
        ("fiscal_year", theirs.period.startswith("FY")),
        (
            "part_of_year",
            part and "-" in theirs.period and not theirs.period.startswith("FY"),
        ),
        ("group", part and bool(theirs.group)),
        (
            "smaller",
            part and not theirs.group and any(o > stated for o in theirs.beside),
        ),
        ("standing", theirs.standing),
    )
    return tuple(way for way, holds in found if holds)


def _bound_differences(
    own: OwnNumber,
    ours: int,
    theirs: StatedNumber,
    stated: Decimal,
) -> tuple[str, ...]:
    """Where one of the two is only a bound, or rounded, and the other one is
    within it.
    """
    found = (
        ("at_least", theirs.qualifier == "at_least" and ours > stated),
        ("at_most", theirs.qualifier == "at_most" and ours < stated),
        ("rounded", theirs.qualifier == "approximately" and rounds_to(ours, stated)),
        ("ours_at_least", own.at_least and stated > ours),
    )
    return tuple(way for way, holds in found if holds)


def rounds_to(exact: int, said: Decimal) -> bool:
    """Whether a number, rounded as roughly as another one was said, is that one."""
    whole = int(said)
    if whole != said or whole == 0:
        return False
    step = 1
    while whole % (step * 10) == 0:
        step *= 10
    return abs(exact - whole) * 2 <= step


def of_line(states: list[str]) -> str:
    """What a line says whose measure is stated several times: a disagreement before all
    else.
    """
    return next((state for state in STATES if state in states), NOT_STATED)


def kin_of(measure: str) -> tuple[str, ...]:
    """The measures that a report may have meant instead, each once."""
    found = dict.fromkeys(code for group in KIN if measure in group for code in group)
    return tuple(code for code in found if code != measure)
