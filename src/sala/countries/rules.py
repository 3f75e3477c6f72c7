"""Checks of a pack across its files: does everything it points at exist, and can it be
true?
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers

from sala.countries.contract import (
    ATTESTED,
    NAMED,
    NAMES,
    TABLES,
    Head,
    Problem,
    columns,
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
TREES = {"places": "parent", "agencies": "parent_code"}


@dataclass(frozen=True)
class Draft:
    """A pack as far as it could be read.

    `tables` holds the rows that are well-formed. `cells` holds every row as it was
    written, so that nothing is called missing which is there but faulty; a file that
    could not be read is in neither. `outlines` holds, for each GeoJSON file, shapes by
    the code of their place.
    """

    head: Head | None
    tables: dict[str, tuple[Any, ...]]
    headers: dict[str, tuple[str, ...]]
    cells: dict[str, tuple[dict[str, str], ...]]
    outlines: dict[str, dict[str, Any]]
    files: frozenset[str]


def faults(draft: Draft) -> Iterator[Problem]:
    """Everything wrong with a pack beyond its single cells."""
    yield from head_faults(draft)
    yield from header_faults(draft)
    yield from doubled_keys(draft)
    yield from dangling_references(draft)
    yield from unknown_kinds(draft)
    yield from reversed_ranges(draft)
    yield from overlapping_periods(draft)
    yield from penalties_beyond_their_article(draft)
    yield from circles(draft)
    yield from misplaced_levels(draft)
    yield from twins(draft)
    yield from missing_names(draft)
    yield from stray_outlines(draft)
    yield from missing_instruments(draft)


def key_of(file: str, row: Any) -> str:
    """What tells a row apart from all others of its file."""
    return "/".join(str(getattr(row, field)) for field in TABLES[file][1])


def problem(
    file: str,
    row: Any,
    field: str,
    right: str,
) -> Problem:
    """A fault of one field of one row."""
    value = getattr(row, field, None)
    return Problem(
        file=f"{file}.csv",
        row=row.line,
        field=field,
        value="" if value is None else str(value),
        right=right,
    )


def head_faults(draft: Draft) -> Iterator[Problem]:
    """What `pack.toml` says that the world or the pack's tables do not know."""
    head = draft.head
    if head is None:
        return
    if not _is_time_zone(head.time_zone):
        yield _in_head(
            "time_zone",
            head.time_zone,
            "a time zone such as Africa/Nairobi",
        )
    if head.phone_region not in phonenumbers.SUPPORTED_REGIONS:
        yield _in_head(
            "phone_region",
            head.phone_region,
            "a country with telephone numbers",
        )
    if len(set(head.languages)) < len(head.languages):
        yield _in_head("languages", ", ".join(head.languages), "each language once")
    for language in head.languages:
        if not head.names.get(language, "").strip():
            yield _in_head(
                f"names.{language}",
                "",
                "the country's name in this language",
            )
    known = _known(draft, "agencies", ("code",))
    if known is not None and (head.identifying_agency,) not in known:
        yield _in_head(
            "identifying_agency",
            head.identifying_agency,
            "a code of agencies.csv",
        )
    yield from _origin_faults(draft, head)


def _origin_faults(draft: Draft, head: Head) -> Iterator[Problem]:
    known = _known(draft, "sources", ("code",))
    for field in ATTESTED:
        if field not in head.origins:
            right = 'this value\'s origin, such as { source = "law", verified = false }'
            yield _in_head(f"origins.{field}", "", right)
    for field, origin in head.origins.items():
        if field not in ATTESTED:
            yield _in_head(f"origins.{field}", "", f"one of {', '.join(ATTESTED)}")
        if known is not None and (origin.source,) not in known:
            yield _in_head(
                f"origins.{field}.source",
                origin.source,
                "a code of sources.csv",
            )


