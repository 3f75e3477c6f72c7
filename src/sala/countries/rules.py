"""Checks of a pack across its files: does everything it points at exist, and can it be true?"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from sala.countries.contract import NAMED, TABLES, Pack, Problem

# (file, field) -> (file, field) it must be found in.
REFERENCES = {
    ("places", "parent"): ("places", "code"),
    ("agencies", "parent_code"): ("agencies", "code"),
    ("agencies", "place_code"): ("places", "code"),
    ("crossings", "place"): ("places", "code"),
    ("articles", "law"): ("laws", "code"),
    ("penalties", "law"): ("laws", "code"),
    ("penalties", "article"): ("articles", "article"),
    ("entitlements", "law"): ("laws", "code"),
    ("lawful_bases", "law"): ("laws", "code"),
}
RANGES = (
    ("prison_months_min", "prison_months_max"),
    ("fine_min", "fine_max"),
    ("from_on", "to_on"),
)


def faults(pack: Pack) -> Iterator[Problem]:
    """Everything wrong with a pack whose rows are well-formed one by one."""
    yield from doubled_keys(pack)
    yield from dangling_references(pack)
    yield from reversed_ranges(pack)
    yield from overlapping_penalties(pack)
    yield from circles(pack, "places", "parent")
    yield from circles(pack, "agencies", "parent_code")
    yield from missing_names(pack)
    yield from stray_outlines(pack)
    yield from unknown_identifier(pack)


def key_of(file: str, row: Any) -> str:
    """What tells a row apart from all others of its file."""
    return "/".join(str(getattr(row, field)) for field in TABLES[file][1])


def problem(file: str, row: Any, field: str, right: str) -> Problem:
    """A fault of one field of one row."""
    return Problem(
        file=f"{file}.csv",
        line=row.line,
        field=field,
        value=str(getattr(row, field, "") or ""),
        right=right,
    )


def doubled_keys(pack: Pack) -> Iterator[Problem]:
    """Rows that cannot be told apart."""
    for file, rows in pack.tables.items():
        counts = Counter(key_of(file, row) for row in rows)
        for row in rows:
            if counts[key_of(file, row)] > 1:
                fields = ", ".join(TABLES[file][1])
                yield problem(file, row, TABLES[file][1][0], f"only one row with this {fields}")


def dangling_references(pack: Pack) -> Iterator[Problem]:
    """Values that name something the pack does not have."""
    sources = {s.code for s in pack.tables["sources"]}
    for file, rows in pack.tables.items():
        for row in rows:
            if file != "sources" and row.source not in sources:
                yield problem(file, row, "source", "a code of sources.csv")
    for (file, field), (target, column) in REFERENCES.items():
        known = {getattr(row, column) for row in pack.tables[target]}
        for row in pack.tables[file]:
            value = getattr(row, field)
            if value is not None and value not in known:
                yield problem(file, row, field, f"a {column} of {target}.csv")


def reversed_ranges(pack: Pack) -> Iterator[Problem]:
    """Ranges that end before they begin."""
    for file, rows in pack.tables.items():
        for row in rows:
            for low, high in RANGES:
                first, last = getattr(row, low, None), getattr(row, high, None)
                if first is not None and last is not None and first > last:
                    yield problem(file, row, high, f"not less than {low} ({first})")


def overlapping_penalties(pack: Pack) -> Iterator[Problem]:
    """Two penalties for one case of one article on one day."""
    groups: dict[tuple[str, str, str], list[Any]] = {}
    for row in pack.tables["penalties"]:
        groups.setdefault((row.law, row.article, row.case), []).append(row)
    for rows in groups.values():
        for earlier, later in pairwise(sorted(rows, key=lambda r: (r.from_on, r.line))):
            if earlier.to_on is None or earlier.to_on >= later.from_on:
                right = f"a day after the penalty of row {earlier.line} ends"
                yield problem("penalties", later, "from_on", right)


def circles(pack: Pack, file: str, parent: str) -> Iterator[Problem]:
    """Rows that are above themselves."""
    above = {row.code: getattr(row, parent) for row in pack.tables[file]}
    for row in pack.tables[file]:
        seen, at = set(), row.code
        while at is not None and at not in seen:
            seen.add(at)
            at = above.get(at)
        if at == row.code:
            yield problem(file, row, parent, "a tree: no row above itself")


def missing_names(pack: Pack) -> Iterator[Problem]:
    """Rows without a name in one of the pack's languages."""
    for file in sorted(NAMED):
        for row in pack.tables[file]:
            for language in pack.head.languages:
                if not row.names.get(language):
                    yield problem(file, row, f"name_{language}", "a name in this language")


def stray_outlines(pack: Pack) -> Iterator[Problem]:
    """Outlines of places the pack does not have."""
    known = {row.code for row in pack.tables["places"]}
    for code in sorted(set(pack.outlines) - known):
        yield Problem(file="outlines", field="code", value=code, right="a code of places.csv")


def unknown_identifier(pack: Pack) -> Iterator[Problem]:
    """A pack whose identifying agency is not among its agencies."""
    if pack.head.identifying_agency not in {a.code for a in pack.agencies}:
        yield Problem(
            file="pack.toml",
            field="identifying_agency",
            value=pack.head.identifying_agency,
            right="a code of agencies.csv",
        )
