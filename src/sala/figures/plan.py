"""From definitions to one Ibis expression an event.

A figure is never evaluated alone: all figures of an event are counted together, and so
are all breakdowns that go together. The expressions are of a table of facts that no
engine holds yet, of whichever years: every engine runs the same, and a process makes
each of them once.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import ibis
import ibis.expr.types as ir

from sala.facts import schema
from sala.figures.conditions import every_fact
from sala.figures.counting import EventCounting, Way
from sala.figures.definitions import FIGURES, FigureDefinition

FACTS = ibis.table(ibis.schema(schema.FULL), name="facts")


@dataclass(frozen=True, eq=False)
class EventPlan:
    """The figures of one event in the order of the expression's columns, and their
    breakdowns.
    """

    event: str
    figures: tuple[FigureDefinition, ...]
    ways: tuple[Way, ...]
    expression: ir.Table


@lru_cache(maxsize=64)
def event_plans(
    codes: tuple[str, ...], *, own: str, whole: bool
) -> tuple[EventPlan, ...]:
    """One expression an event; with `whole` nothing is broken down."""
    ordered = sorted((FIGURES[code] for code in codes), key=lambda f: f.event)
    return tuple(
        _event_plan(event, tuple(figures), own, whole)
        for event, figures in groupby(ordered, key=lambda f: f.event)
    )


def _event_plan(
    event: str,
    figures: tuple[FigureDefinition, ...],
    own: str,
    whole: bool,
) -> EventPlan:
    ways = tuple(
        dict.fromkeys(w for f in figures for w in f.breakdowns if not (whole and w)),
    )
    t = FACTS.filter(FACTS.event == event)
    return EventPlan(
        event, figures, ways, EventCounting(t, figures, ways, own).union_of_counts()
    )


@lru_cache(maxsize=1024)
def plan_sql(plan: EventPlan, dialect: str) -> str:
    """The expression of a plan in an engine's SQL."""
    return str(
        ibis.to_sql(
            plan.expression,
            dialect=dialect,
            pretty=False,
        ),
    )


def counted_facts(figure: FigureDefinition, *, own: str) -> ir.Table:
    """The facts that a figure counts: what its number opens into."""
    t = FACTS.filter(FACTS.event == figure.event)
    return t.filter((figure.where or every_fact)(t, own))
