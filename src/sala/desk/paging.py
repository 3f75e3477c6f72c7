"""A page of a list whose length nobody counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict

T = TypeVar("T")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class ListPage:
    """Where in a list the reader is, as `kit/pagination.html` asks it."""

    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_next or self.has_previous

    @property
    def next_page_number(self) -> int:
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1


LAST = 10_000


def page_number(query: QueryDict) -> int:
    """The page an address asks for; the first where it asks for none that can be."""
    text = query.get("page", "")
    return min(max(int(text), 1), LAST) if text.isascii() and text.isdecimal() else 1


def cut_page(rows: Sequence[T], number: int, size: int) -> tuple[Sequence[T], ListPage]:
    """One page out of a whole list."""
    start = (number - 1) * size
    return rows[start : start + size], ListPage(number, len(rows) > start + size)


def query_page(found: QuerySet[M], number: int, size: int) -> tuple[list[M], bool]:
    """One page out of a query, and whether there are more."""
    start = (number - 1) * size
    rows = list(found[start : start + size + 1])
    return rows[:size], len(rows) > size
