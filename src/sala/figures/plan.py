"""From definitions to one Ibis expression an event, and from its rows to answers.

A figure is never evaluated alone: all figures of an event share each scan, one a breakdown. What
distinguishes one row a person from the rest is written in the facts (`singly`), so that counting
persons costs no more than counting rows, and only the rest is counted by its distinct keys.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import ibis
import ibis.expr.types as ir

from sala.figures import measures
from sala.figures.conditions import every
from sala.figures.definitions import Figure
from sala.figures.dimensions import spread, with_derived

KEYS = 3  # as many dimensions as the deepest cross


@dataclass(frozen=True)
class EventPlan:
    """The figures of one event, in the order of the expression's columns."""

    event: str
    figures: tuple[Figure, ...]
    expression: ir.Table


def plans(
    facts: ir.Table, figures: Iterable[Figure], *, years: Sequence[int], own: str, whole: bool
) -> Iterator[EventPlan]:
    """One expression an event; with `whole` nothing is broken down."""
    ordered = sorted(figures, key=lambda f: f.event)
    for event, grouped in groupby(ordered, key=lambda f: f.event):
        of_event = tuple(grouped)
        t = facts.filter(facts.event == event, facts.year.isin(list(years)))
        yield EventPlan(event, of_event, _expression(with_derived(t, own), of_event, own, whole))


def counted_facts(facts: ir.Table, figure: Figure, *, year: int, own: str) -> ir.Table:
    """The facts that a figure counts in a year: what its number opens into."""
    t = with_derived(facts.filter(facts.event == figure.event, facts.year == year), own)
    return t.filter((figure.where or every)(t, own))


def _expression(t: ir.Table, figures: tuple[Figure, ...], own: str, whole: bool) -> ir.Table:
    ways = dict.fromkeys(way for f in figures for way in f.breakdowns if not (whole and way))
    branches = [b for way in ways for b in _branches(t, figures, way, own)]
    return ibis.union(*branches) if len(branches) > 1 else branches[0]


def _branches(
    t: ir.Table, figures: tuple[Figure, ...], by: tuple[str, ...], own: str
) -> Iterator[ir.Table]:
    spread_out = spread(t, by)
    mine = [by in f.breakdowns for f in figures]
    yield _aggregate(spread_out, figures, by, own, mine, apart=False)
    persons = [m and f.measure is measures.PERSONS for m, f in zip(mine, figures, strict=True)]
    if any(persons):
        rest = spread_out.filter(~spread_out.singly)
        yield _aggregate(rest, figures, by, own, persons, apart=True)
    for index, figure in enumerate(figures):
        if mine[index] and figure.measure.code.endswith("_of_a_case"):
            yield _of_cases(spread_out, figures, by, own, index)


def _aggregate(
    t: ir.Table,
    figures: tuple[Figure, ...],
    by: tuple[str, ...],
    own: str,
    mine: list[bool],
    *,
    apart: bool,
) -> ir.Table:
    found: dict[str, ir.Value] = {}
    for i, figure in enumerate(figures):
        here = (figure.where or every)(t, own)
        value = unrecorded = rows = measures.MISSING
        if mine[i] and apart:
            value = measures.counted_apart(t, here)
            unrecorded = measures.unrecorded_apart(t, here)
        elif mine[i]:
            value = measures.counted(t, figure.measure, here)
            unrecorded = measures.unrecorded(t, figure.measure, here)
            rows = t.count(where=here) if not by else rows
        found |= {f"v{i}": value, f"m{i}": unrecorded, f"r{i}": rows}
    return _shaped(t, by, found)


def _of_cases(
    t: ir.Table, figures: tuple[Figure, ...], by: tuple[str, ...], own: str, index: int
) -> ir.Table:
    figure = figures[index]
    here = t.filter((figure.where or every)(t, own))
    cases = here.group_by("year", "case_key", *by).aggregate(amount=here.amount.sum())
    value = cases.amount.min() if figure.measure.code.startswith("least") else cases.amount.max()
    nothing = {f"{x}{i}": measures.MISSING for i in range(len(figures)) for x in "vmr"}
    return _shaped(cases, by, {**nothing, f"v{index}": value})


def _shaped(t: ir.Table, by: tuple[str, ...], found: dict[str, ir.Value]) -> ir.Table:
    """The same columns in every branch: the way, the year, the keys, then the values."""
    known = {name: v for name, v in found.items() if v is not measures.MISSING}
    grouped = t.group_by("year", *by).aggregate(**known)
    columns: dict[str, ir.Value] = {
        "way": ibis.literal("/".join(by)),
        "year": grouped.year.cast("int64"),
    }
    for i in range(KEYS):
        key = grouped[by[i]] if i < len(by) else ibis.literal(None, type="string")
        columns[f"k{i}"] = key.cast("string")
    for name in found:
        value = grouped[name] if name in known else measures.MISSING
        columns[name] = value.cast("int64")
    return grouped.select(**columns)