def header_faults(draft: Draft) -> Iterator[Problem]:
    """Columns that are missing, doubled, or do not belong to their file."""
    for file, header in draft.headers.items():
        wanted = columns(file)
        for column, required in wanted.items():
            if required and column not in header:
                yield _in_header(
                    file,
                    column,
                    "this column; columns are separated by commas",
                )
        for column in dict.fromkeys(header):
            if header.count(column) > 1:
                yield _in_header(file, column, "each column once")
            if column not in wanted and not (
                file in NAMED and column.startswith(NAMES)
            ):
                right = f"one of {', '.join(wanted)}: this column does not belong here"
                yield _in_header(file, column, right)
        if draft.head is not None and file in NAMED:
            yield from _name_columns(file, header, draft.head.languages)


def _name_columns(
    file: str,
    header: tuple[str, ...],
    languages: Iterable[str],
) -> Iterator[Problem]:
    wanted = dict.fromkeys(NAMES + language for language in languages)
    for column in wanted:
        if column not in header:
            yield _in_header(file, column, "this column: pack.toml names the language")
    for column in header:
        if column.startswith(NAMES) and column not in wanted:
            yield _in_header(file, column, "a language that pack.toml names")


def doubled_keys(draft: Draft) -> Iterator[Problem]:
    """Rows that cannot be told apart."""
    for file, rows in draft.tables.items():
        fields = TABLES[file][1]
        first: dict[str, Any] = {}
        for row in rows:
            earlier = first.setdefault(key_of(file, row), row)
            if earlier is not row:
                right = (
                    f"one row with this {', '.join(fields)}; row {earlier.line} has"
                    " it too"
                )
                yield problem(file, row, fields[0], right)


def dangling_references(draft: Draft) -> Iterator[Problem]:
    """Values that name something the pack does not have."""
    for file, fields, target, named in REFERENCES:
        known = _known(draft, target, named)
        if known is None:
            continue
        for row in draft.tables.get(file, ()):
            value = tuple(getattr(row, field) for field in fields)
            if None not in value and value not in known:
                right = f"a {' and '.join(named)} of {target}.csv"
                yield problem(file, row, fields[-1], right)


def unknown_kinds(draft: Draft) -> Iterator[Problem]:
    """Places and agencies of a kind that has no name."""
    known = _known(draft, "kinds", ("of", "code"))
    for file, of in (("places", "place"), ("agencies", "agency")):
        for row in draft.tables.get(file, ()):
            if known is not None and (of, row.kind) not in known:
                yield problem(
                    file,
                    row,
                    "kind",
                    f"a code of kinds.csv whose of is {of}",
                )


def reversed_ranges(draft: Draft) -> Iterator[Problem]:
    """Ranges that end before they begin."""
    for file, rows in draft.tables.items():
        for row in rows:
            for low, high in RANGES:
                first, last = getattr(row, low, None), getattr(row, high, None)
                if first is not None and last is not None and first > last:
                    yield problem(file, row, high, f"not less than {low} ({first})")


def overlapping_periods(draft: Draft) -> Iterator[Problem]:
    """Two answers to one question on one day."""
    for file, fields in ONE_AT_A_TIME.items():
        for earlier, later in _neighbours(draft.tables.get(file, ()), fields):
            if earlier.to_on is None or earlier.to_on >= later.from_on:
                right = f"a day after the period of row {earlier.line} ends"
                yield problem(file, later, "from_on", right)
    # A rate without an end holds until the next one.
    for earlier, later in _neighbours(draft.tables.get("rates", ()), ("currency",)):
        if earlier.to_on is not None and earlier.to_on >= later.from_on:
            right = f"a day after the period of row {earlier.line} ends"
            yield problem("rates", later, "from_on", right)


def penalties_beyond_their_article(draft: Draft) -> Iterator[Problem]:
    """Penalties in a period in which their article did not hold."""
    articles = {(row.law, row.article): row for row in draft.tables.get("articles", ())}
    for row in draft.tables.get("penalties", ()):
        article = articles.get((row.law, row.article))
        if article is None:
            continue
        if article.from_on and row.from_on < article.from_on:
            yield problem(
                "penalties",
                row,
                "from_on",
                f"not before {article.from_on} (articles)",
            )
        if article.to_on and (row.to_on is None or row.to_on > article.to_on):
            yield problem(
                "penalties",
                row,
                "to_on",
                f"not after {article.to_on} (articles)",
            )


