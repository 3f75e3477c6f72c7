"""What `pack.toml` says, and the columns of each file."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

import phonenumbers

from sala.countries.contract import (
    ATTESTED,
    NAMED,
    NAMES,
    PackHead,
    PackProblem,
    file_columns,
)
from sala.countries.rules.drafts import (
    PackDraft,
    head_problem,
    header_problem,
    written_values,
)


def head_faults(draft: PackDraft) -> Iterator[PackProblem]:
    """What `pack.toml` says that the world or the pack's tables do not know."""
    head = draft.head
    if head is None:
        return
    if not _is_time_zone(head.time_zone):
        yield head_problem(
            "time_zone",
            head.time_zone,
            "a time zone such as Africa/Nairobi",
        )
    if head.phone_region not in phonenumbers.SUPPORTED_REGIONS:
        yield head_problem(
            "phone_region",
            head.phone_region,
            "a country with telephone numbers",
        )
    if len(set(head.languages)) < len(head.languages):
        yield head_problem("languages", ", ".join(head.languages), "each language once")
    for language in head.languages:
        if not head.names.get(language, "").strip():
            yield head_problem(
                f"names.{language}",
                "",
                "the country's name in this language",
            )
    known = written_values(draft, "agencies", ("code",))
    if known is not None and (head.identifying_agency,) not in known:
        yield head_problem(
            "identifying_agency",
            head.identifying_agency,
            "a code of agencies.csv",
        )
    yield from _origin_faults(draft, head)


def _origin_faults(draft: PackDraft, head: PackHead) -> Iterator[PackProblem]:
    known = written_values(draft, "sources", ("code",))
    for field in ATTESTED:
        if field not in head.origins:
            right = 'this value\'s origin, such as { source = "law", verified = false }'
            yield head_problem(f"origins.{field}", "", right)
    for field, origin in head.origins.items():
        if field not in ATTESTED:
            yield head_problem(f"origins.{field}", "", f"one of {', '.join(ATTESTED)}")
        if known is not None and (origin.source,) not in known:
            yield head_problem(
                f"origins.{field}.source",
                origin.source,
                "a code of sources.csv",
            )


def header_faults(draft: PackDraft) -> Iterator[PackProblem]:
    """Columns that are missing, doubled, or do not belong to their file."""
    for file, header in draft.headers.items():
        wanted = file_columns(file)
        for column, required in wanted.items():
            if required and column not in header:
                yield header_problem(
                    file,
                    column,
                    "this column; columns are separated by commas",
                )
        for column in dict.fromkeys(header):
            if header.count(column) > 1:
                yield header_problem(file, column, "each column once")
            if column not in wanted and not (
                file in NAMED and column.startswith(NAMES)
            ):
                right = f"one of {', '.join(wanted)}: this column does not belong here"
                yield header_problem(file, column, right)
        if draft.head is not None and file in NAMED:
            yield from _name_columns(file, header, draft.head.languages)


def _name_columns(
    file: str,
    header: tuple[str, ...],
    languages: Iterable[str],
) -> Iterator[PackProblem]:
    wanted = dict.fromkeys(NAMES + language for language in languages)
    for column in wanted:
        if column not in header:
            yield header_problem(
                file, column, "this column: pack.toml names the language"
            )
    for column in header:
        if column.startswith(NAMES) and column not in wanted:
            yield header_problem(file, column, "a language that pack.toml names")


def _is_time_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (OSError, ValueError, LookupError):
        return False
