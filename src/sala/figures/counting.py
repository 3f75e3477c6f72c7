"""Counting the figures of one event, in every way they are broken down, as one Ibis
expression.

What can be added up is counted by all columns of a family of breakdowns first, then by
each of them. What is counted once however often it is there (persons, cases, occasions)
is looked at key by key; of persons only those of several facts, since the facts say
which row is its person's only one (`singly`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from sala.figures import measures
from sala.figures.conditions import every_fact
from sala.figures.definitions import FigureDefinition
from sala.figures.dimensions import (
    DIMENSIONS,
    columns_of,
    parts_of,
    spread_several,
    with_derived,
)

KEYS = 3  # as many dimensions as the deepest cross
COUNTS = (
    50_000  # about as many counts as a family may have: what a processor keeps near
)

Way = tuple[str, ...]
Ways = dict[int, Way]  # breakdowns by their place in the plan; the whole is the first
Figures = dict[int, FigureDefinition]  # by their place in the plan
Values = dict[
    str,
    ir.Value,
]  # v: what was counted; m: facts that do not say how much; r: facts


@dataclass(frozen=True)
class EventCounting:
    """The facts of one event and the figures that count them, in one country."""

    facts: ir.Table
    figures: tuple[FigureDefinition, ...]
    ways: tuple[Way, ...]
    own: str

    def union_of_counts(self) -> ir.Table:
        """Rows of a breakdown, a year, up to three keys, and what each figure found."""
        branches = [
            self._count_totals(),
            *self._count_additive(),
            *self._count_unnamed(),
            *self._count_distinct(),
            *self._count_case_sums(),
        ]
        return ibis.union(*branches) if len(branches) > 1 else branches[0]

    def _count_totals(self) -> ir.Table:
        """What is not broken down, and of how many facts."""
        t, found = self.facts, Values()
        for i, figure in enumerate(self.figures):
            if figure.measure.code in measures.ONCE:
                found[f"v{i}"] = ibis.literal(
                    0,
                )  # where no fact has a key there is none
            found |= self._additive_counts(t, {i: figure})
            found[f"r{i}"] = t.count(where=self._is_counted(t, figure))
        return self._align_columns(
            t.group_by("year").aggregate(**found).mutate(way=ibis.literal(0)),
        )

    def _count_additive(self) -> Iterator[ir.Table]:
        """Breakdowns of what can be added up: by all columns of a family, then by each
        of them.
        """
        for figures, ways in self._figures_of_measures(*measures.COUNTED):
            for family in group_breakdowns(
                {place: way for place, way in ways.items() if way}
            ):
                dimensions = _dimensions_of(family)
                t = spread_several(self.facts, dimensions)
                found = self._additive_counts(t, _figures_broken_down(figures, family))
                counted = t.group_by("year", *columns_of(dimensions)).aggregate(**found)
                each = _repeat_by_breakdown(
                    with_derived(counted, self.own, dimensions), family
                )
                added = {
                    name: measures.combine_counts(
                        self.figures[int(name[1:])].measure,
                        each[name],
                    )
                    for name in found
                }
                yield self._group_by_keys(each, family, added)

    def _count_unnamed(self) -> Iterator[ir.Table]:
        """Breakdowns of people without a key: a fact stands for its number of them."""
        t = self.facts.filter(~self.facts.singly, self.facts.person_key.isnull())
        for figures, ways in self._figures_of_measures("persons"):
            each = self._facts_by_breakdown(t, figures, ways, "number")
            found = Values()
            for i in figures:
                found[f"v{i}"] = each.number.sum(where=each[f"h{i}"])
                found[f"m{i}"] = each.count(where=each[f"h{i}"] & each.number.isnull())
            yield self._group_by_keys(each, ways, found)

    def _count_distinct(self) -> Iterator[ir.Table]:
        """Breakdowns of what is counted once however often it is there, key by key."""
        for code, key in measures.ONCE.items():
            t = self.facts.filter(self.facts[key].notnull())
            t = t.filter(~t.singly) if code == "persons" else t
            for figures, ways in self._figures_of_measures(code):
                each = self._facts_by_breakdown(t, figures, ways, key)
                seen = {f"h{i}": each[f"h{i}"].any() for i in figures}
                once = each.group_by("year", "way", *_key_columns(ways), key).aggregate(
                    **seen
                )
                found = {f"v{i}": once.count(where=once[f"h{i}"]) for i in figures}
                yield self._group_by_keys(once, ways, found)

    def _count_case_sums(self) -> Iterator[ir.Table]:
        """The least or the most that the facts of one case add up to."""
        for figures, ways in self._figures_of_measures(
            "least_of_a_case", "most_of_a_case"
        ):
            each = self._facts_by_breakdown(
                self.facts,
                figures,
                ways,
                "case_key",
                "amount",
            )
            sums = {f"a{i}": each.amount.sum(where=each[f"h{i}"]) for i in figures}
            cases = each.group_by(
                "year", "way", *_key_columns(ways), "case_key"
            ).aggregate(
                **sums,
            )
            found = {
                f"v{i}": measures.combine_counts(figure.measure, cases[f"a{i}"])
                for i, figure in figures.items()
            }
            yield self._group_by_keys(cases, ways, found)

    def _figures_of_measures(self, *codes: str) -> Iterator[tuple[Figures, Ways]]:
        """Figures of these measures and their breakdowns; apart those that spread
        facts.
        """
        figures = {i: f for i, f in enumerate(self.figures) if f.measure.code in codes}
        wanted = {way for figure in figures.values() for way in figure.breakdowns}
        for several in (False, True):
            ways = {
                place: way
                for place, way in enumerate(self.ways)
                if way in wanted and several == _spreads_facts(way)
            }
            if ways:
                yield _figures_broken_down(figures, ways), ways

    def _is_counted(self, t: ir.Table, figure: FigureDefinition) -> ir.BooleanValue:
        return (figure.where or every_fact)(t, self.own)

    def _additive_counts(self, t: ir.Table, figures: Figures) -> Values:
        found = Values()
        for i, figure in figures.items():
            here = self._is_counted(t, figure)
            if figure.measure.code in measures.COUNTED:
                found[f"v{i}"] = measures.additive_count(t, figure.measure, here)
            if figure.measure.column:
                found[f"m{i}"] = measures.unrecorded_count(t, figure.measure, here)
        return found

    def _facts_by_breakdown(
        self,
        t: ir.Table,
        figures: Figures,
        ways: Ways,
        *columns: str,
    ) -> ir.Table:
        """Each fact that any of the figures counts once a breakdown, and which of them
        count it.
        """
        dimensions = _dimensions_of(ways)
        t = spread_several(with_derived(t, self.own, dimensions), dimensions)
        here = {f"h{i}": self._is_counted(t, figure) for i, figure in figures.items()}
        said = t.select("year", *columns, *dimensions, **here)
        if all(figure.where for figure in figures.values()):
            said = said.filter(reduce(or_, (said[name] for name in here)))
        return _repeat_by_breakdown(said, ways)

    def _group_by_keys(
        self,
        t: ir.Table,
        ways: Ways,
        found: Values,
    ) -> ir.Table:
        return self._align_columns(
            t.group_by("year", "way", *_key_columns(ways)).aggregate(**found)
        )

    def _align_columns(self, t: ir.Table) -> ir.Table:
        """The same columns in every branch: the way, the year, the keys, then the
        values.
        """
        keys = [f"k{i}" for i in range(KEYS)]
        values = [f"{sort}{i}" for i in range(len(self.figures)) for sort in "vmr"]
        types = dict.fromkeys(keys, "string") | dict.fromkeys(
            ["way", "year", *values],
            "int64",
        )
        return t.select(
            **{
                name: (t[name] if name in t.columns else ibis.null()).cast(types[name])
                for name in ("way", "year", *keys, *values)
            },
        )


def group_breakdowns(ways: Ways) -> list[Ways]:
    """Breakdowns put together of which all columns at once still make few counts."""
    found: list[Ways] = []
    for place, way in ways.items():
        for family in found:
            if parts_of(_dimensions_of({**family, place: way})) <= COUNTS:
                family[place] = way
                break
        else:
            found.append({place: way})
    return found


def _figures_broken_down(figures: Figures, ways: Ways) -> Figures:
    """Those of the figures that are broken down in one of these ways."""
    wanted = set(ways.values())
    return {
        i: figure for i, figure in figures.items() if wanted & set(figure.breakdowns)
    }


def _dimensions_of(ways: Ways) -> tuple[str, ...]:
    return tuple(dict.fromkeys(dimension for way in ways.values() for dimension in way))


def _spreads_facts(way: Way) -> bool:
    return any(DIMENSIONS[dimension].several for dimension in way)


def _key_columns(ways: Ways) -> list[str]:
    return [f"k{i}" for i in range(max(map(len, ways.values())))]


def _repeat_by_breakdown(t: ir.Table, ways: Ways) -> ir.Table:
    """Each row once a breakdown, with the breakdown's keys."""
    each = t.mutate(way=ibis.array(list(ways)).unnest())
    keys = Values()
    for i, name in enumerate(_key_columns(ways)):
        pairs = [(place, each[way[i]]) for place, way in ways.items() if i < len(way)]
        keys[name] = each.way.cases(*pairs)
    return each.mutate(**keys)