def circles(draft: Draft) -> Iterator[Problem]:
    """Rows that are above themselves."""
    for file, parent in TREES.items():
        above = {row.code: getattr(row, parent) for row in draft.tables.get(file, ())}
        for row in draft.tables.get(file, ()):
            seen, at = {row.code}, above[row.code]
            while at is not None and at not in seen:
                seen.add(at)
                at = above.get(at)
            if at == row.code:
                yield problem(file, row, parent, "a tree: no row above itself")


def misplaced_levels(draft: Draft) -> Iterator[Problem]:
    """Places that are not one level below the place around them."""
    levels = {row.code: row.level for row in draft.tables.get("places", ())}
    for row in draft.tables.get("places", ()):
        if row.parent is None and row.level > 1:
            yield problem("places", row, "parent", "a place of the level above")
        elif row.parent in levels and row.level != levels[row.parent] + 1:
            right = f"{levels[row.parent] + 1}: one more than its parent's"
            yield problem("places", row, "level", right)


def twins(draft: Draft) -> Iterator[Problem]:
    """Places beside each other that people could not tell apart by name."""
    first: dict[tuple[Any, ...], Any] = {}
    for row in draft.tables.get("places", ()):
        for language, name in row.names.items():
            earlier = first.setdefault(
                (row.parent, row.level, language, name.casefold()),
                row,
            )
            if earlier.code != row.code:
                right = (
                    f"a name that tells it apart from row {earlier.line}, such as with"
                    " its kind"
                )
                yield _named(row, "places", language, right)


def missing_names(draft: Draft) -> Iterator[Problem]:
    """Rows without a name in one of the pack's languages."""
    for file in sorted(NAMED & set(draft.tables)):
        for row in draft.tables[file]:
            for language in draft.head.languages if draft.head else ():
                if NAMES + language in draft.headers[file] and not row.names.get(
                    language,
                ):
                    yield _named(row, file, language, "a name in this language")


def stray_outlines(draft: Draft) -> Iterator[Problem]:
    """Outlines of places the pack does not have, or that another file has drawn
    already.
    """
    known = _known(draft, "places", ("code",))
    drawn: dict[str, str] = {}
    for file, shapes in draft.outlines.items():
        for code in shapes:
            if known is not None and (code,) not in known:
                yield Problem(
                    file=file,
                    field="code",
                    value=code,
                    right="a code of places.csv",
                )
            if drawn.setdefault(code, file) != file:
                right = f"one outline a place; {drawn[code]} has one too"
                yield Problem(
                    file=file,
                    field="code",
                    value=code,
                    right=right,
                )


def missing_instruments(draft: Draft) -> Iterator[Problem]:
    """Instruments whose form is not in the folder."""
    for row in draft.tables.get("instruments", ()):
        if row.file not in draft.files:
            yield problem(
                "instruments",
                row,
                "file",
                "the name of a file in the pack's folder",
            )


def _known(
    draft: Draft,
    file: str,
    fields: tuple[str, ...],
) -> set[tuple[str, ...]] | None:
    if file not in draft.cells:
        return None
    return {tuple(row.get(field, "") for field in fields) for row in draft.cells[file]}


def _neighbours(
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


def _is_time_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (OSError, ValueError, LookupError):
        return False


def _in_head(field: str, value: str, right: str) -> Problem:
    return Problem(
        file="pack.toml",
        field=field,
        value=value,
        right=right,
    )


def _in_header(file: str, column: str, right: str) -> Problem:
    return Problem(
        file=f"{file}.csv",
        row=1,
        field=column,
        right=right,
    )


def _named(
    row: Any,
    file: str,
    language: str,
    right: str,
) -> Problem:
    value = row.names.get(language, "")
    field = NAMES + language
    return Problem(
        file=f"{file}.csv",
        row=row.line,
        field=field,
        value=value,
        right=right,
    )
