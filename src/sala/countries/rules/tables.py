"""The rows of a pack beside each other: keys, references, ranges and periods."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from sala.countries.contract import NAMED, NAMES, TABLES, PackProblem
from sala.countries.rules.drafts import (
    PackDraft,
    name_problem,
    row_key,
    row_problem,
    written_values,
)

# (file, fields) -> (file, columns) they must be found in, together.
REFERENCES = (
    ("places", ("parent",), "places", ("code",)),
    ("agencies", ("parent_code",), "agencies", ("code",)),
    ("agencies", ("place_code",), "places", ("code",)),
    ("crossings", ("place",), "places", ("code",)),
    ("articles", ("law",), "laws", ("code",)),
    ("penalties", ("law", "article"), "articles", ("law", "article")),
    ("entitlements", ("law",), "laws", ("code",)),
    ("lawful_bases", ("law",), "laws", ("code",)),
    *(
        (file, ("source",), "sources", ("code",))
        for file in TABLES
        if file != "sources"
    ),
)


RANGES = (
    ("prison_months_min", "prison_months_max"),
    ("fine_min", "fine_max"),
    ("from_on", "to_on"),
)


# What only one row may answer on any day.
ONE_AT_A_TIME = {"penalties": ("law", "article", "case"), "entitlements": ("code",)}


def doubled_keys(draft: PackDraft) -> Iterator[PackProblem]:
    """Rows that cannot be told apart."""
    for file, rows in draft.tables.items():
        fields = TABLES[file][1]
        first: dict[str, Any] = {}
        for row in rows:
            earlier = first.setdefault(row_key(file, row), row)
            if earlier is not row:
                right = (
                    f"one row with this {', '.join(fields)}; row {earlier.line} has"
                    " it too"
                )
                yield row_problem(file, row, fields[0], right)


def dangling_references(draft: PackDraft) -> Iterator[PackProblem]:
    """Values that name something the pack does not have."""
    for file, fields, target, named in REFERENCES:
        known = written_values(draft, target, named)
        if known is None:
            continue
        for row in draft.tables.get(file, ()):
            value = tuple(getattr(row, field) for field in fields)
            if None not in value and value not in known:
                right = f"a {' and '.join(named)} of {target}.csv"
                yield row_problem(file, row, fields[-1], right)


def unknown_kinds(draft: PackDraft) -> Iterator[PackProblem]:
    """Places and agencies of a kind that has no name."""
    known = written_values(draft, "kinds", ("of", "code"))
    for file, of in (("places", "place"), ("agencies", "agency")):
        for row in draft.tables.get(file, ()):
            if known is not None and (of, row.kind) not in known:
                yield row_problem(
                    file,
                    row,
                    "kind",
                    f"a code of kinds.csv whose of is {of}",
                )


def reversed_ranges(draft: PackDraft) -> Iterator[PackProblem]:
    """Ranges that end before they begin."""
    for file, rows in draft.tables.items():
        for row in rows:
            for low, high in RANGES:
                first, last = getattr(row, low, None), getattr(row, high, None)
                if first is not None and last is not None and first > last:
                    yield row_problem(file, row, high, f"not less than {low} ({first})")


def overlapping_periods(draft: PackDraft) -> Iterator[PackProblem]:
    """Two answers to one question on one day."""
    for file, fields in ONE_AT_A_TIME.items():
        for earlier, later in _neighbouring_periods(draft.tables.get(file, ()), fields):
            if earlier.to_on is None or earlier.to_on >= later.from_on:
                right = f"a day after the period of row {earlier.line} ends"
                yield row_problem(file, later, "from_on", right)
    # A rate without an end holds until the next one.
    for earlier, later in _neighbouring_periods(
        draft.tables.get("rates", ()), ("currency",)
    ):
        if earlier.to_on is not None and earlier.to_on >= later.from_on:
            right = f"a day after the period of row {earlier.line} ends"
            yield row_problem("rates", later, "from_on", right)


def penalties_beyond_their_article(draft: PackDraft) -> Iterator[PackProblem]:
    """Penalties in a period in which their article did not hold."""
    articles = {(row.law, row.article): row for row in draft.tables.get("articles", ())}
    for row in draft.tables.get("penalties", ()):
        article = articles.get((row.law, row.article))
        if article is None:
            continue
        if article.from_on and row.from_on < article.from_on:
            yield row_problem(
                "penalties",
                row,
                "from_on",
                f"not before {article.from_on} (articles)",
            )
        if article.to_on and (row.to_on is None or row.to_on > article.to_on):
            yield row_problem(
                "penalties",
                row,
                "to_on",
                f"not after {article.to_on} (articles)",
            )


def missing_names(draft: PackDraft) -> Iterator[PackProblem]:
    """Rows without a name in one of the pack's languages."""
    for file in sorted(NAMED & set(draft.tables)):
        for row in draft.tables[file]:
            for language in draft.head.languages if draft.head else ():
                if NAMES + language in draft.headers[file] and not row.names.get(
                    language,
                ):
                    yield name_problem(row, file, language, "a name in this language")


def missing_instruments(draft: PackDraft) -> Iterator[PackProblem]:
    """Instruments whose form is not in the folder."""
    for row in draft.tables.get("instruments", ()):
        if row.file not in draft.files:
            yield row_problem(
                "instruments",
                row,
                "file",
                "the name of a file in the pack's folder",
            )


def _neighbouring_periods(
    rows: Iterable[Any],
    fields: tuple[str, ...],
) -> Iterator[tuple[Any, Any]]:
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows:
        groups.setdefault(tuple(getattr(row, field) for field in fields), []).append(
            row,
        )
    for group in groups.values():
        yield from pairwise(sorted(group, key=lambda row: (row.from_on, row.line)))
