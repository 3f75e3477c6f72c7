"""How a figure counts: each measure is one Ibis expression on facts, the same on every
engine.
"""

from collections.abc import Callable
from dataclasses import dataclass

import ibis.expr.types as ir

Condition = Callable[[ir.Table, str], ir.BooleanValue]
"""Which facts count: of a table of facts, in the country whose code is given."""


@dataclass(frozen=True)
class FigureMeasure:
    """A way to count, its unit, and what it reads where it may be missing."""

    code: str
    unit: str
    column: str = ""
    adds_up: bool = True  # whether the parts of a whole can be added at all


PERSONS = FigureMeasure("persons", "person")
CASES = FigureMeasure("cases", "case")
OCCASIONS = FigureMeasure("occasions", "event")
EVENTS = FigureMeasure("events", "event")
NUMBER = FigureMeasure("number", "person", "number")
THINGS = FigureMeasure("number", "thing", "number")
AMOUNT = FigureMeasure("amount", "money", "amount")
LEAST_AMOUNT = FigureMeasure("least", "money", "amount", adds_up=False)
MOST_AMOUNT = FigureMeasure("most", "money", "amount", adds_up=False)
LEAST_MONTHS = FigureMeasure("least", "month", "months", adds_up=False)
MOST_MONTHS = FigureMeasure("most", "month", "months", adds_up=False)
LEAST_OF_A_CASE = FigureMeasure("least_of_a_case", "money", "amount", adds_up=False)
MOST_OF_A_CASE = FigureMeasure("most_of_a_case", "money", "amount", adds_up=False)

# What can be added up, row by row; of persons those whose only row it is.
COUNTED: dict[str, Callable[[ir.Table, str, ir.BooleanValue], ir.Value]] = {
    "persons": lambda t, _, here: t.count(where=here & t.singly),
    "events": lambda t, _, here: t.count(where=here),
    "number": lambda t, column, here: t[column].sum(where=here),
    "amount": lambda t, column, here: t[column].sum(where=here),
    "least": lambda t, column, here: t[column].min(where=here),
    "most": lambda t, column, here: t[column].max(where=here),
}
# What is counted once however often it is there, and the key it is known by.
ONCE = {
    "persons": "person_key",
    "cases": "case_key",
    "occasions": "event_key",
}


def additive_count(
    t: ir.Table,
    measure: FigureMeasure,
    here: ir.BooleanValue,
) -> ir.Value:
    """The measure over the facts that count, as far as it can be added up."""
    return COUNTED[measure.code](t, measure.column, here)


def unrecorded_count(
    t: ir.Table, measure: FigureMeasure, here: ir.BooleanValue
) -> ir.Value:
    """How many of the facts that count do not say how much."""
    return t.count(where=here & t[measure.column].isnull())


def combine_counts(measure: FigureMeasure, counts: ir.IntegerColumn) -> ir.Value:
    """What was counted of the parts of a whole, as one."""
    if measure.code.startswith("least"):
        return counts.min()
    return counts.max() if measure.code.startswith("most") else counts.sum()
