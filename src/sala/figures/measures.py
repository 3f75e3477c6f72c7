"""How a figure counts: each measure is one Ibis expression on facts, the same on every engine."""

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

Condition = Callable[[ir.Table, str], ir.BooleanValue]
"""Which facts count: of a table of facts, in the country whose code is given."""


@dataclass(frozen=True)
class Measure:
    """A way to count, its unit, and what it reads where it may be missing."""

    code: str
    unit: str
    column: str = ""
    adds_up: bool = True  # whether the parts of a whole can be added at all


PERSONS = Measure("persons", "person")
CASES = Measure("cases", "case")
OCCASIONS = Measure("occasions", "event")
EVENTS = Measure("events", "event")
NUMBER = Measure("number", "person", "number")
THINGS = Measure("number", "thing", "number")
AMOUNT = Measure("amount", "money", "amount")
LEAST_AMOUNT = Measure("least", "money", "amount", adds_up=False)
MOST_AMOUNT = Measure("most", "money", "amount", adds_up=False)
LEAST_MONTHS = Measure("least", "month", "months", adds_up=False)
MOST_MONTHS = Measure("most", "month", "months", adds_up=False)
LEAST_OF_A_CASE = Measure("least_of_a_case", "money", "amount", adds_up=False)
MOST_OF_A_CASE = Measure("most_of_a_case", "money", "amount", adds_up=False)

MISSING: ir.IntegerValue = ibis.literal(None, type="int64")


COUNTED: dict[str, Callable[[ir.Table, str, ir.BooleanValue], ir.Value]] = {
    "persons": lambda t, _, here: t.count(where=here & t.singly),
    "cases": lambda t, _, here: t.case_key.nunique(where=here),
    "occasions": lambda t, _, here: t.event_key.nunique(where=here),
    "events": lambda t, _, here: t.count(where=here),
    "number": lambda t, column, here: t[column].sum(where=here),
    "amount": lambda t, column, here: t[column].sum(where=here),
    "least": lambda t, column, here: t[column].min(where=here),
    "most": lambda t, column, here: t[column].max(where=here),
}


def counted(t: ir.Table, measure: Measure, here: ir.BooleanValue) -> ir.Value:
    """The measure over the facts that count. Persons: those that a row counts by itself."""
    how = COUNTED.get(measure.code)
    return how(t, measure.column, here) if how else MISSING


def counted_apart(t: ir.Table, here: ir.BooleanValue) -> ir.Value:
    """Persons among the facts of which one does not count one: several of one, or one of several.

    A row that names nobody stands for its number of people.
    """
    nameless = t.number.sum(where=here & t.person_key.isnull())
    return t.person_key.nunique(where=here) + nameless.fill_null(0)


def unrecorded(t: ir.Table, measure: Measure, here: ir.BooleanValue) -> ir.Value:
    """How many of the facts that count do not say how much."""
    if not measure.column:
        return MISSING
    return t.count(where=here & t[measure.column].isnull())


def unrecorded_apart(t: ir.Table, here: ir.BooleanValue) -> ir.Value:
    """How many facts that name nobody do not say how many people they stand for."""
    return t.count(where=here & t.person_key.isnull() & t.number.isnull())
